package signal

import (
	"math"

	"eddy/model"
)

// Band is a range of funding with a use of its own (analytics §8.3).
type Band uint8

// The bands, from negative to dear.
const (
	BandUnknown Band = iota
	DeeplyNegative
	Negative
	Neutral
	Warm
	Hot
	Excessive
	Extreme
)

var bandNames = [...]string{"unknown", "deeply negative", "negative", "neutral", "warm", "hot", "excessive", "extreme"}

// String returns the band's word.
func (b Band) String() string {
	if int(b) < len(bandNames) {
		return bandNames[b]
	}
	return bandNames[BandUnknown]
}

// Band returns the band a rate lies in; bps are basis points per eight hours.
func (f *FundingFigures) Band(bps float64) Band {
	switch {
	case bps != bps:
		return BandUnknown
	case bps >= f.Extreme.Value:
		return Extreme
	case bps >= f.Excessive.Value:
		return Excessive
	case bps >= f.Hot.Value:
		return Hot
	case bps >= f.Warm.Value:
		return Warm
	case bps >= 0:
		return Neutral
	case bps > f.DeeplyNegative.Value:
		return Negative
	default:
		return DeeplyNegative
	}
}

// Funding follows one mean rate against the levels that call for action.
type Funding struct {
	Excessive Latch // reduce or hedge (S1-RISK-5, S1-TRIG-2)
	Extreme   Latch // close long overlays
	Squeeze   Latch // shorts pay: squeeze risk
	Relative  Latch // dear against its own past
}

// NewFunding returns a follower with the levels of the figures; each releases
// at a share of its level.
func (f *FundingFigures) NewFunding() Funding {
	latch := func(level Figure, below bool) Latch {
		// A mean that equals the level counts, so the level itself lies just inside.
		return Latch{On: math.Nextafter(level.Value, 0), Off: level.Value * f.Release.Value, Hold: 1, Below: below}
	}
	return Funding{
		Excessive: latch(f.Excessive, false), Extreme: latch(f.Extreme, false),
		Squeeze:  latch(f.DeeplyNegative, true),
		Relative: Latch{On: f.Z.Value, Off: f.Z.Value * f.Release.Value, Hold: 1},
	}
}

// Push takes the mean of the bar that ended at at, in basis points per eight
// hours, and how unusual it is (see Unusual).
func (f *Funding) Push(at model.Millis, bps, unusual model.Num) {
	v, ok := bps.Value()
	f.Excessive.Push(at, v, ok)
	f.Extreme.Push(at, v, ok)
	f.Squeeze.Push(at, v, ok)
	z, known := unusual.Value()
	f.Relative.Push(at, z, known)
}

// Unusual is the relative test of analytics §8.3: the newest settlement's
// z-score against those before it, or the level that counts as unusual where
// the settlement tops the percentile of the last months although its z-score
// does not. Rates are oldest first, the newest last, any one unit; recent is
// how many the z-score looks at. It is not defined with fewer than half of
// them, nor when they were all equal and the percentile says nothing.
func (f *FundingFigures) Unusual(rates []float64) (float64, bool) {
	n := len(rates) - 1
	recent := f.ZSettlements.N()
	if n < recent/2 {
		return 0, false
	}
	newest := rates[n]
	z, ok := zScore(rates[max(0, n-recent):n], newest)
	if n >= recent && newest > 0 && tops(rates[:n], newest, f.Percentile.Value) {
		return max(z, math.Nextafter(f.Z.Value, math.Inf(1))), true
	}
	return z, ok
}

// zScore is how many standard deviations (ddof 0) x lies above the mean of xs;
// not defined when they did not move.
func zScore(xs []float64, x float64) (float64, bool) {
	mean := 0.0
	for _, v := range xs {
		mean += v / float64(len(xs))
	}
	m2 := 0.0
	for _, v := range xs {
		m2 += (v - mean) * (v - mean)
	}
	sd := math.Sqrt(m2 / float64(len(xs)))
	if !(sd > 1e-9*math.Abs(mean)) {
		return 0, false // equal but for rounding
	}
	return (x - mean) / sd, true
}

// tops tells whether at least a share of xs lies below x. Most do not top the
// last months, and the last weeks show it.
func tops(xs []float64, x, share float64) bool {
	below := len(xs)
	for i := len(xs) - 1; i >= 0; i-- {
		if xs[i] < x {
			continue
		}
		if below--; float64(below)/float64(len(xs)) < share {
			return false
		}
	}
	return true
}
