package playbook

import (
	"slices"

	"eddy/model"
	"eddy/strategy/input"
)

// fit makes a shipped playbook usable with a taxonomy that lacks some of its
// sectors: what was meant for a missing sector stays in stablecoins, and what
// speaks of it alone is left out. A user's own file is not bent: there a missing
// sector is a mistake.
func (p *Playbook) fit(sectors []string) {
	lacks := func(name string) bool { return name != Core && name != Stables && !slices.Contains(sectors, name) }
	for i := range p.Stages {
		s := &p.Stages[i]
		s.Targets = withoutTargets(s.Targets, lacks)
		s.Overlays = slices.DeleteFunc(s.Overlays, func(o Overlay) bool { return lacks(o.Of) && !isCoin(&o) || lacks(o.Margin) })
	}
	for i := range p.Presets {
		for j := range p.Presets[i].Stages {
			s := &p.Presets[i].Stages[j]
			s.Targets = withoutTargets(s.Targets, lacks)
		}
	}
	p.Sectors = slices.DeleteFunc(p.Sectors, lacks)
	p.Hedges = slices.DeleteFunc(p.Hedges, func(h Hedge) bool { return lacks(h.Of) })
	p.Risk = slices.DeleteFunc(p.Risk, func(r SectorRisk) bool { return lacks(r.Sector) })
	p.Picks = slices.DeleteFunc(p.Picks, func(k Pick) bool { return k.Of != "" && lacks(k.Of) })
	p.Moves = slices.DeleteFunc(p.Moves, func(m Move) bool {
		m.From = slices.DeleteFunc(slices.Clone(m.From), lacks)
		return len(m.From) == 0 || lacks(m.To)
	})
	for i := range p.Moves {
		p.Moves[i].From = slices.DeleteFunc(p.Moves[i].From, lacks)
	}
	p.fitLadder(lacks)
	p.fitTriggers(sectors)
}

// isCoin tells whether an overlay names the coins it is on itself.
func isCoin(o *Overlay) bool { return slices.Contains(o.Against, model.Asset(o.Of)) }

func (p *Playbook) fitLadder(lacks func(string) bool) {
	for i := range p.Ladder {
		p.Ladder[i].From = slices.DeleteFunc(slices.Clone(p.Ladder[i].From), lacks)
		if lacks(p.Ladder[i].To) {
			p.Ladder[i].To = Stables
		}
	}
	p.Ladder = slices.DeleteFunc(p.Ladder, func(r Rung) bool { return len(r.From) == 0 })
}

// fitTriggers leaves out the sectors a trigger cannot stand for, and the trigger
// when none is left.
func (p *Playbook) fitTriggers(sectors []string) {
	slugs := make([]string, len(sectors))
	for i, s := range sectors {
		slugs[i] = input.Slug(s)
	}
	p.Triggers = slices.DeleteFunc(p.Triggers, func(t Trigger) bool {
		return len(t.For) > 0 && !slices.ContainsFunc(t.For, func(s string) bool { return slices.Contains(slugs, s) })
	})
	for i := range p.Triggers {
		t := &p.Triggers[i]
		t.For = slices.DeleteFunc(t.For, func(s string) bool { return !slices.Contains(slugs, s) })
	}
}

// withoutTargets gives the shares of buckets that are not there to stablecoins.
func withoutTargets(list []Target, lacks func(string) bool) []Target {
	var kept []Target
	spare := Target{Bucket: Stables}
	for _, t := range list {
		if !lacks(t.Bucket) {
			kept = append(kept, t)
			continue
		}
		spare.Pct, spare.Source = spare.Pct+t.Pct, t.Source
	}
	if spare.Pct == 0 {
		return kept
	}
	if i := slices.IndexFunc(kept, func(t Target) bool { return t.Bucket == Stables }); i >= 0 {
		kept[i].Pct += spare.Pct
		return kept
	}
	return append(kept, spare)
}
