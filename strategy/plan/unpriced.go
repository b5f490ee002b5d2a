package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// A coin that is held and has no price is left out of the plan: it keeps what it
// is, and equity, shares and caps are of the rest. Outside the taxonomy and in the
// core that changes no leg. In a bucket it means that the bucket's share is known
// from below alone: what lies above the target is too much in any case, but
// whether anything lies under it is not known, so that nothing is bought, unless
// what the coin cost would not leave the band in which nothing is traded. Where it
// cost more than everything else is worth, a plan of the rest would not be one of
// the book, and there is none. What a coin cost is no price: it is asked for these
// two bounds and counts nowhere. (Chosen.)

// leftOut is a coin that the plan leaves out.
type leftOut struct {
	model.Unpriced
	bucket string // "" where it is never traded
	cost   decimal.NullDecimal
}

// setAside leaves a holding without a price out of the plan; why says what is
// waited for instead.
func (b *basis) setAside(s *model.SpotHolding) (why string) {
	u := model.Unpriced{Asset: s.Asset, Qty: s.Qty, Why: fmt.Sprintf("no price of %s is known", s.Asset), Awaited: true}
	list := b.in.Snapshot.Planning.Unpriced
	if i := slices.IndexFunc(list, func(u model.Unpriced) bool { return u.Asset == s.Asset }); i >= 0 {
		u = list[i]
		u.Qty = s.Qty
	}
	if u.Awaited {
		return u.Why + ", which is held"
	}
	l := leftOut{Unpriced: u, cost: decimal.NullDecimal{Decimal: s.Qty.Mul(s.Cost), Valid: s.CostKnown}}
	if u.Sector != "" && !s.Core {
		l.bucket = b.in.Playbook.BucketOf(u.Sector, u.SubSector)
	}
	b.unpriced = append(b.unpriced, l)
	return ""
}

// weighUnpriced says what the plan leaves out, or why it cannot be made without.
func (b *basis) weighUnpriced() (why string) {
	lost, first := decimal.Zero, model.Asset("")
	for i := range b.unpriced {
		l := &b.unpriced[i]
		if l.bucket == "" {
			b.note("taxonomy", fmt.Sprintf("%s; it is never traded, and all %s of it are left alone; equity, shares and caps are of the rest", l.Why, l.Qty))
			continue
		}
		b.refuse("trade "+string(l.Asset), "it has no price and keeps what it is", l.Why+"; "+l.worth(), "")
		b.note("unpriced", "shares, hedges and caps are of what has a price; in a bucket of which a coin has none nothing is bought, unless what that cost lies within the no-trade band")
		lost = lost.Add(l.cost.Decimal)
		if l.cost.Valid && first == "" {
			first = l.Asset
		}
	}
	if lost.GreaterThan(b.equity) {
		return fmt.Sprintf("no price of %s is known, and going by what it cost most of the book is without one: $%s against $%s of the rest", first, lost.StringFixed(2), b.equity.StringFixed(2))
	}
	return ""
}

// worth is how much of the coin is held, and what it cost.
func (l *leftOut) worth() string {
	if !l.cost.Valid {
		return l.Qty.String() + " of it, what it cost is not known"
	}
	return l.Qty.String() + " of it, which cost $" + l.cost.Decimal.StringFixed(2)
}

// hidden tells whether so much of a bucket has no price that its share may be
// another than the one that is known, with the coin that hides it.
func (b *basis) hidden(t *want) (figure string, yes bool) {
	return b.hides(t.pct, func(l *leftOut) bool { return l.bucket == t.bucket })
}

// hidesCover is the same of the spot of a sector or sub-sector that a hedge covers.
func (b *basis) hidesCover(of string) bool {
	_, yes := b.hides(0, func(l *leftOut) bool { return l.bucket != "" && (l.Sector == of || l.SubSector == of) })
	return yes
}

// hides tells whether some of the coins left out may be worth more than the band
// around a target in which nothing is traded.
func (b *basis) hides(target float64, in func(*leftOut) bool) (figure string, yes bool) {
	sum := decimal.Zero
	for i := range b.unpriced {
		l := &b.unpriced[i]
		if !in(l) {
			continue
		}
		sum = sum.Add(l.cost.Decimal)
		if !l.cost.Valid || pctOf(sum, b.equity) > b.band().Half(target) {
			return l.Why + "; " + l.worth(), true
		}
	}
	return "", false
}

// unpricedList is what the plan tells of what it leaves out.
func (b *basis) unpricedList() []model.Unpriced {
	var out []model.Unpriced
	for i := range b.unpriced {
		out = append(out, b.unpriced[i].Unpriced)
	}
	return out
}

// whyUnpriced says why a figure over everything that is held is not known, "" when
// every coin has a price.
func (b *basis) whyUnpriced() string {
	if len(b.unpriced) == 0 {
		return ""
	}
	return fmt.Sprintf("no price of %s is known", b.unpriced[0].Asset)
}

// pricedNow lists the coins a price was missing of when the plan was made and is
// known now.
func (b *basis) pricedNow(now *model.Snapshot) []string {
	var out []string
	for _, u := range b.unpriced {
		for i := range now.Assets {
			if v, ok := now.Assets[i].Price.Value(); ok && v > 0 && now.Assets[i].Asset == u.Asset {
				out = append(out, fmt.Sprintf("a price of %s is known now", u.Asset))
			}
		}
	}
	return out
}
