package okx

import (
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
	streams []stream

	// Only the reader uses these.
	decoder *Decoder
	events  []model.Event
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config, streams []stream) (*line, error) {
	l := &line{venue: v, streams: streams, ear: v.station.Ear(), decoder: NewDecoder()}
	c.Handle, c.OnState = l.handle, l.onState
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("okx: %w", err)
	}
	l.session = session
	return l, nil
}

// follow makes the line hear contracts.
func (l *line) follow(instruments []model.Instrument, guessed bool) {
	list := topics(l.streams, instruments, guessed)
	l.ear.Follow(instruments, list)
	l.session.SetTopics(list)
}

// handle decodes a frame and lets its events out. It runs on the reader's
// goroutine.
func (l *line) handle(s *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	l.learn()
	at := model.MillisOf(received)
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	topic = l.decoder.Stream()
	if l.decoder.heard.verdict != noVerdict {
		l.obey(s, topic)
		topic = "" // a reply names a stream and is no data of it
	}
	l.ear.Heard(events, at)
	return topic, l.ear.Verdict(err, l.decoder.Overdue())
}

// obey does what a reply asks for: a stream the venue will not serve is given
// up alone, and a socket that will be closed is changed for another.
func (l *line) obey(s *wire.Session, topic string) {
	switch heard := &l.decoder.heard; heard.verdict {
	case accepted:
		s.Ack(topic)
	case refused:
		if topic == "" {
			topic = refusedTopic(heard.message)
		}
		s.Refuse(topic, heard.message)
	case closing:
		s.Reconnect(heard.message)
	}
}

// learn brings the decoder up to date.
func (l *line) learn() {
	if l.ear.Renewed() {
		l.decoder.Forget()
	}
	list, ok := l.ear.News()
	if !ok {
		return
	}
	l.decoder.Learn(list)
	for _, in := range list {
		if in.Index != "" {
			l.decoder.Attribute(in.Index, in.Symbol)
		}
	}
}

// onState follows the state of the socket.
func (l *line) onState(state model.LinkState, _ string) {
	l.ear.State(state)
	l.venue.stateChanged(l, state)
}
