package weex

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
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

// Venue hears WEEX's contracts. It implements feeds.Venue.
type Venue struct {
	config Config
	rest   *rest.Client
	lines  []*line

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
	c = c.filled()
	if err := c.check(); err != nil {
		return nil, err
	}
	v := &Venue{config: c, continuity: backfill.NewContinuity()}
	v.mender = backfill.NewMender(v.mend, v.fault)
	for i := range c.lines() {
		l, err := newLine(v, c.session(strconv.Itoa(i+1)))
		if err != nil {
			return nil, err
		}
		v.lines = append(v.lines, l)
	}
	client := c.client()
	client.OnResponse = v.readWeight
	var err error
	if v.rest, err = rest.New(client); err != nil {
		return nil, fmt.Errorf("weex: %w", err)
	}
	return v, nil
}

// Name returns model.WEEX.
func (v *Venue) Name() model.Venue { return model.WEEX }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	ctx, cancel := context.WithCancel(ctx)
	v.out.Store(outlet.New(ctx, model.WEEX, out, v.config.Now))
	defer v.out.Store(nil)
	defer v.rest.Close()

	var parts sync.WaitGroup
	defer parts.Wait()
	defer cancel()
	todo := []func(context.Context) error{v.mender.Run, v.desk}
	for _, l := range v.lines {
		todo = append(todo, l.run)
	}
	first := make(chan error, len(todo))
	for _, part := range todo {
		parts.Go(func() { first <- v.guard(ctx, part) })
	}
	return <-first
}

// guard runs a part of the venue; a panic in it ends the venue and not the
// program.
func (v *Venue) guard(ctx context.Context, part func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("weex: panicked: %v", p)
		}
	}()
	return part(ctx)
}

// desk is the part that asks: the list of contracts, the past, funding and open
// interest.
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
		Venue:    model.WEEX,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Clock:    &v.clock,
		Symbols:  len(v.instruments()),
	}.Health()
}

// sessions returns the sockets that have something to hear, one at least.
func (v *Venue) sessions() []wire.Stats {
	list := []wire.Stats{v.lines[0].session.Stats()}
	for _, l := range v.lines[1:] {
		if l.busy() {
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
	events = withoutGreeting(events)
	for i := range events {
		ev := &events[i]
		if ev.Kind == model.KindBar && ev.Bar.Interval == baseInterval && v.continuity.Streamed(ev.Symbol, ev.Bar) {
			v.mender.Ask(ev.Symbol)
		}
	}
	if out := v.out.Load(); out != nil && len(events) > 0 {
		out.Put(events)
	}
}

// withoutGreeting leaves out the greeting of a socket, which is no news: the
// state of the sockets tells that they are connected.
func withoutGreeting(events []model.Event) []model.Event {
	if len(events) == 1 && events[0].Kind == model.KindLink && events[0].Text == greeting {
		return nil
	}
	return events
}

// fault lets out what went wrong, not too often.
func (v *Venue) fault(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	v.config.Log.Warn("fault", "venue", model.WEEX, "error", err)
	if out := v.out.Load(); out != nil {
		out.Fault(err.Error())
	}
}

// stateChanged lets out how the venue's feed is, as its sockets are together,
// and after a lost connection looks for bars that closed meanwhile.
func (v *Venue) stateChanged(state model.LinkState) {
	if state == model.LinkLive {
		v.mender.Ask(v.continuity.Behind(symbolsOf(v.instruments()), baseInterval, v.clock.Now())...)
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

// find returns the contract of a symbol.
func find(list []model.Instrument, symbol string) (model.Instrument, bool) {
	at := slices.IndexFunc(list, func(in model.Instrument) bool { return in.Symbol == symbol })
	if at < 0 {
		return model.Instrument{}, false
	}
	return list[at], true
}
