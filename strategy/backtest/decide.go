package backtest

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"eddy/model"
	"eddy/strategy"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// decide makes of the newest outlook the orders of the next opening. Orders
// that wait from before are dropped: they are asked for anew if they still hold.
func (s *simulation) decide(first bool) {
	p := s.plan
	s.pending = slices.DeleteFunc(s.pending, func(o order) bool { return !o.core })
	if s.now.Stage == "" {
		return // the phase is not known, or no stage covers it: a plan needs a reason
	}
	p.enter(first)
	p.wake()
	for _, t := range p.updateTriggers() {
		p.onTrigger(t)
	}
	p.makeMoves()
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

// evidence is what made a condition turn at this close, nil where it did not.
func (p *planner) evidence(id string) []model.Evidence {
	at, exists := p.rule[id]
	if !exists {
		return nil
	}
	for i := range p.s.now.Turned {
		if p.s.now.Turned[i].Rule == at {
			return p.s.now.Turned[i].Evidence
		}
	}
	return nil
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

// makeMoves makes the moves whose condition came to hold at this close. One
// stays until the stage ends.
func (p *planner) makeMoves() {
	for i := range p.s.p.Moves {
		m := &p.s.p.Moves[i]
		id := m.ID + "." + string(playbook.RoleMove)
		if len(m.Stages) > 0 && !slices.Contains(m.Stages, p.stage.ID) || slices.Contains(p.moved, m) || !p.turnedTrue(id) {
			continue
		}
		if m.Basis == playbook.OfProceeds {
			continue // what a closed leg realised lies in stablecoins already
		}
		if m.Basis == playbook.OfGain {
			for _, from := range m.From {
				p.gains[from] += max(0, p.gainOf(from)) * m.Pct / 100
			}
		}
		p.moved, p.signal = append(p.moved, m), true
		p.s.record(Decision{Kind: KindMove, ID: m.ID, Source: m.Source, Text: m.Title, Evidence: p.evidence(id)})
	}
}

// turnedTrue tells whether a condition came to hold at this close.
func (p *planner) turnedTrue(id string) bool {
	at, exists := p.rule[id]
	return exists && slices.ContainsFunc(p.s.now.Turned, func(t strategy.Turn) bool { return t.Rule == at && t.Is == condition.True })
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
			decision: at, coin: p.s.coin(a), bucket: playbook.Core, core: true,
			usd: pct / 100 * p.s.account.equity() / float64(len(coins)),
		})
	}
}

// takeProfit sells half of what doubled (S0-RISK-1); the rest counts as bought
// at today's price, so that the next half waits for the next doubling.
func (p *planner) takeProfit() {
	limits := &p.s.p.Limits
	if limits.GainPct.Value <= 0 {
		return
	}
	for i := range p.s.account.spot {
		h := &p.s.account.spot[i]
		worth := h.qty * p.s.account.marks[i]
		if h.base <= 0 || worth < h.base*(1+limits.GainPct.Value/100) || worth < dust {
			continue
		}
		at := p.s.record(Decision{
			Kind: KindProfit, ID: "take-profit", Source: limits.GainPct.Source,
			Text: fmt.Sprintf("%s gained %.0f %%: %.0f %% of it is sold", p.s.asset(i), (worth/h.base-1)*100, limits.GainSellPct.Value),
		})
		p.s.pending = append(p.s.pending, order{decision: at, coin: i, bucket: p.home(i), part: limits.GainSellPct.Value / 100})
		h.base = worth
	}
}

// rotate brings spot to its targets: what lies outside the band is sold at
// once, for less risk waits for nothing; what is bought keeps to the limits on
// steps, days between rotations and weekly turnover (analytics §6).
func (p *planner) rotate(first bool) {
	targets := p.targets()
	deltas, outside := p.deltas(targets)
	p.leaveOthers(targets)
	if !outside {
		p.signal = false
		return
	}
	kind := KindRebalance
	if p.signal {
		kind = KindRotate
	}
	room := p.room(first)
	bought, cut := p.scale(deltas, room)
	at := -1
	for _, d := range deltas {
		if math.Abs(d.points) < leastPoints {
			continue
		}
		if at < 0 {
			at = p.s.record(Decision{Kind: kind, ID: p.stage.ID, Source: p.stage.Source, Text: describe(deltas)})
		}
		p.order(d, at)
	}
	if bought > 0 {
		p.bought = append(p.bought, dayPoints{p.s.now.End, bought})
		if p.signal {
			p.rotated = p.s.now.End
		}
	}
	p.signal = p.signal && cut // what follows is drift, once all that the signal asked for is ordered
}

// leastPoints is what is not worth an order, in points of equity: without it
// what drifts at the edge of its band would be trimmed every day. Chosen.
const leastPoints = 0.5

// deltas are the points each bucket lacks beyond its band, in the order of the
// targets; below zero it has too many.
func (p *planner) deltas(targets []share) (out []share, outside bool) {
	limits := &p.s.p.Limits
	band := cost.Band{Points: limits.BandPoints.Value, OfTargetPct: limits.BandOfTargetPct.Value}
	equity := p.s.account.equity()
	for _, t := range targets {
		if t.bucket == playbook.Stables {
			continue
		}
		d := band.Trade(p.worth(t.bucket)/equity*100, t.points, p.signal)
		outside = outside || d != 0
		if d > 0 && p.stopsBuying(t.bucket) {
			d = 0
		}
		out = append(out, share{t.bucket, d})
	}
	return out, outside
}

// worth is the spot of a bucket that may be rotated.
func (p *planner) worth(bucket string) (sum float64) {
	for i, h := range p.s.account.spot {
		if h.qty > 0 && p.home(i) == bucket {
			sum += h.qty * p.s.account.marks[i]
		}
	}
	return sum
}

// room is how many points may be bought at this close.
func (p *planner) room(first bool) float64 {
	limits, now := &p.s.p.Limits, p.s.now.End
	if first {
		return math.Inf(1)
	}
	week := now.Add(-7 * 24 * time.Hour)
	p.bought = slices.DeleteFunc(p.bought, func(d dayPoints) bool { return d.at <= week })
	left := limits.WeeklyTurnover.Value
	for _, d := range p.bought {
		left -= d.points
	}
	if days := time.Duration(limits.DaysBetween.Value * 24 * float64(time.Hour)); p.signal && p.rotated != 0 && now.Sub(p.rotated) < days {
		return 0
	}
	return max(0, min(left, limits.StepPoints.Value))
}

// scale cuts what is bought to the room there is and returns what is left of
// it, and whether something had to be cut.
func (p *planner) scale(deltas []share, room float64) (bought float64, cut bool) {
	for _, d := range deltas {
		bought += max(0, d.points)
	}
	if bought <= room || bought == 0 {
		return bought, false
	}
	for i := range deltas {
		if deltas[i].points > 0 {
			deltas[i].points *= room / bought
		}
	}
	return room, true
}

func describe(deltas []share) string {
	var parts []string
	for _, d := range deltas {
		if math.Abs(d.points) >= leastPoints {
			parts = append(parts, fmt.Sprintf("%s %+.1f", d.bucket, d.points))
		}
	}
	return strings.Join(parts, ", ") + " points"
}

// coreCoins are the anchor coins there are bars of.
func (p *planner) coreCoins() (out []model.Asset) {
	for _, a := range p.s.j.Setup.Universe.Core {
		if p.s.coin(a) >= 0 {
			out = append(out, a)
		}
	}
	return out
}
