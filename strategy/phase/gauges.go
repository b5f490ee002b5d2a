package phase

import (
	"errors"
	"math"

	"eddy/strategy/stream"
)

// barsPerYear annualises daily bars: crypto trades every day (analytics §0).
const barsPerYear = 365

// gauges measure the market index, one daily close after the other.
type gauges struct {
	fast, slow *stream.EMA
	slope      *stream.Lag // of the fast average
	high       *stream.Max
	low        *stream.Min
	volatility *stream.Volatility
	momentum   *stream.LogReturn
	recent     *stream.Max // of the crash override
	years      float64     // of the momentum's window
}

func newGauges(w Windows, crash int) (gauges, error) {
	g := gauges{years: float64(w.Momentum) / barsPerYear}
	var errs [8]error
	g.fast, errs[0] = stream.NewEMA(w.Fast, stream.SeedSMA)
	g.slow, errs[1] = stream.NewEMA(w.Slow, stream.SeedSMA)
	g.slope, errs[2] = stream.NewLag(w.SlopeLag)
	g.high, errs[3] = stream.NewMax(w.Extremes)
	g.low, errs[4] = stream.NewMin(w.Extremes)
	g.volatility, errs[5] = stream.NewVolatility(w.Volatility, 0, barsPerYear)
	g.momentum, errs[6] = stream.NewLogReturn(w.Momentum)
	g.recent, errs[7] = stream.NewMax(crash)
	return g, errors.Join(errs[:]...)
}

// measure fills in the features of a day that closes at m.
func (g *gauges) measure(m float64, f *Features) {
	fast, hasFast := g.fast.Peek(m)
	slow, hasSlow := g.slow.Peek(m)
	f.Set(Trend, fast/slow-1, hasFast && hasSlow)
	f.Set(Distance, m/slow-1, hasSlow)
	before, ok := g.slope.Peek(fast)
	f.Set(Slope, fast/before-1, ok && hasFast)
	high, ok := g.high.Peek(m)
	f.Set(Drawdown, m/high-1, ok)
	low, ok := g.low.Peek(m)
	f.Set(Recovery, m/low-1, ok)
	sigma, ok := g.volatility.Peek(m)
	f.Set(Volatility, sigma, ok)
	move, moved := g.momentum.Peek(m)
	f.Set(Momentum, move/(sigma*math.Sqrt(g.years)), ok && moved)
}

// crashed tells whether a close at m is that far under the highest of the last
// closes, itself included.
func (g *gauges) crashed(m, drop float64) bool {
	high, ok := g.recent.Peek(m)
	return ok && m/high-1 < -drop
}

func (g *gauges) push(m float64) {
	g.fast.Push(m)
	g.slow.Push(m)
	if fast, ok := g.fast.Value(); ok {
		g.slope.Push(fast)
	}
	g.high.Push(m)
	g.low.Push(m)
	g.volatility.Push(m)
	g.momentum.Push(m)
	g.recent.Push(m)
}
