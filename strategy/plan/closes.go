package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/cost"
)

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
		leverage: l.Leverage, bucket: b.market.bucket(l.Asset), steps: spotSteps(l.mark), fee: b.perpFee(l.Venue, l.Symbol),
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
