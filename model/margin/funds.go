package margin

import "eddy/model/margin/exact"

// funds is the wallet the cross legs share, isolated margins set aside.
type funds struct {
	wallet, equity          num
	initial, maint, closing num
	shared                  bool // there are cross legs
}

// needs is what the funds' equity is tested against.
func (p *funds) needs() num { return p.maint.Add(p.closing) }

// slack is the equity above that.
func (p *funds) slack() num { return p.equity.Sub(p.needs()) }

// gather sets isolated margins aside and sums the cross legs up.
func gather(wallet num, legs []leg) funds {
	p := funds{wallet: wallet, equity: wallet}
	for i := range legs {
		p.put(&legs[i])
	}
	return p
}

// put adds a leg to the sums.
func (p *funds) put(l *leg) {
	if l.Mode == Isolated {
		p.wallet, p.equity = p.wallet.Sub(l.backing), p.equity.Sub(l.backing)
		return
	}
	p.shared = true
	p.equity = p.equity.Add(l.x.upnl)
	p.initial = p.initial.Add(l.initial)
	p.maint = p.maint.Add(l.maint)
	p.closing = p.closing.Add(l.closing)
}

// take removes a leg from the sums.
func (p *funds) take(l *leg) {
	if l.Mode == Isolated {
		p.wallet, p.equity = p.wallet.Add(l.backing), p.equity.Add(l.backing)
		return
	}
	p.equity = p.equity.Sub(l.x.upnl)
	p.initial = p.initial.Sub(l.initial)
	p.maint = p.maint.Sub(l.maint)
	p.closing = p.closing.Sub(l.closing)
}

// report is the funds as others read them.
func (p *funds) report(rule *Rule) Pool {
	out := Pool{
		Wallet: p.wallet.Decimal(), Equity: p.equity.Decimal(),
		InitialMargin: p.initial.Decimal(), Maintenance: p.maint.Decimal(), ClosingFee: p.closing.Decimal(),
		Free:       p.equity.Sub(p.initial).Decimal(),
		Ratio:      ratio(p.needs(), p.equity),
		Liquidated: p.shared && p.slack().Sign() <= 0,
	}
	out.VenueRatio = out.Ratio
	if rule.RatioInverted {
		out.VenueRatio, out.HigherIsSafer = ratio(p.equity, p.needs()), true
	}
	return out
}

// sums are an account's totals over all its legs.
type sums struct {
	equity, upnl, value, initial, maint, closing num
}

func total(wallet num, legs []leg) sums {
	s := sums{equity: wallet}
	for i := range legs {
		l := &legs[i]
		s.equity = s.equity.Add(l.x.upnl)
		s.upnl = s.upnl.Add(l.x.upnl)
		s.value = s.value.Add(l.x.value)
		s.initial = s.initial.Add(l.initial)
		s.maint = s.maint.Add(l.maint)
		s.closing = s.closing.Add(l.closing)
	}
	return s
}

// report is the sums as others read them.
func (s *sums) report() Totals {
	return Totals{
		Equity: s.equity.Decimal(), UPnL: s.upnl.Decimal(), Notional: s.value.Decimal(),
		InitialMargin: s.initial.Decimal(), Maintenance: s.maint.Decimal(), ClosingFee: s.closing.Decimal(),
		MarginRatio: ratio(s.maint, s.equity),
		Leverage:    ratio(s.value, s.equity),
	}
}

// floor returns x, or zero where x is below it.
func floor(x num) num {
	if x.Sign() < 0 {
		return exact.Num{}
	}
	return x
}
