package margin

import "github.com/shopspring/decimal"

// leg is a position with everything about it that does not depend on the
// others.
type leg struct {
	Position
	t terms

	value   decimal.Decimal // N, notional at the mark
	charged decimal.Decimal // the notional maintenance is charged on: N, less what a hedge nets
	netted  bool            // charged differs from value
	upnl    decimal.Decimal
	initial decimal.Decimal
	backing decimal.Decimal // W of an isolated position
	maint   decimal.Decimal // maintenance margin at the mark, with a reserved fee
	closing decimal.Decimal // closing fee at the mark, where it grows with the notional
	bracket int             // bracket at the mark, counted from 1; 0 = a rate given by hand
	partner int             // the other side of the hedge in cross margin, -1 without
}

// needs is what the leg's equity is tested against.
func (l *leg) needs() decimal.Decimal { return l.maint.Add(l.closing) }

// newLeg works out a leg by itself.
func newLeg(p Position, t terms) leg {
	l := leg{Position: p, t: t, partner: -1}
	l.value = p.notional()
	l.upnl = p.pnl()
	l.initial = l.initialMargin()
	l.charge(l.value)
	if p.Mode == Isolated {
		l.backing = div(p.entryValue(), p.Leverage)
		if p.Margin.Valid {
			l.backing = p.Margin.Decimal
		}
	}
	return l
}

// initialMargin is notional over leverage and the reserved fee: at entry for an
// isolated position, at the mark for a cross one (margin §3), where the venue
// has no other habit.
func (l *leg) initialMargin() decimal.Decimal {
	base := l.value
	if l.Mode == Isolated || l.t.rule.CrossMarginAtEntry {
		base = l.entryValue()
	}
	return div(base, l.Leverage).Add(l.t.reserve)
}

// charge works out maintenance margin on a notional.
func (l *leg) charge(notional decimal.Decimal) {
	l.charged = notional
	switch {
	case l.t.frozen:
		l.closing = l.entryValue().Mul(l.t.fee)
		l.maint = l.t.frozenMM.Sub(l.closing)
		l.bracket = l.t.bracket
	case l.netted && notional.IsZero():
		l.maint, l.closing, l.bracket = l.t.reserve, zero, l.t.bracket
	default:
		row, k := l.t.at(notional)
		l.maint = row.Maintenance(notional).Add(l.t.reserve)
		l.closing = notional.Mul(l.t.fee)
		l.bracket = k
	}
}

// pairUp joins the two sides of one symbol in cross margin (hedge mode) and,
// where the venue nets them, charges maintenance on the difference alone.
func pairUp(legs []leg) {
	for i := range legs {
		for j := range legs[:i] {
			a, b := &legs[i], &legs[j]
			if a.Mode != Cross || b.Mode != Cross || a.Symbol != b.Symbol {
				continue
			}
			a.partner, b.partner = j, i
			if a.t.rule.NetsHedge {
				net(a, b)
			}
		}
	}
}

func net(a, b *leg) {
	big, small := a, b
	if big.value.LessThan(small.value) {
		big, small = small, big
	}
	big.netted, small.netted = true, true
	big.charge(big.value.Sub(small.value))
	small.charge(zero)
}
