package size

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/strategy/playbook"
)

// Money is what an overlay is sized by.
type Money struct {
	Equity      decimal.Decimal
	FreeStables decimal.Decimal // not yet posted
	Spot        decimal.Decimal // of the overlay's sector
}

// Overlay returns an overlay's leg in money, at its own leverage or a lower one
// that confidence allows.
func Overlay(o *playbook.Overlay, m Money, leverage decimal.Decimal) (Leg, error) {
	side, err := SideOf(o.Side)
	if err != nil {
		return Leg{}, err
	}
	share := decimal.NewFromFloat(o.Size).Div(hundred)
	switch o.Basis {
	case playbook.NotionalOfEquity:
		return FromNotional(side, m.Equity.Mul(share).Round(2), leverage)
	case playbook.NotionalOfSpot:
		return FromNotional(side, m.Spot.Mul(share).Round(2), leverage)
	case playbook.MarginOfEquity:
		return FromMargin(side, m.Equity.Mul(share).Round(2), leverage)
	case playbook.MarginOfStables:
		return FromMargin(side, m.FreeStables.Mul(share).Round(2), leverage)
	default:
		return Leg{}, fmt.Errorf("size: overlay %q: basis %q is not known", o.ID, o.Basis)
	}
}

// Anchor is a portfolio that holds a pool of a given size beside a core and
// stablecoins (S2-CORE-1, C-30).
type Anchor struct {
	Equity, Core, Stables, Pool decimal.Decimal
}

// AnchorOf returns the portfolio whose pool has a size: with 50/20/30 and a pool
// of $10,000 equity is $33,333.33 and stablecoins $6,666.67. The core takes what
// rounding leaves.
func AnchorOf(pool, stablesPct, poolPct decimal.Decimal) (Anchor, error) {
	if !poolPct.IsPositive() {
		return Anchor{}, fmt.Errorf("size: a pool of %s %% has no portfolio around it", poolPct)
	}
	equity := pool.Mul(hundred).DivRound(poolPct, 16)
	a := Anchor{Equity: equity.Round(2), Pool: pool, Stables: equity.Mul(stablesPct).Div(hundred).Round(2)}
	a.Core = a.Equity.Sub(a.Stables).Sub(a.Pool)
	return a, nil
}
