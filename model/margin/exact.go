package margin

import "github.com/shopspring/decimal"

// places is how many decimals a division keeps. Prices reach down to 10^-8, so
// twenty significant digits are left of the smallest of them.
const places = 28

var (
	zero    = decimal.Decimal{}
	one     = decimal.NewFromInt(1)
	hundred = decimal.NewFromInt(100)
)

// div divides at this package's own precision; b must not be zero.
func div(a, b decimal.Decimal) decimal.Decimal { return a.DivRound(b, places) }

// some wraps a figure that is there.
func some(d decimal.Decimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

// none is a figure that is not there.
var none = decimal.NullDecimal{}

// ratio returns a/b, or none where b is not above zero and the ratio says nothing.
func ratio(a, b decimal.Decimal) decimal.NullDecimal {
	if !b.IsPositive() {
		return none
	}
	return some(div(a, b))
}
