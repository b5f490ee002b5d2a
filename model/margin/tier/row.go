package tier

import (
	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// Row is one bracket of a table: sizes above Floor, up to and including Cap.
type Row struct {
	Floor, Cap  decimal.Decimal // in the table's Basis
	Open        bool            // no upper bound; Cap means nothing
	Rate        decimal.Decimal // maintenance margin rate, a fraction of the whole notional
	Amount      decimal.Decimal // maintenance amount (cum, deduction) taken off, in settle currency
	MaxLeverage decimal.Decimal // highest leverage the venue lets a position of this size select
}

// Maintenance returns the maintenance margin of a notional under this row:
// notional * Rate - Amount (margin §1a).
func (r Row) Maintenance(notional decimal.Decimal) decimal.Decimal {
	return notional.Mul(r.Rate).Sub(r.Amount)
}

// Figures are a row's figures in the form the arithmetic works with.
type Figures struct {
	Floor, Cap exact.Num
	Open       bool
	Rate       exact.Num
	Amount     exact.Num
}

func (r Row) figures() Figures {
	return Figures{
		Floor: exact.Of(r.Floor), Cap: exact.Of(r.Cap), Open: r.Open,
		Rate: exact.Of(r.Rate), Amount: exact.Of(r.Amount),
	}
}

// Deducted returns a copy of rows by notional with the amounts worked out by
// the recursion that keeps maintenance margin continuous (margin §1a):
// D(1) = 0, D(k) = D(k-1) + Floor(k) * (Rate(k) - Rate(k-1)). It is for venues
// that use deductions without publishing them.
func Deducted(rows []Row) []Row {
	out := append([]Row(nil), rows...)
	for i := range out {
		if i == 0 {
			out[i].Amount = decimal.Zero
			continue
		}
		step := out[i].Rate.Sub(out[i-1].Rate)
		out[i].Amount = out[i-1].Amount.Add(out[i].Floor.Mul(step))
	}
	return out
}

// ratePlaces is the precision of a rate derived from a leverage: 1/30 has no
// end, and at twenty places a notional of 10^12 is off by 10^-8.
const ratePlaces = 20

// Step is one row of a venue that publishes lower bounds and leverages only.
type Step struct {
	Floor       decimal.Decimal // lower bound of the notional
	MaxLeverage decimal.Decimal
}

// FromLeverage builds rows the way Hyperliquid defines its tables: half of the
// initial margin at the tier's highest leverage is the maintenance margin, so
// the rate is 1/(2*leverage), and amounts follow the recursion (margin §1). The
// last row is open. A leverage that is not positive gives a row New refuses.
func FromLeverage(steps []Step) []Row {
	rows := make([]Row, len(steps))
	for i, s := range steps {
		rows[i] = Row{Floor: s.Floor, MaxLeverage: s.MaxLeverage}
		if s.MaxLeverage.IsPositive() {
			rows[i].Rate = one.DivRound(s.MaxLeverage.Mul(two), ratePlaces)
		}
		if i+1 < len(steps) {
			rows[i].Cap = steps[i+1].Floor
		} else {
			rows[i].Open = true
		}
	}
	return Deducted(rows)
}

var (
	one = decimal.NewFromInt(1)
	two = decimal.NewFromInt(2)
)
