package size

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/strategy/playbook"
)

// Amount is a bucket's worth.
type Amount struct {
	Bucket string
	USD    decimal.Decimal
}

// Targets returns a stage's targets in money, to the cent; what rounding leaves
// goes to the last, so that they add up to equity.
func Targets(s *playbook.Stage, equity decimal.Decimal) []Amount {
	list := make([]Amount, len(s.Targets))
	left := equity
	for i, t := range s.Targets {
		usd := equity.Mul(decimal.NewFromFloat(t.Pct)).Div(hundred).Round(2)
		if i == len(s.Targets)-1 {
			usd = left
		}
		left = left.Sub(usd)
		list[i] = Amount{t.Bucket, usd}
	}
	return list
}

// Moved is what a move does to the two sides.
type Moved struct {
	USD      decimal.Decimal // sold on one side, bought on the other, before costs
	FromLeft decimal.Decimal
	ToNow    decimal.Decimal
}

// errAmount is why a move cannot be done.
var errAmount = errors.New("size: the move is larger than what is held")

// Move moves an amount from one holding to another.
func Move(from, to, usd decimal.Decimal) (Moved, error) {
	if usd.IsNegative() || usd.GreaterThan(from) {
		return Moved{}, fmt.Errorf("%w: %s of %s", errAmount, usd, from)
	}
	return Moved{USD: usd, FromLeft: from.Sub(usd), ToNow: to.Add(usd)}, nil
}

// MovePct moves a percentage of the holding, as S0-STR1-4 means it: 20 % of 70
// is 14, not 20 (C-6).
func MovePct(from, to, pct decimal.Decimal) (Moved, error) {
	return Move(from, to, from.Mul(pct).Div(hundred).Round(2))
}

// GainSlice is how much spot is sold to raise a percentage of the gain since
// entry, realised and not (C-10); nothing where there is no gain, and never more
// than is held.
func GainSlice(worth, cost, realised, pct decimal.Decimal) decimal.Decimal {
	gain := worth.Sub(cost).Add(realised)
	if !gain.IsPositive() {
		return decimal.Zero
	}
	return decimal.Min(gain.Mul(pct).Div(hundred).Round(2), worth)
}

// Split is the share of each of two sides in percent.
func Split(a, b decimal.Decimal) (aPct, bPct decimal.Decimal) {
	sum := a.Add(b)
	if sum.IsZero() {
		return decimal.Zero, decimal.Zero
	}
	aPct = a.Mul(hundred).DivRound(sum, 8)
	return aPct, hundred.Sub(aPct)
}

// Stables is what stablecoins do: part of them is posted, the rest is free. The
// posted part is earmarked, not gone (C-22).
type Stables struct {
	All, Posted, Free decimal.Decimal
}

// errMargin is why a margin cannot be posted.
var errMargin = errors.New("size: the margin is larger than the free stablecoins")

// Post earmarks margin of the free stablecoins (S0-FUT-4: of nothing else).
func (s Stables) Post(margin decimal.Decimal) (Stables, error) {
	free := s.All.Sub(s.Posted)
	if margin.IsNegative() || margin.GreaterThan(free) {
		return s, fmt.Errorf("%w: %s of %s", errMargin, margin, free)
	}
	s.Posted = s.Posted.Add(margin)
	s.Free = s.All.Sub(s.Posted)
	return s, nil
}

// Use is what all legs together take of equity.
type Use struct {
	Margin, Gross       decimal.Decimal
	MarginPct, GrossPct decimal.Decimal
	WithinCap           bool // margin within the hard cap (S1-RISK-1)
	GrossWarns          bool // gross notional above its warning (C-24)
}

// UseOf adds legs up against a playbook's limits.
func UseOf(legs []Leg, equity decimal.Decimal, l *playbook.Limits) Use {
	var u Use
	for _, leg := range legs {
		u.Margin, u.Gross = u.Margin.Add(leg.Margin), u.Gross.Add(leg.Notional)
	}
	if !equity.IsPositive() {
		u.GrossWarns = u.Gross.IsPositive()
		return u
	}
	u.MarginPct = u.Margin.Mul(hundred).DivRound(equity, 8)
	u.GrossPct = u.Gross.Mul(hundred).DivRound(equity, 8)
	u.WithinCap = u.MarginPct.LessThanOrEqual(decimal.NewFromFloat(l.MarginPct.Value))
	u.GrossWarns = u.GrossPct.GreaterThan(decimal.NewFromFloat(l.GrossWarnPct.Value))
	return u
}
