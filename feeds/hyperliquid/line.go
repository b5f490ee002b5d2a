package hyperliquid

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
	suspects *suspects

	// What the line is to hear, handed from the venue's goroutine to the
	// reader's.
	plan atomic.Pointer[plan]
	anew atomic.Bool // a connection was made: what was missed is not known

	// Only the reader uses these.
	decoder *Decoder
	learned *plan
	events  []model.Event
	overdue uint64
}

// plan is what a line hears.
type plan struct {
	instruments []model.Instrument
	names       map[string]string // topics to themselves, so that a frame's name needs no copy
}

// newLine returns a line that is not connected yet.
func newLine(v *Venue, c wire.Config) (*line, error) {
	l := &line{venue: v, decoder: NewDecoder()}
	l.suspects = newSuspects(l.refused)
	c.Handle, c.OnState = l.handle, l.onState
	session, err := wire.New(c)
	if err != nil {
		return nil, fmt.Errorf("hyperliquid: %w", err)
	}
	l.session, l.suspects.session = session, session
	return l, nil
}

// follow makes the line hear contracts.
func (l *line) follow(instruments []model.Instrument) {
	list := topics(instruments)
	p := &plan{instruments: instruments, names: make(map[string]string, len(list))}
	for _, t := range list {
		p.names[t.Name] = t.Name
	}
	l.plan.Store(p)
	l.suspects.want(list)
}

// handle decodes a frame and lets its events out. It runs on the reader's
// goroutine.
func (l *line) handle(_ *wire.Session, frame []byte, received time.Time) (topic string, err error) {
	p := l.learn()
	at := model.MillisOf(received)
	l.decoder.Clock = l.venue.station.Clock.Now()
	events, err := l.decoder.Decode(frame, at, l.events[:0])
	l.events = events
	if p != nil {
		topic = p.names[string(l.decoder.Stream())]
	}
	if l.confirmed(topic, events) {
		return "", err // no data yet
	}
	l.venue.date(events, at)
	if len(events) > 0 {
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

// confirmed deals with frames that say that the venue heard us.
func (l *line) confirmed(topic string, events []model.Event) bool {
	if len(events) != 1 {
		return false
	}
	switch events[0].Kind {
	case model.KindAck:
		if l.decoder.Acked() && topic != "" {
			l.session.Ack(topic)
			l.suspects.answered(topic)
		}
	case model.KindPong:
		l.suspects.answered("")
	default:
		return false
	}
	return true
}

// learn brings the decoder up to date and returns the plan.
func (l *line) learn() *plan {
	if l.anew.CompareAndSwap(true, false) {
		l.decoder.ForgetStreams()
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
	switch state {
	case model.LinkConnecting:
		l.anew.Store(true)
		l.suspects.connecting()
	case model.LinkDown:
		l.anew.Store(true)
		l.suspects.down()
	}
	l.venue.stateChanged(state)
}

// refused tells of a coin the venue will not serve.
func (l *line) refused(coin string) {
	l.venue.station.Fault(fmt.Errorf("hyperliquid: %s is given up: the venue breaks the line over it", model.CleanText(coin)))
}
