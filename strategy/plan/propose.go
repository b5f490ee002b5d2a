package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/playbook"
)

// Propose makes a plan. One that cannot be made has no legs and says why.
func Propose(in Inputs) *model.Plan {
	b := newBasis(in)
	if b.why == "" {
		b.draftAll()
	}
	return b.fold(in.Snapshot, nil)
}

// draftAll drafts every leg in the order they are to be made: what is taken off
// first, sales, hedges before the exposure they cover, purchases, and futures for
// gain last.
func (b *basis) draftAll() {
	change := b.changes()
	b.limitPace(change)
	sold := b.sells(change)
	after := b.start.clone()
	for i := range sold {
		after.apply(&sold[i], sold[i].price, sold[i].bill().Total())
	}
	bought := b.penalise(b.buys(change, sold, b.marginAhead()), sold)
	whole := after.clone() // once every tranche is bought
	for i := range bought {
		after.apply(&bought[i], bought[i].price, bought[i].bill().Total())
		d := bought[i]
		d.qty = d.whole
		whole.apply(&d, d.price, d.bill().Total())
	}
	hedges := b.hedges(after)
	overlays := b.fitCap(hedges, b.overlays(whole, hedges))
	longs, shorts := b.closesBySide(slices.Concat(hedges, overlays))

	b.drafts = append(b.drafts, longs...)
	b.drafts = append(b.drafts, b.unwound(sold, shorts)...)
	b.drafts = append(b.drafts, b.opens(hedges)...)
	b.drafts = append(b.drafts, bought...)
	b.drafts = append(b.drafts, b.opens(b.due(overlays))...)
	b.afford()
	b.deploy()
	b.noteEnds()
	for i := range b.drafts {
		d := &b.drafts[i]
		if d.part = d.qty; !d.isSpot() && !d.adds() {
			d.exit += fmt.Sprintf("; it realises $%s before costs", b.realises(d).StringFixed(2))
		}
	}
	b.nameRules()
	b.noteBrackets()
}

// afford walks through the drafts and leaves out what the stablecoins cannot
// bear: a leg whose margin is not there is refused, a purchase is made smaller.
func (b *basis) afford() {
	p := b.start.clone()
	kept := b.drafts[:0:0]
	for _, d := range b.drafts {
		next := p.clone()
		next.apply(&d, d.price, d.bill().Total())
		if short := next.free().Neg(); d.adds() && short.IsPositive() && !b.shrink(&d, short) {
			continue
		}
		p.apply(&d, d.price, d.bill().Total())
		kept = append(kept, d)
	}
	b.drafts = kept
}

// shrink makes a leg smaller by what is missing, and tells whether anything
// worth making is left of it.
func (b *basis) shrink(d *draft, missing decimal.Decimal) bool {
	takes := d.notional()
	if !d.isSpot() {
		takes = d.margin()
	}
	takes = takes.Add(d.bill().Total())
	asked := d.notional()
	left := decimal.Max(takes.Sub(missing), decimal.Zero)
	d.qty = floorTo(d.qty.Mul(left).DivRound(takes, priceDigits), d.steps.lot)
	if !d.isSpot() && d.qty.IsPositive() && !b.giveStop(d) || d.notional().LessThan(d.steps.least) || !d.qty.IsPositive() {
		b.refuse(d.title, "no stablecoins are left for it", fmt.Sprintf("$%s asked, $%s missing", asked.StringFixed(2), missing.StringFixed(2)), "S0-FUT-4")
		return false
	}
	b.note(d.id, fmt.Sprintf("$%s instead of $%s: what the stablecoins bear", d.notional().StringFixed(2), asked.StringFixed(2)))
	return true
}

// marginAhead is what the stage's own legs will post at its targets, for the
// purchases to leave alone.
func (b *basis) marginAhead() decimal.Decimal {
	pct := 0.0
	for i := range b.stage.Overlays {
		if o := &b.stage.Overlays[i]; (!o.OptIn || b.in.OptIn) && o.Margin != playbook.Core {
			pct += b.stage.MarginPct(o)
		}
	}
	own := b.in.Procedure != nil && b.in.Procedure.OwnFutures
	for i := range b.in.Playbook.Hedges {
		if h := &b.in.Playbook.Hedges[i]; !own && (!h.OptIn || b.in.OptIn) && h.AppliesTo(b.stage.ID, b.phase()) {
			pct += h.Ratio * b.stage.TargetOf(h.Of) / b.limits.LeverageLow.Value
		}
	}
	return b.start.posted().Add(b.equity.Mul(decimal.NewFromFloat(min(pct, b.cap.Pct))).Shift(-2))
}

// closesBySide drafts what is taken off, longs and shorts apart.
func (b *basis) closesBySide(list []wanted) (longs, shorts []draft) {
	for _, d := range b.closes(list) {
		if d.short {
			shorts = append(shorts, d)
		} else {
			longs = append(longs, d)
		}
	}
	return longs, shorts
}

// unwound puts what is taken off a hedge behind the sales it covers, in
// proportion to each; the last takes the rest (C-11).
func (b *basis) unwound(sold, shorts []draft) []draft {
	out := slices.Clone(sold)
	for _, d := range shorts {
		covered := b.coveredBy(&d, sold)
		if len(covered) == 0 {
			out = append(out, d)
			continue
		}
		total := decimal.Zero
		for _, id := range covered {
			total = total.Add(b.byID(sold, id).notional())
		}
		left := d.qty
		for k, id := range covered {
			part := d
			part.id = fmt.Sprintf("%s#%d", d.id, k+1)
			part.qty = floorTo(d.qty.Mul(b.byID(sold, id).notional()).DivRound(total, priceDigits), d.steps.lot)
			if k == len(covered)-1 {
				part.qty = left
			} else if len(covered) > 1 {
				part.action = model.ActReduce
			}
			if left = left.Sub(part.qty); part.qty.IsPositive() {
				at := slices.IndexFunc(out, func(o draft) bool { return o.id == id })
				out = slices.Insert(out, at+1, part)
			}
		}
	}
	return out
}

func (b *basis) byID(list []draft, id string) *draft {
	return &list[slices.IndexFunc(list, func(d draft) bool { return d.id == id })]
}

// coveredBy lists the sales of the spot a short covers by one of the playbook's
// hedges.
func (b *basis) coveredBy(d *draft, sold []draft) []string {
	var out []string
	for i := range b.in.Playbook.Hedges {
		h := &b.in.Playbook.Hedges[i]
		if h.Against != d.asset {
			continue
		}
		for k := range sold {
			if b.market.isIn(sold[k].asset, h.Of) && !slices.Contains(out, sold[k].id) {
				out = append(out, sold[k].id)
			}
		}
	}
	return out
}

var contradiction = regexp.MustCompile(`^C-\d+$`)

// nameRules notes the contradictions of the articles that the legs and the stage
// stand on, with what was made of them.
func (b *basis) nameRules() {
	seen := ids(b.stage.Source + " " + b.stage.FuturesSource + " " + b.cap.Source)
	for _, t := range b.targets {
		seen = append(seen, ids(t.source)...)
	}
	for i := range b.drafts {
		seen = append(seen, b.drafts[i].reason...)
	}
	if p := b.in.Procedure; p != nil {
		seen = append(seen, ids(p.Source)...)
	}
	slices.SortStableFunc(seen, func(x, y string) int { return len(x) - len(y) })
	for _, id := range seen {
		if !contradiction.MatchString(id) {
			continue
		}
		if c, known := playbook.ContradictionByID(id); known {
			b.note(id, strings.Join(strings.Fields(c.Resolution), " "))
		}
	}
	for i := range b.drafts {
		if b.drafts[i].isSpot() {
			b.note("steps", "spot sizes are cut in steps worth at most ten cents and orders are at least $5: no list of spot markets is read")
			break
		}
	}
}
