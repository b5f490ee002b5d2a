package size

import "github.com/shopspring/decimal"

var (
	eight = decimal.NewFromInt(8)
	// perYear is how many 8-hour settlements a year of 365 days has.
	perYear = decimal.NewFromInt(3 * 365)
)

// Per8h turns a rate over an interval into one over eight hours, in the same
// unit; false for an interval that is none (analytics 8.1).
func Per8h(rate, intervalHours decimal.Decimal) (decimal.Decimal, bool) {
	if !intervalHours.IsPositive() {
		return decimal.Zero, false
	}
	return rate.Mul(eight).DivRound(intervalHours, 16), true
}

// AnnualSimple turns a rate per eight hours into one a year, not compounded:
// 0.05 % per 8 h is 54.75 % a year (C-26).
func AnnualSimple(per8h decimal.Decimal) decimal.Decimal { return per8h.Mul(perYear) }

// FromAnnual turns a simple yearly rate into one per eight hours.
func FromAnnual(annual decimal.Decimal) decimal.Decimal { return annual.DivRound(perYear, 24) }
