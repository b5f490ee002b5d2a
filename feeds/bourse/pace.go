package bourse

import (
	"math"
	"time"

	"eddy/feeds/bourse/market"
)

// maxRate is the most frames a second that can be asked for.
const maxRate = 100_000

// pace finds how often coins must be spoken of for a number of frames a second.
// How many a change becomes depends on the venues and on who listens, so it
// counts what was sent and goes by that.
type pace struct {
	rate   float64 // 0: as the venues are
	factor float64 // on the times between quotes and between open bars
	from   time.Duration
	frames uint64 // sent until then
}

const (
	paceEvery   = time.Second
	paceStep    = 1.5 // the most that one look changes
	densest     = 1.0 / 64
	sparsest    = 64
	paceMinimum = 100 // frames from which a count says something
)

func newPace(rate float64) pace { return pace{rate: rate, factor: 1} }

// set returns the cadence from now on, once a second. Marks and day figures come
// by the clock and stay.
func (p *pace) set(wall time.Duration, frames uint64) (c market.Cadence, ok bool) {
	passed := wall - p.from
	if p.rate == 0 || passed < paceEvery {
		return c, false
	}
	sent := frames - p.frames
	p.from, p.frames = wall, frames
	if sent < paceMinimum {
		return c, false // nobody listens yet
	}
	change := float64(sent) / passed.Seconds() / p.rate
	p.factor *= math.Min(math.Max(change, 1/paceStep), paceStep)
	p.factor = math.Min(math.Max(p.factor, densest), sparsest)
	c = market.VenueCadence
	c.Quote = time.Duration(float64(c.Quote) * p.factor)
	c.Bar = time.Duration(float64(c.Bar) * p.factor)
	return c, true
}
