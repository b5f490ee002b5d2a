package margin

import (
	"eddy/model/margin/exact"
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
	rule, _ := RuleOf(a.Venue) // checked just above
	m := market{rule, book}
	legs, faults := m.legs(a.Positions)
	if len(faults) > 0 {
		return nil, faults
	}
	wallet := exact.Of(a.Wallet)
	r := &Report{Venue: a.Venue, market: m, legs: legs}
	r.pool, r.sums = gather(wallet, legs), total(wallet, legs)
	r.Cross, r.Account = r.pool.report(rule), r.sums.report()
	r.Legs = make([]Leg, len(legs))
	for i := range legs {
		r.Legs[i] = r.leg(i)
	}
	r.joint = r.moves(uniform)
	r.Warnings = r.warnings()
	return r, nil
}

// legs resolves a copy of every position, so that a report does not change
// when its account does.
func (m market) legs(positions []Position) ([]leg, InputErrors) {
	var f faults
	ps := append([]Position(nil), positions...)
	legs := make([]leg, len(ps))
	for i := range ps {
		f.index, f.symbol = i, ps[i].Symbol
		before := len(f.list)
		x := figuresOf(&ps[i])
		t := m.resolve(&ps[i], x, &f)
		if len(f.list) == before {
			legs[i] = newLeg(&ps[i], x, t)
		}
	}
	if len(f.list) > 0 {
		return nil, f.list
	}
	pairUp(legs)
	return legs, nil
}

// leg reports on one leg within its account.
func (r *Report) leg(i int) Leg {
	l := &r.legs[i]
	out := Leg{
		Symbol: l.Symbol, Side: l.Side, Mode: l.Mode,
		Notional: l.x.value.Decimal(), InitialMargin: l.initial.Decimal(),
		Maintenance: l.maint.Decimal(), ClosingFee: l.closing.Decimal(),
		UPnL: l.x.upnl.Decimal(), Bracket: l.bracket, MaxLeverage: l.t.maxLeverage,
	}
	if l.Mode == Isolated {
		out.Backing = l.backing.Some()
	}
	out.Ratio = r.pool.ratioOf(l)
	if l.t.source != nil {
		out.Tiers = l.t.source.Origin.String()
	}
	out.Liquidation, out.Opposite = r.pool.liquidate(l, r.legs)
	out.Stop = l.checkStop(out.Liquidation, out.Opposite)
	out.FundingNext, out.FundingPerDay = l.funding()
	out.FundingAPR = l.Funding.APR()
	return out
}

// ratioOf is what a leg is tested against over what it is tested by.
func (p *funds) ratioOf(l *leg) decimal.NullDecimal {
	if l.Mode == Isolated {
		return ratio(l.needs(), l.backing.Add(l.t.reserve).Add(l.x.upnl))
	}
	return ratio(p.needs(), p.equity)
}

// slackOf is the equity behind a leg above what it is tested against.
func (p *funds) slackOf(l *leg) num {
	if l.Mode == Isolated {
		// A reserved fee is part of the isolated equity and of what is asked.
		return l.backing.Add(l.t.reserve).Add(l.x.upnl).Sub(l.needs())
	}
	return p.slack()
}

// liquidate finds a leg's liquidation prices; legs holds its partner, if any.
func (p *funds) liquidate(l *leg, legs []leg) (near, far Liquidation) {
	slack := p.slackOf(l)
	switch {
	case l.simple():
		return l.alone(slack), Liquidation{}
	case l.partner >= 0:
		return together(slack, l, &legs[l.partner])
	default:
		return together(slack, l)
	}
}

// funding returns the cash flow of the next settlement and of a day.
func (l *leg) funding() (next, perDay decimal.NullDecimal) {
	if !l.Funding.Rate.Valid {
		return none, none
	}
	paidOn := l.x.value
	if l.t.rule.FundingOnIndex && l.Index.Valid {
		paidOn = l.x.qty.Mul(exact.Of(l.Index.Decimal))
	}
	flow := l.Side.signed(paidOn.Mul(exact.Of(l.Funding.Rate.Decimal))).Neg()
	return flow.Some(), l.Funding.perDay(flow)
}
