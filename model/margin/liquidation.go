package margin

import (
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// LiqState says whether there is a liquidation price.
type LiqState uint8

// The states of a Liquidation. LiqNone is a finding: no mark price above zero
// liquidates the position while everything else stays.
const (
	LiqNone   LiqState = iota
	LiqAhead           // the mark would have to move to Price
	LiqPassed          // equity is at or below the requirement already; Price is where that would end
)

// Liquidation is where a position is liquidated when its own symbol moves and
// every other mark stays.
type Liquidation struct {
	State LiqState
	// Price is exact to 28 decimals. It is none without a liquidation price, and
	// for a passed one that no price would mend.
	Price decimal.NullDecimal
	// Falling tells that the danger lies below: the mark falls to Price. It is
	// false where the mark rises to it.
	Falling bool
	// DistancePct is how far the mark is from Price in percent of the MARK:
	// above zero while ahead, zero or below once passed, none without a price.
	DistancePct decimal.NullDecimal
	// Bracket at Price, counted from 1; 0 for a rate given by hand or a hedge.
	Bracket int
	// BeyondTable tells that the size at Price lies above the last bracket, whose
	// rate was kept.
	BeyondTable bool

	at, away num // Price and DistancePct
}

// found builds the result for a price, which only counts above zero.
func found(l *leg, price num, falling, passed bool) Liquidation {
	r := Liquidation{State: LiqAhead, Falling: falling}
	if passed {
		r.State = LiqPassed
	}
	if price.Sign() <= 0 {
		if !passed {
			r.State = LiqNone
		}
		return r
	}
	gap := price.Sub(l.x.mark).Abs()
	if passed {
		gap = gap.Neg()
	}
	r.at, r.Price = price, price.Some()
	r.away = gap.Mul(hundred).Quo(l.x.mark, ratioPlaces)
	r.DistancePct = r.away.Some()
	return r
}

// alone solves for a leg whose partner, if any, does not matter: slack is the
// equity behind it less everything that equity is tested against, at the mark.
//
// In terms of the notional n the test is
//
//	slack + s*(n-N) - (required(n) - required(N)) = 0
//
// which is margin §1 written from the mark. It is linear within a bracket, so
// the bracket is the one that holds its own solution.
func (l *leg) alone(slack num) Liquidation {
	falling, passed := l.Side == Long, slack.Sign() <= 0
	if l.t.frozen {
		price := l.x.value.Sub(l.Side.signed(slack)).Quo(l.x.qty, pricePlaces)
		r := found(l, price, falling, passed)
		r.Bracket = l.t.bracket
		return r
	}
	// level = slack + R(N) - s*N, without F, which is on both sides.
	level := slack.Add(l.needs()).Sub(l.t.reserve).Sub(l.Side.signed(l.x.value))
	if l.t.table == nil {
		r := found(l, l.root(level, l.t.row), falling, passed)
		r.Bracket = l.t.bracket
		return r
	}
	k, beyond := l.rowAtRoot(level)
	r := found(l, l.root(level, l.t.table.Figures(k)), falling, passed)
	if r.Price.Valid {
		r.Bracket, r.BeyondTable = k+1, beyond
	}
	return r
}

// root is the price at which level + s*n - n*(m+f) + D is zero.
func (l *leg) root(level num, row *tier.Figures) num {
	slope := row.Rate.Add(l.t.fee).Sub(l.Side.signed(one))
	return level.Add(row.Amount).Quo(l.x.qty.Mul(slope), pricePlaces)
}

// rowAtRoot finds the row that holds its own solution. Equity less requirement
// is monotone in the notional, so it is the first row at whose cap a long is
// alive, or a short is not.
func (l *leg) rowAtRoot(level num) (k int, beyond bool) {
	for k := range l.t.table.Len() {
		row := l.t.table.Figures(k)
		if row.Open {
			return k, false
		}
		slope := l.Side.signed(one).Sub(row.Rate).Sub(l.t.fee)
		left := level.Add(row.Amount).Add(row.Cap.Mul(slope))
		if l.Side.signed(left).Sign() >= 0 {
			return k, false
		}
	}
	return l.t.table.Len() - 1, true
}

// simple tells whether alone is enough: no partner moves with the leg and the
// requirement has no jumps in price.
func (l *leg) simple() bool {
	return l.partner < 0 && (l.t.table == nil || l.t.table.Continuous())
}

// together solves for legs of one symbol that move as one, in both directions:
// a hedge can be in danger on either side, and so can a single leg where
// maintenance margin jumps at an edge.
func together(slack num, legs ...*leg) (near, far Liquidation) {
	down, up := oneWay(slack, -1, legs), oneWay(slack, 1, legs)
	switch {
	case !up.Price.Valid:
		return down, Liquidation{}
	case !down.Price.Valid:
		return up, Liquidation{}
	case up.DistancePct.Decimal.Abs().LessThan(down.DistancePct.Decimal.Abs()):
		return up, down
	default:
		return down, up
	}
}

func oneWay(slack num, dir int, legs []*leg) Liquidation {
	w := walk{slack: slack, furthest: endless, movers: make([]mover, len(legs))}
	for i, l := range legs {
		w.movers[i] = newMover(l, one)
	}
	passed := slack.Sign() <= 0
	t, ok := w.first(dir)
	if !ok {
		return found(legs[0], num{}, false, passed)
	}
	r := found(legs[0], legs[0].x.mark.Mul(one.Add(t)), (dir < 0) != passed, passed)
	for i := range w.movers {
		r.BeyondTable = r.BeyondTable || w.movers[i].past
	}
	if m := &w.movers[0]; len(legs) == 1 && m.table != nil {
		r.Bracket = m.k + 1
	}
	return r
}
