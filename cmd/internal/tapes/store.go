package tapes

import (
	"context"
	"errors"
	"slices"
	"time"

	"eddy/feeds/history"
	"eddy/model"
	"eddy/strategy/backtest"
)

// ErrEmpty tells that the store holds no days.
var ErrEmpty = errors.New("the history holds no days yet: the live desk writes them down")

// FromStore reads the days the live desk wrote down, those it would be given
// back at a start. A coin that several venues have is taken from the first of
// them in screen order.
func FromStore(ctx context.Context, s *history.Store, origins map[model.Venue]string) (*backtest.Tape, error) {
	var got gathered
	if err := history.NewKeeper(history.Config{Store: s, Origins: origins, Now: time.Now}, &got).Restore(ctx); err != nil {
		return nil, err
	}
	t := &backtest.Tape{Label: "days the desk wrote down", Step: model.Day1}
	list := got.chosen()
	if len(list) == 0 {
		return nil, ErrEmpty
	}
	t.First = list[0].days[0].OpenTime
	for _, c := range list {
		t.First = min(t.First, c.days[0].OpenTime)
	}
	for _, c := range list {
		t.Series = append(t.Series, c.series(t.First))
	}
	return t, t.Check()
}

// gathered takes what the store gives back; it is a feeds.Sink.
type gathered struct{ coins []*stored }

// stored is what one venue told of a coin.
type stored struct {
	venue    model.Venue
	asset    model.Asset
	days     []model.Bar
	funding  []model.FundingPoint
	interest []model.OpenInterestPoint
}

// Put keeps days, funding and open interest.
func (g *gathered) Put(_ context.Context, events []model.Event) error {
	for i := range events {
		ev := &events[i]
		h, isHistory := ev.Detail.(*model.History)
		if ev.Kind != model.KindHistory || !isHistory || ev.Asset == "" {
			continue
		}
		c := g.of(ev.Venue, ev.Asset)
		if h.Interval == model.Day1 {
			c.days = append(c.days, h.Bars...)
		}
		c.funding = append(c.funding, h.Funding...)
		c.interest = append(c.interest, h.OpenInterest...)
	}
	return nil
}

func (g *gathered) of(v model.Venue, a model.Asset) *stored {
	for _, c := range g.coins {
		if c.venue == v && c.asset == a {
			return c
		}
	}
	g.coins = append(g.coins, &stored{venue: v, asset: a})
	return g.coins[len(g.coins)-1]
}

// chosen is each coin that has days, of the first venue that has them.
func (g *gathered) chosen() (out []*stored) {
	for _, v := range model.AllVenues {
		for _, c := range g.coins {
			taken := slices.ContainsFunc(out, func(o *stored) bool { return o.asset == c.asset })
			if c.venue == v && len(c.days) > 0 && !taken {
				out = append(out, c)
			}
		}
	}
	for _, c := range out {
		slices.SortFunc(c.days, func(a, b model.Bar) int { return int(a.OpenTime - b.OpenTime) })
		slices.SortFunc(c.funding, func(a, b model.FundingPoint) int { return int(a.Time - b.Time) })
		slices.SortFunc(c.interest, func(a, b model.OpenInterestPoint) int { return int(a.Time - b.Time) })
		c.funding = slices.CompactFunc(c.funding, func(a, b model.FundingPoint) bool { return a.Time == b.Time })
		c.interest = slices.CompactFunc(c.interest, func(a, b model.OpenInterestPoint) bool { return a.Time == b.Time })
	}
	return out
}

// series lays a coin's days on the grid that begins at first.
func (c *stored) series(first model.Millis) backtest.Series {
	at := func(b model.Bar) int { return int(b.OpenTime.Sub(first) / model.Day1.Duration()) }
	s := backtest.Series{Asset: c.asset, Venue: c.venue, Funding: c.funding, Interest: c.interest}
	s.Candles = make([]backtest.Candle, at(c.days[len(c.days)-1])+1)
	for _, b := range c.days {
		s.Candles[at(b)] = backtest.Candle{Open: b.Open, High: b.High, Low: b.Low, Close: b.Close, Volume: b.Volume}
	}
	return s
}
