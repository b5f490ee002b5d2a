package phase

import (
	"fmt"
	"math"

	"eddy/model"
)

// Feature is one measurement the scores are made of.
type Feature uint8

// The features, all of the market index M on daily bars unless told otherwise.
const (
	Trend      Feature = iota // e50/e200 - 1, fraction
	Distance                  // M/e200 - 1, fraction
	Slope                     // e50 over e50 ten days before, minus 1, fraction
	Drawdown                  // M over its 180-day high, minus 1, fraction, never above 0
	Recovery                  // M over its 180-day low, minus 1, fraction
	Volatility                // 30-day realised, annual fraction, population
	Momentum                  // z28: 28-day log return in standard deviations
	Breadth                   // share of all members above their EMA 50, 0..1
	Funding                   // 7-day mean, basis points per 8 hours
	featureCount
)

var featureNames = [featureCount]string{
	"trend", "distance", "slope", "drawdown", "recovery", "volatility", "momentum", "breadth", "funding",
}

// String returns the feature's name in a playbook.
func (f Feature) String() string {
	if f < featureCount {
		return featureNames[f]
	}
	return fmt.Sprintf("feature%d", f)
}

// MarshalText writes the feature's name.
func (f Feature) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads a feature's name.
func (f *Feature) UnmarshalText(text []byte) error {
	for i, name := range featureNames {
		if name == string(text) {
			*f = Feature(i)
			return nil
		}
	}
	return fmt.Errorf("phase: feature %q is not known", model.CleanText(string(text)))
}

// Features are the measurements of one day. Each may be missing. The zero value
// has none.
type Features struct {
	value [featureCount]float64
	known [featureCount]bool
}

// Value returns a feature and whether it is known.
func (f *Features) Value(which Feature) (float64, bool) {
	if which >= featureCount {
		return 0, false
	}
	return f.value[which], f.known[which]
}

// Set gives a feature a value. One that is not finite, or not known, makes the
// feature missing.
func (f *Features) Set(which Feature, v float64, known bool) {
	if which >= featureCount {
		return
	}
	known = known && v-v == 0
	if !known {
		v = 0
	}
	f.value[which], f.known[which] = v, known
}

// With returns a copy in which one feature has another value; the way to ask
// what the scores would be if.
func (f Features) With(which Feature, v float64) Features {
	f.Set(which, v, true)
	return f
}

// FeatureCount is how many features there are; they count from zero.
const FeatureCount = int(featureCount)

// limits returns the least and the largest value a feature can have: a ratio
// cannot fall by more than all of it, a high cannot lie below the price, a share
// stays a share, and funding is cut at 300 bp (analytics §8.3).
func (f Feature) limits() (low, top float64) {
	switch f {
	case Trend, Distance, Slope:
		return -1, math.Inf(1)
	case Drawdown:
		return -1, 0
	case Recovery, Volatility:
		return 0, math.Inf(1)
	case Breadth:
		return 0, 1
	case Funding:
		return -300, 300
	default:
		return math.Inf(-1), math.Inf(1)
	}
}
