package backtest

import (
	"fmt"
	"slices"

	"eddy/model"
	"eddy/strategy/playbook"
)

// decide makes of the newest outlook the orders of the next opening. Orders
// that wait from before are dropped: they are asked for anew if they still hold.
// Tranches go on while their signal stands.
func (s *simulation) decide(first bool) {
	p := s.plan
	if !s.j.open(s.now.End) {
		s.pending = slices.DeleteFunc(s.pending, func(o order) bool { return !o.core })
		return // a hole of the recording tells nothing that could be acted on
	}
	s.pending = slices.DeleteFunc(s.pending, func(o order) bool { return !o.core && o.tranche < 2 })
	if s.now.Stage == "" {
		return // the phase is not known, or no stage covers it: a plan needs a reason
	}
	p.forgetRefusals()
	p.enter(first)
	p.wake()
	for _, t := range p.updateTriggers() {
		p.onTrigger(t)
	}
	p.makeMoves()
	s.pending = slices.DeleteFunc(s.pending, func(o order) bool { return !o.core && !p.goesOn(&o) })
	if first {
		p.buyCore()
	}
	p.takeProfit()
	p.rotate(first)
	p.hedges()
	p.overlays()
}

// enter notes that another stage applies.
func (p *planner) enter(first bool) {
	if !first && p.stage.ID == p.s.now.Stage {
		return
	}
	before := "cash"
	if p.stage != nil {
		before = p.stage.ID
	}
	stage, _ := p.s.p.StageByID(p.s.now.Stage)
	p.stage, p.signal, p.moved, p.rungs = &stage, true, nil, 0
	clear(p.gains)
	d := Decision{
		Kind: KindStage, ID: stage.ID, Source: stage.Source, Evidence: p.reasons(),
		Text: fmt.Sprintf("%s: %s, from %s", p.s.now.Phase, stage.Title, before),
	}
	if first {
		d.Kind = KindStart
	} else {
		p.s.out.Switches++
	}
	p.s.record(d)
}

// reasons is why the phase stands, where it changed at this close; else what
// opened the stage.
func (p *planner) reasons() []model.Evidence {
	if e := p.s.now.PhaseEvidence; len(e) > 0 {
		return e
	}
	return p.evidence(p.s.now.Stage + "." + string(playbook.RoleEnter))
}

// evidence is what made a condition say what it says, at the close it turned;
// nil where it has said nothing else since the first close.
func (p *planner) evidence(id string) []model.Evidence {
	at, exists := p.rule[id]
	if !exists {
		return nil
	}
	return p.why[at]
}

// onTrigger records a trigger of weight, and takes a rung of the ladder where
// it asks for one.
func (p *planner) onTrigger(t *trigger) {
	if t.rule.Severity != model.Warning && t.rule.Severity != model.Critical {
		return
	}
	word := "released: "
	if t.on {
		word = ""
	}
	switch {
	case t.climbs() && t.on:
		p.rungs, p.signal = p.rungs+1, true
	case t.climbs():
		p.rungs, p.signal = 0, true
	case t.rule.Severity == model.Critical:
		p.signal = true
	}
	p.s.record(Decision{
		Kind: KindTrigger, ID: t.rule.ID, Source: t.rule.Source, Evidence: p.evidence(t.rule.ID),
		Text: word + t.rule.Title + ": " + t.rule.Do,
	})
}

// makeMoves makes the moves whose condition holds, once a stage. A move stays
// until the stage ends.
func (p *planner) makeMoves() {
	for i := range p.s.p.Moves {
		m := &p.s.p.Moves[i]
		id := m.ID + "." + string(playbook.RoleMove)
		if len(m.Stages) > 0 && !slices.Contains(m.Stages, p.stage.ID) || slices.Contains(p.moved, m) || !p.stops(id) {
			continue
		}
		if m.Basis == playbook.OfProceeds {
			continue // what a closed leg realised lies in stablecoins already
		}
		if m.Basis == playbook.OfGain && !m.InTargets {
			for _, from := range m.From {
				p.gains[from] += max(0, p.gainOf(from)) * m.Pct / 100
			}
		}
		p.moved, p.signal = append(p.moved, m), true
		p.s.record(Decision{Kind: KindMove, ID: m.ID, Source: m.Source, Text: m.Title, Evidence: p.evidence(id)})
	}
}

// gainOf is what a bucket's spot stands above its cost, in points of equity.
func (p *planner) gainOf(bucket string) float64 {
	sum := 0.0
	for i, h := range p.s.account.spot {
		if h.qty > 0 && p.home(i) == bucket {
			sum += h.qty*p.s.account.marks[i] - h.cost
		}
	}
	return sum / p.s.account.equity() * 100
}

// buyCore buys the anchor coins once, in equal parts.
func (p *planner) buyCore() {
	pct := p.stage.TargetOf(playbook.Core)
	if pct == 0 {
		return
	}
	coins := p.coreCoins()
	at := p.s.record(Decision{
		Kind: KindStart, ID: "core", Source: "S2-CORE-1 S2-CONS-1",
		Text: fmt.Sprintf("the core, %.0f points in equal parts; it is never rotated", pct),
	})
	for _, a := range coins {
		p.s.pending = append(p.s.pending, order{
			decision: at, coin: p.s.traded(a), bucket: playbook.Core, core: true,
			usd: pct / 100 * p.s.account.equity() / float64(len(coins)),
		})
	}
}

// coreCoins are the anchor coins that trade by now.
func (p *planner) coreCoins() (out []model.Asset) {
	for _, a := range p.s.j.Setup.Universe.Core {
		if p.s.traded(a) >= 0 {
			out = append(out, a)
		}
	}
	return out
}
