package backtest

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"eddy/model"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// wanted is an overlay being opened.
type wanted struct {
	o        *playbook.Overlay
	side     float64
	leverage float64
	notional float64 // of all its legs, US dollars
}

// open sizes an overlay by the stage and the confidence, keeps the posted margin
// under the smallest cap on futures (C-4) and the market exposure under the
// stage's, and opens what is expected to gain more than it costs.
func (p *planner) open(o *playbook.Overlay) {
	w := wanted{o: o, side: 1}
	if o.Side == short {
		w.side = -1
	}
	var source string
	if w.leverage, source = p.leverage(o); w.leverage < 1 {
		p.refuse(o.ID+".leverage", fmt.Sprintf("%s: confidence %.2f allows no new leverage", o.Title, p.s.now.Confidence), source)
		return
	}
	if w.side > 0 && (p.cautious(o.Of, model.Warning, model.Critical) || p.tooWild(o.Of, o.Title)) {
		return
	}
	w.notional = p.marginPct(&w) / 100 * p.s.account.equity() * w.leverage
	coins := p.contracts(&w)
	if w.notional < dust*100 || len(coins) == 0 {
		return
	}
	if w.side > 0 && p.tooMuchBeta(o.ID, o.Title, w.orders(coins)) {
		return
	}
	for _, coin := range coins {
		p.openOn(&w, coin, w.notional/float64(len(coins)), source)
	}
}

// leverage is an overlay's own, cut to what its sector, the playbook and the
// confidence allow (C-25). In the first closes of a phase it does not step up
// (S0-RISK-2).
func (p *planner) leverage(o *playbook.Overlay) (lever float64, source string) {
	limits, now := &p.s.p.Limits, p.s.now
	allowed, source := limits.LeverageFor(now.Confidence)
	if age := now.End.Sub(now.Since).Hours() / 24; age < limits.StepUpBars.Value {
		allowed = min(allowed, limits.LeverageMin.Value)
	}
	lever = min(o.Leverage, allowed, limits.LeverageMax.Value)
	if r := p.riskOf(o.Of); r.LeverageMax > 0 {
		lever = min(lever, r.LeverageMax)
	}
	return lever, source
}

// marginPct is what an overlay posts in percent of equity, as far as the
// smallest cap on futures leaves room.
func (p *planner) marginPct(w *wanted) float64 {
	margin := p.stage.MarginPct(w.o)
	if w.o.Basis == playbook.NotionalOfEquity || w.o.Basis == playbook.NotionalOfSpot {
		margin = p.stage.NotionalPct(w.o) / w.leverage
	}
	room := p.s.p.Limits.MarginPct.Value
	if limit, _, ok := p.s.p.FuturesCapIn(p.s.j.Setup.Profile, p.stage); ok {
		room = min(room, limit)
	}
	return min(margin, room-p.s.account.margin()/p.s.account.equity()*100)
}

// leastLegMargin is the margin from which a leg is spread over two coins, and
// mostLegs over how many; both as a plan does it.
const (
	leastLegMargin = 2500
	mostLegs       = 2
)

// contracts are the coins an overlay's legs stand on: of those it names or, where
// it names none, of its sector, shorts by how overleveraged they are (S1-C-SHORT)
// and all by turnover. A coin a hedge holds the other way round is passed over.
func (p *planner) contracts(w *wanted) (out []int) {
	n := 1
	if w.notional/w.leverage >= leastLegMargin {
		n = mostLegs
	}
	for _, i := range p.candidates(w) {
		opposed := slices.ContainsFunc(p.s.account.legs, func(l leg) bool { return l.coin == i && l.side != w.side })
		if len(out) < n && p.buyable(i) && !opposed {
			out = append(out, i)
		}
	}
	return out
}

// orders are an overlay's longs as if they were bought.
func (w *wanted) orders(coins []int) (out []order) {
	for _, i := range coins {
		out = append(out, order{coin: i, usd: w.notional / float64(len(coins))})
	}
	return out
}

func (p *planner) candidates(w *wanted) (out []int) {
	for _, a := range w.o.Against {
		if i := p.s.coin(a); i >= 0 {
			out = append(out, i)
		}
	}
	if len(w.o.Against) > 0 {
		return out
	}
	for _, m := range p.members(w.o.Of) {
		out = append(out, m.Coin)
	}
	slices.SortStableFunc(out, func(x, y int) int {
		if w.side < 0 {
			if c := cmp.Compare(p.s.now.Coins[y].Short, p.s.now.Coins[x].Short); c != 0 {
				return c
			}
		}
		return cmp.Compare(p.s.turnover(y), p.s.turnover(x))
	})
	return out
}

// openOn opens one leg of an overlay, where its edge is worth its cost. Where its
// stop would lie too near to liquidation its leverage is lowered (analytics §10).
func (p *planner) openOn(w *wanted, coin int, notional float64, source string) {
	e := p.edgeOf(w.o.Of, nil)
	e.z *= w.side
	g := p.gate(&e, p.s.side(coin, notional, cost.Perp).Total(), p.s.carry(coin, w.side))
	if e.known && !g.Passes() {
		p.refuse(w.o.ID+"."+string(p.s.asset(coin)), fmt.Sprintf("%s on %s: %s", w.o.Title, p.s.asset(coin), gateWords(&g)), p.s.p.Limits.EdgeOverCost.Source)
		return
	}
	lever := min(w.leverage, p.bearable(coin))
	p.legOrder(w.o.ID, coin, notional, leg{side: w.side, leverage: lever},
		fmt.Sprintf("%s: %s at %.1fx", w.o.Title, p.s.asset(coin), lever), w.o.Source+" "+source)
}

// bearable is the leverage up to which a coin's stop lies near enough, in tenths
// and at least 1.
func (p *planner) bearable(coin int) float64 {
	mark, away, part := p.s.account.marks[coin], p.stopDistance(coin), p.s.p.Limits.StopOfLiq.Value
	if !(mark > 0) || !(away > 0) || !(part > 0) {
		return math.Inf(1)
	}
	return max(1, math.Floor(10/(away/mark/part+p.s.maintenance(coin)))/10)
}

// carry is what funding takes of a leg over the horizon of its edge at the rate
// settled last, a fraction; 0 where it pays, or where nobody told.
func (s *simulation) carry(coin int, side float64) float64 {
	if s.funding[coin] == 0 {
		return 0
	}
	last := s.j.Tape.Series[coin].Funding[s.funding[coin]-1]
	flow, ok := cost.Funding{Rate: last.Rate, IntervalH: last.IntervalH}.Accrued(side > 0, estimator.HorizonDays*24)
	if !ok {
		return 0
	}
	return max(0, -flow)
}
