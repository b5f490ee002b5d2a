package margin

import "github.com/shopspring/decimal"

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
	f := faults{index: i, symbol: r.legs[i].Symbol}
	p := r.legs[i].Position
	p.Leverage = lever
	p.check(&f)
	if len(f.list) > 0 {
		return Notch{Leverage: lever, Refused: f.list}
	}
	p = slid(r.legs[i].Position, lever, hold)
	p.check(&f)
	t := resolve(r.legs[i].t.rule, r.book, p, &f)
	if len(f.list) > 0 {
		return Notch{Leverage: lever, Refused: f.list}
	}
	return r.with(i, newLeg(p, t))
}

// slid returns a position at another leverage.
func slid(p Position, lever decimal.Decimal, hold Hold) Position {
	if hold == HoldMargin {
		p.Qty = p.Qty.Mul(div(lever, p.Leverage))
	} else if p.Margin.Valid {
		entry := p.entryValue()
		extra := p.Margin.Decimal.Sub(div(entry, p.Leverage))
		p.Margin.Decimal = extra.Add(div(entry, lever))
	}
	p.Leverage = lever
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
	changed := Report{Cross: r.Cross, legs: after}
	equity, maint := r.Account.Equity, r.Account.Maintenance
	for k := range after {
		changed.Cross.swap(before[k], &after[k])
		equity = equity.Sub(before[k].upnl).Add(after[k].upnl)
		maint = maint.Sub(before[k].maint).Add(after[k].maint)
	}
	n := after[0].notch()
	n.Liquidation, n.Opposite = changed.liquidation(&after[0])
	n.Stop = after[0].checkStop(n.Liquidation, n.Opposite)
	n.MarginRatio = ratio(maint, equity)
	n.CrossRatio = ratio(changed.Cross.needs(), changed.Cross.Equity)
	return n
}

// notch fills in what depends on the leg alone.
func (l *leg) notch() Notch {
	n := Notch{
		Leverage: l.Leverage, Qty: l.Qty, Notional: l.value,
		InitialMargin: l.initial, Maintenance: l.maint, Bracket: l.bracket,
	}
	_, n.FundingPerDay = l.funding()
	return n
}

// swap replaces a leg in the pool's sums; it leaves the shown ratios alone.
func (p *Pool) swap(before, after *leg) {
	if before.Mode == Isolated {
		freed := before.backing.Sub(after.backing)
		p.Wallet, p.Equity = p.Wallet.Add(freed), p.Equity.Add(freed)
		return
	}
	p.Equity = p.Equity.Sub(before.upnl).Add(after.upnl)
	p.Maintenance = p.Maintenance.Sub(before.maint).Add(after.maint)
	p.ClosingFee = p.ClosingFee.Sub(before.closing).Add(after.closing)
}
