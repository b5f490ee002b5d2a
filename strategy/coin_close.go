package strategy

import (
	"math"
	"slices"

	"eddy/model"
	"eddy/strategy/sector"
)

// closing is what a span closes on: every coin of the engine at the end of a bar.
//
// Measuring a coin touches nothing of any other, and what closes afterwards reads
// this and not the estimators behind it. So coins may be measured side by side
// and, where bars were recorded, ahead (Recorded.Play).
type closing struct {
	closes []sector.Close
	betas  []float64   // to the first benchmark coin, NaN where not known; not on bars of one hour
	said   []coinClose // daily bars only
	market float64     // return of the first benchmark coin, NaN where not known
}

// coinClose is what a coin shows by itself at the close of a day. NaN is not known.
type coinClose struct {
	last float64 // newest close, 0 before the first
	gaps int     // bars of the last gapWindow that are missing or lack hours

	mean50     float64 // EMA 50
	atr        float64 // US dollars
	volatility float64 // of a year
	z28        float64 // the 28-day move in standard deviations
	momentum   float64
	aligned    float64 // 1 where the fast average stands above the slow one, else 0

	turnover, usual float64 // US dollars: of the day, and the median of a month

	funding3d, funding7d float64 // basis points per eight hours
	unusual              float64 // the newest settlement among those before, in standard deviations
	short                float64 // score
	size                 float64 // open interest in US dollars
	interest             [len(interestDays)]interestMove
}

// newClosing is a closing at which nothing was ever heard of any coin.
func newClosing(step model.Interval, coins int) closing {
	c := closing{closes: make([]sector.Close, coins)}
	if step == model.Hour1 {
		return c
	}
	c.betas = slices.Repeat([]float64{math.NaN()}, coins)
	if step == model.Day1 {
		c.said = slices.Repeat([]coinClose{silentCoin()}, coins)
	}
	return c
}

// silentCoin is what a coin shows that nothing was ever heard of.
func silentCoin() coinClose {
	gone := math.NaN()
	return coinClose{
		mean50: gone, atr: gone, volatility: gone, z28: gone, momentum: gone, aligned: gone, turnover: gone, usual: gone,
		funding3d: gone, funding7d: gone, unusual: gone, short: gone, size: gone,
	}
}

// followMarket notes the return of the first benchmark coin to its close in the bar at
// hand.
func (s *span) followMarket(to *closing, first *coinBar) {
	to.market = math.NaN()
	if !first.ok {
		return
	}
	if s.lead != 0 {
		to.market = first.bar.Close/s.lead - 1
	}
	s.lead = first.bar.Close
}

// take notes a coin's close.
func (c *closing) take(i int, b *coinBar) {
	c.closes[i] = sector.Close{Price: b.bar.Close, OK: b.ok}
}

// measure commits a coin's bar that ended at end to the coin's own figures and
// notes what they say. The first benchmark coin was followed before.
func (e *Engine) measure(s *span, i int, b *coinBar, end model.Millis, to *closing) {
	c := &s.coins[i]
	c.follow(b, s.step, s.figures)
	c.push(b, to.market)
	to.betas[i] = orNaN(c.beta.Beta())
	if s.step == model.Day1 {
		c.pushDay(b, end, s.figures)
		e.measureDay(i, b, end, &to.said[i])
	}
}

// measureDay follows a coin's funding, open interest and turnover to the close of
// a day.
func (e *Engine) measureDay(i int, b *coinBar, end model.Millis, to *coinClose) {
	c, g := &e.slow.coins[i], e.slow.coins[i].gauge
	*to = coinClose{
		last: c.last, gaps: c.holes.last(gapWindow),
		mean50: orNaN(c.trend.Value()), atr: orNaN(c.atr.Value()), volatility: orNaN(g.vol.Value()),
		z28: g.z28, momentum: orNaN(g.momentum.Value()), aligned: g.alignment(),
	}
	e.board.pushCoin(e, i, end, to)
	t := &e.tides.coins[i]
	to.turnover = math.NaN()
	if b.ok && b.bar.HasVolume {
		to.turnover = b.bar.Volume * b.bar.Close
	}
	t.push(to.turnover)
	to.usual = orNaN(t.median.Value())
}
