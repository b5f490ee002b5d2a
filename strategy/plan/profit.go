package plan

import (
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// takeProfit is the id of a profit that is taken.
const takeProfit = "take-profit"

// takeProfits sells a part of each coin that has doubled since it was bought, or
// since a profit was last taken (S0-RISK-1). The long that stands on it is closed
// with it.
func (b *basis) takeProfits(w worthOf) {
	if b.in.WhatIf || b.limits.GainPct.Value <= 0 {
		return
	}
	b.keepTaken()
	for _, c := range b.start.spot {
		if c.core || !c.costKnown || !c.qty.IsPositive() || c.bucket == outside {
			continue
		}
		base := decimal.Max(c.cost, b.lastTaken(c.asset))
		goal := base.Mul(decimal.NewFromFloat(1 + b.limits.GainPct.Value/100))
		if price := b.prices[c.asset]; base.IsPositive() && price.GreaterThanOrEqual(goal) {
			b.profit(c, base, w)
		}
	}
	b.takeLongs()
}

// takeLongs closes the longs that have doubled since they were opened
// (S0-RISK-1).
func (b *basis) takeLongs() {
	for i := range b.start.legs {
		l := &b.start.legs[i]
		goal := l.Entry.Mul(decimal.NewFromFloat(1 + b.limits.GainPct.Value/100))
		if l.Short || l.Asset == "" || !l.Entry.IsPositive() || l.mark.LessThan(goal) || slices.Contains(b.taken, l.Asset) {
			continue
		}
		gain := l.mark.Div(l.Entry).InexactFloat64()*100 - 100
		b.taken = append(b.taken, l.Asset)
		b.moves = append(b.moves, move{
			PlanMove: model.PlanMove{
				MoveDone: model.MoveDone{ID: takeProfit, Asset: l.Asset, Price: l.mark},
				Title:    fmt.Sprintf("the long on %s has gained %.0f %%: close it", l.Asset, gain), Source: b.limits.GainPct.Source,
			},
			evidence: []model.Evidence{{
				ID: takeProfit, Text: fmt.Sprintf("%s against its entry at $%s, %%", l.Symbol, l.Entry), Value: model.Known(math.Round(gain*100) / 100),
				Threshold: fmt.Sprintf("%g", b.limits.GainPct.Value), State: model.EvidenceFor, Source: b.limits.GainPct.Source,
			}},
		})
	}
}

// profitOf is the profit of a coin that is taken with this plan, nil for none.
func (b *basis) profitOf(a model.Asset) *move {
	for i := range b.moves {
		if m := &b.moves[i]; m.ID == takeProfit && m.Asset == a && !m.Made {
			return m
		}
	}
	return nil
}

func (b *basis) profit(c coin, base decimal.Decimal, w worthOf) {
	price := b.prices[c.asset]
	gain := price.Div(base).InexactFloat64()*100 - 100
	c.qty = c.qty.Mul(decimal.NewFromFloat(b.limits.GainSellPct.Value)).Shift(-2)
	usd := c.qty.Mul(price)
	mv := &move{PlanMove: model.PlanMove{
		MoveDone: model.MoveDone{ID: takeProfit, Asset: c.asset, Bucket: c.bucket, Points: pctOf(usd, b.equity), USD: usd.Round(2), Price: price},
		Title:    fmt.Sprintf("%s has gained %.0f %%: sell %g %% of it", c.asset, gain, b.limits.GainSellPct.Value), Source: b.limits.GainPct.Source,
	}}
	mv.evidence = []model.Evidence{{
		ID: takeProfit, Text: fmt.Sprintf("%s against $%s it counts from, %%", c.asset, base), Value: model.Known(math.Round(gain*100) / 100),
		Threshold: fmt.Sprintf("%g", b.limits.GainPct.Value), State: model.EvidenceFor, Source: b.limits.GainPct.Source,
	}}
	b.moves, b.taken = append(b.moves, *mv), append(b.taken, c.asset)
	b.sales = append(b.sales, coinSale{coin: c, move: mv, title: fmt.Sprintf("sell %s: it gained %.0f %%, %g %% of it is sold", c.asset, gain, b.limits.GainSellPct.Value), exit: "the next part waits for the next doubling"})
	b.lower(c.bucket, mv.Points, w)
	if !b.in.Snapshot.Planning.Books {
		b.note(takeProfit, "no paper books are kept: whether a profit was taken before is not known, so each counts from the cost")
	}
}

// keepTaken leaves what was sold with a profit sold while the stage lasts.
func (b *basis) keepTaken() {
	for _, d := range b.doneInStage(takeProfit) {
		b.taken = append(b.taken, d.Asset)
		if i := b.targetAt(d.Bucket); i >= 0 {
			b.targets[i].floor = max(b.targets[i].floor, b.targets[i].pct)
			b.shift(i, min(d.Points, b.targets[i].pct))
		}
	}
}

// lastTaken is the price of a coin when a profit of it was last taken.
func (b *basis) lastTaken(a model.Asset) decimal.Decimal {
	for i := len(b.past) - 1; i >= 0; i-- {
		for _, m := range b.past[i].Moves {
			if m.ID == takeProfit && m.Asset == a {
				return m.Price
			}
		}
	}
	return decimal.Zero
}
