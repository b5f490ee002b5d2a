package cost

import "math"

// Estimator turns the strength of a signal into an expected edge (analytics
// §6). It is a small number on purpose: relative momentum is weak (analytics
// §2.7), and nothing here promises a profit.
type Estimator struct {
	IC          float64 // correlation of signal and outcome
	ZMax        float64 // signals are clipped to this many deviations
	HorizonDays float64
}

// DefaultEstimator is the chosen one: IC 0.05, z within 2, 14 days.
func DefaultEstimator() Estimator { return Estimator{IC: 0.05, ZMax: 2, HorizonDays: 14} }

// Edge is the expected gain of what is bought over what is sold, as a fraction:
// IC·z·sigma·sqrt(h/365). sigma is the yearly volatility of the difference of
// their returns. Below zero the signal speaks against the trade.
func (e Estimator) Edge(z, sigma float64) float64 {
	z = min(max(z, -e.ZMax), e.ZMax)
	return e.IC * z * sigma * math.Sqrt(e.HorizonDays/365)
}

// SpreadSigma is the yearly volatility of the difference of two returns with
// these volatilities and correlation.
func SpreadSigma(a, b, correlation float64) float64 {
	return math.Sqrt(max(a*a+b*b-2*correlation*a*b, 0))
}

// Gate is the inequality a trade must pass: edge above k times the round trip
// (S2-CONS-3). Figures are fractions.
type Gate struct {
	Edge      float64
	RoundTrip float64
	K         float64
}

// Needs is the edge the trade would have to have.
func (g Gate) Needs() float64 { return g.K * g.RoundTrip }

// Passes tells whether the trade is worth its cost.
func (g Gate) Passes() bool { return g.Edge > g.Needs() }

// Ratio is edge over round trip; ok is false where the trade costs nothing.
func (g Gate) Ratio() (ratio float64, ok bool) {
	if !(g.RoundTrip > 0) {
		return 0, false
	}
	return g.Edge / g.RoundTrip, true
}
