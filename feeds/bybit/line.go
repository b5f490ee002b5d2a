package bybit

import (
	"fmt"
	"sync/atomic"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// line is the socket with the decoder of its frames.
type line struct {
	venue    *Venue
	session  *wire.Session
	requests *requests

	// What the line is to hear, handed from the venue's goroutine to the
	// reader's.
	plan atomic.Pointer[[]model.Instrument]
	anew atomic.Bool // a connection was made: every stream begins with a snapshot

	// Only the reader uses these.
	decoder *Decoder
	learned *[]model.Instrument
	events  []model.Event
	overdue uint64
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, requests: newRequests(), decoder: NewDecoder()}
	c.Handle, c.OnState = l.handle, l.onState
	c.Subscribe, c.Unsubscribe = l.requests.subscribe, unsubscribe
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("bybit: %w", err)
	}
	l.session = session
	return l, nil
}

// follow makes the line hear the streams of contracts.
func (l *line) follow(instruments []model.Instrument, guessed bool) {
	l.plan.Store(&instruments)
	l.session.SetTopics(topics(instruments, guessed))
}

// handle decodes a frame and lets its events out. It runs on the reader's
// goroutine.
func (l *line) handle(s *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	l.learn()
	at := model.MillisOf(received)
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	topic = l.decoder.Stream()
	if topic == "" && err == nil {
		l.requests.answered(s, frame)
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

// learn brings the decoder up to date.
func (l *line) learn() {
	if l.anew.CompareAndSwap(true, false) {
		l.decoder.ForgetStreams()
	}
	if p := l.plan.Load(); p != nil && p != l.learned {
		l.decoder.Learn(*p)
		l.learned = p
	}
}

// onState follows the state of the socket.
func (l *line) onState(state model.LinkState, _ string) {
	if state == model.LinkConnecting || state == model.LinkDown {
		l.anew.Store(true)
		l.requests.restart()
	}
	l.venue.stateChanged(state)
}
