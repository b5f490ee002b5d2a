package station

import (
	"context"
	"errors"
	"sync/atomic"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/outlet"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Config says whose station it is.
type Config struct {
	Venue model.Venue
	Base  model.Interval // length of the bars that must not be missed

	// Mend loads the latest of these bars, see backfill.Mender.
	Mend func(ctx context.Context, symbol string) error

	// Judge marks refusals that asking again will not cure with
	// backfill.ErrPointless and returns others as they are. A path that the
	// venue does not have needs no word from it.
	Judge func(err error) error

	Setup
}

// Station is one venue's. Its methods may be called from any goroutine; what it
// is to let out while it does not run is dropped.
type Station struct {
	Clock      vitals.Clock // the venue's
	Continuity *backfill.Continuity

	config Config
	mender *backfill.Mender
	out    atomic.Pointer[outlet.Outlet] // while Run runs

	misread atomic.Uint64
}

// New returns a station that does not run yet.
func New(c Config) *Station {
	s := &Station{config: c, Continuity: backfill.NewContinuity()}
	mend := func(ctx context.Context, symbol string) error { return s.judge(c.Mend(ctx, symbol)) }
	s.mender = backfill.NewMender(mend, s.Fault)
	return s
}

// Attach makes the station let out into sink until ctx ends.
func (s *Station) Attach(ctx context.Context, sink feeds.Sink) {
	s.out.Store(outlet.New(ctx, s.config.Venue, sink, s.config.Now))
}

// Heard lets the events of a frame out and looks whether a bar was missed.
func (s *Station) Heard(events []model.Event) {
	for i := range events {
		ev := &events[i]
		if ev.Kind == model.KindBar && ev.Bar.Interval == s.config.Base && s.Continuity.Streamed(ev.Symbol, ev.Bar) {
			s.Mend(ev.Symbol)
		}
	}
	if out := s.out.Load(); out != nil {
		out.Put(events)
	}
}

// Fault lets out what went wrong, not too often.
func (s *Station) Fault(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	s.config.Log.Warn("fault", "venue", s.config.Venue, "error", err)
	if out := s.out.Load(); out != nil {
		out.Fault(err.Error())
	}
}

// Misread returns how many answers about the past made no sense. Requests that
// failed are not among them: their client counts those.
func (s *Station) Misread() uint64 { return s.misread.Load() }

// Link lets out how the venue's feed is, as its sockets are together.
func (s *Station) Link(sockets []wire.Stats) {
	if out := s.out.Load(); out != nil {
		out.Link(vitals.State(sockets))
	}
}

// Mend asks for the latest bars of symbols.
func (s *Station) Mend(symbols ...string) { s.mender.Ask(symbols...) }

// MendBehind asks for the latest bars of those contracts of which, by a moment
// of the venue, a bar must have closed that was not heard of.
func (s *Station) MendBehind(list []model.Instrument, now model.Millis) {
	symbols := make([]string, len(list))
	for i, in := range list {
		symbols[i] = in.Symbol
	}
	s.Mend(s.Continuity.Behind(symbols, s.config.Base, now)...)
}
