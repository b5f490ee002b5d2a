package strategy

import (
	"math"

	"eddy/model"
	"eddy/strategy/signal"
	"eddy/strategy/stream"
)

// coinTrack follows one coin over the bars of a span.
type coinTrack struct {
	beta  *stream.Covariance // of its returns with those of the first benchmark coin
	last  float64            // newest close, 0 before the first
	holes holeTrail

	// On daily bars only:
	trend *stream.EMA // its place against this is the breadth
	atr   *stream.ATR
	gauge *gauge
}

// coinBar is a coin's closed bar, if it has one.
type coinBar struct {
	bar      model.Bar
	thin, ok bool // it stands on fewer hours than it should; there is one
}

func (s *span) addCoins(n int) error {
	s.coins = make([]coinTrack, n)
	for i := range s.coins {
		var err error
		if s.coins[i], err = newCoinTrack(s.step, s.figures); err != nil {
			return err
		}
	}
	return nil
}

// newCoinTrack returns the track of a coin that has not traded yet.
func newCoinTrack(step model.Interval, f *signal.Figures) (c coinTrack, err error) {
	if c.beta, err = stream.NewCovariance(betaBars); err != nil || step != model.Day1 {
		return c, err
	}
	if c.trend, err = stream.NewEMA(breadthBars, stream.SeedSMA); err != nil {
		return c, err
	}
	if c.atr, err = stream.NewATR(atrBars, stream.SkipFirst); err != nil {
		return c, err
	}
	g, err := newGauge(step, f)
	c.gauge = &g
	return c, err
}

// spliceRatio is how far a coin must open from its last close to be another
// coin under the same name: a migration or a redenomination, which counts as
// deletion and addition (analytics §2.2). A real crash trades its way down, and
// opens where it closed: the largest honest step of an opening in the
// development data is under a fifth. Chosen.
const spliceRatio = 3

// Spliced tells whether a coin that last closed at one price and opens at
// another is another coin under the same name. A coin without a last close is
// new by itself.
func Spliced(last, open float64) bool {
	return last > 0 && open > 0 && (open > last*spliceRatio || last > open*spliceRatio)
}

// follow makes the track forget the coin of before where b is the first bar of
// another under its name: no average may stand on prices of both.
func (c *coinTrack) follow(b *coinBar, step model.Interval, f *signal.Figures) {
	if !b.ok || !Spliced(c.last, b.bar.Open) {
		return
	}
	if fresh, err := newCoinTrack(step, f); err == nil { // which it was when the coin began
		fresh.holes = c.holes
		*c = fresh
	}
}

// push commits a closed bar; market is the return of the first benchmark coin.
func (c *coinTrack) push(b *coinBar, market float64) {
	c.holes.push(c.last != 0 && (!b.ok || b.thin))
	if b.ok {
		c.beta.Push(c.returns(b.bar.Close, true), market)
		c.last = b.bar.Close
	}
}

// pushDay commits a closed day to what stands on days alone.
func (c *coinTrack) pushDay(b *coinBar, end model.Millis, f *signal.Figures) {
	if !b.ok {
		gone := math.NaN()
		c.trend.Push(gone)
		c.gauge.push(end, gone, gone, gone, f)
		return
	}
	c.trend.Push(b.bar.Close)
	c.atr.Push(b.bar.High, b.bar.Low, b.bar.Close)
	c.gauge.push(end, b.bar.High, b.bar.Low, b.bar.Close, f)
}

// returns is the coin's simple return to a close, NaN when there is none.
func (c *coinTrack) returns(price float64, ok bool) float64 {
	if !ok || c.last == 0 {
		return math.NaN()
	}
	return price/c.last - 1
}

// above tells whether a price stands above the coin's EMA 50.
func (c *coinTrack) above(price float64) (above, known bool) {
	v, ok := c.trend.Peek(price)
	return price > v, ok
}
