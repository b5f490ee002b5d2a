package backtest

import (
	"math"
	"slices"

	"eddy/model"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// seasonDays is how long after its first bar a coin is not bought (analytics
// §2.5: new listings 30 days).
const seasonDays = 30

// members are the coins of a bucket that may be bought now with their weights
// in its index, which sum to 1: seasoned, trading at this close, liquid enough.
func (p *planner) members(bucket string) []strategy.CoinWeight {
	at, known := p.tracks[bucket]
	if !known {
		return nil
	}
	var out []strategy.CoinWeight
	sum := 0.0
	for _, w := range p.s.now.Sectors[at].Weight {
		if p.buyable(w.Coin) {
			out = append(out, w)
			sum += w.Weight
		}
	}
	for i := range out {
		out[i].Weight /= sum
	}
	return out
}

// buyable tells whether a coin may be rotated into. A turnover that is not
// known does not pass; open interest that is not known says nothing (analytics
// §7).
func (p *planner) buyable(coin int) bool {
	s := p.s
	steps := seasonDays * int(model.Day1/s.j.Tape.Step)
	if s.born[coin] < 0 || s.born[coin] != 0 && s.step-s.born[coin] < steps || !s.j.Tape.Series[coin].at(s.step).Traded() {
		return false
	}
	interest, known := s.openInterest(coin)
	return s.turnover(coin) >= s.liquidity.MinTurnover && (!known || interest >= s.liquidity.MinOI)
}

// purchases are the orders that buy a bucket by the index's weights.
func (p *planner) purchases(d share) (out []order) {
	usd := d.points / 100 * p.s.account.equity()
	for _, w := range p.members(d.bucket) {
		out = append(out, order{coin: w.Coin, bucket: d.bucket, usd: usd * w.Weight})
	}
	return out
}

// sales are the orders that sell a bucket in proportion to what is held.
func (p *planner) sales(d share) (out []order) {
	worth := p.worth(d.bucket)
	if worth <= 0 {
		return nil
	}
	part := min(1, -d.points/100*p.s.account.equity()/worth)
	for i, h := range p.s.account.spot {
		if h.qty > 0 && p.home(i) == d.bucket && !p.selling(i) {
			out = append(out, order{coin: i, bucket: d.bucket, part: part})
		}
	}
	return out
}

// selling tells whether a coin is to be sold by an order already.
func (p *planner) selling(coin int) bool {
	return slices.ContainsFunc(p.s.pending, func(o order) bool { return o.coin == coin && o.leg == nil && o.part > 0 })
}

// leaveOthers sells what no target names and what lost its seat, once it trades.
func (p *planner) leaveOthers(targets []share) {
	for i, h := range p.s.account.spot {
		if h.qty <= 0 || p.selling(i) || !p.s.j.Tape.Series[i].at(p.s.step).Traded() {
			continue
		}
		bucket := p.home(i)
		text := ""
		switch {
		case !slices.ContainsFunc(targets, func(t share) bool { return t.bucket == bucket }):
			text = "no target names it"
		case !p.seated(i, bucket):
			text = "it has no seat in its sector any more"
		default:
			continue
		}
		at := p.s.record(Decision{Kind: KindRebalance, ID: bucket, Source: "analytics 2.4", Text: string(p.s.asset(i)) + " is sold: " + text})
		p.s.pending = append(p.s.pending, order{decision: at, coin: i, bucket: bucket, part: 1})
	}
}

// seated tells whether a coin is one of its bucket's. Silence alone unseats none:
// a hole of the recording is no reason to sell.
func (p *planner) seated(coin int, bucket string) bool {
	at, known := p.tracks[bucket]
	return known && slices.Contains(p.s.now.Sectors[at].Seated, coin)
}

// hedges brings the hedges that apply to their rule's share of the spot they
// cover, and closes the others.
func (p *planner) hedges() {
	for i := range p.s.p.Hedges {
		h := &p.s.p.Hedges[i]
		coin := p.s.traded(h.Against)
		if h.OptIn && !p.s.rules.OptIn || coin < 0 {
			continue
		}
		spot, l := p.covered(h.Of), p.s.account.find(h.ID, coin)
		applies := h.AppliesTo(p.stage.ID, p.s.now.Phase) && !p.stops(h.ID+"."+string(playbook.RoleClose))
		open := l != nil || p.holds(h.ID+"."+string(playbook.RoleOpen)) && !slices.Contains(p.resting, h.ID)
		want := spot * h.Ratio
		switch {
		case l == nil && (!applies || !open || want < dust*100):
		case l != nil && (!applies || spot < dust):
			p.legOrder(h.ID, coin, 0, leg{}, h.Title+": its end", h.Source)
		case l == nil:
			p.legOrder(h.ID, coin, want, p.hedgeLeg(h), h.Title+": covers "+h.Covers, h.Source)
		default:
			have := l.notional(p.s.account.marks[coin])
			if have < h.Band[0]*spot || have > h.Band[1]*spot {
				p.legOrder(h.ID, coin, want, p.hedgeLeg(h), h.Title+": back to its ratio", h.Source)
			}
		}
	}
}

func (p *planner) hedgeLeg(h *playbook.Hedge) leg {
	side := -1.0
	if h.Side == "long" {
		side = 1
	}
	return leg{rule: h.ID, side: side, leverage: max(1, p.s.p.Limits.LeverageLow.Value), hedge: true}
}

// covered is the spot of a sector or sub-sector that may be rotated.
func (p *planner) covered(name string) (sum float64) {
	for i, h := range p.s.account.spot {
		if h.qty > 0 && p.isIn(i, name) {
			sum += h.qty * p.s.account.marks[i]
		}
	}
	return sum
}

// legOrder orders that a leg be brought to a notional, with its decision. What
// is opened for gain is opened in tranches; a hedge and an end are not.
func (p *planner) legOrder(rule string, coin int, notional float64, l leg, text, source string) {
	kind := KindOverlay
	if l.hedge || p.isHedge(rule) {
		kind = KindHedge
	}
	role := playbook.RoleOpen
	if notional == 0 {
		role = playbook.RoleClose
	}
	at := p.s.record(Decision{Kind: kind, ID: rule, Source: source, Text: text, Evidence: p.evidence(rule + "." + string(role))})
	l.rule = rule
	o := order{decision: at, coin: coin, leg: &l, notional: notional}
	switch {
	case notional == 0:
	case l.hedge:
		o.distance = math.Inf(1) // as far as a stop may lie before liquidation
	default:
		o.distance = p.stopDistance(coin)
		p.s.pending = append(p.s.pending, p.inTranches(o)...)
		return
	}
	p.s.pending = append(p.s.pending, o)
}

func (p *planner) isHedge(rule string) bool {
	return slices.ContainsFunc(p.s.p.Hedges, func(h playbook.Hedge) bool { return h.ID == rule })
}

// stopDistance is how far a stop lies: the sector's multiple of the coin's
// daily range, else the shared one (S0-RISK-4).
func (p *planner) stopDistance(coin int) float64 {
	multiple := p.s.p.Limits.StopATR.Value
	if r := p.riskOf(p.places[coin].sector); r.StopATR > 0 {
		multiple = r.StopATR
	}
	return multiple * p.s.now.Coins[coin].ATR
}
