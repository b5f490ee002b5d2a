package mexc

import (
	"context"
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

	// What the line is to hear, handed from the venue's goroutine to the
	// reader's.
	plan   atomic.Pointer[[]model.Instrument]
	anew   atomic.Bool   // a connection was made: what was heard before may have a hole behind it
	wanted chan struct{} // holds a token once there is something to hear

	// Only the reader uses these.
	decoder *Decoder
	learned *[]model.Instrument
	events  []model.Event
	overdue uint64
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, decoder: NewDecoder(), wanted: make(chan struct{}, 1)}
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
	l.plan.Store(&instruments)
	l.session.SetTopics(topics(instruments, guessed))
	if len(instruments) == 0 {
		return
	}
	select {
	case l.wanted <- struct{}{}:
	default: // it is known already
	}
}

// run waits until there is something to hear and then hears it: the venue lists
// fewer contracts than there are candidates, so some sockets may stay unused.
func (l *line) run(ctx context.Context) error {
	if len(l.instruments()) == 0 {
		select {
		case <-l.wanted:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return l.session.Run(ctx)
}

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
	if l.anew.CompareAndSwap(true, false) {
		l.decoder.Forget()
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
	}
	l.venue.stateChanged(l, state)
}

// instruments returns the contracts the line hears.
func (l *line) instruments() []model.Instrument {
	if p := l.plan.Load(); p != nil {
		return *p
	}
	return nil
}
