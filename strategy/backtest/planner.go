package backtest

import (
	"slices"

	"eddy/model"
	"eddy/strategy"
	"eddy/strategy/input"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// planner keeps what a playbook's rules remember between closes.
type planner struct {
	s     *simulation
	stage *playbook.Stage

	signal  bool               // a new target is not reached yet
	moved   []*playbook.Move   // moves made in this stage, in their order
	gains   map[string]float64 // points a move on gains took from a bucket
	places  []coinPlace        // of each coin of the tape
	fired   []*trigger         // all triggers, in the order of the file
	rungs   int                // of the ladder that are taken
	resting []string           // rules stopped out, until their condition is gone
	rotated model.Millis       // close of the last rotation
	bought  []dayPoints        // of the last week
	why     [][]model.Evidence // of each condition, at the close it turned

	refused, refusing []string          // what was refused at the last close, and at this one
	rule              map[string]int    // place of a condition by id
	tracks            map[string]int    // place of a sector in the outlooks
	parents           map[string]string // sector of a sub-sector
}

// trigger is one that calls for something to be done, and whether it stands.
type trigger struct {
	rule    *playbook.Rule
	at      int
	release int // condition that lets it go, -1: when its own no longer holds
	on      bool
}

// dayPoints is how many points were bought on a day.
type dayPoints struct {
	at     model.Millis
	points float64
}

func newPlanner(s *simulation) *planner {
	p := &planner{s: s, places: s.coinPlaces(), gains: make(map[string]float64), rule: make(map[string]int), tracks: make(map[string]int), parents: make(map[string]string)}
	rules := s.p.Conditions()
	p.why = make([][]model.Evidence, len(rules))
	for i, r := range rules {
		p.rule[r.ID] = i
	}
	for i, r := range rules {
		if r.Role != playbook.RoleTrigger {
			continue
		}
		t := &trigger{rule: r, at: i, release: -1}
		for k, other := range rules {
			if other.Role == playbook.RoleRelease && other.Owner == r.Owner && other.Subject == r.Subject {
				t.release = k
			}
		}
		p.fired = append(p.fired, t)
	}
	for i, v := range s.outlooks.at(0).Sectors {
		p.tracks[v.Name] = i
	}
	for i := range s.j.Setup.Universe.Sectors {
		at := &s.j.Setup.Universe.Sectors[i]
		for _, child := range at.Children {
			p.parents[child.Name] = at.Name
		}
	}
	return p
}

// truth is what a condition says at the newest outlook; a rule without one
// says nothing.
func (p *planner) truth(id string) (v condition.Truth, exists bool) {
	i, exists := p.rule[id]
	if !exists {
		return condition.Unknown, false
	}
	return p.s.now.Truths[i], true
}

// holds tells whether a rule's condition holds; one without a condition does.
func (p *planner) holds(id string) bool {
	v, exists := p.truth(id)
	return !exists || v == condition.True
}

// stops tells whether a rule's end condition holds; one without has no end.
func (p *planner) stops(id string) bool {
	v, exists := p.truth(id)
	return exists && v == condition.True
}

// hear keeps what made conditions turn.
func (p *planner) hear(o *strategy.Outlook) {
	for i := range o.Turned {
		p.why[o.Turned[i].Rule] = o.Turned[i].Evidence
	}
}

// rest keeps a rule from opening again before its condition was gone once; what
// was still to be opened of it is not.
func (p *planner) rest(rule string) {
	if !slices.Contains(p.resting, rule) {
		p.resting = append(p.resting, rule)
	}
	p.s.pending = slices.DeleteFunc(p.s.pending, func(o order) bool { return o.leg != nil && o.leg.rule == rule && o.tranche > 0 })
}

// wake lets rules open again whose condition is gone.
func (p *planner) wake() {
	p.resting = slices.DeleteFunc(p.resting, func(rule string) bool {
		v, exists := p.truth(rule + "." + string(playbook.RoleOpen))
		return exists && v != condition.True
	})
}

// updateTriggers lets the triggers fire and go, and says which changed.
func (p *planner) updateTriggers() (changed []*trigger) {
	for _, t := range p.fired {
		was, now := t.on, p.s.now.Truths[t.at]
		switch {
		case !t.on:
			t.on = now == condition.True
		case t.release >= 0:
			t.on = p.s.now.Truths[t.release] != condition.True
		default:
			t.on = now == condition.True
		}
		if t.on != was {
			changed = append(changed, t)
		}
	}
	return changed
}

// stopsBuying tells whether a trigger of its sector stands that calls for
// caution, or whether the stage is over by one of its exits.
func (p *planner) stopsBuying(bucket string) bool {
	if p.cautious(bucket, model.Warning, model.Critical) {
		return true
	}
	for i := range p.stage.Exits {
		if p.stops(p.stage.Exits[i].ID + "." + string(playbook.RoleExit)) {
			return true
		}
	}
	return false
}

// cautious tells whether a trigger of a weight or more stands for a sector.
func (p *planner) cautious(name string, weights ...model.Severity) bool {
	return slices.ContainsFunc(p.fired, func(t *trigger) bool {
		return t.on && p.about(t, name) && slices.Contains(weights, t.rule.Severity)
	})
}

// riskOf is what the playbook says a sector may cost; a sub-sector stands under
// its sector where it is not named itself.
func (p *planner) riskOf(name string) playbook.SectorRisk {
	for _, at := range [2]string{name, p.parents[name]} {
		for _, r := range p.s.p.Risk {
			if r.Sector == at {
				return r
			}
		}
	}
	return playbook.SectorRisk{}
}

// about tells whether a trigger stands for a bucket.
func (p *planner) about(t *trigger, bucket string) bool {
	return t.rule.Subject != "" && t.rule.Subject == input.Slug(bucket)
}

// home is the bucket a coin's spot counts in.
func (p *planner) home(coin int) string { return p.places[coin].bucket }

// isIn tells whether a coin belongs to a sector or sub-sector.
func (p *planner) isIn(coin int, name string) bool {
	at := &p.places[coin]
	return at.sector == name || at.child != "" && at.child == name
}

// coinPlace is where a coin stands in the universe and in the playbook.
type coinPlace struct{ sector, child, bucket string }

func (s *simulation) coinPlaces() []coinPlace {
	out := make([]coinPlace, len(s.j.Tape.Series))
	for i := range out {
		sector, child, known := s.j.Setup.Universe.Home(s.asset(i))
		if !known {
			continue // a coin of the benchmark alone
		}
		out[i] = coinPlace{sector, child, s.p.BucketOf(sector, child)}
		if out[i].bucket == "" {
			out[i].bucket = sector
		}
	}
	return out
}
