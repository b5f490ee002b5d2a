package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/playbook"
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
		b.refuse(m.Title, "its condition cannot be asked", firstOf(figureOf(evidence), words, b.plain(m.ID, playbook.RoleMove)), m.Source)
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
