package plan

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// watch is what a leg is held against: the portfolio before and after it, and
// what is known now.
type watch struct {
	d             *draft
	before, after *purse
	then          *model.PlanState // after
	now           *market          // of the newest snapshot
	outOfDate     bool
	moved         float64 // fraction, since the leg was priced
	movedKnown    bool
	decided       bool // accepted or skipped: time does not speak against it any more
}

// guards lists the rules a leg is held against, hard ones first.
func (b *basis) guards(w *watch) []model.PlanGuard {
	g := &guardList{}
	b.guardHoldings(g, w)
	b.guardPrice(g, w)
	b.guardOrder(g, w)
	if w.d.action == model.ActOpen {
		b.guardLeg(g, w)
	}
	b.guardSector(g, w)
	b.guardTranche(g, w)
	b.guardGain(g, w)
	b.guardTime(g, w)
	return g.list
}

type guardList struct{ list []model.PlanGuard }

func (g *guardList) hard(id string, passed bool, source, text string) {
	g.list = append(g.list, model.PlanGuard{ID: id, Text: text, Passed: passed, Hard: true, Source: source})
}

func (g *guardList) soft(id string, passed bool, source, text string) {
	g.list = append(g.list, model.PlanGuard{ID: id, Text: text, Passed: passed, Source: source})
}

func (b *basis) guardHoldings(g *guardList, w *watch) {
	d := w.d
	g.hard("core", coreOf(w.before).Equal(coreOf(w.after)), "S2-CONS-1", "core untouched")
	switch d.action {
	case model.ActSell:
		have := decimal.Zero
		if i := w.before.held(d.asset); i >= 0 {
			have = w.before.spot[i].qty
		}
		g.hard("holding", have.GreaterThanOrEqual(d.qty), "", fmt.Sprintf("%s %s held outside the core", have, d.asset))
	case model.ActReduce, model.ActClose:
		have := decimal.Zero
		if i := w.before.standing(d.venue, d.symbol, d.short); i >= 0 {
			have = w.before.legs[i].Qty
		}
		g.hard("holding", have.GreaterThanOrEqual(d.qty), "", fmt.Sprintf("%s %s of the leg stand", have, d.asset))
	default:
		free := w.after.free()
		g.hard("cash", !free.IsNegative(), "S0-FUT-4", dollars(free)+" stablecoins free after fees and margin")
		b.guardReserve(g, w)
	}
}

func coreOf(p *purse) decimal.Decimal {
	sum := decimal.Zero
	for i := range p.spot {
		if p.spot[i].core {
			sum = sum.Add(p.spot[i].qty)
		}
	}
	return sum
}

// guardReserve tells when margin eats the stablecoins the stage keeps (C-22): less
// than a third of them free is flagged (chosen).
func (b *basis) guardReserve(g *guardList, w *watch) {
	i := b.targetAt(playbook.Stables)
	if i < 0 || !w.d.leverage.IsPositive() {
		return
	}
	free, third := pctOf(w.after.free(), b.equity), b.targets[i].pct/3
	g.soft("reserve", free >= third-0.01, "C-22", fmt.Sprintf("free stablecoins %.1f %% of equity, a third of the stage's %.1f %% is %.1f %%", free, b.targets[i].pct, third))
}

func (b *basis) guardPrice(g *guardList, w *watch) {
	d := w.d
	if !w.decided {
		why := w.now.stalePrice(d.asset)
		g.hard("price", why == "", "", firstOf(why, "price is fresh"))
	}
	if d.isSpot() || w.decided {
		return
	}
	live := w.now.isLive(d.venue)
	text := string(d.venue) + " is live"
	if !live {
		text = string(d.venue) + " cannot be reached"
	}
	g.hard("venue", live, "", text)
	if q := w.now.quote(d.asset, d.venue, d.symbol); live && (q == nil || q.Stale) {
		g.hard("quote", false, "", d.symbol+" is silent on "+string(d.venue))
	}
}

func (b *basis) guardOrder(g *guardList, w *watch) {
	d := w.d
	isRest := d.action == model.ActClose || d.action == model.ActReduce
	enough := d.qty.IsPositive() && (isRest || d.notional().GreaterThanOrEqual(d.steps.least))
	g.hard("least order", enough, "S0-RISK-3", fmt.Sprintf("$%s, at least $%s", d.notional().StringFixed(2), d.steps.least))
	if !d.adds() {
		return
	}
	position := 0.0
	if i := w.after.standing(d.venue, d.symbol, d.short); i >= 0 {
		position = w.after.legs[i].notional().InexactFloat64()
	}
	findings := append(b.liquidity.Enter(d.depth), b.liquidity.Order(d.depth, d.notional().InexactFloat64(), position)...)
	for _, f := range findings {
		switch {
		case f.Known && !f.Passed:
			g.hard("liquidity", false, b.limits.OrderPct.Source, f.Text)
		case !f.Known:
			g.soft("liquidity", false, b.limits.OrderPct.Source, f.Text)
			return // what is not known is said once
		case f.Amber:
			g.soft("liquidity", true, b.limits.AmberTurnoverUSD.Source, "thin: "+f.Text)
		}
	}
	g.soft("liquidity", true, b.limits.OrderPct.Source, findings[2].Text)
}

// guardLeg holds a futures leg against the rules of futures.
func (b *basis) guardLeg(g *guardList, w *watch) {
	d := w.d
	g.hard("stop", d.stop.IsPositive(), "S0-RISK-4", "a futures leg has a stop")
	if i := w.after.standing(d.venue, d.symbol, d.short); i >= 0 {
		b.guardStop(g, &w.after.legs[i])
	}
	g.hard("leverage", d.leverage.LessThanOrEqual(d.mostLev), "C-25 S1-RISK-2", fmt.Sprintf("%sx, at most %sx", d.leverage, d.mostLev))
	if lever := d.leverage.InexactFloat64(); d.ladder < lever {
		text := fmt.Sprintf("confidence allows %gx, this is %gx", d.ladder, lever)
		if d.ladder <= 0 {
			text = "confidence allows no new leverage"
		}
		g.soft("confidence", false, "S0-RISK-2 C-25", text)
	}
	g.hard("margin", w.then.MarginPct <= b.cap.Pct+1e-6, b.cap.Source, fmt.Sprintf("margin %.1f %% of equity, cap %g %% by the %s", w.then.MarginPct, b.cap.Pct, b.cap.Name))
	g.soft("gross", w.then.GrossPct <= b.limits.GrossWarnPct.Value, b.limits.GrossWarnPct.Source, fmt.Sprintf("gross futures %.0f %% of equity, warns above %g %%", w.then.GrossPct, b.limits.GrossWarnPct.Value))
	if d.band[1].IsPositive() {
		b.guardBand(g, w)
	}
}

// guardSector holds what is added on the long side against the stage's beta and
// the cap on its sector's volatility.
func (b *basis) guardSector(g *guardList, w *watch) {
	d := w.d
	if !d.adds() || d.short {
		return
	}
	if beta, ok := w.then.NetBeta.Value(); ok && b.stage.BetaMax > 0 {
		g.soft("beta", beta <= b.stage.BetaMax, b.stage.Source, fmt.Sprintf("net beta %.2f of equity, the stage allows %.2f", beta, b.stage.BetaMax))
	}
	if text, passed := b.volatility(d.bucket); text != "" {
		g.soft("volatility", passed, b.risk(d.bucket).Source, text)
	}
}

// guardTranche tells when a leg was made larger by hand than the part that is due.
func (b *basis) guardTranche(g *guardList, w *watch) {
	if d := w.d; d.of > 1 && d.qty.GreaterThan(d.part) {
		g.soft("tranche", false, b.limits.Tranches.Source, fmt.Sprintf("tranche %d of %d is %s %[5]s, this is %[4]s %[5]s", d.tranche, d.of, d.part, d.qty, d.asset))
	}
}

func (b *basis) guardStop(g *guardList, l *future) {
	if !l.liq.done {
		l.liq = b.market.liquidate(l)
	}
	switch {
	case l.liq.why != "":
		g.hard("liquidation", false, "S2-CONS-2", l.liq.why)
	case l.liq.passed:
		g.hard("liquidation", false, "S2-CONS-2", "it would be liquidated at once")
	case !l.liq.price.Valid:
		g.hard("liquidation", true, "S2-CONS-2", "no liquidation price")
	default:
		liq := l.liq.price.Decimal
		before := l.Stop.GreaterThan(liq)
		if l.Short {
			before = l.Stop.LessThan(liq)
		}
		g.hard("liquidation", before, "S2-CONS-2", fmt.Sprintf("stop $%s, liquidation $%s", l.Stop, liq.Round(int32(max(2, -l.Stop.Exponent())))))
	}
	side := l.Stop.LessThan(l.mark)
	if l.Short {
		side = l.Stop.GreaterThan(l.mark)
	}
	if l.Stop.IsPositive() && !side {
		g.hard("stop side", false, "S0-RISK-4", fmt.Sprintf("stop $%s would trigger at once at $%s", l.Stop, l.mark))
	}
}

// guardBand tells when a hedge lies outside what its rule allows (C-18).
func (b *basis) guardBand(g *guardList, w *watch) {
	all := decimal.Zero
	if i := w.after.standing(w.d.venue, w.d.symbol, w.d.short); i >= 0 {
		all = w.after.legs[i].notional()
	}
	slack := w.d.price.Mul(w.d.steps.lot)
	in := all.GreaterThanOrEqual(w.d.band[0].Sub(slack)) && all.LessThanOrEqual(w.d.band[1].Add(slack))
	g.soft("band", in, "C-18", fmt.Sprintf("hedge $%s, its rule allows $%s to $%s", all.StringFixed(0), w.d.band[0].StringFixed(0), w.d.band[1].StringFixed(0)))
}

// guardGain holds what a leg may gain against what it costs (S2-CONS-3).
func (b *basis) guardGain(g *guardList, w *watch) {
	d := w.d
	switch {
	case d.cutsRisk:
	case !d.hasEdge:
		g.soft("edge", b.in.WhatIf, b.limits.EdgeOverCost.Source, "edge not known: "+d.edgeWhy)
	default:
		gate := d.gate(b.limits.EdgeOverCost.Value)
		g.soft("edge", gate.Passes(), b.limits.EdgeOverCost.Source, gateWords(gate))
	}
	if s := d.side(); d.adds() && !cost.ImpactHolds(d.notional().InexactFloat64(), d.market.Turnover) && d.market.Turnover > 0 {
		g.hard("impact", false, "S0-RISK-3", fmt.Sprintf("more than a tenth of its day's turnover; slippage %.1f %% cannot be told", s.Impact*100))
	}
}

// guardTime tells what has changed since the leg was worked out.
func (b *basis) guardTime(g *guardList, w *watch) {
	if w.decided {
		return
	}
	if w.movedKnown && (w.moved > w.d.tolerant || w.moved < -w.d.tolerant) {
		g.soft("moved", false, "S2-CONS-4", fmt.Sprintf("the price moved %+.2f %%, tolerance %.2f %%: price it again", w.moved*100, w.d.tolerant*100))
	}
	if w.outOfDate {
		g.soft("date", false, "S2-CONS-4", "the plan is out of date")
	}
}
