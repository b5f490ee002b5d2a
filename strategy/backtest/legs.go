package backtest

import (
	"fmt"

	"eddy/model"
	"eddy/strategy/cost"
)

// reach lets the step's highs and lows work on the legs. The order of prices
// inside a bar is not known, so the worse one is taken: a bar that reaches the
// liquidation price takes the margin, even where a stop lay before it; a stop
// is filled at its price or at the opening, whichever is worse.
func (s *simulation) reach() {
	for i := 0; i < len(s.account.legs); {
		l := &s.account.legs[i]
		c := s.j.Tape.Series[l.coin].at(s.step)
		worst := c.Low
		if l.side < 0 {
			worst = c.High
		}
		switch {
		case !c.Traded() || !past(worst, l.liq, l.side) && !(l.stop > 0 && past(worst, l.stop, l.side)):
			i++
		case past(worst, l.liq, l.side):
			s.liquidate(l)
		default:
			s.stopOut(l, c.Open)
		}
	}
}

// past tells whether a price lies at or beyond a level on the losing side.
func past(price, level, side float64) bool { return level > 0 && side*(price-level) <= 0 }

// liquidated is the action of a leg that lost its margin.
const liquidated = "liquidated"

// liquidate takes a leg's margin.
func (s *simulation) liquidate(l *leg) {
	at := s.record(Decision{
		Kind: KindLiquidation, ID: l.rule, Source: "analytics 10",
		Text: fmt.Sprintf("%s %s: the bar reached %s; the margin of %s is lost", side(l.side), s.asset(l.coin), money(l.liq), money(l.margin)),
	})
	t := Trade{
		At: s.j.Tape.Opening(s.step), Action: liquidated, Asset: s.asset(l.coin), Bucket: futures,
		Qty: l.qty, Price: l.liq, Notional: l.notional(l.liq), Realised: -l.margin,
	}
	s.account.cash -= l.margin
	s.plan.rest(l.rule)
	s.account.drop(l)
	s.file(at, t)
}

// stopOut closes a leg at its stop.
func (s *simulation) stopOut(l *leg, open float64) {
	price := l.stop
	if past(open, l.stop, l.side) {
		price = open
	}
	at := s.record(Decision{
		Kind: KindStop, ID: l.rule, Source: "S0-RISK-4 S1-RISK-6",
		Text: fmt.Sprintf("%s %s: the stop at %s was reached", side(l.side), s.asset(l.coin), money(l.stop)),
	})
	s.plan.rest(l.rule)
	s.reduce(&order{decision: at}, l, price, 1)
}

func side(v float64) string {
	if v < 0 {
		return "short"
	}
	return "long"
}

// settle pays the funding of settlements up to a moment: at the opening of the
// step, or at its close for those within. Longs pay what is above zero (C-15).
func (s *simulation) settle(until model.Millis, within bool) {
	for i := range s.j.Tape.Series {
		list, at := s.j.Tape.Series[i].Funding, &s.funding[i]
		for ; *at < len(list) && list[*at].Time <= until; *at++ {
			price, c := s.account.marks[i], s.j.Tape.Series[i].at(s.step)
			if c.Traded() {
				price = c.Open
				if within {
					price = c.Close
				}
			}
			s.pay(i, list[*at].Rate, price)
		}
	}
	if within {
		s.countUnfunded()
	}
}

func (s *simulation) pay(coin int, rate, price float64) {
	for k := range s.account.legs {
		if l := &s.account.legs[k]; l.coin == coin {
			flow := -l.side * l.notional(price) * rate
			s.account.cash += flow
			s.out.fund(s, flow)
		}
	}
}

// countUnfunded counts the time legs stood on coins whose funding nobody
// recorded: it is not known, and nothing is charged for it.
func (s *simulation) countUnfunded() {
	for k := range s.account.legs {
		i := s.account.legs[k].coin
		s.out.legSteps++
		if list := s.j.Tape.Series[i].Funding; len(list) == 0 || s.funding[i] == 0 || s.funding[i] == len(list) {
			s.out.unfunded++
		}
	}
}

// closeCoin sells what is held of a coin that ended, at its last price.
func (s *simulation) closeCoin(i int, seam *Seam) {
	h := &s.account.spot[i]
	held := h.core+h.qty > 0
	for k := range s.account.legs {
		held = held || s.account.legs[k].coin == i
	}
	if !held {
		return
	}
	d := Decision{Kind: KindDelisting, Source: "analytics 2.5"}
	d.Text = fmt.Sprintf("%s fell silent: out at its last price of %s", seam.Asset, money(seam.Last))
	if seam.Spliced {
		d.Kind, d.Source = KindSplice, "analytics 2.2"
		d.Text = fmt.Sprintf("%s opens at %s after %s: another coin under the name; the old one is out at its last price", seam.Asset, money(seam.Opened), money(seam.Last))
	}
	o := order{decision: s.record(d), coin: i, bucket: s.plan.home(i), part: 1}
	h.qty, h.core = h.qty+h.core, 0
	if h.qty > 0 {
		s.dispose(&o, seam.Last)
	}
	for l := s.legOn(i); l != nil; l = s.legOn(i) {
		s.reduce(&o, l, seam.Last, 1)
	}
}

// dispose sells all of a coin whatever its market takes.
func (s *simulation) dispose(o *order, price float64) {
	h := &s.account.spot[o.coin]
	t := s.bookTrade(o.coin, cost.Spot, "sell", h.qty, price)
	t.Bucket, t.Realised = o.bucket, h.qty*price-h.cost
	s.account.cash += t.Notional - t.Cost()
	*h = holding{}
	s.file(o.decision, t)
}

func (s *simulation) legOn(coin int) *leg {
	for k := range s.account.legs {
		if s.account.legs[k].coin == coin {
			return &s.account.legs[k]
		}
	}
	return nil
}
