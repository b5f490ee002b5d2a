package hyperliquid

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/outlet"
	"eddy/feeds/rest"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Venue hears Hyperliquid. It implements feeds.Venue.
type Venue struct {
	config Config
	rest   *rest.Client
	line   *line

	clock      vitals.Clock
	continuity *backfill.Continuity
	mender     *backfill.Mender

	out    atomic.Pointer[outlet.Outlet] // while Run runs
	chosen atomic.Pointer[[]model.Instrument]
}

// New returns a venue that is not connected yet, or what is wrong with the
// configuration.
func New(c Config) (*Venue, error) {
	c = c.filled()
	if err := c.check(); err != nil {
		return nil, err
	}
	v := &Venue{config: c, continuity: backfill.NewContinuity()}
	v.mender = backfill.NewMender(v.mend, v.fault)
	var err error
	if v.line, err = newLine(v, c.session()); err != nil {
		return nil, err
	}
	if v.rest, err = rest.New(c.client()); err != nil {
		return nil, fmt.Errorf("hyperliquid: %w", err)
	}
	return v, nil
}

// Name returns model.Hyperliquid.
func (v *Venue) Name() model.Venue { return model.Hyperliquid }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	ctx, cancel := context.WithCancel(ctx)
	v.out.Store(outlet.New(ctx, model.Hyperliquid, out, v.config.Now))
	defer v.out.Store(nil)
	defer v.rest.Close()

	var parts sync.WaitGroup
	defer parts.Wait()
	defer cancel()
	first := make(chan error, 3)
	for _, part := range []func(context.Context) error{v.line.session.Run, v.mender.Run, v.desk} {
		parts.Go(func() { first <- v.guard(ctx, part) })
	}
	return <-first
}

// guard runs a part of the venue; a panic in it ends the venue and not the
// program.
func (v *Venue) guard(ctx context.Context, part func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("hyperliquid: panicked: %v", p)
		}
	}()
	return part(ctx)
}

// desk is the part that asks: the list of contracts and the past.
func (v *Venue) desk(ctx context.Context) error {
	list, err := v.open(ctx)
	if err != nil {
		return err
	}
	parts, ctx := errgroup.WithContext(ctx)
	parts.Go(func() error { return v.guard(ctx, v.keepUp) })
	parts.Go(func() error { return v.guard(ctx, func(ctx context.Context) error { return v.loadPast(ctx, list) }) })
	return parts.Wait()
}

// Health returns the venue's counters.
func (v *Venue) Health() model.VenueHealth {
	return vitals.Parts{
		Venue:    model.Hyperliquid,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Clock:    &v.clock,
		Symbols:  max(0, len(v.instruments())-v.line.suspects.lost()),
	}.Health()
}

func (v *Venue) sessions() []wire.Stats { return []wire.Stats{v.line.session.Stats()} }

// instruments returns the contracts that are followed.
func (v *Venue) instruments() []model.Instrument {
	if list := v.chosen.Load(); list != nil {
		return *list
	}
	return nil
}

// date completes events with what the venue leaves out: contexts and bars carry
// no time and count for the moment the venue was last heard at, and funding is
// settled at the next whole hour. A frozen mark is kept back: it looks alive.
func (v *Venue) date(events []model.Event, received model.Millis) {
	for i := range events {
		ev := &events[i]
		v.clock.Observe(ev.EventTime, received)
		if ev.Kind == model.KindMark && ev.Text == frozenText {
			ev.Kind = model.KindIgnored
		}
		now := v.clock.Now()
		if !ev.EventTime.Known() {
			ev.EventTime = now
		}
		if ev.Has.Has(model.FieldFundingRate) && now.Known() {
			ev.NextFunding = now.Floor(model.Hour1).Add(fundingHours * time.Hour)
			ev.Has |= model.FieldNextFunding
		}
	}
}

// heard lets events out and looks whether a bar was missed.
func (v *Venue) heard(events []model.Event) {
	for i := range events {
		ev := &events[i]
		if ev.Kind == model.KindBar && ev.Bar.Interval == baseInterval && v.continuity.Streamed(ev.Symbol, ev.Bar) {
			v.mender.Ask(ev.Symbol)
		}
	}
	if out := v.out.Load(); out != nil {
		out.Put(events)
	}
}

// fault lets out what went wrong, not too often.
func (v *Venue) fault(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	v.config.Log.Warn("fault", "venue", model.Hyperliquid, "error", err)
	if out := v.out.Load(); out != nil {
		out.Fault(err.Error())
	}
}

// stateChanged lets out how the venue's feed is, and after a lost connection
// looks for bars that closed meanwhile.
func (v *Venue) stateChanged(state model.LinkState) {
	if state == model.LinkLive {
		v.mender.Ask(v.behind(v.clock.Now())...)
	}
	if out := v.out.Load(); out != nil {
		out.Link(vitals.State(v.sessions()))
	}
}

// behind names the contracts of which a bar must have closed by a moment of the
// venue and was not heard of.
func (v *Venue) behind(now model.Millis) []string {
	list := v.instruments()
	symbols := make([]string, len(list))
	for i, in := range list {
		symbols[i] = in.Symbol
	}
	return v.continuity.Behind(symbols, baseInterval, now)
}
