package macro

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"eddy/feeds"
	"eddy/feeds/backoff"
	"eddy/feeds/rest"
	"eddy/model"
)

// Config says what a Feed listens to. An empty address switches a source off.
type Config struct {
	DefiLlama, Stablecoins, Yields string // base URLs
	CoinGecko, FearGreed           string
	Ethereum                       string // a node's JSON-RPC address, http(s) or ws(s)

	Assets []model.Asset // whose caps and turnover are asked for
	Dir    string        // where sources remember what they heard; "" for nowhere

	// Speed is how fast the market's clock runs and Market its moment, where
	// the sources are an embedded exchange's; 0 and nil: the local clock.
	Speed  float64
	Market func() model.Millis

	// Settle waits until the market's moment is known, for a while; the cache is
	// told before. nil: it is known from the start.
	Settle func(ctx context.Context)

	Answers rest.Tap // is shown every answer by REST; nil: nobody looks

	Now  func() time.Time // the local clock; nil: time.Now
	Rand *rand.Rand       // seeds pauses after failures; nil: seeded by chance
	Log  *slog.Logger     // nil: silent
}

// Feed listens to all slow sources. Run may be called once.
type Feed struct {
	sources []*source
	off     []string // names of those switched off
	now     func() time.Time
}

// New builds the sources that have an address. It starts nothing.
func New(c Config) (*Feed, error) {
	c.fillDefaults()
	f := &Feed{now: c.Now}
	for _, p := range places {
		base := p.base(&c)
		if base == "" {
			f.off = append(f.off, p.name)
			continue
		}
		s, err := p.build(&c, base)
		if err != nil {
			return nil, fmt.Errorf("macro: %w", err)
		}
		f.sources = append(f.sources, s)
	}
	return f, nil
}

func (c *Config) fillDefaults() {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Market == nil {
		now := c.Now
		c.Market = func() model.Millis { return model.MillisOf(now()) }
	}
	if c.Speed <= 0 {
		c.Speed = 1
	}
	if c.Rand == nil {
		c.Rand = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	c.Log = cmp.Or(c.Log, slog.New(slog.DiscardHandler))
}

// place is a key under [macro] and what is asked there.
type place struct {
	name  string
	base  func(*Config) string
	jobs  func(*Config) []*job
	limit rate.Limit // requests a second (venues/context: one is what a production user does)
	burst int        // requests at once, at the start
	size  int64      // longest answer

	inspect func(status int, body []byte) *rest.Error
}

const (
	megabyte   = 1 << 20
	perSecond  = rate.Limit(1)
	geckoLimit = rate.Limit(0.2) // keyless: 12 a minute, well below the 30 of those with a key
)

// places lists the sources in screen order.
var places = []place{
	{
		name: "defillama", base: func(c *Config) string { return c.DefiLlama }, limit: perSecond, burst: 4, size: 64 * megabyte,
		jobs: func(*Config) []*job { return llamaJobs() },
	},
	{
		name: "stablecoins", base: func(c *Config) string { return c.Stablecoins }, limit: perSecond, burst: 4, size: 32 * megabyte,
		jobs: func(*Config) []*job { return stablecoinJobs() },
	},
	{
		name: "yields", base: func(c *Config) string { return c.Yields }, limit: perSecond, burst: 4, size: 128 * megabyte,
		jobs: func(*Config) []*job { return yieldJobs() },
	},
	{
		name: "coingecko", base: func(c *Config) string { return c.CoinGecko }, limit: geckoLimit, burst: 3, size: 16 * megabyte,
		jobs: func(c *Config) []*job { return geckoJobs(c.Assets) }, inspect: inspectGecko,
	},
	{
		name: "fear_greed", base: func(c *Config) string { return c.FearGreed }, limit: perSecond, burst: 4, size: 4 * megabyte,
		jobs: func(*Config) []*job { return fearJobs() },
	},
	{
		name: "ethereum", base: func(c *Config) string { return c.Ethereum }, limit: perSecond, burst: 4, size: 4 * megabyte,
		jobs: func(c *Config) []*job { return nodeJobs(c.gasEvery()) },
	},
}

// build builds the source of a place.
func (p *place) build(c *Config, base string) (*source, error) {
	s := &source{
		name: p.name, base: base, shelf: newShelf(), speed: c.Speed,
		now: c.Now, market: c.Market, settled: c.Settle, log: c.Log,
		chance: rand.New(rand.NewPCG(c.Rand.Uint64(), c.Rand.Uint64())),
	}
	if c.Dir != "" {
		s.path = filepath.Join(c.Dir, p.name+".json")
	}
	for _, j := range p.jobs(c) {
		s.tasks = append(s.tasks, &task{job: j})
	}
	s.health = model.ContextHealth{Source: p.name}
	if isSocket(base) {
		return s, s.listen(c)
	}
	return s, s.connect(c, p)
}

// connect gives the source its polite client.
func (s *source) connect(c *Config, p *place) error {
	limit := p.limit
	if c.Speed > 1 {
		limit = 0 // an embedded exchange whose clock runs faster than any limit
	}
	client, err := rest.New(rest.Config{
		Venue: p.name, Base: s.base, Limit: limit, Burst: p.burst, MaxSize: p.size,
		Timeout: time.Minute, MaxWait: time.Second, Tries: 2, Inspect: p.inspect, Answers: isNone,
		Tap: c.Answers, Now: c.Now, Rand: c.Rand, Backoff: backoff.Policy{First: time.Second, Cap: 10 * time.Second},
	})
	if err != nil {
		return err
	}
	s.client, s.node = client, overHTTP{client}
	return nil
}

// listen gives the source a websocket to hear new blocks on.
func (s *source) listen(c *Config) error {
	k, err := newSocket(c, s.base)
	if err != nil {
		return err
	}
	s.socket, s.node, s.blocks = k, k, newBlocks()
	s.heads = &task{job: &job{name: "new blocks", every: gasStep, series: []model.Series{"gas.base_fee", "gas.base_fee.next"}}}
	return nil
}

func isSocket(base string) bool { return strings.HasPrefix(base, "ws") }

// gasEvery is how often the newest base fees are asked for.
func (c *Config) gasEvery() time.Duration {
	if isSocket(c.Ethereum) {
		return 6 * time.Hour
	}
	return gasStep
}

// Run asks every source until ctx ends, whose error it returns once all
// goroutines have ended. A source that fails never ends the others.
func (f *Feed) Run(ctx context.Context, out feeds.Sink) error {
	var events []model.Event
	for _, name := range f.off {
		h := model.ContextHealth{Source: name, State: model.ContextNone, Why: "switched off in the configuration"}
		events = append(events, model.Event{Kind: model.KindContext, Received: model.MillisOf(f.now()), Detail: &h})
	}
	if err := out.Put(ctx, events); err != nil {
		return err
	}
	var all sync.WaitGroup
	for _, s := range f.sources {
		all.Go(func() {
			_ = s.run(ctx, out) // ends with ctx's error and no other
			if s.client != nil {
				s.client.Close()
			}
		})
	}
	all.Wait()
	<-ctx.Done()
	return ctx.Err()
}

// Health returns the state of every source, in screen order, those switched off
// included. It may be called at any time from any goroutine.
func (f *Feed) Health() []model.ContextHealth {
	list := make([]model.ContextHealth, 0, len(places))
	for _, p := range places {
		h := model.ContextHealth{Source: p.name, State: model.ContextNone, Why: "switched off in the configuration"}
		for _, s := range f.sources {
			if own := s.Health(); own.Source == p.name {
				h = own
			}
		}
		list = append(list, h)
	}
	return list
}
