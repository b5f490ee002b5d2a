package cost

import "github.com/shopspring/decimal"

// billDigits is how exactly costs are kept: a hundredth of a cent, so that the legs
// of a plan add up.
const billDigits = 4

// Bill is what a trade costs in US dollars. Fee, spread and impact are paid and
// never below zero.
type Bill struct {
	Fee    decimal.Decimal
	Spread decimal.Decimal
	Impact decimal.Decimal
}

// BillOf is the border between rates and money: the fractions of a Side on an
// exact notional.
func BillOf(notional decimal.Decimal, s Side) Bill {
	part := func(rate float64) decimal.Decimal {
		return notional.Mul(decimal.NewFromFloat(rate)).Round(billDigits)
	}
	return Bill{Fee: part(s.Fee), Spread: part(s.HalfSpread), Impact: part(s.Impact)}
}

// Total is all of it.
func (b Bill) Total() decimal.Decimal { return b.Fee.Add(b.Spread).Add(b.Impact) }

// Plus adds bills up.
func (b Bill) Plus(o Bill) Bill {
	return Bill{Fee: b.Fee.Add(o.Fee), Spread: b.Spread.Add(o.Spread), Impact: b.Impact.Add(o.Impact)}
}
