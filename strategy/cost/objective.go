package cost

import (
	"math"
	"slices"
)

// Objective is what the purchases of a rotation are worth over the horizon of
// their edge: mu'w − (gamma/2)·w'Sw − k'|w−w0| (analytics §6). Shares are
// fractions of equity.
type Objective struct {
	Gamma float64     // aversion to risk
	Held  []float64   // of each sector, once everything that is sold is sold
	Cov   [][]float64 // of the sectors' returns over the horizon
	Buys  []Purchase
}

// Purchase is what would be bought of one sector.
type Purchase struct {
	Sector  int     // place in Held
	Want    float64 // share of equity
	Gain    float64 // expected over the horizon, a fraction
	Penalty func(part float64) float64
}

// Grid is in how many steps a purchase may be made smaller. The objective is
// concave in each of them, and with a handful of sectors going through them a few
// times settles it: no solver is needed (analytics §6).
const (
	Grid       = 20
	gridRounds = 8
)

// Best returns how many steps of each purchase to make: the most of those that
// are worth as much, starting from everything.
func (o *Objective) Best() []int {
	steps := make([]int, len(o.Buys))
	for k := range steps {
		steps[k] = Grid
	}
	for range gridRounds {
		before := slices.Clone(steps)
		for k := range steps {
			o.improve(steps, k)
		}
		if slices.Equal(before, steps) {
			break
		}
	}
	return steps
}

// improve sets one purchase to its best, the others as they are.
func (o *Objective) improve(steps []int, k int) {
	best, most := steps[k], math.Inf(-1)
	for n := Grid; n >= 0; n-- {
		steps[k] = n
		if v := o.Value(steps); v > most {
			best, most = n, v
		}
	}
	steps[k] = best
}

// Value is the objective where so many steps of each purchase are made.
func (o *Objective) Value(steps []int) float64 {
	w := slices.Clone(o.Held)
	gain := 0.0
	for k := range o.Buys {
		b, part := &o.Buys[k], float64(steps[k])/Grid
		w[b.Sector] += b.Want * part
		gain += b.Gain*b.Want*part - b.Penalty(part)
	}
	return gain - o.Gamma/2*quadratic(w, o.Cov)
}

// quadratic is w'Sw.
func quadratic(w []float64, s [][]float64) (sum float64) {
	for i := range w {
		for k := range w {
			sum += w[i] * s[i][k] * w[k]
		}
	}
	return sum
}
