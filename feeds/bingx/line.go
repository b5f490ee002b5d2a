package bingx

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
	plan   atomic.Pointer[plan]
	anew   atomic.Bool   // a connection was made: what was heard before may have a hole behind it
	wanted chan struct{} // holds a token once there is something to hear

	// Only the reader uses these.
	decoder  *Decoder
	learned  *plan
	accepted map[string]bool // topics the venue said yes to on this connection
	events   []model.Event
	overdue  uint64
}

// plan is what a line hears.
type plan struct {
	instruments []model.Instrument
	names       map[string]string // topics to themselves, so that a frame's name needs no copy
	asked       map[string]string // topics by the id of the request for them
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, decoder: NewDecoder(), accepted: make(map[string]bool), wanted: make(chan struct{}, 1)}
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
	p := &plan{instruments: instruments, names: make(map[string]string, len(list)), asked: make(map[string]string, len(list))}
	for _, t := range list {
		p.names[t.Name] = t.Name
		p.asked[requestID("sub", t.Name)] = t.Name
	}
	l.plan.Store(p)
	l.session.SetTopics(list)
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

// handle unpacks and decodes a frame and lets its events out. It runs on the
// reader's goroutine.
func (l *line) handle(s *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	p := l.learn()
	at := model.MillisOf(received)
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	switch {
	case l.decoder.pinged:
		return "", s.SendNow([]byte(pongWord))
	case l.decoder.answer.id != nil:
		l.answered(s, p)
	}
	if name := l.decoder.Stream(); len(name) > 0 {
		if topic = l.acceptedTopic(p, name); topic == "" {
			return "", wire.ErrDropped
		}
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

// acceptedTopic returns the topic of a frame, "" where the venue did not say
// yes to it: a refused topic may leak a frame (venues/bingx §3).
func (l *line) acceptedTopic(p *plan, name []byte) string {
	if p == nil || !l.accepted[string(name)] {
		return ""
	}
	return p.names[string(name)]
}

// answered notes what became of a request.
func (l *line) answered(s *wire.Session, p *plan) {
	if p == nil {
		return
	}
	name := p.asked[string(l.decoder.answer.id)]
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

// learn brings the decoder up to date and returns the plan.
func (l *line) learn() *plan {
	if l.anew.CompareAndSwap(true, false) {
		l.decoder.Forget()
		clear(l.accepted)
	}
	p := l.plan.Load()
	if p != nil && p != l.learned {
		l.decoder.Learn(p.instruments)
		l.learned = p
	}
	return p
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
		return p.instruments
	}
	return nil
}
