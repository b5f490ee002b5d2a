package bingx

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/outlet"
	"eddy/feeds/rest"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Venue hears BingX's linear perpetual contracts. It implements feeds.Venue.
type Venue struct {
	config Config
	rest   *rest.Client
	lines  []*line // each hears its share of the contracts

	// Answers of REST are read with a memory of their own: open interest needs
	// the mark price of an answer before.
	reading sync.Mutex
	decoder *Decoder

	clock      vitals.Clock
	continuity *backfill.Continuity
	mender     *backfill.Mender

	out      atomic.Pointer[outlet.Outlet] // while Run runs
	choosing sync.Mutex                    // held while the contracts to follow change
	chosen   atomic.Pointer[[]model.Instrument]
}

// New returns a venue that is not connected yet, or what is wrong with the
// configuration.
func New(c Config) (*Venue, error) {
	v := &Venue{
		config: c.filled(), continuity: backfill.NewContinuity(), decoder: NewDecoder(),
	}
	v.mender = backfill.NewMender(v.mend, v.fault)
	for i := range v.config.sockets() {
		l, err := newLine(v, v.config.session(i))
		if err != nil {
			return nil, err
		}
		v.lines = append(v.lines, l)
	}
	client := v.config.client()
	client.OnResponse = v.readRemaining
	var err error
	if v.rest, err = rest.New(client); err != nil {
		return nil, fmt.Errorf("bingx: %w", err)
	}
	return v, nil
}

// Name returns model.BingX.
func (v *Venue) Name() model.Venue { return model.BingX }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	ctx, cancel := context.WithCancel(ctx)
	v.out.Store(outlet.New(ctx, model.BingX, out, v.config.Now))
	defer v.out.Store(nil)
	defer v.rest.Close()

	work := []func(context.Context) error{v.mender.Run, v.desk}
	for _, l := range v.lines {
		work = append(work, l.run)
	}
	var parts sync.WaitGroup
	defer parts.Wait()
	defer cancel()
	first := make(chan error, len(work))
	for _, part := range work {
		parts.Go(func() { first <- v.guard(ctx, part) })
	}
	return <-first
}

// guard runs a part of the venue; a panic in it ends the venue and not the
// program.
func (v *Venue) guard(ctx context.Context, part func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("bingx: panicked: %v", p)
		}
	}()
	return part(ctx)
}

// desk is the part that asks: the list of contracts, the past, how often
// funding is settled.
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
		Venue:    model.BingX,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Clock:    &v.clock,
		Symbols:  len(v.instruments()),
	}.Health()
}

// sessions returns the counters of the sockets in use, of which the first
// always is one.
func (v *Venue) sessions() []wire.Stats {
	var list []wire.Stats
	for i, l := range v.lines {
		if i == 0 || len(l.instruments()) > 0 {
			list = append(list, l.session.Stats())
		}
	}
	return list
}

// instruments returns the contracts that are followed.
func (v *Venue) instruments() []model.Instrument {
	if list := v.chosen.Load(); list != nil {
		return *list
	}
	return nil
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
	v.config.Log.Warn("fault", "venue", model.BingX, "error", err)
	if out := v.out.Load(); out != nil {
		out.Fault(err.Error())
	}
}

// stateChanged lets out how the venue's feed is, as its sockets are together,
// and after a lost connection looks for bars that closed meanwhile.
func (v *Venue) stateChanged(l *line, state model.LinkState) {
	if state == model.LinkLive {
		v.mender.Ask(v.continuity.Behind(symbolsOf(l.instruments()), baseInterval, v.clock.Now())...)
	}
	if out := v.out.Load(); out != nil {
		out.Link(vitals.State(v.sessions()))
	}
}

func symbolsOf(list []model.Instrument) []string {
	symbols := make([]string, len(list))
	for i, in := range list {
		symbols[i] = in.Symbol
	}
	return symbols
}
