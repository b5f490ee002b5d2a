package backtest

import (
	"slices"

	"eddy/model"
	"eddy/strategy/playbook"
)

// overlays opens the stage's futures legs whose condition holds and closes those
// whose end has come. Legs that are only offered are taken where the rules of
// the run say so.
func (p *planner) overlays() {
	p.closeOverlays()
	for i := range p.stage.Overlays {
		o := &p.stage.Overlays[i]
		id := o.ID + "." + string(playbook.RoleOpen)
		if o.OptIn && !p.s.rules.OptIn || slices.Contains(p.resting, o.ID) || p.hasLegs(o.ID) || !p.holds(id) || p.ends(o) {
			continue
		}
		p.open(o)
	}
}

// ends tells whether an overlay's end has come: its condition, or a critical
// trigger of its sector, which closes longs (S2-DER-2).
func (p *planner) ends(o *playbook.Overlay) bool {
	return p.stops(o.ID+"."+string(playbook.RoleClose)) || o.Side != short && p.cautious(o.Of, model.Critical)
}

// hasLegs tells whether a rule has legs, or tranches of them still to come.
func (p *planner) hasLegs(rule string) bool {
	return slices.ContainsFunc(p.s.account.legs, func(l leg) bool { return l.rule == rule }) ||
		slices.ContainsFunc(p.s.pending, func(o order) bool { return o.leg != nil && o.leg.rule == rule && o.notional > 0 })
}

// closeOverlays closes legs of other stages and those whose end condition
// holds.
func (p *planner) closeOverlays() {
	for _, l := range p.s.account.legs {
		if l.hedge || p.closing(l.rule) {
			continue
		}
		k := slices.IndexFunc(p.stage.Overlays, func(o playbook.Overlay) bool { return o.ID == l.rule })
		which := side(l.side) + " " + string(p.s.asset(l.coin)) + ": "
		switch {
		case k < 0:
			p.legOrder(l.rule, l.coin, 0, leg{}, which+"its stage is over", p.stage.Source)
		case p.ends(&p.stage.Overlays[k]):
			p.legOrder(l.rule, l.coin, 0, leg{}, which+"its end has come", p.stage.Overlays[k].Source)
		}
	}
}

// closing tells whether a rule's leg is to be closed by an order already.
func (p *planner) closing(rule string) bool {
	return slices.ContainsFunc(p.s.pending, func(o order) bool { return o.leg != nil && o.leg.rule == rule && o.notional == 0 })
}

// short is the side of an overlay that gains from a fall.
const short = "short"
