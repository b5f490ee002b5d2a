package margin

import "github.com/shopspring/decimal"

// Rounded returns a liquidation price as the venue prints it: to so many
// decimals (Binance 8) or to the symbol's tick, and always toward the mark, up
// where the danger lies below and down where it lies above, so that what is
// shown is never further away than it is (margin §4). Without a tick it keeps
// at least eight decimals and eleven significant digits. It is none without a
// price.
func (r *Rule) Rounded(l Liquidation, tick decimal.NullDecimal) decimal.NullDecimal {
	if !l.Price.Valid {
		return none
	}
	p := l.Price.Decimal
	if r.Decimals == 0 && tick.Valid && tick.Decimal.IsPositive() {
		return some(toTick(p, tick.Decimal, l.Falling))
	}
	keep := max(8, r.Decimals, 11-int32(p.NumDigits())-p.Exponent()) // at most 28: p carries no more
	if l.Falling {
		return some(p.RoundCeil(keep))
	}
	return some(p.RoundFloor(keep))
}

// toTick rounds p to a multiple of tick, up or down.
func toTick(p, tick decimal.Decimal, up bool) decimal.Decimal {
	steps, rest := p.QuoRem(tick, 0)
	if up && rest.IsPositive() {
		steps = steps.Add(unit)
	}
	return steps.Mul(tick)
}
