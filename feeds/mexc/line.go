package mexc

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
	decoder *Decoder
	events  []model.Event
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, ear: v.station.Ear(), decoder: NewDecoder()}
	c.Handle, c.OnState = l.handle, l.onState
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("mexc: %w", err)
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

// handle decodes a frame and lets its events out. It runs on the reader's
// goroutine.
func (l *line) handle(s *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	l.learn()
	at := model.MillisOf(received)
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	topic = l.decoder.Stream()
	if symbol := l.decoder.refusal; symbol != "" {
		refuse(s, symbol, events)
	}
	l.ear.Heard(events, at)
	return topic, l.ear.Verdict(err, l.decoder.Overdue())
}

// refuse gives up every stream of a contract that the venue does not have: the
// refusal names the contract but not the stream.
func refuse(s *wire.Session, symbol string, events []model.Event) {
	reason := ""
	if len(events) > 0 {
		reason = events[len(events)-1].Text
	}
	for _, kind := range streams {
		s.Refuse(TopicName(kind.name, symbol), reason)
	}
}

// learn brings the decoder up to date.
func (l *line) learn() {
	if l.ear.Renewed() {
		l.decoder.Forget()
	}
	if list, ok := l.ear.News(); ok {
		l.decoder.Learn(list)
	}
}

// onState follows the state of the socket.
func (l *line) onState(state model.LinkState, _ string) {
	l.ear.State(state)
	l.venue.stateChanged(l, state)
}
