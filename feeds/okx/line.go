package okx

import (
	"fmt"
	"sync/atomic"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// line is one socket with the decoder of its frames.
type line struct {
	venue   *Venue
	session *wire.Session
	streams []stream

	// What the line is to hear, handed from the venue's goroutine to the
	// reader's.
	plan atomic.Pointer[[]model.Instrument]
	anew atomic.Bool // a connection was made: stamps may begin again

	// Only the reader uses these.
	decoder *Decoder
	learned *[]model.Instrument
	events  []model.Event
	overdue uint64
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config, streams []stream) (*line, error) {
	l := &line{venue: v, streams: streams, decoder: NewDecoder()}
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
	l.plan.Store(&instruments)
	l.session.SetTopics(topics(l.streams, instruments, guessed))
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
	if n := len(events); n > 0 {
		l.venue.station.Clock.Observe(events[n-1].EventTime, at)
		l.venue.station.Heard(events)
	}
	if err != nil {
		l.venue.station.Fault(err)
		return topic, err
	}
	if overdue := l.decoder.Overdue(); overdue != l.overdue {
		l.overdue = overdue
		return topic, wire.ErrDropped
	}
	return topic, nil
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
	if l.anew.CompareAndSwap(true, false) {
		l.decoder.Forget()
	}
	p := l.plan.Load()
	if p == nil || p == l.learned {
		return
	}
	l.decoder.Learn(*p)
	for _, in := range *p {
		if in.Index != "" {
			l.decoder.Attribute(in.Index, in.Symbol)
		}
	}
	l.learned = p
}

// onState follows the state of the socket.
func (l *line) onState(state model.LinkState, _ string) {
	if state == model.LinkConnecting || state == model.LinkDown {
		l.anew.Store(true)
	}
	l.venue.stateChanged(l, state)
}
