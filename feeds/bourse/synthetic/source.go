package synthetic

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Begin is the moment at which the market time of every synthetic market
// begins.
var Begin = model.MillisOf(time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC))

// DefaultPast is how many days of history lie before Begin: enough for a
// daily moving average of 200 days to have been settled for a year and more.
const DefaultPast = 720

// Options set a synthetic market up.
type Options struct {
	Seed   uint64
	Assets []AssetSpec // nil for DefaultAssets
	Past   int         // days of history; 0 for DefaultPast
	Demo   bool        // regimes pass ten times as fast, sectors drift three times as far, from Begin on
	Script Script
}

// Source makes up the market. It satisfies market.Source.
type Source struct {
	opts    Options
	cal     market.Calendar
	factors *factors
	coins   []*coin
	series  []*market.Series
	next    int // the hour of the epoch that is drawn next
}

// New makes up a market and its past.
func New(opts Options) (*Source, error) {
	if opts.Assets == nil {
		opts.Assets = DefaultAssets()
	}
	if opts.Past == 0 {
		opts.Past = DefaultPast
	}
	if err := check(opts); err != nil {
		return nil, err
	}
	live := int(Begin / hourMs)
	past := opts.Past * 24
	s := &Source{opts: opts, next: live - past}
	s.cal = market.Calendar{
		First: Begin - model.Millis(past)*hourMs, From: Begin, Step: model.Hour1, Seed: opts.Seed,
	}
	s.factors = newFactors(opts.Seed, &s.opts.Script, live, opts.Demo)
	for i, spec := range opts.Assets {
		c := newCoin(spec, opts.Seed, uint64(i)+2, &s.opts.Script, live)
		c.series.Candles = make([]market.Candle, 0, past+past/8)
		s.coins = append(s.coins, c)
		s.series = append(s.series, c.series)
	}
	s.drawPast(past)
	return s, nil
}

func check(opts Options) error {
	if opts.Past < 8 || opts.Past > 20_000 {
		return fmt.Errorf("synthetic market: %d days of history, want 8 to 20000", opts.Past)
	}
	if len(opts.Assets) == 0 {
		return errors.New("synthetic market: no assets")
	}
	seen := make(map[model.Asset]bool)
	for _, a := range opts.Assets {
		switch {
		case seen[a.Asset]:
			return fmt.Errorf("synthetic market: %s is listed twice", a.Asset)
		case !model.ValidPrice(a.Price) || !model.ValidPrice(a.Turnover) || !model.ValidPrice(a.Interest):
			return fmt.Errorf("synthetic market: %s needs a price, turnover and open interest above zero", a.Asset)
		case a.FundingH < 1 || 24%a.FundingH != 0:
			return fmt.Errorf("synthetic market: %s: funding every %d hours does not divide a day", a.Asset, a.FundingH)
		case a.Sector > Market:
			return fmt.Errorf("synthetic market: %s is in no sector", a.Asset)
		}
		seen[a.Asset] = true
	}
	return nil
}

// drawPast draws the hours before Begin. Coins depend on the common factors
// and on their own stream alone, so they are drawn side by side.
func (s *Source) drawPast(hours int) {
	common := make([]factor, hours)
	for i := range common {
		common[i] = s.factors.step(s.next)
		s.next++
	}
	work := make(chan *coin)
	var crew sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(s.coins)) {
		crew.Go(func() {
			for c := range work {
				for i := range common {
					c.step(&common[i])
				}
				c.anchor()
			}
		})
	}
	for _, c := range s.coins {
		work <- c
	}
	close(work)
	crew.Wait()
}

// Label names the seed.
func (s *Source) Label() string {
	label := fmt.Sprintf("synthetic, seed %d", s.opts.Seed)
	if name := s.opts.Script.Name; name != "" {
		label += ", " + name
	}
	return label
}

// Calendar returns the time frame of the market.
func (s *Source) Calendar() market.Calendar { return s.cal }

// Series returns the tape of every coin.
func (s *Source) Series() []*market.Series { return s.series }

// Extend draws every hour up to the one that holds to.
func (s *Source) Extend(to model.Millis) {
	for model.Millis(s.next)*hourMs <= to {
		f := s.factors.step(s.next)
		for _, c := range s.coins {
			c.step(&f)
		}
		s.next++
	}
}

// Regime returns the regime of the last hour drawn, for tests and reports: the
// program itself must find out from prices.
func (s *Source) Regime() Regime { return s.factors.regime }
