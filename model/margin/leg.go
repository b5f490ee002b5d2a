package margin

import "eddy/model/margin/exact"

// leg is a position with everything about it that does not depend on the
// others.
type leg struct {
	*Position
	x figures
	t terms

	charged num  // the notional maintenance is charged on: N, less what a hedge nets
	netted  bool // charged differs from N
	initial num
	backing num // W of an isolated position
	maint   num // maintenance margin at the mark, with a reserved fee
	closing num // closing fee at the mark, where it grows with the notional
	bracket int // bracket at the mark, counted from 1; 0 = a rate given by hand
	partner int // the other side of the hedge in cross margin, -1 without
}

// needs is what the leg's equity is tested against.
func (l *leg) needs() num { return l.maint.Add(l.closing) }

// newLeg works out a leg by itself.
func newLeg(p *Position, x figures, t terms) leg {
	l := leg{Position: p, x: x, t: t, partner: -1}
	l.initial = l.initialMargin()
	l.charge(x.value)
	if p.Mode != Isolated {
		return l
	}
	if p.Margin.Valid {
		l.backing = exact.Of(p.Margin.Decimal)
	} else {
		l.backing = x.atEntry.Quo(x.lever, moneyPlaces)
	}
	return l
}

// initialMargin is notional over leverage and the reserved fee: at entry for an
// isolated position, at the mark for a cross one (margin §3), where the venue
// has no other habit.
func (l *leg) initialMargin() num {
	base := l.x.value
	if l.Mode == Isolated || l.t.rule.CrossMarginAtEntry {
		base = l.x.atEntry
	}
	return base.Quo(l.x.lever, moneyPlaces).Add(l.t.reserve)
}

// charge works out maintenance margin on a notional.
func (l *leg) charge(notional num) {
	l.charged = notional
	switch {
	case l.t.frozen:
		l.closing = l.x.atEntry.Mul(l.t.fee)
		l.maint = l.t.frozenMM.Sub(l.closing)
		l.bracket = l.t.bracket
	case l.netted && notional.Sign() == 0:
		l.maint, l.closing, l.bracket = l.t.reserve, num{}, l.t.bracket
	default:
		row, k := l.t.at(notional)
		l.maint = notional.Mul(row.Rate).Sub(row.Amount).Add(l.t.reserve)
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
	if big.x.value.Cmp(small.x.value) < 0 {
		big, small = small, big
	}
	big.netted, small.netted = true, true
	big.charge(big.x.value.Sub(small.x.value))
	small.charge(num{})
}
