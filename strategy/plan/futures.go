package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// wanted is a futures exposure the stage asks for on one coin.
type wanted struct {
	id       string
	title    string
	of       string
	asset    model.Asset
	short    bool
	hedge    bool
	notional decimal.Decimal
	leverage decimal.Decimal
	ladder   float64            // what the confidence allows
	band     [2]decimal.Decimal // of a hedge
	atLeast  bool               // what it covers is more than is known: nothing is taken off it
	reason   []string
	evidence []model.Evidence
	invalid  string
	byCore   bool // the core is its collateral, not sold (C-35)
	optIn    bool // the playbook offers it and does not ask for it
}

// phase is that of the stage where it was chosen, else the one that is.
func (b *basis) phase() model.Phase {
	if b.in.WhatIf {
		return b.stage.Phase
	}
	return b.in.Snapshot.Phase.Phase
}

// applies tells whether a leg of the playbook is wanted: its condition holds, or
// it stands and its end has not come. A chosen stage assumes its conditions.
func (b *basis) applies(id, title, when string, stands bool, source string) ([]model.Evidence, bool) {
	open, evidence, words := b.condition(id, playbook.RoleOpen)
	over, overEvidence, _ := b.condition(id, playbook.RoleClose)
	if when == "" {
		open = model.EvidenceFor
	}
	switch {
	case b.in.WhatIf:
		return evidence, true
	case over == model.EvidenceFor:
		if stands {
			b.note(id, title+": its end has come")
		}
		return overEvidence, false
	case open == model.EvidenceFor || stands:
		return evidence, true
	}
	why := "its condition does not hold"
	if open == model.EvidenceUnknown {
		why = "its condition cannot be asked"
	}
	b.refuse(title, why, firstOf(figureOf(evidence), words, b.plain(id, playbook.RoleOpen)), source)
	return nil, false
}

// stands tells whether a leg on a coin's side is open.
func (b *basis) stands(a model.Asset, short bool) bool {
	return slices.ContainsFunc(b.start.legs, func(l future) bool { return l.Asset == a && l.Short == short })
}

// spotOf is the worth of the coins of a sector or sub-sector that may rotate.
func (b *basis) spotOf(p *purse, of string) decimal.Decimal {
	sum := decimal.Zero
	for i := range p.spot {
		if c := &p.spot[i]; !c.core && b.market.isIn(c.asset, of) {
			sum = sum.Add(c.qty.Mul(b.prices[c.asset]))
		}
	}
	return sum
}

// trade compares a wanted exposure with what stands of it: how much to open,
// above zero, or to take off. A hedge inside its band and an overlay within a
// fifth are left alone.
func (b *basis) trade(w wanted) decimal.Decimal {
	now := decimal.Zero
	for i := range b.start.legs {
		if l := &b.start.legs[i]; l.Asset == w.asset && l.Short == w.short {
			now = now.Add(l.notional())
		}
	}
	low, high := w.notional.Mul(decimal.RequireFromString("0.8")), w.notional.Mul(decimal.RequireFromString("1.2"))
	if w.hedge {
		low, high = w.band[0], w.band[1]
	}
	if now.IsPositive() && now.GreaterThanOrEqual(low) && (w.atLeast || now.LessThanOrEqual(high)) {
		return decimal.Zero
	}
	return w.notional.Sub(now)
}

// offer notes a leg the playbook has and does not ask for.
func (b *basis) offer(id, title string) {
	b.note(id, title+" is offered, not proposed: O in the rotation view, or --opt-in, takes it in")
}

// opens drafts the legs to open.
func (b *basis) opens(list []wanted) []draft {
	var out []draft
	for _, w := range list {
		missing := b.trade(w)
		if !missing.IsPositive() {
			continue
		}
		if d, ok := b.openDraft(w, missing); ok && b.payable(&d) && b.passes(&d) {
			out = append(out, d)
		}
	}
	return out
}

// payable refuses a leg whose collateral is the core where the legs before it
// leave no cash for its costs: the core is not sold for them.
func (b *basis) payable(d *draft) bool {
	if !d.byCore {
		return true
	}
	left := b.start.clone()
	for i := range b.drafts {
		left.apply(&b.drafts[i], b.drafts[i].price, b.drafts[i].bill().Total())
	}
	need := d.bill().Total()
	if left.free().GreaterThanOrEqual(need) {
		return true
	}
	b.refuse(d.title, "no cash for its costs, and the core is not sold for them", fmt.Sprintf("$%s left, $%s needed", left.free().StringFixed(2), need.StringFixed(2)), "S2-CONS-1")
	return false
}

func (b *basis) openDraft(w wanted, notional decimal.Decimal) (draft, bool) {
	q, ok := b.contractFor(w)
	if !ok {
		b.refuse(w.title+" on "+string(w.asset), "no live venue quotes its perpetual", "0 venues", "")
		return draft{}, false
	}
	price, _ := b.market.mark(w.asset, q.Venue, q.Symbol) // usable: it has a mark
	d := draft{
		id: "open:" + w.id, action: model.ActOpen, bucket: w.of, asset: w.asset, venue: q.Venue, symbol: q.Symbol, short: w.short,
		price: price, leverage: w.leverage, steps: b.market.perpSteps(q, price), market: b.market.perpMarket(q, w.asset),
		fee: b.perpFee(q.Venue, q.Symbol), depth: b.market.depth(w.asset), reason: w.reason, evidence: append(w.evidence, b.standing(w.of)...),
		invalid: w.invalid, band: w.band, mostLev: b.mostLeverage(w), ladder: w.ladder, isAsked: b.in.WhatIf,
		signalAge: b.signalAge(w.of), movePassed: b.movePassed(w.of), tolerant: b.tolerance(w.asset),
		sector: b.legSector(w), optIn: w.optIn,
		title: fmt.Sprintf("open %s %s perp on %s: %s", sideWord(w.short), w.asset, q.Venue, w.title), byCore: w.byCore,
		exit: "until " + w.invalid,
	}
	d.giveFunding(q)
	d.qty = floorTo(notional.DivRound(price, priceDigits), d.steps.lot)
	if d.whole = d.qty; !w.hedge {
		b.stagger(&d, b.parts("open "+string(w.asset), notional, d.steps.least))
		d.title += d.trancheWords()
	}
	if !w.short {
		d.target, d.exit = b.gain(price, false), b.gainWords(true)
	}
	b.giveLegEdge(&d, w)
	return d, b.giveStop(&d)
}

// mostLeverage is what the playbook and the leg's own sector allow. What a hedge
// covers does not bound it: the leg stands on another coin.
func (b *basis) mostLeverage(w wanted) decimal.Decimal {
	most := b.limits.LeverageMax.Value
	if r := b.risk(b.legSector(w)); r.LeverageMax > 0 {
		most = min(most, r.LeverageMax)
	}
	return decimal.NewFromFloat(most)
}

// legSector is the sector whose limits a leg stands under: that of its coin where
// it is a hedge.
func (b *basis) legSector(w wanted) string {
	if w.hedge {
		return b.market.bucket(w.asset)
	}
	return w.of
}

// contractFor is the contract of a leg that stands, else the one to open on.
func (b *basis) contractFor(w wanted) (*model.QuoteView, bool) {
	for i := range b.start.legs {
		l := &b.start.legs[i]
		if l.Asset != w.asset || l.Short != w.short {
			continue
		}
		if q := b.market.quote(l.Asset, l.Venue, l.Symbol); q != nil && b.market.usable(q) {
			return q, true
		}
	}
	return b.market.perpetual(w.asset)
}

func (d *draft) giveFunding(q *model.QuoteView) {
	rate, ok := q.FundingRate.Value()
	hours, both := q.FundingIntervalH.Value()
	d.funded = ok && both
	d.funding = cost.Funding{Rate: rate, IntervalH: hours, Next: q.NextFunding}
}

// giveLegEdge sets what a futures leg may gain. A hedge is not for gain.
func (b *basis) giveLegEdge(d *draft, w wanted) {
	if w.hedge {
		d.cutsRisk, d.edgeWhy = true, "a hedge cuts risk and needs no edge"
		return
	}
	b.giveEdge(d, w.of, nil)
	if w.short {
		d.z = -d.z
	}
}
