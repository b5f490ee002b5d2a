package margin

import (
	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// How many decimals a division keeps: prices reach down to 10^-8 and leave
// twenty significant digits; money and ratios need fewer, and a size that
// follows a leverage is cut finer than any venue's lot.
const (
	pricePlaces = 28
	moneyPlaces = 18
	ratioPlaces = 12
	sizePlaces  = 8
)

type num = exact.Num

var (
	one     = exact.Int(1)
	hundred = exact.Int(100)
)

// some wraps a figure that is there.
func some(d decimal.Decimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

// none is a figure that is not there.
var none = decimal.NullDecimal{}

// ratio returns a/b, or none where b is not above zero and the ratio says
// nothing.
func ratio(a, b num) decimal.NullDecimal {
	if b.Sign() <= 0 {
		return none
	}
	return a.Quo(b, ratioPlaces).Some()
}

// quo divides decimals for prices.
func quo(a, b decimal.Decimal) decimal.Decimal { return a.DivRound(b, pricePlaces) }
