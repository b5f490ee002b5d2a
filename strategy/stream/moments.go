package stream

import "math"

// residue is the share of what passed through below which what is left is
// computed anew instead of by difference (analytics §3.12).
const residue = 1e-6

func abs(x float64) float64 { return math.Abs(x) }

// ringMean returns the mean of the k newest values: a plain mean, corrected by
// the mean of what it leaves over. Equal values give exactly that value.
func ringMean(r *Ring, k int) float64 {
	sum := 0.0
	for i := range k {
		sum += r.at(i)
	}
	mean := sum / float64(k)
	rest := 0.0
	for i := range k {
		rest += r.at(i) - mean
	}
	return mean + rest/float64(k)
}

// moments are count, mean and sum of squared deviations, updated by Welford's
// rule: no difference of large sums, so nothing cancels at prices of 1e9.
type moments struct {
	n    float64
	mean float64
	m2   float64
}

func (m moments) add(x float64) moments {
	m.n++
	d := x - m.mean
	m.mean += d / m.n
	m.m2 += d * (x - m.mean)
	return m
}

func (m moments) remove(x float64) moments {
	if m.n <= 1 {
		return moments{}
	}
	mean := m.mean + (m.mean-x)/(m.n-1)
	return moments{n: m.n - 1, mean: mean, m2: m.m2 - (x-m.mean)*(x-mean)}
}

// spent tells whether so little of peak is left that the difference means
// nothing, or that the arithmetic overflowed.
func spent(m2, peak float64) bool { return m2 < 0 || m2 < residue*peak || !finite(m2) }

// ringMoments computes the moments of the k newest values in two passes.
func ringMoments(r *Ring, k int) moments {
	if k == 0 {
		return moments{}
	}
	m := moments{n: float64(k), mean: ringMean(r, k)}
	for i := range k {
		d := r.at(i) - m.mean
		m.m2 += d * d
	}
	return m
}
