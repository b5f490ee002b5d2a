// Package outlet is where an adapter lets its events out. It keeps back what
// only matters at the socket, writes the events every adapter has to write, and
// keeps a fault that repeats from flooding the engine.
package outlet

import (
	"context"
	"fmt"
	"sync"
	"time"

	"eddy/feeds"
	"eddy/model"
)

// faultEvery is the least time between two faults that are let out.
const faultEvery = time.Second

// Outlet passes one venue's events on while its Run lasts. It is safe for use
// by several goroutines.
type Outlet struct {
	venue model.Venue
	sink  feeds.Sink
	ctx   context.Context // of the venue's Run: Put waits no longer than it
	now   func() time.Time

	mu        sync.Mutex
	lastFault time.Time
	kept      int // faults since then
	state     model.LinkState
	reason    string
}

// New returns an Outlet into sink that closes when ctx ends.
func New(ctx context.Context, venue model.Venue, sink feeds.Sink, now func() time.Time) *Outlet {
	return &Outlet{venue: venue, sink: sink, ctx: ctx, now: now}
}

// Put lets events out that a frame decoded to. Acknowledgements, pings and what
// was ignored stay behind; refusals count as faults. The slice is overwritten.
func (o *Outlet) Put(events []model.Event) {
	kept := events[:0]
	for i := range events {
		switch events[i].Kind {
		case model.KindNone, model.KindAck, model.KindPong, model.KindIgnored:
		case model.KindError:
			o.Fault(events[i].Text)
		default:
			if len(kept) == i {
				kept = events[:i+1] // nothing was left out yet: no copy
			} else {
				kept = append(kept, events[i])
			}
		}
	}
	if len(kept) > 0 {
		o.put(kept)
	}
}

// Fault lets an event out that says what went wrong, at most about once a
// second; the next one says how many were kept back.
func (o *Outlet) Fault(text string) {
	now := o.now()
	o.mu.Lock()
	if now.Sub(o.lastFault).Abs() < faultEvery {
		o.kept++
		o.mu.Unlock()
		return
	}
	if o.kept > 0 {
		text = fmt.Sprintf("%s (and %d more)", text, o.kept)
	}
	o.lastFault, o.kept = now, 0
	o.mu.Unlock()
	o.one(model.Event{Kind: model.KindError, Text: model.CleanText(text)})
}

// Link lets the state of the venue's feed out if it changed.
func (o *Outlet) Link(state model.LinkState, reason string) {
	o.mu.Lock()
	defer o.mu.Unlock() // held over the put, so that two changes keep their order
	if o.state == state && o.reason == reason {
		return
	}
	o.state, o.reason = state, reason
	o.one(model.Event{Kind: model.KindLink, Link: state, Text: model.CleanText(reason)})
}

// Instruments lets the contracts out that the venue's events are about.
func (o *Outlet) Instruments(list []model.Instrument) {
	o.one(model.Event{Kind: model.KindInstruments, Detail: list})
}

// History lets a piece of a contract's past out.
func (o *Outlet) History(of model.Instrument, past *model.History) {
	o.one(model.Event{
		Kind: model.KindHistory, Symbol: of.Symbol, Asset: of.Asset, Multiplier: of.Multiplier, Detail: past,
	})
}

// Progress lets out how far loading has come.
func (o *Outlet) Progress(p model.Progress) {
	o.one(model.Event{Kind: model.KindBackfill, Detail: &p})
}

func (o *Outlet) one(ev model.Event) {
	ev.Venue, ev.Received = o.venue, model.MillisOf(o.now())
	o.put([]model.Event{ev})
}

func (o *Outlet) put(events []model.Event) {
	_ = o.sink.Put(o.ctx, events) // fails only when the venue's Run ends, and then nobody listens
}
