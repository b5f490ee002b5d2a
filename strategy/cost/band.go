package cost

import "math"

// Band is the room around a target in which nothing is traded, in points of
// equity (analytics §6).
type Band struct {
	Points      float64 // at least so many points
	OfTargetPct float64 // or this share of the target, whichever is more
}

// DefaultBand is 2.5 points or a fifth of the target.
func DefaultBand() Band { return Band{Points: 2.5, OfTargetPct: 20} }

// Half is how far a share may lie from its target without a trade.
func (b Band) Half(target float64) float64 { return max(b.Points, target*b.OfTargetPct/100) }

// Trade is how many points to buy, below zero to sell, of a share that stands at
// now. Inside the band it is nothing; outside, drift is traded to the edge of
// the band and a change of signal to its centre.
func (b Band) Trade(now, target float64, signalChanged bool) float64 {
	half, delta := b.Half(target), target-now
	switch {
	case math.Abs(delta) <= half:
		return 0
	case signalChanged:
		return delta
	case delta > 0:
		return delta - half
	default:
		return delta + half
	}
}

// CubeRootBand is the published heuristic for the half band as a fraction,
// (3·c·sigma²/(2·lambda))^(1/3): c the proportional round trip, sigma the yearly
// volatility of the share against the rest, lambda the aversion to straying from
// the target (analytics §6). It grows with the cube root of cost. ok is false
// where a figure makes no sense.
func CubeRootBand(roundTrip, sigma, lambda float64) (half float64, ok bool) {
	if !(roundTrip >= 0) || !(sigma >= 0) || !(lambda > 0) {
		return 0, false
	}
	return math.Cbrt(3 * roundTrip * sigma * sigma / (2 * lambda)), true
}

// Turnover is half of the sum of absolute changes of shares, in their unit.
func Turnover(deltas []float64) float64 {
	sum := 0.0
	for _, d := range deltas {
		sum += math.Abs(d)
	}
	return sum / 2
}

// Penalty is what an allocation's change costs in the objective
// mu'w − (gamma/2)·w'Sw − k'|w−w0|: the last term, with the one-side cost of
// each share (analytics §6). Both slices are as long.
func Penalty(deltas, oneSide []float64) float64 {
	sum := 0.0
	for i := range deltas {
		sum += math.Abs(deltas[i]) * oneSide[i]
	}
	return sum
}
