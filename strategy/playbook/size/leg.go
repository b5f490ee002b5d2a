package size

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// Side is the direction of a futures leg.
type Side int8

// The sides.
const (
	Long  Side = 1
	Short Side = -1
)

// SideOf reads a side as playbooks write it: "long" or "short", "" is short as
// for hedges.
func SideOf(word string) (Side, error) {
	switch word {
	case "long":
		return Long, nil
	case "short", "":
		return Short, nil
	default:
		return 0, fmt.Errorf("size: side %q is neither long nor short", word)
	}
}

// Leg is a futures leg in money.
type Leg struct {
	Side     Side
	Notional decimal.Decimal
	Margin   decimal.Decimal
	Leverage decimal.Decimal
}

// errLeverage is why a leg cannot be sized.
var errLeverage = errors.New("size: leverage must be at least 1")

var (
	one     = decimal.NewFromInt(1)
	hundred = decimal.NewFromInt(100)
)

// FromMargin returns the leg a margin carries at a leverage: S1-EX-8, $25,000
// at 2x is $50,000.
func FromMargin(side Side, margin, leverage decimal.Decimal) (Leg, error) {
	if leverage.LessThan(one) {
		return Leg{}, errLeverage
	}
	return Leg{Side: side, Margin: margin, Leverage: leverage, Notional: margin.Mul(leverage)}, nil
}

// FromNotional returns the leg of a notional and what it posts, rounded up to
// the cent so that the leverage is never exceeded.
func FromNotional(side Side, notional, leverage decimal.Decimal) (Leg, error) {
	if leverage.LessThan(one) {
		return Leg{}, errLeverage
	}
	margin := notional.DivRound(leverage, 16).RoundCeil(2)
	return Leg{Side: side, Notional: notional, Leverage: leverage, Margin: margin}, nil
}

// PnL returns what the leg gains when its price moves by a percentage: a short
// gains when it falls (C-21). With side Long and leverage 1 it is that of spot.
func (l Leg) PnL(movePct decimal.Decimal) decimal.Decimal {
	gain := l.Notional.Mul(movePct).Div(hundred)
	if l.Side == Short {
		return gain.Neg()
	}
	return gain
}

// Split divides a leg over n coins to the cent; what does not divide goes to
// the first (S1-EX-7: $25,000 on two coins is $12,500 each).
func (l Leg) Split(n int) []Leg {
	if n < 1 {
		return nil
	}
	parts := make([]Leg, n)
	margins, notionals := Share(l.Margin, n), Share(l.Notional, n)
	for i := range parts {
		parts[i] = Leg{Side: l.Side, Margin: margins[i], Notional: notionals[i], Leverage: l.Leverage}
	}
	return parts
}

// Share divides an amount into n parts to the cent that add up to it exactly;
// what does not divide goes to the first.
func Share(amount decimal.Decimal, n int) []decimal.Decimal {
	if n < 1 {
		return nil
	}
	parts := make([]decimal.Decimal, n)
	each := amount.DivRound(decimal.NewFromInt(int64(n)), 16).RoundDown(2)
	rest := amount
	for i := n - 1; i > 0; i-- {
		parts[i] = each
		rest = rest.Sub(each)
	}
	parts[0] = rest
	return parts
}

// Exposure is what spot and a leg on the same sector add up to.
type Exposure struct {
	Total           decimal.Decimal // spot and signed notional
	OverSpot        decimal.Decimal // Total over spot: 3.0 in S1-EX-8 (C-23)
	FuturesOverSpot decimal.Decimal // notional over spot: 2.0 there
	SpotIsZero      bool            // the two ratios do not apply
}

// WithSpot returns the exposure of a leg beside spot.
func (l Leg) WithSpot(spot decimal.Decimal) Exposure {
	notional := l.Notional
	if l.Side == Short {
		notional = notional.Neg()
	}
	e := Exposure{Total: spot.Add(notional), SpotIsZero: spot.IsZero()}
	if !e.SpotIsZero {
		e.OverSpot, e.FuturesOverSpot = e.Total.DivRound(spot, 8), l.Notional.DivRound(spot, 8)
	}
	return e
}
