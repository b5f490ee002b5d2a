package backtest

import (
	"strings"

	"eddy/model"
	"eddy/strategy/playbook"
)

// share is a bucket with what it should hold, in points of equity.
type share struct {
	bucket string
	points float64
}

// targets are the stage's shares of what is not core, in points of equity, in
// the order of the stage: with the moves made since it began, the rungs of the
// ladder that are taken, and the caps on sectors. The core stays as it is, so
// the others share what it leaves (C-39).
func (p *planner) targets() []share {
	equity := p.s.account.equity()
	rest, sum := 100*(1-(p.s.account.coreWorth()+p.ordered())/equity), 0.0
	var out []share
	for _, t := range p.stage.Targets {
		if t.Bucket != playbook.Core {
			sum += t.Pct
		}
	}
	for _, t := range p.stage.Targets {
		if t.Bucket == playbook.Core || sum <= 0 {
			continue
		}
		out = append(out, share{t.Bucket, t.Pct / sum * rest})
	}
	for _, m := range p.moved {
		if m.InTargets {
			continue
		}
		out = p.shift(out, m.From, m.To, m.Pct/100*b2f(m.Basis == playbook.OfHolding))
	}
	for i := range out {
		out[i].points = max(0, out[i].points-p.gains[out[i].bucket])
	}
	for k := range min(p.rungs, len(p.s.p.Ladder)) {
		r := &p.s.p.Ladder[k]
		out = p.shift(out, r.From, r.To, 1)
	}
	for _, t := range p.fired {
		if t.on && t.rule.Severity == model.Critical {
			out = p.rungOf(out, t)
		}
	}
	return p.capped(out)
}

// ordered is what is about to be spent on the core.
func (p *planner) ordered() (usd float64) {
	for _, o := range p.s.pending {
		usd += o.usd * b2f(o.core)
	}
	return usd
}

func b2f(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// shift moves a part of some buckets to another. Stablecoins are what no other
// bucket holds, so that a share moved there only has to go.
func (p *planner) shift(list []share, from []string, to string, part float64) []share {
	for _, f := range from {
		for i := range list {
			if list[i].bucket != f || list[i].points == 0 {
				continue
			}
			amount := list[i].points * part
			list[i].points -= amount
			if k := p.place(list, to); k >= 0 {
				list[k].points += amount
			}
		}
	}
	return list
}

// place finds a bucket, or the sub-sector that stands for it in this playbook.
func (p *planner) place(list []share, name string) int {
	for i := range list {
		if list[i].bucket == name {
			return i
		}
	}
	for _, s := range p.s.j.Setup.Universe.Sectors {
		for _, child := range s.Children {
			for i := range list {
				if s.Name == name && list[i].bucket == child.Name {
					return i
				}
			}
		}
	}
	return -1
}

// rungOf takes a sector's share one rung down while a critical trigger of it
// stands.
func (p *planner) rungOf(list []share, t *trigger) []share {
	for i := range list {
		if !p.about(t, list[i].bucket) {
			continue
		}
		for k := range p.s.p.Ladder {
			for _, f := range p.s.p.Ladder[k].From {
				if f == list[i].bucket {
					return p.shift(list, []string{f}, p.s.p.Ladder[k].To, 1)
				}
			}
		}
	}
	return list
}

// capped keeps every sector at its cap, and empties buckets that hold nothing and
// no coin of can be had. What is held stays: a bar that is missing is no reason to
// sell.
func (p *planner) capped(list []share) []share {
	for i := range list {
		for _, r := range p.s.p.Risk {
			if r.Sector == list[i].bucket && r.CapPct > 0 {
				list[i].points = min(list[i].points, r.CapPct)
			}
		}
		if b := list[i].bucket; b != playbook.Stables && len(p.members(b)) == 0 && p.worth(b) == 0 {
			list[i].points = 0
		}
	}
	return list
}

// climbs tells whether a trigger takes a rung of the ladder: one that says so in
// what it does.
func (t *trigger) climbs() bool { return strings.Contains(t.rule.Do, "ladder") }
