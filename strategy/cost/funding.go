package cost

import (
	"github.com/shopspring/decimal"

	"eddy/model"
)

// Funding is what a perpetual's funding is known to be.
type Funding struct {
	Rate      float64 // fraction per interval; above zero, longs pay shorts (S1-RISK-4)
	IntervalH float64 // hours between settlements; 0 = not known
	Next      model.Millis
}

// NextFlow is what the next settlement pays a leg of a notional, long above
// zero and short below: received above zero, paid below (C-15).
func (f Funding) NextFlow(signed decimal.Decimal) decimal.Decimal {
	return signed.Neg().Mul(decimal.NewFromFloat(f.Rate)).Round(billDigits)
}

// PerDay is what a day of settlements at the same rate pays; ok is false where
// the interval is not known (analytics §7: carry of a day = funding of eight
// hours · 3 · notional, signed).
func (f Funding) PerDay(signed decimal.Decimal) (flow decimal.Decimal, ok bool) {
	return f.per(signed, 24)
}

// Per8h is what eight hours of settlements at the same rate pay.
func (f Funding) Per8h(signed decimal.Decimal) (flow decimal.Decimal, ok bool) {
	return f.per(signed, 8)
}

func (f Funding) per(signed decimal.Decimal, hours float64) (decimal.Decimal, bool) {
	if !(f.IntervalH > 0) {
		return decimal.Zero, false
	}
	return signed.Neg().Mul(decimal.NewFromFloat(f.Rate * hours / f.IntervalH)).Round(billDigits), true
}

// Accrued is what the rate makes of a day in a signed fraction of the notional,
// for models that count in returns: below zero the side pays.
func (f Funding) Accrued(long bool, hours float64) (fraction float64, ok bool) {
	if !(f.IntervalH > 0) {
		return 0, false
	}
	flow := f.Rate * hours / f.IntervalH
	if long {
		return -flow, true
	}
	return flow, true
}
