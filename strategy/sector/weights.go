package sector

import (
	"fmt"
	"math"
)

// Scheme says how members of a sector, or of one of its groups, are weighted
// (analytics §2.3).
type Scheme uint8

// The schemes.
const (
	Equal         Scheme = iota // the same for all; needs no outside data
	SqrtLiquidity               // root of the 30-day median daily turnover in USD
	Cap                         // market capitalisation in USD; needs a feed of it
	InverseVol                  // one over 30-day annual volatility
)

var schemeNames = [...]string{"equal", "sqrt_liquidity", "cap", "inverse_vol"}

// String returns the scheme's name in configuration.
func (s Scheme) String() string {
	if int(s) < len(schemeNames) {
		return schemeNames[s]
	}
	return fmt.Sprintf("scheme%d", s)
}

// ParseScheme reads a scheme's name.
func ParseScheme(name string) (Scheme, error) {
	for i, n := range schemeNames {
		if n == name {
			return Scheme(i), nil
		}
	}
	return 0, fmt.Errorf("sector: weighting %q is not known: use equal, sqrt_liquidity, cap or inverse_vol", name)
}

// VolatilityFloor is the least annual volatility inverse_vol divides by
// (analytics §2.3).
const VolatilityFloor = 0.20

// Raw returns a member's weight before capping and normalising from the figure
// its scheme asks for: turnover in USD, market cap in USD, or annual volatility
// as a fraction. Equal asks for none. The second result is false when the
// figure is missing or cannot be one; nothing is put in its place.
func (s Scheme) Raw(figure float64) (float64, bool) {
	if s == Equal {
		return 1, true
	}
	if !(figure > 0) || math.IsInf(figure, 0) {
		return 0, false
	}
	switch s {
	case SqrtLiquidity:
		return math.Sqrt(figure), true
	case InverseVol:
		return 1 / max(figure, VolatilityFloor), true
	default:
		return figure, true
	}
}

// Normalise scales weights in place so that they sum to 1. Weights that sum to
// nothing are left alone and reported as false.
func Normalise(w []float64) bool {
	sum := 0.0
	for _, x := range w {
		sum += x
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return false
	}
	for i := range w {
		w[i] /= sum
	}
	return true
}

// CapWeights normalises weights in place and holds each one at limit: what lies
// above goes to the others in proportion, again and again until none is above
// (analytics §2.3). Where the limit cannot be met, because limit times the
// number of weights is below 1, those above zero become equal. It reports false
// for weights that sum to nothing.
func CapWeights(w []float64, limit float64) bool {
	if !Normalise(w) {
		return false
	}
	n := 0
	for _, x := range w {
		if x > 0 {
			n++
		}
	}
	if limit*float64(n) < 1-1e-12 {
		level(w, 1/float64(n))
		return true
	}
	// Every pass caps at least one more weight, or is the last.
	for range n {
		if !capOnce(w, limit) {
			break
		}
	}
	return true
}

// level gives x to every weight above zero.
func level(w []float64, x float64) {
	for i := range w {
		if w[i] > 0 {
			w[i] = x
		}
	}
}

// capOnce clips to limit and spreads what was cut off over the rest; it reports
// whether there was anything to cut.
func capOnce(w []float64, limit float64) bool {
	excess, room := 0.0, 0.0
	for i, x := range w {
		switch {
		case x > limit:
			excess += x - limit
			w[i] = limit
		case x < limit:
			room += x
		}
	}
	if excess == 0 || room == 0 {
		return false
	}
	for i, x := range w {
		if x < limit {
			w[i] = x * (1 + excess/room)
		}
	}
	return true
}
