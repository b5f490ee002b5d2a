package backtest

import (
	"time"

	"eddy/model"
	"eddy/strategy/playbook"
)

// leastTranche is what a tranche must be worth in US dollars: fewer are made of
// a small order. Chosen: the least order of a spot market.
const leastTranche = 5.0

// inTranches splits an order that adds into the playbook's tranches (S0-RISK-2,
// analytics §6). A bar longer than the pause between them holds them all: the
// three of a day span eight hours.
func (p *planner) inTranches(o order) []order {
	n := p.tranches(o.usd + o.notional)
	if n == 1 {
		return []order{o}
	}
	out := make([]order, n)
	for k := range out {
		part := o
		part.tranche, part.after = k+1, p.s.now.End.Add(time.Duration(k)*p.pause())
		part.usd = o.usd / float64(n)
		part.notional = o.notional * float64(k+1) / float64(n) // a leg is brought to it
		out[k] = part
	}
	return out
}

// tranches is in how many a purchase of so many dollars is made.
func (p *planner) tranches(usd float64) int {
	n := int(p.s.p.Limits.Tranches.Value)
	for n > 1 && usd/float64(n) < leastTranche {
		n--
	}
	if p.s.j.Tape.Step.Duration() > p.pause() {
		return 1
	}
	return max(1, n)
}

// pause is the time between two tranches.
func (p *planner) pause() time.Duration {
	return time.Duration(p.s.p.Limits.TrancheHours.Value * float64(time.Hour))
}

// goesOn tells whether an order is a later tranche whose signal still stands at
// this close: the stage is the same, the sector still lacks it, the leg's
// condition holds.
func (p *planner) goesOn(o *order) bool {
	if p.s.out.Decisions[o.decision].Stage != p.stage.ID {
		return false
	}
	if o.leg != nil {
		return p.holds(o.leg.rule+"."+string(playbook.RoleOpen)) && !p.stops(o.leg.rule+"."+string(playbook.RoleClose))
	}
	if p.stopsBuying(o.bucket) {
		return false
	}
	for _, t := range p.targets() {
		if t.bucket == o.bucket {
			return p.worth(o.bucket)/p.s.account.equity()*100 < t.points
		}
	}
	return false
}

// underWay tells whether tranches of a bucket are still to come.
func (p *planner) underWay(bucket string) bool {
	for i := range p.s.pending {
		if o := &p.s.pending[i]; o.tranche > 1 && o.leg == nil && o.bucket == bucket {
			return true
		}
	}
	return false
}

// due tells whether an order may be filled at an opening.
func (o *order) due(opening model.Millis) bool { return o.after <= opening }
