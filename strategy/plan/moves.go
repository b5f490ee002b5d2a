package plan

import (
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/size"
)

// move is a move of the playbook, or a profit to be taken, that shapes the plan.
type move struct {
	model.PlanMove
	evidence []model.Evidence
	from, to []string
}

// coinSale is a sale of one coin that a move asks for, whatever the targets say.
type coinSale struct {
	coin
	move  *move
	title string
	exit  string
}

// takeProfit is the id of a profit that is taken.
const takeProfit = "take-profit"

// makeMoves lets the moves of the stage shape the targets: those whose condition
// holds, and those an earlier plan of the stage has made, which are not undone.
// A chosen stage asks no condition: of it only what its procedure names moves.
func (b *basis) makeMoves(w worthOf) {
	for i := range b.in.Playbook.Moves {
		m := &b.in.Playbook.Moves[i]
		if len(m.Stages) > 0 && !slices.Contains(m.Stages, b.stage.ID) {
			continue
		}
		if done := b.doneInStage(m.ID); len(done) > 0 && m.Basis != playbook.OfProceeds {
			b.keepMoved(m, done)
			continue
		}
		if evidence, ok := b.moveApplies(m); ok {
			b.makeMove(m, w, evidence)
		}
	}
	b.takeProfits(w)
}

func (b *basis) moveApplies(m *playbook.Move) ([]model.Evidence, bool) {
	if p := b.in.Procedure; p != nil && slices.Contains(p.Moves, m.ID) {
		return nil, true
	}
	if b.in.WhatIf {
		return nil, false
	}
	state, evidence, words := b.condition(m.ID, playbook.RoleMove)
	if state == model.EvidenceUnknown && b.in.Snapshot.Playbook == b.in.Playbook.Name {
		b.refuse(m.Title, "its condition cannot be asked", firstOf(figureOf(evidence), words, m.When), m.Source)
	}
	return evidence, state == model.EvidenceFor
}

// doneInStage lists what was moved under an id since this stage began: with the
// plans for it since another's, and since the phase turned, which counts in whole
// days.
func (b *basis) doneInStage(id string) []model.MoveDone {
	var out []model.MoveDone
	began := model.Millis(0)
	if age, ok := b.in.Snapshot.Phase.AgeDays.Value(); ok {
		began = b.in.Snapshot.AsOf.Add(-hours(24 * (age + 1)))
	}
	for i := len(b.past) - 1; i >= 0 && b.isOwn(&b.past[i]) && b.past[i].At >= began; i-- {
		for _, m := range b.past[i].Moves {
			if m.ID == id {
				out = append(out, m)
			}
		}
	}
	return out
}

// keepMoved holds the targets where an earlier plan has moved them to.
func (b *basis) keepMoved(m *playbook.Move, done []model.MoveDone) {
	if m.InTargets {
		return
	}
	for _, d := range done {
		i := b.targetAt(d.Bucket)
		if i < 0 {
			continue
		}
		to := m.To
		if m.Basis != playbook.OfHolding {
			b.targets[i].floor, to = b.targets[i].pct, playbook.Stables
		}
		b.pass(i, to, min(d.Points, b.targets[i].pct))
		b.moves = append(b.moves, move{PlanMove: model.PlanMove{MoveDone: d, Title: m.Title, Source: m.Source, Made: true}})
	}
}

// pass moves points of a target to another bucket's, or to the stablecoins where
// the stage does not name that.
func (b *basis) pass(i int, to string, points float64) {
	k := b.targetAt(to)
	if k < 0 || to == playbook.Stables {
		b.shift(i, points)
		return
	}
	b.targets[i].pct -= points
	b.targets[k].pct += points
}

func (b *basis) makeMove(m *playbook.Move, w worthOf, evidence []model.Evidence) {
	switch {
	case m.InTargets:
		b.moves = append(b.moves, move{PlanMove: model.PlanMove{MoveDone: model.MoveDone{ID: m.ID}, Title: m.Title, Source: m.Source}, evidence: evidence, from: m.From, to: []string{m.To}})
		b.note(m.ID, m.Title+": the stage's targets are what it leaves")
	case m.Basis == playbook.OfHolding:
		for _, from := range m.From {
			b.moveHolding(m, from, w, evidence)
		}
	case m.Basis == playbook.OfGain:
		b.moveGain(m, w, evidence)
	case m.Basis == playbook.OfProceeds:
		b.proceeds = append(b.proceeds, move{PlanMove: model.PlanMove{MoveDone: model.MoveDone{ID: m.ID}, Title: m.Title, Source: m.Source}, evidence: evidence, from: m.From, to: []string{m.To}})
	}
}

// moveHolding moves a part of what is held of a bucket (C-6: of the holding, not
// points). While its target is still being bought, the part is of the target, so
// that nothing is bought to be sold again.
func (b *basis) moveHolding(m *playbook.Move, from string, w worthOf, evidence []model.Evidence) {
	i := b.targetAt(from)
	if i < 0 || b.targets[i].pct <= 0 {
		return // the stage sells all of it
	}
	t := &b.targets[i]
	basis := min(t.pct, pctOf(w.usd[from], b.equity))
	if basis < t.pct-b.band().Half(t.pct) {
		basis = t.pct
	} else {
		b.shift(i, t.pct-basis)
		t = &b.targets[i]
	}
	points := basis * m.Pct / 100
	if points <= 0 {
		return
	}
	b.pass(i, m.To, points)
	b.targets[i].exact = true
	if k := b.targetAt(m.To); k >= 0 {
		b.targets[k].exact = true
	}
	usd := decimal.NewFromFloat(points).Shift(-2).Mul(b.equity).Round(2)
	b.moves = append(b.moves, move{
		PlanMove: model.PlanMove{MoveDone: model.MoveDone{ID: m.ID, Bucket: from, Points: points, USD: usd}, Title: m.Title, Source: m.Source},
		evidence: evidence, from: []string{from}, to: []string{m.To},
	})
	b.note(m.ID, fmt.Sprintf("%s: %g %% of %.1f points of %s, %.2f points, go to %s; then: %s", m.Title, m.Pct, basis, from, points, m.To, firstOf(m.Then, "nothing more")))
}

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
				b.refuse(m.Title, "there is no gain to move in "+from, fmt.Sprintf("$%s since entry: unrealised $%s, realised and not moved $%s", gain.StringFixed(2), g.worth.Sub(g.cost).StringFixed(2), g.realised.StringFixed(2)), m.Source)
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

// moveOf is the move a purchase or a sale of a bucket belongs to, nil for none.
func (b *basis) moveOf(action, bucket string) *move {
	for i := range b.moves {
		m := &b.moves[i]
		if action == model.ActSell && m.Asset == "" && slices.Contains(m.from, bucket) || action == model.ActBuy && slices.Contains(m.to, bucket) {
			return m
		}
	}
	return nil
}

// belong gives a leg the reasons of its move.
func (d *draft) belong(m *move) {
	if m == nil {
		return
	}
	d.move = m.ID
	d.reason = append(ids(m.Source), d.reason...)
	d.evidence = append(slices.Clone(m.evidence), d.evidence...)
}

// deploy says where what closing shorts realises goes: into the bucket the
// playbook names where it is a gain, and nowhere where it is a loss (C-21).
func (b *basis) deploy() {
	for i := range b.proceeds {
		m := &b.proceeds[i]
		sum, found := decimal.Zero, false
		for k := range b.drafts {
			d := &b.drafts[k]
			if d.isSpot() || d.adds() || !d.short || !slices.ContainsFunc(m.from, func(of string) bool { return b.market.isIn(d.asset, of) }) {
				continue
			}
			sum, found = sum.Add(b.realises(d)).Sub(d.bill().Total()), true
			d.belong(m)
		}
		switch {
		case !found:
		case sum.IsPositive():
			m.USD = sum.Round(2)
			b.moves = append(b.moves, *m)
			b.note(m.ID, fmt.Sprintf("%s: closing the shorts realises $%s after costs, into %s", m.Title, sum.StringFixed(2), m.to[0]))
		default:
			b.refuse(m.Title, "closing the shorts realises a loss: there is nothing to deploy", "$"+sum.StringFixed(2)+" after costs", m.Source)
		}
	}
}

// realises is what a leg that is taken off earns at the plan's price, before
// costs.
func (b *basis) realises(d *draft) decimal.Decimal {
	i := b.start.standing(d.venue, d.symbol, d.short)
	if i < 0 {
		return decimal.Zero
	}
	return b.start.legs[i].profit(d.price, decimal.Min(d.qty, b.start.legs[i].Qty))
}
