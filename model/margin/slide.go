package margin

import (
	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// Hold says what stays when the leverage of a position slides.
type Hold uint8

// What a slide holds.
const (
	// HoldQty keeps the size; the margin follows, and what was added to or taken
	// from an isolated margin stays. A cross position's liquidation price does
	// not move with it, because the whole pool backs it anyway.
	HoldQty Hold = iota
	// HoldMargin keeps the margin; the size follows, as when sizing a leg from
	// the money put behind it. The leg is shown as if all of it had been entered
	// at its entry price.
	HoldMargin
)

// Notch is a position at one leverage of the slider, everything else as it is.
type Notch struct {
	Leverage decimal.Decimal
	// Refused says why the venue would not open this; the rest is then zero.
	Refused error

	Qty           decimal.Decimal
	Notional      decimal.Decimal // at the mark
	InitialMargin decimal.Decimal
	Maintenance   decimal.Decimal
	Bracket       int
	Liquidation   Liquidation
	Opposite      Liquidation
	Stop          StopCheck
	FundingPerDay decimal.NullDecimal
	MarginRatio   decimal.NullDecimal // of the account, as Totals.MarginRatio
	CrossRatio    decimal.NullDecimal // of the cross pool, as Pool.Ratio
}

// Slide evaluates position i at each leverage.
func (r *Report) Slide(i int, leverages []decimal.Decimal, hold Hold) []Notch {
	out := make([]Notch, len(leverages))
	for k, lever := range leverages {
		out[k] = r.notch(i, lever, hold)
	}
	return out
}

func (r *Report) notch(i int, lever decimal.Decimal, hold Hold) Notch {
	old := &r.legs[i]
	f := faults{index: i, symbol: old.Symbol}
	f.leverage(lever)
	if len(f.list) > 0 {
		return Notch{Leverage: lever, Refused: f.list}
	}
	p := old.slid(lever, hold)
	f.positive("qty", p.Qty)
	f.positiveIf("margin", p.Margin)
	x := figuresOf(&p)
	t := r.market.resolve(&p, x, &f)
	if len(f.list) > 0 {
		return Notch{Leverage: lever, Refused: f.list}
	}
	return r.with(i, newLeg(&p, x, t))
}

// slid returns the leg's position at another leverage.
func (l *leg) slid(lever decimal.Decimal, hold Hold) Position {
	p := *l.Position
	p.Leverage = lever
	to := exact.Of(lever)
	if hold == HoldMargin {
		p.Qty = l.x.qty.Mul(to).Quo(l.x.lever, sizePlaces).Decimal()
	} else if p.Margin.Valid {
		change := l.x.atEntry.Quo(to, moneyPlaces).Sub(l.x.atEntry.Quo(l.x.lever, moneyPlaces))
		p.Margin = exact.Of(p.Margin.Decimal).Add(change).Some()
	}
	return p
}

// with reads off what leg l does in the place of leg i.
func (r *Report) with(i int, l leg) Notch {
	before, after := []*leg{&r.legs[i]}, []leg{l}
	if other := r.legs[i].partner; other >= 0 {
		before = append(before, &r.legs[other])
		after = append(after, r.legs[other])
		pairUp(after)
	}
	pool := r.pool
	equity, maint := r.sums.equity, r.sums.maint
	for k := range after {
		pool.take(before[k])
		pool.put(&after[k])
		equity = equity.Sub(before[k].x.upnl).Add(after[k].x.upnl)
		maint = maint.Sub(before[k].maint).Add(after[k].maint)
	}
	n := after[0].notch()
	n.Liquidation, n.Opposite = pool.liquidate(&after[0], after)
	n.Stop = after[0].checkStop(n.Liquidation, n.Opposite)
	n.MarginRatio = ratio(maint, equity)
	n.CrossRatio = ratio(pool.needs(), pool.equity)
	return n
}

// notch fills in what depends on the leg alone.
func (l *leg) notch() Notch {
	n := Notch{
		Leverage: l.Leverage, Qty: l.Qty, Notional: l.x.value.Decimal(),
		InitialMargin: l.initial.Decimal(), Maintenance: l.maint.Decimal(), Bracket: l.bracket,
	}
	_, n.FundingPerDay = l.funding()
	return n
}
