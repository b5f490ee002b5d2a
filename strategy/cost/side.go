package cost

import "math"

// Market is what is known of a contract or a coin when it is traded. What is not
// known is zero.
type Market struct {
	Bid, Ask   float64 // US dollars
	Turnover   float64 // of 24 hours, US dollars
	DailySigma float64 // standard deviation of a day's return, a fraction
}

// Side is what one side of a trade costs, each part as a fraction of its
// notional (analytics §7: fee + half spread + impact).
type Side struct {
	Fee        float64
	HalfSpread float64
	Impact     float64 // averaged over the order

	BookKnown   bool // HalfSpread is measured; else it is the usual figure for the turnover
	ImpactKnown bool // turnover and volatility are known; else Impact is 0 and means nothing
}

// Total is all of it.
func (s Side) Total() float64 { return s.Fee + s.HalfSpread + s.Impact }

// RoundTrip is the cost of going in and out again at the same figures.
func (s Side) RoundTrip() float64 { return 2 * s.Total() }

// SideOf works out what an order of a notional in US dollars costs.
func SideOf(m Market, notional, fee float64) Side {
	s := Side{Fee: fee}
	s.HalfSpread, s.BookKnown = HalfSpread(m.Bid, m.Ask, m.Turnover)
	if peak, ok := Impact(m.DailySigma, notional, m.Turnover); ok {
		s.Impact, s.ImpactKnown = AverageImpact(peak), true
	}
	return s
}

// HalfSpread is half of what lies between bid and ask over their middle. Where
// no book is known it is the usual figure for a day's turnover in US dollars, or
// the widest of them where that is not known either (analytics §7, chosen).
func HalfSpread(bid, ask, turnover float64) (half float64, measured bool) {
	if bid > 0 && ask > bid {
		return (ask - bid) / (ask + bid), true
	}
	for _, step := range usualSpreads {
		if turnover > step.above {
			return step.half, false
		}
	}
	return widestSpread, false
}

// usualSpreads are half spreads by turnover (analytics §7).
var usualSpreads = [...]struct{ above, half float64 }{
	{1e9, 0.5e-4}, {100e6, 1e-4}, {20e6, 2e-4}, {5e6, 4e-4},
}

const widestSpread = 8e-4

// Impact is how far an order moves the price at its peak, as a fraction:
// sigma·sqrt(Q/V), the square-root law with Y = 1 (analytics §7). It is no more
// than the whole price, far beyond where the law holds. ok is false where
// turnover or volatility is not known.
func Impact(dailySigma, notional, turnover float64) (peak float64, ok bool) {
	if !(dailySigma > 0) || !(turnover > 0) || notional < 0 {
		return 0, false
	}
	return min(dailySigma*math.Sqrt(notional/turnover), 1), true
}

// AverageImpact is what an order pays on average of the peak it reaches: two
// thirds, as the square root integrates (analytics §7).
func AverageImpact(peak float64) float64 { return peak * 2 / 3 }

// ImpactHolds tells whether the square-root law is valid for an order: up to a
// tenth of the day's turnover. Smaller orders than a hundred-thousandth move
// next to nothing, which the law says too.
func ImpactHolds(notional, turnover float64) bool {
	return turnover > 0 && notional/turnover <= 0.1
}
