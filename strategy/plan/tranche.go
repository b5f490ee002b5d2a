package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// rest is how many tranches are left, the one that is due included.
func (p *pace) rest() int { return p.of - p.tranche + 1 }

// goesOn tells whether a purchase continues one of the tranches before: the band
// is not asked again, for the first tranche took a part of the way into it.
func (p *pace) goesOn(bucket string) bool {
	return p.signal && p.tranche > 1 && slices.Contains(p.bought, bucket)
}

// parts is in how many tranches the rest of a leg is bought: fewer where a part
// would be below the least order.
func (b *basis) parts(what string, usd, least decimal.Decimal) int {
	n := b.pace.rest()
	if n == 1 {
		return 1
	}
	fit := int(usd.Div(decimal.Max(least, leastNotional)).IntPart())
	if fit >= n {
		return n
	}
	b.note("tranches", fmt.Sprintf("%s is bought in %s: a tranche of $%s would be below the least order, $%s", what, countWord(max(fit, 1)), usd.Div(decimal.NewFromInt(int64(n))).StringFixed(2), least))
	return max(fit, 1)
}

func countWord(n int) string {
	if n == 1 {
		return "one piece"
	}
	return fmt.Sprintf("%d tranches", n)
}

// stagger makes a leg the first of its parts.
func (b *basis) stagger(d *draft, n int) {
	d.whole = d.qty
	if b.in.WhatIf {
		return
	}
	d.tranche, d.of = b.pace.tranche, b.pace.tranche+n-1
	d.qty = floorTo(d.qty.DivRound(decimal.NewFromInt(int64(n)), priceDigits), d.steps.lot)
	if d.next = b.pace.due; d.tranche == d.of {
		d.next = 0
	}
}

// trancheWords says which part of a purchase a leg is, "" for one made whole.
func (d *draft) trancheWords() string {
	switch {
	case d.of <= 1:
		return ""
	case d.next == 0:
		return fmt.Sprintf(", tranche %d of %d", d.tranche, d.of)
	default:
		return fmt.Sprintf(", tranche %d of %d, next not before %s", d.tranche, d.of, clockOf(d.next))
	}
}
