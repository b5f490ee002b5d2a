package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/size"
)

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
			invalid: firstOf(b.plain(o.ID, playbook.RoleClose), b.stageEnds()), byCore: o.Margin == playbook.Core, optIn: o.OptIn,
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
