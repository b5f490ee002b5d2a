package stream

import (
	"fmt"
	"math"
)

// RMS is the root of the mean square of the last n values about zero, not about
// their mean, in the units of the input. It serves from its least-th value on,
// with the values there are (analytics §1.4).
//
// All terms are non-negative, so a running sum of squares serves; it is rebuilt
// every n bars and when little of it is left (analytics §1.7).
type RMS struct {
	ring   Ring // the values
	least  int
	base   float64 // sum of squares of the values that stay with the next bar
	peak   float64 // largest sum since base was rebuilt
	age    int
	value  float64
	missed bool
}

// NewRMS returns the RMS over at most n bars that serves from least bars on. It
// returns an error unless 1 <= least <= n.
func NewRMS(n, least int) (*RMS, error) {
	if err := checkPeriod("RMS", n, 1); err != nil {
		return nil, err
	}
	if least < 1 || least > n {
		return nil, fmt.Errorf("stream: RMS: needs %d values, outside 1..%d", least, n)
	}
	return &RMS{ring: makeRing(n), least: least}, nil
}

// Push commits a closed bar.
func (r *RMS) Push(x float64) {
	r.missed = !finite(x)
	if r.missed {
		return
	}
	r.value = r.with(x)
	r.ring.Push(x)
	r.retire(x)
}

// Peek previews the open bar.
func (r *RMS) Peek(x float64) (float64, bool) {
	return defined(r.with(x), r.ring.Len()+1 >= r.least)
}

// Value returns the RMS at the last pushed bar.
func (r *RMS) Value() (float64, bool) {
	return defined(r.value, r.ring.Len() >= r.least && !r.missed)
}

func (r *RMS) with(x float64) float64 {
	k := min(r.ring.Len(), r.ring.Cap()-1)
	return math.Sqrt((r.base + x*x) / float64(k+1))
}

// retire takes out the value that leaves with the next bar.
func (r *RMS) retire(x float64) {
	sum := r.base + x*x
	r.peak = max(r.peak, sum)
	if !r.ring.full() {
		r.base = sum
		return
	}
	left := r.ring.oldest()
	r.base = sum - left*left
	r.age++
	// A thousandth, not a millionth: there is no second pass here that could
	// hide a residue, and the coordinates promise 1e-12.
	if r.age >= r.ring.Cap() || r.base < 1e-3*r.peak || !finite(r.base) {
		r.rebuild()
	}
}

func (r *RMS) rebuild() {
	r.base, r.age = 0, 0
	for i := range r.ring.Cap() - 1 {
		x := r.ring.at(i)
		r.base += x * x
	}
	r.peak = r.base
}
