package signal

import "math"

// Parts is a score made of parts, of which some may not be known: each counts
// with its weight, and what is not known gives its weight to the rest.
type Parts struct {
	sum, known, all float64
}

// Add counts a part of 0..1; NaN is not known.
func (p *Parts) Add(v, weight float64) {
	p.all += weight
	if math.IsNaN(v) {
		return
	}
	p.sum += v * weight
	p.known += weight
}

// Score returns the score, 0..1, and the share of the weight that is known; ok
// is false with less than least of it.
func (p *Parts) Score(least float64) (score, share float64, ok bool) {
	if p.all == 0 || p.known == 0 || p.known/p.all < least {
		return 0, 0, false
	}
	return p.sum / p.known, p.known / p.all, true
}

// Ramp is 0 up to a, 1 from b, a straight line between; NaN stays NaN.
func Ramp(x, a, b float64) float64 {
	if math.IsNaN(x) {
		return x
	}
	return max(0, min(1, (x-a)/(b-a)))
}

// Run is what says how far a price ran; NaN is not known.
type Run struct {
	RSI     float64 // Wilder 14, daily
	Z28     float64 // 28-day move in standard deviations
	Stretch float64 // distance above the fast average, in ATR
}

// Extension scores how far a price ran up, 0..1 (S1-FUT-3, S0-MECH-1): the mean
// of three ramps. ok is false with fewer than two of them.
func (f *ExtensionFigures) Extension(r Run) (float64, bool) {
	var p Parts
	p.Add(Ramp(r.RSI, f.RSILow.Value, f.RSIHigh.Value), 1)
	p.Add(Ramp(r.Z28, f.ZLow.Value, f.ZHigh.Value), 1)
	p.Add(Ramp(r.Stretch, f.StretchLow.Value, f.StretchTop.Value), 1)
	score, _, ok := p.Score(0.5)
	return score, ok
}

// NewLatch returns a latch on the score.
func (f *ExtensionFigures) NewLatch() Latch {
	return Latch{On: math.Nextafter(f.Enter.Value, 0), Off: f.Leave.Value, Hold: 1}
}

// Load is what makes a coin a candidate for a short; NaN is not known.
type Load struct {
	FundingBps float64 // three-day mean per eight hours
	Growth     float64 // of open interest in seven days, a fraction
	Divergence float64 // 1 with a fresh bearish divergence of price and RSI, else 0
	Extension  float64 // see Extension
}

// Short scores a candidate, 0..1, and says which share of the score is known
// (S1-C-SHORT, S1-FUT-3).
func (f *ShortFigures) Short(l Load) (score, share float64, ok bool) {
	var p Parts
	p.Add(Ramp(l.FundingBps, f.FundingLow.Value, f.FundingHigh.Value), f.FundingWeight.Value)
	p.Add(Ramp(l.Growth, f.GrowthLow.Value, f.GrowthHigh.Value), f.GrowthWeight.Value)
	p.Add(l.Divergence, f.DivergenceWeight.Value)
	p.Add(l.Extension, f.ExtensionWeight.Value)
	return p.Score(f.LeastShare.Value)
}

// NewLatch returns a latch on the score.
func (f *ShortFigures) NewLatch() Latch {
	return Latch{On: math.Nextafter(f.Enter.Value, 0), Off: f.Leave.Value, Hold: 1}
}
