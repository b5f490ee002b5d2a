package margin

import (
	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// Funding is what a position knows about its symbol's funding. The zero value
// knows nothing.
type Funding struct {
	Rate      decimal.NullDecimal // fraction per interval; above zero, longs pay shorts
	IntervalH decimal.NullDecimal // hours between settlements, the symbol's true one
}

var (
	hoursPerDay  = exact.Int(24)
	hoursPerYear = decimal.NewFromInt(8760) // 365 days (margin §6)
)

func (f Funding) check(fs *faults) {
	if r := f.Rate; r.Valid && (!sane(r.Decimal) || !r.Decimal.Abs().LessThan(unit)) {
		fs.add("funding_rate", ErrValue, "is a fraction per interval (0.01%% is 0.0001), is %s", shown(r.Decimal))
	}
	if h := f.IntervalH; h.Valid {
		fs.positive("funding_interval_h", h.Decimal)
		if sane(h.Decimal) && h.Decimal.GreaterThan(maxInterval) {
			fs.add("funding_interval_h", ErrValue, "counts hours, is %s", h.Decimal)
		}
	}
}

// CashFlow returns what one settlement pays a position: -s*q*X*r, above zero
// when received (margin §6, C-15). price is the mark, on Hyperliquid the oracle
// price. Leverage and margin do not enter.
func CashFlow(side Side, qty, price, rate decimal.Decimal) decimal.Decimal {
	return side.signed(exact.Of(qty).Mul(exact.Of(price)).Mul(exact.Of(rate))).Neg().Decimal()
}

// perDay returns what a rate per interval amounts to in a day of settlements at
// the same rate: flow*24/h. It is none when the interval is not known.
func (f *Funding) perDay(flow num) decimal.NullDecimal {
	if !f.IntervalH.Valid || !f.IntervalH.Decimal.IsPositive() {
		return none
	}
	return flow.Mul(hoursPerDay).Quo(exact.Of(f.IntervalH.Decimal), moneyPlaces).Some()
}

// APR returns the simple yearly rate, r*8760/h, as a fraction; none when rate
// or interval is not known. Compounding it would be called APY.
func (f Funding) APR() decimal.NullDecimal {
	if !f.Rate.Valid || !f.IntervalH.Valid || !f.IntervalH.Decimal.IsPositive() {
		return none
	}
	return some(quo(f.Rate.Decimal.Mul(hoursPerYear), f.IntervalH.Decimal))
}
