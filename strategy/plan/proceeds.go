package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// deploy says where what closing shorts realises goes: into the bucket the
// playbook names where it is a gain, and nowhere where it is a loss (C-21).
func (b *basis) deploy() {
	for i := range b.proceeds {
		m := &b.proceeds[i]
		sum, found := decimal.Zero, false
		for k := range b.drafts {
			d := &b.drafts[k]
			if d.isSpot() || d.adds() || !d.short || !slices.ContainsFunc(m.from, func(of string) bool { return b.market.isIn(d.asset, of) }) {
				continue
			}
			sum, found = sum.Add(b.realises(d)).Sub(d.bill().Total()), true
			d.belong(m)
		}
		switch {
		case !found:
		case sum.IsPositive():
			m.USD = sum.Round(2)
			b.moves = append(b.moves, *m)
			b.note(m.ID, fmt.Sprintf("%s: closing the shorts realises $%s after costs, into %s", m.Title, sum.StringFixed(2), m.to[0]))
		default:
			b.refuse(m.Title, "closing the shorts realises a loss: there is nothing to deploy", "$"+sum.StringFixed(2)+" after costs", m.Source)
		}
	}
}

// realises is what a leg that is taken off earns at the plan's price, before
// costs.
func (b *basis) realises(d *draft) decimal.Decimal {
	i := b.start.standing(d.venue, d.symbol, d.short)
	if i < 0 {
		return decimal.Zero
	}
	return b.start.legs[i].profit(d.price, decimal.Min(d.qty, b.start.legs[i].Qty))
}
