package bingx

import (
	"context"
	"fmt"
	"time"

	"eddy/feeds/station"
	"eddy/feeds/wire"
	"eddy/model"
)

// line is one socket with the decoder of its frames.
type line struct {
	venue   *Venue
	session *wire.Session
	ear     *station.Ear // what it is to hear

	// Only the reader uses these.
	decoder  *Decoder
	asked    map[string]string // topics by the id of the request for them
	accepted map[string]bool   // topics the venue said yes to on this connection
	events   []model.Event
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, ear: v.station.Ear(), decoder: NewDecoder(), asked: make(map[string]string), accepted: make(map[string]bool)}
	c.Handle, c.OnState = l.handle, l.onState
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("bingx: %w", err)
	}
	l.session = session
	return l, nil
}

// follow makes the line hear the streams of contracts.
func (l *line) follow(instruments []model.Instrument, guessed bool) {
	list := topics(instruments, guessed)
	l.ear.Follow(instruments, list)
	l.session.SetTopics(list)
}

// run hears the socket, once there is something to hear.
func (l *line) run(ctx context.Context) error { return l.ear.Run(ctx, l.session) }

// handle unpacks and decodes a frame and lets its events out. It runs on the
// reader's goroutine.
func (l *line) handle(s *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	l.learn()
	at := model.MillisOf(received)
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	switch {
	case l.decoder.pinged:
		return "", s.SendNow([]byte(pongWord))
	case l.decoder.answer.id != nil:
		l.answered(s)
	}
	if name := l.decoder.Stream(); len(name) > 0 {
		if topic = l.acceptedTopic(name); topic == "" {
			return "", wire.ErrDropped
		}
	}
	l.ear.Heard(events, at)
	return topic, l.ear.Verdict(err, l.decoder.Overdue())
}

// acceptedTopic returns the topic of a frame, "" where the venue did not say
// yes to it: a refused topic may leak a frame (venues/bingx §3).
func (l *line) acceptedTopic(name []byte) string {
	if !l.accepted[string(name)] {
		return ""
	}
	return l.ear.Topic(name)
}

// answered notes what became of a request.
func (l *line) answered(s *wire.Session) {
	name := l.asked[string(l.decoder.answer.id)]
	switch refusal := l.decoder.answer.refusal; {
	case name == "":
	case refusal == "":
		l.accepted[name] = true
		s.Ack(name)
	default:
		delete(l.accepted, name)
		s.Refuse(name, refusal)
	}
}

// learn brings the decoder up to date.
func (l *line) learn() {
	if l.ear.Renewed() {
		l.decoder.Forget()
		clear(l.accepted)
	}
	if list, ok := l.ear.News(); ok {
		l.decoder.Learn(list)
		clear(l.asked)
		for _, t := range topics(list, false) {
			l.asked[requestID("sub", t.Name)] = t.Name
		}
	}
}

// onState follows the state of the socket.
func (l *line) onState(state model.LinkState, _ string) {
	l.ear.State(state)
	l.venue.stateChanged(l, state)
}
