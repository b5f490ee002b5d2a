package stream

import (
	"fmt"
	"math"
)

// EWMAVariance is an exponentially weighted variance about an exponentially
// weighted mean, in squared units of the input (analytics §3.12.5):
// d = x-m; m += a*d; v = (1-a)*(v + a*d*d) with a = 1-lambda. Nothing cancels.
// The first value starts the mean and the variance starts at zero, so the early
// values are too small; they are hidden until warmup values were seen.
type EWMAVariance struct {
	a      float64
	warmup int
	count  int
	mean   float64
	value  float64
	missed bool
}

// NewEWMAVariance returns the variance with decay lambda per bar (0.94 is the
// RiskMetrics figure for daily returns) that serves from its warmup-th value
// on. It returns an error unless 0 < lambda < 1 and warmup >= 2.
func NewEWMAVariance(lambda float64, warmup int) (*EWMAVariance, error) {
	if !(lambda > 0 && lambda < 1) {
		return nil, fmt.Errorf("stream: EWMA variance: decay %v is outside (0, 1)", lambda)
	}
	if err := checkPeriod("EWMA variance", warmup, 2); err != nil {
		return nil, err
	}
	return &EWMAVariance{a: 1 - lambda, warmup: warmup}, nil
}

// Push commits a closed bar.
func (e *EWMAVariance) Push(x float64) {
	mean, v := e.with(x)
	e.missed = !finite(mean) || !finite(v)
	if e.missed {
		return
	}
	e.mean, e.value = mean, v
	if e.count < e.warmup {
		e.count++
	}
}

// Peek previews the open bar.
func (e *EWMAVariance) Peek(x float64) (float64, bool) {
	_, v := e.with(x)
	return defined(v, e.count >= e.warmup-1)
}

// Value returns the variance at the last pushed bar.
func (e *EWMAVariance) Value() (float64, bool) {
	return defined(e.value, e.count == e.warmup && !e.missed)
}

// StdDev returns the root of Value, in the units of the input.
func (e *EWMAVariance) StdDev() (float64, bool) {
	v, ok := e.Value()
	return math.Sqrt(v), ok
}

func (e *EWMAVariance) with(x float64) (mean, variance float64) {
	if e.count == 0 {
		return x, x - x // zero, or NaN for an input that is no number
	}
	d := x - e.mean
	return e.mean + e.a*d, (1 - e.a) * (e.value + e.a*d*d)
}
