package signal

import "math"

// Flow is what price and open interest say together (analytics §8.4).
type Flow uint8

// The four quadrants, and the dead zone between them.
const (
	FlowUnknown Flow = iota
	FlowNeutral      // one of the two did not move enough to mean anything
	LongsBuild       // up, up: new longs lead
	ShortsCover      // up, down: hollow
	ShortsBuild      // down, up: bearish continuation, squeeze fuel where funding is negative
	LongsFlush       // down, down: cleansing
)

var flowNames = [...]string{"unknown", "neutral", "longs build", "shorts cover", "shorts build", "longs flush"}

// String returns the quadrant's words.
func (f Flow) String() string {
	if int(f) < len(flowNames) {
		return flowNames[f]
	}
	return flowNames[FlowUnknown]
}

// FlowOf returns the quadrant of a bar: move is the log return in standard
// deviations of such bars, change the relative change of open interest in
// coins, dead the change below which it says nothing. NaN is not known.
func (f *InterestFigures) FlowOf(move, change, dead float64) Flow {
	switch {
	case math.IsNaN(move) || math.IsNaN(change):
		return FlowUnknown
	case math.Abs(move) < f.DeadSigma.Value || math.Abs(change) < dead:
		return FlowNeutral
	case move > 0 && change > 0:
		return LongsBuild
	case move > 0:
		return ShortsCover
	case change > 0:
		return ShortsBuild
	default:
		return LongsFlush
	}
}

// RiskOn tells whether a quadrant is capital flowing into longs: open interest
// has no side, so price up with open interest up counts, and only while longs
// do not get paid (S2-OI-1, C-41). ok is false without funding.
func RiskOn(f Flow, fundingBps float64, ok bool) (yes, known bool) {
	if f == FlowUnknown || !ok {
		return false, false
	}
	return f == LongsBuild && fundingBps >= 0, true
}
