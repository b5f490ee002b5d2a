package margin

import (
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// Evaluate works an account out with the tiers of book. It returns InputErrors
// naming every fault when a position cannot be evaluated; there are no partial
// results, because a cross position is only as known as all the others.
func Evaluate(a Account, book *tier.Book) (*Report, error) {
	if faults := a.Check(); len(faults) > 0 {
		return nil, faults
	}
	legs, faults := makeLegs(a, book)
	if len(faults) > 0 {
		return nil, faults
	}
	r := &Report{Venue: a.Venue, legs: legs, book: book}
	r.Cross = pool(a.Wallet, legs)
	r.Account = totals(a.Wallet, legs)
	r.Legs = make([]Leg, len(legs))
	for i := range legs {
		r.Legs[i] = r.leg(i)
	}
	r.joint = r.moves(uniform)
	r.Warnings = r.warnings()
	return r, nil
}

func makeLegs(a Account, book *tier.Book) ([]leg, InputErrors) {
	rule, _ := RuleOf(a.Venue) // checked before
	var f faults
	legs := make([]leg, len(a.Positions))
	for i, p := range a.Positions {
		f.index, f.symbol = i, p.Symbol
		before := len(f.list)
		t := resolve(&rule, book, p, &f)
		if len(f.list) == before {
			legs[i] = newLeg(p, t)
		}
	}
	if len(f.list) > 0 {
		return nil, f.list
	}
	pairUp(legs)
	return legs, nil
}

// pool sets isolated margins aside and sums the cross legs up.
func pool(wallet decimal.Decimal, legs []leg) Pool {
	p := Pool{Wallet: wallet}
	crossed := false
	upnl := zero
	for i := range legs {
		l := &legs[i]
		if l.Mode == Isolated {
			p.Wallet = p.Wallet.Sub(l.backing)
			continue
		}
		crossed = true
		upnl = upnl.Add(l.upnl)
		p.InitialMargin = p.InitialMargin.Add(l.initial)
		p.Maintenance = p.Maintenance.Add(l.maint)
		p.ClosingFee = p.ClosingFee.Add(l.closing)
	}
	p.Equity = p.Wallet.Add(upnl)
	p.Free = p.Equity.Sub(p.InitialMargin)
	p.Liquidated = crossed && !p.slack().IsPositive()
	needs := p.needs()
	p.Ratio = ratio(needs, p.Equity)
	p.VenueRatio = p.Ratio
	if len(legs) > 0 && legs[0].t.rule.RatioInverted {
		p.VenueRatio, p.HigherIsSafer = ratio(p.Equity, needs), true
	}
	return p
}

func totals(wallet decimal.Decimal, legs []leg) Totals {
	t := Totals{}
	for i := range legs {
		l := &legs[i]
		t.UPnL = t.UPnL.Add(l.upnl)
		t.Notional = t.Notional.Add(l.value)
		t.InitialMargin = t.InitialMargin.Add(l.initial)
		t.Maintenance = t.Maintenance.Add(l.maint)
		t.ClosingFee = t.ClosingFee.Add(l.closing)
	}
	t.Equity = wallet.Add(t.UPnL)
	t.MarginRatio = ratio(t.Maintenance, t.Equity)
	t.Leverage = ratio(t.Notional, t.Equity)
	return t
}

// leg reports on one leg within its account.
func (r *Report) leg(i int) Leg {
	l := &r.legs[i]
	out := Leg{
		Symbol: l.Symbol, Side: l.Side, Mode: l.Mode,
		Notional: l.value, InitialMargin: l.initial, Maintenance: l.maint, ClosingFee: l.closing,
		UPnL: l.upnl, Bracket: l.bracket, MaxLeverage: l.t.maxLeverage,
	}
	if l.Mode == Isolated {
		out.Backing = some(l.backing)
	}
	out.Liquidation, out.Opposite = r.liquidation(l)
	out.Stop = l.checkStop(out.Liquidation, out.Opposite)
	out.FundingNext, out.FundingPerDay = l.funding()
	out.FundingAPR = l.Funding.APR()
	return out
}

// slack is the equity behind a leg above what it is tested against.
func (r *Report) slack(l *leg) decimal.Decimal {
	if l.Mode == Isolated {
		return l.backing.Add(l.upnl).Sub(l.maint).Sub(l.closing).Add(l.t.reserve)
	}
	return r.Cross.slack()
}

func (r *Report) liquidation(l *leg) (near, far Liquidation) {
	slack := r.slack(l)
	switch {
	case l.simple():
		return l.alone(slack), Liquidation{}
	case l.partner >= 0:
		return together(slack, l, &r.legs[l.partner])
	default:
		return together(slack, l)
	}
}

// funding returns the cash flow of the next settlement and of a day.
func (l *leg) funding() (next, perDay decimal.NullDecimal) {
	rate := l.Funding.Rate
	if !rate.Valid {
		return none, none
	}
	price := l.Mark
	if l.t.rule.FundingOnIndex && l.Index.Valid {
		price = l.Index.Decimal
	}
	flow := CashFlow(l.Side, l.Qty, price, rate.Decimal)
	return some(flow), l.Funding.PerDay(flow)
}
