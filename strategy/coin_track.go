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
		c := &s.coins[i]
		var err error
		if c.beta, err = stream.NewCovariance(betaBars); err != nil {
			return err
		}
		if s.step != model.Day1 {
			continue
		}
		if c.trend, err = stream.NewEMA(breadthBars, stream.SeedSMA); err != nil {
			return err
		}
		if c.atr, err = stream.NewATR(atrBars, stream.SkipFirst); err != nil {
			return err
		}
		g, err := newGauge(s.step, s.figures)
		if err != nil {
			return err
		}
		c.gauge = &g
	}
	return nil
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
