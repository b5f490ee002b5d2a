package stream

import (
	"fmt"
	"math"
)

// Variance is the variance of the last n values, in squared units of the input:
// the mean squared deviation from the window's own mean, with n-ddof in the
// divisor. ddof 0 (population) serves bands and z-scores of indicators, ddof 1
// (sample) realised volatility (analytics §0). Defined from index n-1; equal
// values give exactly zero.
//
// The arithmetic is a sliding Welford update that is rebuilt from the ring every
// n bars, and at once when less than a millionth of the largest sum of squares
// since the last rebuild is left (analytics §3.12.3).
type Variance struct {
	ring   Ring
	ddof   float64
	base   moments // of the values that stay with the next bar
	now    moments // of the whole window
	peak   float64 // largest sum of squares since base was rebuilt
	age    int     // bars since base was rebuilt
	missed bool
}

// NewVariance returns the variance over n bars with 0 or 1 degrees of freedom
// taken off. It returns an error for another ddof, or an n that leaves none.
func NewVariance(n, ddof int) (*Variance, error) {
	v, err := makeVariance(n, ddof)
	if err != nil {
		return nil, err
	}
	return &v, nil
}

func makeVariance(n, ddof int) (Variance, error) {
	if ddof != 0 && ddof != 1 {
		return Variance{}, fmt.Errorf("stream: variance: ddof %d is neither 0 nor 1", ddof)
	}
	if err := checkPeriod("variance", n, ddof+1); err != nil {
		return Variance{}, err
	}
	return Variance{ring: makeRing(n), ddof: float64(ddof)}, nil
}

// Push commits a closed bar.
func (v *Variance) Push(x float64) {
	v.missed = !finite(x)
	if v.missed {
		return
	}
	v.now = v.base.add(x)
	v.ring.Push(x)
	v.retire()
}

// Peek previews the open bar.
func (v *Variance) Peek(x float64) (float64, bool) {
	return defined(v.of(v.base.add(x)), v.ring.Len() >= v.ring.Cap()-1)
}

// Value returns the variance at the last pushed bar.
func (v *Variance) Value() (float64, bool) { return defined(v.of(v.now), v.ready()) }

// Mean returns the mean of the same window.
func (v *Variance) Mean() (float64, bool) { return defined(v.now.mean, v.ready()) }

func (v *Variance) ready() bool { return v.ring.full() && !v.missed }

func (v *Variance) of(m moments) float64 { return m.m2 / (m.n - v.ddof) }

// retire takes out the value that leaves with the next bar.
func (v *Variance) retire() {
	if !v.ring.full() {
		v.base = v.now
		return
	}
	v.base = v.now.remove(v.ring.oldest())
	v.peak = max(v.peak, v.now.m2)
	v.age++
	if v.age >= v.ring.Cap() || spent(v.base.m2, v.peak) {
		v.base, v.age = ringMoments(&v.ring, v.ring.Cap()-1), 0
		v.peak = v.base.m2
	}
}

// StdDev is the square root of Variance, in the units of the input.
type StdDev struct{ v Variance }

// NewStdDev returns the standard deviation over n bars; see NewVariance for
// ddof and the errors.
func NewStdDev(n, ddof int) (*StdDev, error) {
	v, err := makeVariance(n, ddof)
	if err != nil {
		return nil, err
	}
	return &StdDev{v}, nil
}

// Push commits a closed bar.
func (s *StdDev) Push(x float64) { s.v.Push(x) }

// Peek previews the open bar.
func (s *StdDev) Peek(x float64) (float64, bool) {
	v, ok := s.v.Peek(x)
	return math.Sqrt(v), ok
}

// Value returns the deviation at the last pushed bar.
func (s *StdDev) Value() (float64, bool) {
	v, ok := s.v.Value()
	return math.Sqrt(v), ok
}

// Mean returns the mean of the same window.
func (s *StdDev) Mean() (float64, bool) { return s.v.Mean() }
