package margin

import (
	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// Bankruptcy returns the price at which an isolated position without added
// margin has lost all of it, E*(1 - s/L) (margin §4). For a long at 1x it is
// zero.
func Bankruptcy(side Side, entry, leverage decimal.Decimal) decimal.Decimal {
	lost := quo(entry, leverage)
	if side == Long {
		return entry.Sub(lost)
	}
	return entry.Add(lost)
}

// ROE returns unrealised profit over initial margin at entry, s*L*(P/E - 1), as
// a fraction.
func (p Position) ROE() decimal.Decimal {
	roe := quo(p.Mark.Sub(p.Entry).Mul(p.Leverage), p.Entry)
	if p.Side == Short {
		return roe.Neg()
	}
	return roe
}

// Average returns the entry price of two fills of the same side put together,
// (q1*E1 + q2*E2)/(q1 + q2); both sizes above zero.
func Average(q1, e1, q2, e2 decimal.Decimal) decimal.Decimal {
	return quo(q1.Mul(e1).Add(q2.Mul(e2)), q1.Add(q2))
}

// SizeFor returns the size a margin buys at a leverage, W*L/E, rounded DOWN to
// the lot; a lot of zero leaves it as it is. Recompute margin and leverage from
// the result.
func SizeFor(margin, leverage, entry, lot decimal.Decimal) decimal.Decimal {
	q := quo(margin.Mul(leverage), entry)
	if !lot.IsPositive() {
		return q
	}
	return toTick(q, lot, false)
}

// MarginFor returns the margin an isolated position i would need for its
// liquidation price to be target: W = s*q*E - D - target*q*(s - m - f), with m
// and D of the bracket at target (margin §4). What has to be added is the
// difference to Leg.Backing. It is none for a cross position and for a target
// that is not above zero.
func (r *Report) MarginFor(i int, target decimal.Decimal) decimal.NullDecimal {
	l := &r.legs[i]
	if l.Mode != Isolated || !target.IsPositive() {
		return none
	}
	at := l.x.qty.Mul(exact.Of(target))
	lost := l.Side.signed(l.x.atEntry.Sub(at))
	if l.t.frozen {
		return lost.Add(l.t.frozenMM).Some()
	}
	row, _ := l.t.at(at)
	return lost.Add(required(row, at, l.t.fee)).Some()
}
