package stress

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// MinDays is the fewest days a value at risk is read from: below that a 95 %
// quantile is a matter of two or three days.
const MinDays = 60

// ErrDays is returned with fewer than MinDays days.
var ErrDays = errors.New("too few days")

// Risk is what a stretch of days may cost at one confidence, in the units of
// the results it was read from; losses are positive.
type Risk struct {
	Confidence float64 // 0.95, 0.99
	Horizon    int     // days; beyond one, by the square root of time, which fat tails do not obey
	Days       int     // the window

	VaR, ES         float64 // of a normal distribution of mean zero with the window's sigma
	HistVaR, HistES float64 // of the days themselves; scaled like the others
}

// The 1-c quantile of the standard normal and the mean beyond it (margin §8).
var normal = map[float64]struct{ z, beyond float64 }{
	0.95: {1.644853626951473, 2.062712807507426},
	0.99: {2.326347874040841, 2.665214220345808},
}

// Measure reads value at risk and expected shortfall off a book's daily
// results: what today's holdings would have made on each day of the window.
func Measure(results []float64, confidence float64, horizon int) (Risk, error) {
	q, known := normal[confidence]
	if !known || horizon < 1 {
		return Risk{}, fmt.Errorf("stress: confidence %v over %d days is not offered", confidence, horizon)
	}
	if len(results) < MinDays {
		return Risk{}, fmt.Errorf("%w: %d of %d", ErrDays, len(results), MinDays)
	}
	root := math.Sqrt(float64(horizon))
	sigma := deviation(results)
	r := Risk{Confidence: confidence, Horizon: horizon, Days: len(results)}
	r.VaR, r.ES = q.z*sigma*root, q.beyond*sigma*root
	sorted := slices.Clone(results)
	slices.Sort(sorted)
	cut := quantile(sorted, 1-confidence)
	r.HistVaR, r.HistES = max(0, -cut)*root, max(0, -tailMean(sorted, cut))*root
	return r, nil
}

// deviation is the sample's standard deviation, n-1 in the divisor.
func deviation(xs []float64) float64 {
	mean, m2 := 0.0, 0.0
	for i, x := range xs {
		d := x - mean
		mean += d / float64(i+1)
		m2 += d * (x - mean)
	}
	return math.Sqrt(m2 / float64(len(xs)-1))
}

// quantile interpolates between the neighbours of place p·(n-1), as NumPy's
// default does.
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}

// tailMean is the mean of the results at or below a cut; the worst one when
// none is.
func tailMean(sorted []float64, cut float64) float64 {
	sum, n := 0.0, 0
	for _, x := range sorted {
		if x > cut {
			break
		}
		sum, n = sum+x, n+1
	}
	if n == 0 {
		return sorted[0]
	}
	return sum / float64(n)
}

// Worst finds the run of n days with the lowest sum and where it begins. ok is
// false when there are fewer than n days.
func Worst(results []float64, n int) (begin int, sum float64, ok bool) {
	if n < 1 || len(results) < n {
		return 0, 0, false
	}
	running := 0.0
	for i, x := range results {
		running += x
		if i >= n {
			running -= results[i-n]
		}
		if i >= n-1 && (!ok || running < sum) {
			begin, sum, ok = i-n+1, running, true
		}
	}
	return begin, sum, ok
}
