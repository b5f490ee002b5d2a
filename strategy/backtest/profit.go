package backtest

import (
	"fmt"
)

// takeProfit sells half of what doubled (S0-RISK-1); the rest counts as bought
// at today's price, so that the next half waits for the next doubling. A
// leveraged long that doubled is closed.
func (p *planner) takeProfit() {
	limits := &p.s.p.Limits
	if limits.GainPct.Value <= 0 {
		return
	}
	grown := 1 + limits.GainPct.Value/100
	for i := range p.s.account.spot {
		h := &p.s.account.spot[i]
		worth := h.qty * p.s.account.marks[i]
		if h.base <= 0 || worth < h.base*grown || worth < dust || !p.s.j.Tape.Series[i].at(p.s.step).Traded() {
			continue
		}
		at := p.s.record(Decision{
			Kind: KindProfit, ID: "take-profit", Source: limits.GainPct.Source,
			Text: fmt.Sprintf("%s gained %.0f %%: %.0f %% of it is sold", p.s.asset(i), (worth/h.base-1)*100, limits.GainSellPct.Value),
		})
		p.s.pending = append(p.s.pending, order{decision: at, coin: i, bucket: p.home(i), part: limits.GainSellPct.Value / 100, base: worth})
	}
	for _, l := range p.s.account.legs {
		mark := p.s.account.marks[l.coin]
		if l.hedge || l.side < 0 || mark < l.entry*grown {
			continue
		}
		at := p.s.record(Decision{
			Kind: KindProfit, ID: l.rule, Source: limits.GainPct.Source,
			Text: fmt.Sprintf("long %s gained %.0f %%: it is closed", p.s.asset(l.coin), (mark/l.entry-1)*100),
		})
		p.rest(l.rule)
		p.s.pending = append(p.s.pending, order{decision: at, coin: l.coin, leg: &leg{rule: l.rule}})
	}
}
