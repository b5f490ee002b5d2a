package station

import (
	"context"
	"sync/atomic"

	"eddy/feeds/wire"
	"eddy/model"
)

// Ear is the hearing end of one socket of a venue: which contracts it is to
// hear, and what becomes of what it heard. Whoever chooses contracts and the
// socket's reader meet here.
type Ear struct {
	station *Station

	share atomic.Pointer[share]
	anew  atomic.Bool
	work  chan struct{} // holds a token once there is something to hear

	// Only the reader uses these.
	learned *share
	overdue uint64
}

// share is what a socket is to hear of what the venue has.
type share struct {
	contracts []model.Instrument
	names     map[string]string // of streams to themselves, so that a frame's name needs no copy
}

// Ear returns the ear of a socket that has nothing to hear yet.
func (s *Station) Ear() *Ear { return &Ear{station: s, work: make(chan struct{}, 1)} }

// Follow makes the reader expect contracts and the streams they have.
func (e *Ear) Follow(contracts []model.Instrument, topics []wire.Topic) {
	names := make(map[string]string, len(topics))
	for _, t := range topics {
		names[t.Name] = t.Name
	}
	e.share.Store(&share{contracts, names})
	if len(contracts) == 0 {
		return
	}
	select {
	case e.work <- struct{}{}:
	default: // it is known already
	}
}

// Contracts returns what the socket is to hear.
func (e *Ear) Contracts() []model.Instrument {
	if s := e.share.Load(); s != nil {
		return s.contracts
	}
	return nil
}

// Busy tells whether there is anything to hear.
func (e *Ear) Busy() bool { return len(e.Contracts()) > 0 }

// Run waits until there is something to hear and then hears it. A venue lists
// fewer contracts than there are candidates, so some sockets may stay unused.
func (e *Ear) Run(ctx context.Context, session *wire.Session) error {
	for !e.Busy() {
		select {
		case <-e.work:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return session.Run(ctx)
}

// State tells the ear how its socket is: with each new connection what was
// heard before may have a hole behind it.
func (e *Ear) State(state model.LinkState) {
	if state == model.LinkConnecting || state == model.LinkDown {
		e.anew.Store(true)
	}
}

// Renewed tells the reader, once, that its connection is another than before.
func (e *Ear) Renewed() bool { return e.anew.CompareAndSwap(true, false) }

// News returns the contracts to hear where they were chosen anew since the
// reader last asked.
func (e *Ear) News() (contracts []model.Instrument, ok bool) {
	s := e.share.Load()
	if s == nil || s == e.learned {
		return nil, false
	}
	e.learned = s
	return s.contracts, true
}

// Topic returns the name of a stream by what a frame calls it, "" where it is
// none that the reader knows of.
func (e *Ear) Topic(name []byte) string {
	if e.learned == nil {
		return ""
	}
	return e.learned.names[string(name)]
}

// Heard lets the events of a frame out, the last of which tells what time it is
// at the venue.
func (e *Ear) Heard(events []model.Event, received model.Millis) {
	if n := len(events); n > 0 {
		e.station.Clock.Observe(events[n-1].EventTime, received)
		e.station.Heard(events)
	}
}

// Verdict returns what became of a frame for the counters of its socket: err,
// which is told, or that a newer one overtook it. overdue is the decoder's count
// of these.
func (e *Ear) Verdict(err error, overdue uint64) error {
	if err != nil {
		e.station.Fault(err)
		return err
	}
	if overdue != e.overdue {
		e.overdue = overdue
		return wire.ErrDropped
	}
	return nil
}
