package margin

import (
	"fmt"

	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// Aftermath is an account after every mark made a move of its own.
type Aftermath struct {
	Equity     decimal.Decimal // what backs a position is all it can lose, as in StressRow
	Change     decimal.Decimal // against Equity now
	CrossRatio decimal.NullDecimal
	Legs       []LegAfter // in the order of the account's positions
}

// LegAfter is a leg after the move.
type LegAfter struct {
	Mark       decimal.Decimal
	PnL        decimal.Decimal     // made by the move; a liquidated isolated leg loses what backed it
	Ratio      decimal.NullDecimal // of what backs it: its own margin, or the pool's; none once that is gone
	Liquidated bool                // on the way there, or already
}

// After applies a move, a fraction, to the mark of every symbol. All marks go
// their ways in step, and what is liquidated on the way is told even when the
// end alone would not do it. A move must be above -1 and at most 100.
func (r *Report) After(move func(symbol string) decimal.Decimal) (Aftermath, error) {
	return r.AfterEach(func(p *Position) decimal.Decimal { return move(p.Symbol) })
}

// AfterEach is After where the move is asked for by position; both sides of a
// symbol must get the same. Positions must not be changed.
func (r *Report) AfterEach(move func(p *Position) decimal.Decimal) (Aftermath, error) {
	for i := range r.legs {
		m := move(r.legs[i].Position)
		if !sane(m) || m.LessThanOrEqual(unit.Neg()) || m.GreaterThan(maxBeta) {
			return Aftermath{}, fmt.Errorf("%s: %w", r.legs[i].Symbol, ErrShock)
		}
	}
	beta := func(l *leg) num { return exact.Of(move(l.Position)) }
	legs := r.movedLegs(beta)
	pool := gather(r.pool.wallet.Add(r.setAside()), legs)
	equity := r.shocked(one, beta)
	out := Aftermath{
		Equity: equity.Decimal(), Change: equity.Sub(r.sums.equity).Decimal(),
		CrossRatio: ratio(pool.needs(), pool.equity), Legs: make([]LegAfter, len(legs)),
	}
	poolGone := r.poolGone(beta)
	for i := range legs {
		out.Legs[i] = r.legAfter(i, &legs[i], out.CrossRatio, poolGone)
	}
	return out, nil
}

// movedLegs are the legs at their marks after the move.
func (r *Report) movedLegs(beta func(*leg) num) []leg {
	positions := make([]Position, len(r.legs))
	legs := make([]leg, len(r.legs))
	for i := range r.legs {
		old := &r.legs[i]
		positions[i] = *old.Position
		positions[i].Mark = old.x.mark.Mul(one.Add(beta(old))).Decimal()
		legs[i] = newLeg(&positions[i], figuresOf(&positions[i]), old.t)
	}
	pairUp(legs)
	return legs
}

// setAside is what backs the isolated legs.
func (r *Report) setAside() num {
	var sum num
	for i := range r.legs {
		if r.legs[i].Mode == Isolated {
			sum = sum.Add(r.legs[i].backing)
		}
	}
	return sum
}

// poolGone tells whether the cross pool is liquidated on the way.
func (r *Report) poolGone(beta func(*leg) num) bool {
	if !r.pool.shared || r.Cross.Liquidated {
		return r.pool.shared
	}
	w := r.poolWalk(beta)
	w.furthest = exact.Int(2) // past the end, so that the end itself counts
	t, ok := w.first(1)
	return ok && t.Cmp(one) <= 0
}

func (r *Report) legAfter(i int, l *leg, cross decimal.NullDecimal, poolGone bool) LegAfter {
	old := &r.legs[i]
	out := LegAfter{Mark: l.Mark, PnL: l.x.upnl.Sub(old.x.upnl).Decimal()}
	if l.Mode == Cross {
		out.Ratio, out.Liquidated = cross, poolGone
		return out
	}
	equity := l.backing.Add(l.t.reserve).Add(l.x.upnl)
	out.Ratio = ratio(l.needs(), equity)
	out.Liquidated = passes(&r.Legs[i].Liquidation, l.x.mark) || passes(&r.Legs[i].Opposite, l.x.mark)
	if lost := l.backing.Add(l.x.upnl); lost.Sign() < 0 {
		out.PnL = l.backing.Add(old.x.upnl).Neg().Decimal()
	}
	return out
}

// passes tells whether a mark lies at or beyond a liquidation price.
func passes(l *Liquidation, mark num) bool {
	switch {
	case l.State == LiqPassed:
		return true
	case l.State == LiqNone:
		return false
	case l.Falling:
		return mark.Cmp(l.at) <= 0
	default:
		return mark.Cmp(l.at) >= 0
	}
}
