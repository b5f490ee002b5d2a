package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/size"
)

// moveGain sells enough of what has gained to raise a part of the gain since
// entry, what earlier sales have realised and no plan has moved included (C-10).
func (b *basis) moveGain(m *playbook.Move, w worthOf, evidence []model.Evidence) {
	for _, from := range m.From {
		g := b.gainsOf(from)
		if len(g.unknown) > 0 {
			b.note(m.ID, fmt.Sprintf("%s: the cost of %v is not known, so its gain is not counted", m.Title, g.unknown))
		}
		amount := size.GainSlice(g.worth, g.cost, g.realised, decimal.NewFromFloat(m.Pct))
		gain := g.worth.Sub(g.cost).Add(g.realised)
		if !amount.IsPositive() {
			if g.worth.IsPositive() {
				b.refuse(m.Title, "there is no gain to move in "+from, fmt.Sprintf("%s since entry: unrealised %s, realised and not moved %s", dollars(gain), dollars(g.worth.Sub(g.cost)), dollars(g.realised)), m.Source)
			}
			continue
		}
		mv := &move{PlanMove: model.PlanMove{MoveDone: model.MoveDone{ID: m.ID, Bucket: from, Points: pctOf(amount, b.equity), USD: amount}, Title: m.Title, Source: m.Source}}
		mv.evidence = append(slices.Clone(evidence), model.Evidence{
			ID: m.ID + ".gain", Text: fmt.Sprintf("gain of %s since entry, $%s unrealised and $%s realised and not moved", from, g.worth.Sub(g.cost).StringFixed(2), g.realised.StringFixed(2)),
			Value: model.Known(gain.InexactFloat64()), Threshold: fmt.Sprintf("%g %% of it, $%s; the rule allows %g to %g", m.Pct, amount.StringFixed(2), m.Band[0], m.Band[1]),
			State: model.EvidenceFor, Source: m.Source,
		})
		b.sellGain(mv, &g, amount, w)
		b.note(m.ID, fmt.Sprintf("%s: %g %% of $%s gained in %s, $%s, into stablecoins; then: %s", m.Title, m.Pct, gain.StringFixed(2), from, amount.StringFixed(2), firstOf(m.Then, "they wait there")))
	}
}

// gains are what a bucket's coins outside the core have earned since they were
// bought.
type gains struct {
	coins                 []coin
	worth, cost, realised decimal.Decimal
	unknown               []model.Asset
}

func (b *basis) gainsOf(bucket string) gains {
	var g gains
	for _, c := range b.start.spot {
		switch {
		case c.core || c.bucket != bucket || !c.qty.IsPositive():
		case !c.costKnown:
			g.unknown = append(g.unknown, c.asset)
		default:
			g.coins = append(g.coins, c)
			g.worth, g.cost = g.worth.Add(c.qty.Mul(b.prices[c.asset])), g.cost.Add(c.qty.Mul(c.cost))
		}
	}
	g.realised = b.realisedOf(bucket)
	return g
}

// realisedOf is what sales of a bucket's coins have earned less what moves of
// gains have raised before; never below zero, for a loss is no gain to move.
func (b *basis) realisedOf(bucket string) decimal.Decimal {
	sum := decimal.Zero
	for _, r := range b.in.Snapshot.Planning.Realised {
		if b.market.bucket(r.Asset) == bucket {
			sum = sum.Add(r.USD)
		}
	}
	for i := range b.in.Snapshot.Planning.Rotations {
		for _, m := range b.in.Snapshot.Planning.Rotations[i].Moves {
			if m.Bucket == bucket && b.isGainMove(m.ID) {
				sum = sum.Sub(m.USD)
			}
		}
	}
	return decimal.Max(sum, decimal.Zero)
}

func (b *basis) isGainMove(id string) bool {
	return slices.ContainsFunc(b.in.Playbook.Moves, func(m playbook.Move) bool { return m.ID == id && m.Basis == playbook.OfGain })
}

// sellGain takes an amount from a bucket's coins in proportion to what each has
// gained, or to their worth where none stands above its cost.
func (b *basis) sellGain(mv *move, g *gains, amount decimal.Decimal, w worthOf) {
	weights, total := make([]decimal.Decimal, len(g.coins)), decimal.Zero
	for i, c := range g.coins {
		weights[i] = decimal.Max(c.qty.Mul(b.prices[c.asset].Sub(c.cost)), decimal.Zero)
		total = total.Add(weights[i])
	}
	if !total.IsPositive() {
		for i, c := range g.coins {
			weights[i] = c.qty.Mul(b.prices[c.asset])
		}
		total = g.worth
	}
	b.moves = append(b.moves, *mv)
	for i, c := range g.coins {
		c.qty = decimal.Min(c.qty, amount.Mul(weights[i]).DivRound(total, priceDigits).DivRound(b.prices[c.asset], priceDigits))
		if c.qty.IsPositive() {
			b.sales = append(b.sales, coinSale{coin: c, move: mv, title: fmt.Sprintf("sell %s: %s", c.asset, mv.Title), exit: fmt.Sprintf("$%s of gains are in stablecoins", amount.StringFixed(2))})
		}
	}
	b.lower(mv.Bucket, mv.Points, w)
}

// lower keeps what a sale that aims at no target raises from being bought back:
// so many points are sold at least, and the target falls by what it would ask for
// of them. Where the target is still far off, the purchases go on toward the lower
// one with a later plan.
func (b *basis) lower(bucket string, points float64, w worthOf) {
	i := b.targetAt(bucket)
	if i < 0 {
		return
	}
	held := pctOf(w.usd[bucket], b.equity) - b.lowered[bucket]
	b.lowered[bucket] += points
	if down := min(points, b.targets[i].pct, b.targets[i].pct-(held-points)); down > 0 {
		b.shift(i, down)
	}
	b.targets[i].raise += points
}
