package rotation

import (
	"fmt"
	"math"

	"eddy/strategy/stream"
)

// neutral is the scale below which a coordinate is exactly 100: a constant
// ratio is neutral, not noise (analytics §1.4).
const neutral = 1e-12

// Rotation follows one sector against its benchmark, bar by bar. It allocates
// nothing after New and is not safe for concurrent use.
type Rotation struct {
	p Params

	fast, slow *stream.EMA // of the log ratio
	trend      *stream.RMS // of their difference
	ratios     *stream.Ring
	smooth     *stream.EMA // of the change of the ratio
	change     *stream.RMS

	now      Point
	tail     tail
	quadrant debounce
}

// New returns a rotation without history. It returns an error when the
// parameters make no sense.
func New(p Params) (*Rotation, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	r := &Rotation{p: p, tail: newTail(p.TailStep), quadrant: debounce{hold: p.HoldBars, beyond: p.Beyond}}
	var errs [6]error
	r.fast, errs[0] = stream.NewEMA(p.Fast, stream.SeedSMA)
	r.slow, errs[1] = stream.NewEMA(p.Slow, stream.SeedSMA)
	r.trend, errs[2] = stream.NewRMS(p.Window, p.MinWindow)
	r.ratios, errs[3] = stream.NewRing(p.Lag)
	r.smooth, errs[4] = stream.NewEMA(p.Smooth, stream.SeedSMA)
	r.change, errs[5] = stream.NewRMS(p.Window, p.MinWindow)
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("rotation: %w", err)
		}
	}
	return r, nil
}

// Push commits a closed bar with the levels of the sector and of the benchmark.
// A level that is missing (NaN, infinite or not above zero) makes the bar
// missing: its point is undefined, and the next bar continues from the last
// good one (analytics §1.3).
func (r *Rotation) Push(sector, benchmark float64) { r.PushLog(logRatio(sector, benchmark)) }

// PushLog is Push for callers that hold ln(sector/benchmark) already; NaN is a
// missing bar.
func (r *Rotation) PushLog(l float64) {
	d, hasTrend := r.difference(l)
	r.now = r.point(l)
	r.fast.Push(l)
	r.slow.Push(l)
	if hasTrend {
		r.trend.Push(d)
	}
	if r.now.HasX {
		r.commitRatio(r.now.X)
	}
	if r.now.Complete() {
		r.tail.push(r.now.Tail())
	}
	r.quadrant.push(r.now)
}

// commitRatio moves the momentum's estimators on by one defined ratio.
func (r *Rotation) commitRatio(x float64) {
	if before, ok := r.ratios.At(r.p.Lag - 1); ok {
		r.smooth.Push(x - before)
		if m, ok := r.smooth.Value(); ok {
			r.change.Push(m)
		}
	}
	r.ratios.Push(x)
}

// Peek previews the point of the open bar. It changes nothing and agrees exactly
// with the Point after the same Push.
func (r *Rotation) Peek(sector, benchmark float64) Point {
	return r.point(logRatio(sector, benchmark))
}

// PeekLog is Peek for callers that hold ln(sector/benchmark) already.
func (r *Rotation) PeekLog(l float64) Point { return r.point(l) }

// Point returns the point of the last pushed bar.
func (r *Rotation) Point() Point { return r.now }

// Params returns what the rotation was made with.
func (r *Rotation) Params() Params { return r.p }

func (r *Rotation) point(l float64) (p Point) {
	d, ok := r.difference(l)
	if !ok {
		return p
	}
	scale, ok := r.trend.Peek(d)
	if !ok {
		return p
	}
	p.X, p.HasX = r.coordinate(d, scale), true
	before, ok := r.ratios.At(r.p.Lag - 1)
	if !ok {
		return p
	}
	m, ok := r.smooth.Peek(p.X - before)
	if !ok {
		return p
	}
	if scale, ok = r.change.Peek(m); ok {
		p.Y, p.HasY = r.coordinate(m, scale), true
	}
	return p
}

// difference is the relative trend: fast average minus slow one.
func (r *Rotation) difference(l float64) (float64, bool) {
	f, ok := r.fast.Peek(l)
	s, both := r.slow.Peek(l)
	return f - s, ok && both
}

func (r *Rotation) coordinate(v, scale float64) float64 {
	if scale < neutral {
		return Centre
	}
	return Centre + max(-r.p.Clip, min(r.p.Clip, v/scale))
}

// logRatio returns ln(sector/benchmark), or NaN when either is no level.
func logRatio(sector, benchmark float64) float64 {
	if !(sector > 0 && benchmark > 0) || math.IsInf(sector, 0) || math.IsInf(benchmark, 0) {
		return math.NaN()
	}
	return math.Log(sector / benchmark)
}
