package bourse

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	slow "eddy/feeds/bourse/context"
	"eddy/feeds/bourse/fault"
	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

// Endpoint is one address of a venue and the key it has in the configuration
// ("rest", "ws_market" and so on, under [venues.<venue>]).
type Endpoint struct {
	Venue    model.Venue
	Key, URL string
}

// Bourse is an embedded exchange. Its addresses are taken when it is built and
// answered while Run runs.
type Bourse struct {
	config Config
	stage  *market.Stage
	pulse  *market.Pulse
	venues []*venue
	slow   *slow.Server // the slow sources; nil when they are not served
	ended  chan struct{}
	over   bool // ended is closed
	pace   pace
}

// venue is one venue at work.
type venue struct {
	speaker
	server   *gate.Server
	view     *market.View
	protocol protocol
}

// New builds the market and takes the addresses. Its errors wrap ErrConfig
// where the configuration or the data are to blame; the others are those of
// the network.
func New(config Config) (*Bourse, error) {
	config = config.withDefaults()
	if err := config.check(); err != nil {
		return nil, err
	}
	plan, err := config.plan()
	if err != nil {
		return nil, err
	}
	src, err := source(config)
	if err != nil {
		return nil, err
	}
	b := &Bourse{config: config, stage: market.NewStage(src), ended: make(chan struct{}), pace: newPace(config.Rate)}
	b.pulse = market.NewPulse(b.stage, market.VenueCadence, config.Speed)
	if err := checkAssets(plan, b.stage); err != nil {
		return nil, err
	}
	if err := b.listen(plan); err != nil {
		return nil, err
	}
	if err := b.listenSlow(); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// source builds what drives the market.
func source(config Config) (market.Source, error) {
	script, plays := synthetic.FindScript(config.Scenario)
	if _, known := findScenario(config.Scenario); !known && config.Scenario != "" {
		return nil, fmt.Errorf("%w: no scenario %q: want %s", ErrConfig, model.CleanText(config.Scenario), scenarioList())
	}
	if config.DataDir != "" {
		if plays {
			return nil, fmt.Errorf("%w: scenario %s plays on the synthetic market only, not on recorded bars", ErrConfig, config.Scenario)
		}
		return recorded(config)
	}
	if !plays {
		script.Name = config.Scenario // one of the feed, named in the label
	}
	if config.Rate > 0 && config.Assets == nil {
		config.Assets = append(synthetic.DefaultAssets(), synthetic.ReserveAssets()...)
	}
	src, err := synthetic.New(synthetic.Options{
		Seed: config.Seed, Assets: config.Assets, Demo: config.Demo, Script: script,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return src, nil
}

// checkAssets refuses faults about coins that are not traded.
func checkAssets(plan fault.Plan, stage *market.Stage) error {
	for _, f := range plan {
		if f.Asset == "" {
			continue
		}
		if _, ok := stage.Coin(f.Asset); !ok {
			return fmt.Errorf("%w: fault %s: %s is not traded here", ErrConfig, f.Kind, model.CleanText(string(f.Asset)))
		}
	}
	return nil
}

// listen takes the addresses and builds the venues on them.
func (b *Bourse) listen(plan fault.Plan) error {
	addresses, err := b.config.addresses()
	if err != nil {
		return err
	}
	for i, name := range b.config.Venues {
		s, _ := findVenue(name) // checked
		server, err := gate.Listen(addresses[i], name, plan)
		if err != nil {
			return errors.Join(err, b.Close())
		}
		v := &venue{speaker: s, server: server, view: market.NewView(b.stage, s.traits)}
		v.protocol = s.build(v.view, b.config.Now)
		if b.config.PingEvery > 0 {
			v.rules.PingEvery = b.config.PingEvery
		}
		b.venues = append(b.venues, v)
	}
	return nil
}

// Close gives the addresses up when Run is never called.
func (b *Bourse) Close() error {
	errs := []error{b.closeSlow()}
	for _, v := range b.venues {
		errs = append(errs, v.server.Close())
	}
	return errors.Join(errs...)
}

// Endpoints returns the addresses, venue by venue.
func (b *Bourse) Endpoints() []Endpoint {
	var out []Endpoint
	for _, v := range b.venues {
		for _, e := range v.endpoints(v.server.Address()) {
			out = append(out, Endpoint{v.venue, e[0], e[1]})
		}
	}
	return append(out, b.slowEndpoints()...)
}

// Label says what market this is, for the screen: "synthetic, seed 7, 600x".
func (b *Bourse) Label() string {
	return b.stage.Label() + ", " + strconv.FormatFloat(b.config.Speed, 'f', -1, 64) + "x"
}

// Assets returns the coins traded.
func (b *Bourse) Assets() []model.Asset {
	coins := b.stage.Coins()
	out := make([]model.Asset, len(coins))
	for i, c := range coins {
		out[i] = c.Asset
	}
	return out
}

// MarketTime returns the present moment of the market.
func (b *Bourse) MarketTime() model.Millis { return b.stage.Now() }

// Done is closed when recorded bars have come to their end. The venues stay
// and answer, but nothing changes any more.
func (b *Bourse) Done() <-chan struct{} { return b.ended }

// Run serves the venues and moves the market until ctx ends. It returns when
// every goroutine it started has ended.
func (b *Bourse) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, v := range b.venues {
		group.Go(func() error { return v.server.Run(ctx, v.protocol, v.rules) })
	}
	group.Go(func() error { return b.runSlow(ctx) })
	group.Go(func() error {
		b.drive(ctx)
		return nil
	})
	return group.Wait()
}

// tickEvery is how often the exchange looks what is due.
const tickEvery = 50 * time.Millisecond

// drive moves market time.
func (b *Bourse) drive(ctx context.Context) {
	start, from := b.config.Now(), b.stage.Now()
	ticker := time.NewTicker(tickEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		wall := b.config.Now().Sub(start)
		b.tick(wall, from+model.Millis(float64(wall.Milliseconds())*b.config.Speed))
	}
}

// tick moves the market on to a moment and lets every venue tell of it.
func (b *Bourse) tick(wall time.Duration, to model.Millis) {
	if c, ok := b.pace.set(wall, b.frames()); ok {
		b.pulse.SetCadence(c)
	}
	steps := make([][]model.Interval, len(b.venues))
	for i, v := range b.venues {
		steps[i] = v.protocol.Steps()
	}
	changes := b.pulse.Advance(wall, to, market.MergeSteps(steps...))
	for _, v := range b.venues {
		mine := changes
		for _, f := range v.server.Tick(wall) {
			mine = v.suffer(f, mine)
		}
		v.protocol.Tick(wall, mine)
	}
	if !b.over && b.stage.Ended() {
		b.over = true
		close(b.ended)
	}
}

// frames returns how many frames were sent so far, by all venues.
func (b *Bourse) frames() uint64 {
	var n uint64
	for _, v := range b.venues {
		n += v.server.Frames()
	}
	return n
}

// badTickFactor is how far off a bad print is (analytics §9.11).
const badTickFactor = 10

// suffer adds to the changes of a venue what a fault does to its market.
func (v *venue) suffer(f fault.Fault, changes []market.Change) []market.Change {
	now := v.view.Now()
	coin, _ := v.view.Stage().Coin(f.Asset) // without a name the first, the most traded
	extra := market.Change{Coin: coin, At: now}
	changes = changes[:len(changes):len(changes)]
	switch f.Kind {
	case fault.BadTick:
		extra.Factor = badTickFactor
		extra.Kind = market.QuoteMoved
		changes = append(changes, extra)
		extra.Kind = market.DayMoved
		return append(changes, extra)
	case fault.Delist:
		v.view.Delist(coin, now)
		extra.Kind = market.CoinListing
		return append(changes, extra)
	default:
		return changes
	}
}
