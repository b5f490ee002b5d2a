package backtest

import (
	"fmt"
	"slices"

	"eddy/strategy"
	"eddy/strategy/playbook"
)

// overlays opens the stage's futures legs whose condition holds and closes those
// whose end has come. Legs that are only offered are not taken.
func (p *planner) overlays() {
	p.closeOverlays()
	for i := range p.stage.Overlays {
		o := &p.stage.Overlays[i]
		id := o.ID + "." + string(playbook.RoleOpen)
		if o.OptIn || slices.Contains(p.resting, o.ID) || p.hasLegs(o.ID) || !p.holds(id) || p.ends(o) {
			continue
		}
		p.open(o)
	}
}

func (p *planner) ends(o *playbook.Overlay) bool {
	return p.stops(o.ID + "." + string(playbook.RoleClose))
}

func (p *planner) hasLegs(rule string) bool {
	return slices.ContainsFunc(p.s.account.legs, func(l leg) bool { return l.rule == rule })
}

// closeOverlays closes legs of other stages and those whose end condition
// holds.
func (p *planner) closeOverlays() {
	for _, l := range p.s.account.legs {
		if l.hedge {
			continue
		}
		k := slices.IndexFunc(p.stage.Overlays, func(o playbook.Overlay) bool { return o.ID == l.rule })
		switch {
		case k < 0:
			p.legOrder(l.rule, l.coin, 0, leg{}, "its stage is over", p.stage.Source)
		case p.ends(&p.stage.Overlays[k]):
			p.legOrder(l.rule, l.coin, 0, leg{}, "its end condition holds", p.stage.Overlays[k].Source)
		}
	}
}

// open sizes an overlay by the stage and the confidence, and keeps the posted
// margin under the smallest cap on futures (C-4).
func (p *planner) open(o *playbook.Overlay) {
	allowed, source := p.s.p.Limits.LeverageFor(p.s.now.Confidence)
	leverage := min(o.Leverage, allowed, p.s.p.Limits.LeverageMax.Value)
	coins := p.contracts(o)
	if leverage < 1 || len(coins) == 0 {
		return // low confidence: no new leverage (S0-RISK-2)
	}
	equity := p.s.account.equity()
	margin := p.stage.MarginPct(o)
	if o.Basis == playbook.NotionalOfEquity || o.Basis == playbook.NotionalOfSpot {
		margin = p.stage.NotionalPct(o) / leverage
	}
	room := 100.0
	if limit, _, ok := p.s.p.FuturesCapIn(p.s.j.Setup.Profile, p.stage); ok {
		room = limit
	}
	margin = min(margin, room-p.s.account.margin()/equity*100)
	notional := margin / 100 * equity * leverage
	if notional < dust*100 {
		return
	}
	sign := 1.0
	if o.Side == "short" {
		sign = -1
	}
	for _, w := range coins {
		p.legOrder(o.ID, w.Coin, notional*w.Weight, leg{side: sign, leverage: leverage},
			fmt.Sprintf("%s: %s at %.1fx", o.Title, p.s.asset(w.Coin), leverage), o.Source+" "+source)
	}
}

// contracts are the coins an overlay's legs stand on: those it names, the coin
// it is about, or the members of its sector in equal parts.
func (p *planner) contracts(o *playbook.Overlay) (out []strategy.CoinWeight) {
	for _, a := range o.Against {
		if i := p.s.coin(a); i >= 0 && p.buyable(i) {
			out = append(out, strategy.CoinWeight{Coin: i})
		}
	}
	if len(o.Against) == 0 {
		for _, w := range p.members(o.Of) {
			out = append(out, strategy.CoinWeight{Coin: w.Coin})
		}
	}
	for i := range out {
		out[i].Weight = 1 / float64(len(out))
	}
	return out
}
