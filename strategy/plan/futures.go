package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/size"
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
	reason   []string
	evidence []model.Evidence
	invalid  string
	byCore   bool // the core is its collateral, not sold (C-35)
	optIn    bool // the playbook offers it and does not ask for it
}

// hedges lists the hedges of the stage, sized by the spot that will be held.
func (b *basis) hedges(after *purse) []wanted {
	var out []wanted
	if p := b.in.Procedure; p != nil && p.OwnFutures {
		return nil
	}
	for i := range b.in.Playbook.Hedges {
		h := &b.in.Playbook.Hedges[i]
		if !h.AppliesTo(b.stage.ID, b.phase()) {
			continue
		}
		if h.OptIn && !b.in.OptIn {
			b.offer(h.ID, h.Title)
			continue
		}
		side, err := size.SideOf(h.Side)
		if err != nil {
			continue // the playbook was checked when it was loaded
		}
		short := side == size.Short
		evidence, ok := b.applies(h.ID, h.Title, h.When, b.stands(h.Against, short), h.Source)
		if spot := b.spotOf(after, h.Of); ok && spot.IsPositive() {
			out = append(out, b.wantHedge(h, spot, short, evidence))
		}
	}
	return out
}

func (b *basis) wantHedge(h *playbook.Hedge, spot decimal.Decimal, short bool, evidence []model.Evidence) wanted {
	share := func(ratio float64) decimal.Decimal { return spot.Mul(decimal.NewFromFloat(ratio)) }
	w := wanted{
		id: h.ID, title: h.Title, of: h.Of, asset: h.Against, short: short, hedge: true, notional: share(h.Ratio),
		leverage: decimal.NewFromFloat(b.limits.LeverageLow.Value), ladder: b.limits.LeverageLow.Value,
		band: [2]decimal.Decimal{share(h.Band[0]), share(h.Band[1])}, reason: ids(h.Source), evidence: evidence,
		invalid: firstOf(h.Until, "the phase ends"), optIn: h.OptIn,
	}
	if p := b.in.Procedure; p != nil && p.Hedge[h.ID] > 0 {
		w.notional = b.equity.Mul(decimal.NewFromFloat(p.Hedge[h.ID])).Shift(-2)
		w.reason = append(w.reason, ids(p.Source)...)
	}
	return w
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
	b.refuse(title, why, firstOf(figureOf(evidence), words, when), source)
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

// overlays lists the stage's own futures legs, coin by coin.
func (b *basis) overlays(after *purse, hedges []wanted) []wanted {
	var out []wanted
	money := size.Money{Equity: b.equity, FreeStables: decimal.Max(after.cash, decimal.Zero)}
	for i := range b.stage.Overlays {
		o := &b.stage.Overlays[i]
		if o.OptIn && !b.in.OptIn {
			b.offer(o.ID, o.Title)
			continue
		}
		money.Spot = b.spotOf(after, o.Of)
		w, ok := b.wantOverlay(o, money, slices.Concat(hedges, out))
		if !ok {
			continue
		}
		for _, one := range w {
			money.FreeStables = money.FreeStables.Sub(one.notional.DivRound(one.leverage, 2))
		}
		out = append(out, w...)
	}
	return out
}

func (b *basis) wantOverlay(o *playbook.Overlay, money size.Money, others []wanted) ([]wanted, bool) {
	short := o.Side == "short"
	evidence, ok := b.applies(o.ID, o.Title, o.When, b.overlayStands(o, short), o.Source)
	if !ok {
		return nil, false
	}
	lever, ladder := b.leverage(o)
	if lever <= 0 {
		b.refuse(o.Title, "confidence allows no new leverage", fmt.Sprintf("confidence %.2f", b.in.Snapshot.Phase.Confidence.Or(0)), "S0-RISK-2 C-25")
		return nil, false
	}
	leg, err := size.Overlay(o, money, decimal.NewFromFloat(lever))
	if err != nil || !leg.Notional.IsPositive() {
		return nil, false
	}
	if p := b.in.Procedure; p != nil && p.Margin[o.ID] > 0 {
		leg.Margin = b.equity.Mul(decimal.NewFromFloat(p.Margin[o.ID])).Shift(-2)
		leg.Notional = leg.Margin.Mul(decimal.NewFromFloat(lever))
	}
	coins := b.overlayCoins(o, leg.Margin, short, others)
	parts := split(leg.Notional, max(len(coins), 1))
	var out []wanted
	for k, a := range coins {
		out = append(out, wanted{
			id: o.ID + ":" + string(a), title: o.Title, of: o.Of, asset: a, short: short, notional: parts[k],
			leverage: decimal.NewFromFloat(lever), ladder: ladder, reason: ids(o.Source), evidence: evidence,
			invalid: firstOf(o.Until, b.stageEnds()), byCore: o.Margin == playbook.Core, optIn: o.OptIn,
		})
	}
	return out, len(out) > 0
}

// overlayStands tells whether a leg the overlay may have opened is open.
func (b *basis) overlayStands(o *playbook.Overlay, short bool) bool {
	return slices.ContainsFunc(b.start.legs, func(l future) bool {
		return l.Short == short && (slices.Contains(o.Against, l.Asset) || len(o.Against) == 0 && b.market.isIn(l.Asset, o.Of))
	})
}

// leverage is an overlay's own, cut to what its sector, the playbook and the
// confidence allow (C-25). A chosen stage keeps the playbook's, and a guard says
// what the confidence would allow. In the first closes of a phase it does not
// step up (S0-RISK-2).
func (b *basis) leverage(o *playbook.Overlay) (lever, ladder float64) {
	lever = min(o.Leverage, b.limits.LeverageMax.Value)
	if r := b.risk(o.Of); r.LeverageMax > 0 {
		lever = min(lever, r.LeverageMax)
	}
	ladder, _ = b.limits.LeverageFor(b.in.Snapshot.Phase.Confidence.Or(0))
	if age, ok := b.in.Snapshot.Phase.AgeDays.Value(); ok && age < b.limits.StepUpBars.Value && ladder > 0 {
		ladder = min(ladder, b.limits.LeverageMin.Value)
	}
	if !b.in.WhatIf {
		lever = min(lever, ladder)
	}
	return lever, ladder
}

// leastLegMargin is the margin from which a leg is spread over two coins
// (chosen: the articles split $25,000 and keep $1,000 together).
var leastLegMargin = decimal.NewFromInt(2500)

// overlayCoins picks the coins an overlay stands on. One that another leg holds the
// other way round is passed over: the two would cancel out.
func (b *basis) overlayCoins(o *playbook.Overlay, margin decimal.Decimal, short bool, others []wanted) []model.Asset {
	n := 1
	if margin.GreaterThanOrEqual(leastLegMargin) {
		n = largestSplit
	}
	candidates := o.Against
	if p := b.in.Procedure; p != nil && len(p.Coins[o.Of]) > 0 {
		candidates, n = p.Coins[o.Of], len(p.Coins[o.Of])
	} else if len(candidates) == 0 {
		candidates = b.overlayRanked(o.Of, short)
	}
	var out []model.Asset
	for _, a := range candidates {
		if len(out) == n {
			break
		}
		if !short && slices.Contains(b.taken, a) {
			b.note(o.ID, fmt.Sprintf("not on %s: its profit is taken, the long on it is closed (S0-RISK-1)", a))
			continue
		}
		if slices.ContainsFunc(others, func(w wanted) bool { return w.asset == a && w.short != short }) {
			b.note(o.ID, fmt.Sprintf("not on %s: another leg holds it the other way round and the two would cancel out", a))
			continue
		}
		if b.openable(a, o.Title) {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		b.refuse(o.Title, "no coin it could stand on", fmt.Sprintf("%d of %s were looked at", len(candidates), o.Of), o.Source)
	}
	return out
}

// openable tells whether a coin has a perpetual to open a leg on, and a market
// thick enough.
func (b *basis) openable(a model.Asset, title string) bool {
	if b.market.stalePrice(a) != "" {
		return false
	}
	if _, ok := b.market.perpetual(a); !ok {
		b.refuse(title+" on "+string(a), "no live venue quotes its perpetual", "0 venues", "")
		return false
	}
	for _, f := range b.liquidity.Enter(b.market.depth(a)) {
		if f.Known && !f.Passed {
			b.refuse(title+" on "+string(a), "its market is too thin", f.Text, b.limits.MinTurnoverUSD.Source)
			return false
		}
	}
	return true
}

// overlayRanked lists a sector's coins for a leg: shorts by how overleveraged
// they are (S1-C-SHORT), then all by turnover.
func (b *basis) overlayRanked(of string, short bool) []model.Asset {
	var out []model.Asset
	if short {
		for _, s := range b.in.Snapshot.Shorts {
			if b.market.isIn(s.Asset, of) {
				out = append(out, s.Asset)
			}
		}
	}
	for _, a := range b.ranked(of) {
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// afterCosts is what is left of equity, at the least, when a plan's costs are
// paid: caps count from there (chosen).
var afterCosts = decimal.RequireFromString("0.99")

// fitCap scales the overlays down until all margin together stays within the
// cap; hedges are kept whole (S1-RISK-1, C-24).
func (b *basis) fitCap(hedges, overlays []wanted) []wanted {
	most := b.equity.Mul(decimal.NewFromFloat(b.cap.Pct)).Shift(-2).Mul(afterCosts)
	for _, h := range hedges {
		most = most.Sub(h.notional.DivRound(h.leverage, 2))
	}
	asked := decimal.Zero
	for _, o := range overlays {
		asked = asked.Add(o.notional.DivRound(o.leverage, 2))
	}
	if asked.LessThanOrEqual(most) {
		return overlays
	}
	what := "futures beyond the cap of the " + b.cap.Name
	b.refuse(what, "margin is capped", fmt.Sprintf("asked $%s, allowed $%s: %g %% of equity", asked.StringFixed(0), decimal.Max(most, decimal.Zero).StringFixed(0), b.cap.Pct), b.cap.Source)
	if !most.IsPositive() {
		return nil
	}
	for i := range overlays {
		overlays[i].notional = overlays[i].notional.Mul(most).Div(asked).RoundFloor(2)
	}
	return overlays
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
	if now.IsPositive() && now.GreaterThanOrEqual(low) && now.LessThanOrEqual(high) {
		return decimal.Zero
	}
	return w.notional.Sub(now)
}

// offer notes a leg the playbook has and does not ask for.
func (b *basis) offer(id, title string) {
	b.note(id, title+" is offered, not proposed: O in the rotation view, or --opt-in, takes it in")
}

// due leaves overlays that are still to be opened for later where the purchases
// they belong to wait for their time.
func (b *basis) due(overlays []wanted) []wanted {
	p := &b.pace
	if p.waits == nil || p.tranche == 1 && !p.blocked {
		return overlays // nothing waits, or only a rotation that is not asked for
	}
	return slices.DeleteFunc(slices.Clone(overlays), func(w wanted) bool {
		opens := b.trade(w).IsPositive()
		if opens {
			b.hold(*p.waits)
		}
		return opens
	})
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
		fee: fees.PerpTaker, depth: b.market.depth(w.asset), reason: w.reason, evidence: append(w.evidence, b.standing(w.of)...),
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

// closes drafts what is to be taken off: legs nothing asks for any more, and
// what stands beyond what is wanted.
func (b *basis) closes(list []wanted) []draft {
	var out []draft
	for i := range b.start.legs {
		l := &b.start.legs[i]
		if l.Asset == "" || !b.concerns(l.Asset) {
			b.note(l.Symbol, fmt.Sprintf("%s %s on %s is none of this playbook's coins and is left alone", sideWord(l.Short), l.Symbol, l.Venue))
			continue
		}
		k := slices.IndexFunc(list, func(w wanted) bool { return w.asset == l.Asset && w.short == l.Short })
		if k < 0 {
			out = append(out, b.closeDraft(l, l.Qty, nil))
			continue
		}
		if over := b.trade(list[k]).Neg(); over.IsPositive() {
			qty := decimal.Min(over.DivRound(l.mark, priceDigits), l.Qty)
			out = append(out, b.closeDraft(l, qty, &list[k]))
		}
	}
	return slices.DeleteFunc(out, func(d draft) bool { return !d.qty.IsPositive() })
}

// concerns tells whether a coin is one the playbook acts on.
func (b *basis) concerns(a model.Asset) bool {
	v, known := b.market.assets[a]
	if !known {
		return false
	}
	named := b.in.Playbook.Sectors
	return len(named) == 0 || v.Sector == "" || a == b.benchmark || slices.Contains(named, v.Sector) || slices.Contains(named, v.SubSector)
}

func (b *basis) closeDraft(l *future, qty decimal.Decimal, w *wanted) draft {
	d := draft{
		action: model.ActClose, asset: l.Asset, venue: l.Venue, symbol: l.Symbol, short: l.Short, price: l.mark,
		leverage: l.Leverage, bucket: b.market.bucket(l.Asset), steps: spotSteps(l.mark), fee: fees.PerpTaker,
		depth: b.market.depth(l.Asset), market: cost.Market{DailySigma: b.market.sigma(l.Asset)}, cutsRisk: true,
		edgeWhy: "taking a leg off cuts risk and needs no edge", reason: ids(b.stage.Source), evidence: b.standing(b.market.bucket(l.Asset)),
		invalid: b.stageEnds(), tolerant: b.tolerance(l.Asset), stop: l.Stop, isAsked: b.in.WhatIf,
		signalAge: b.signalAge(b.market.bucket(l.Asset)), movePassed: b.movePassed(b.market.bucket(l.Asset)),
		title: fmt.Sprintf("close %s %s on %s: no leg of stage %s", sideWord(l.Short), l.Asset, l.Venue, b.stage.ID),
		exit:  "the leg is gone; its result is cash (C-33)",
	}
	if q := b.market.quote(l.Asset, l.Venue, l.Symbol); q != nil {
		d.steps, d.market = b.market.perpSteps(q, l.mark), b.market.perpMarket(q, l.Asset)
		d.giveFunding(q)
	}
	d.qty = qty
	if m := b.profitOf(l.Asset); m != nil && !l.Short && w == nil {
		d.belong(m)
		d.title = fmt.Sprintf("close long %s on %s: %s", l.Asset, l.Venue, m.Title)
	}
	if w != nil {
		d.action, d.reason, d.invalid = model.ActReduce, w.reason, w.invalid
		d.qty = floorTo(qty, d.steps.lot)
		d.title = fmt.Sprintf("reduce %s %s on %s: %s", sideWord(l.Short), l.Asset, l.Venue, w.title)
		d.exit = fmt.Sprintf("$%s of it stay", w.notional.StringFixed(0))
	}
	d.id = d.action + ":" + string(l.Venue) + ":" + l.Symbol + ":" + sideWord(l.Short)
	return d
}
