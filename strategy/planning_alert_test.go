package strategy_test

import (
	"math"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/universe"
	"eddy/strategy"
)

// rising is a market that climbs with a wobble, DeFi ahead of all, told with
// books deep enough to trade.
func rising(t testing.TB, e *strategy.Engine) {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	e.Apply(&model.Event{Kind: model.KindLink, Venue: model.Binance, Received: day0, Link: model.LinkLive})
	for i, a := range u.Candidates() {
		home, _, _ := u.Home(a)
		pace := 0.002
		if home == "DeFi" {
			pace = 0.009
		}
		price := func(hour float64) float64 {
			return 50 * math.Exp(pace*hour/24+0.03*math.Sin(hour/float64(30+i%7)))
		}
		for _, h := range []struct {
			step model.Interval
			n    int
		}{{model.Day1, 400}, {model.Hour1, 24 * 60}} {
			list := make([]model.Bar, h.n)
			hours := h.step.Duration().Hours()
			for k := range list {
				at := float64(k-h.n) * hours
				o, c := price(at), price(at+hours)
				list[k] = model.Bar{
					OpenTime: day0.Add(time.Duration(k-h.n) * h.step.Duration()), Interval: h.step,
					Open: o, High: max(o, c) * 1.002, Low: min(o, c) * 0.998, Close: c, Volume: 5e8 / c * hours / 24, HasVolume: true, Closed: true,
				}
			}
			e.Apply(&model.Event{
				Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0,
				Detail: &model.History{Interval: h.step, Bars: list},
			})
		}
		deep(e, a, price(0), day0)
	}
	e.Apply(tick(day0.Add(time.Second)))
}

// deep tells a coin's mark with a tight book and much turnover.
func deep(e *strategy.Engine, a model.Asset, price float64, at model.Millis) {
	ev := mark(a, model.Binance, price, at)
	ev.Has |= model.FieldBid | model.FieldAsk | model.FieldVolume24hUSD | model.FieldOpenInterest | model.FieldFundingRate | model.FieldFundingInterval
	ev.Bid, ev.Ask, ev.Volume24hUSD, ev.OpenInterest = price*0.9999, price*1.0001, 5e8, 1e8/price
	ev.FundingRate, ev.FundingIntervalH = 0.00001, 8
	e.Apply(ev)
}

// A plan that promises more than it costs is told once it has stood for ten
// minutes, with its figure frozen; the alert ends when the legs have been made.
func TestThePlansEdgeIsTold(t *testing.T) {
	e := newEngine(t)
	rising(t, e)
	at := day0
	snapshot := func(pass time.Duration) *model.Snapshot {
		at = at.Add(pass)
		e.Apply(tick(at))
		return e.Snapshot()
	}
	if r := ruleOf(t, snapshot(time.Second), "plan-edge"); r.State != "unknown" || r.Why != "expected edge of the plan over its cost is not known: "+e.Snapshot().Plan.Why {
		t.Errorf("without a portfolio: %+v", r)
	}
	e.Apply(&model.Event{Kind: model.KindPortfolio, Received: at, Detail: &portfolio.Portfolio{Cash: dec("100000")}})
	s := snapshot(time.Second)
	edge, ok := s.Plan.EdgeOverCost.Value()
	if !ok || edge <= 1 {
		t.Fatalf("the market gives a plan without an edge: %+v", s.Plan)
	}
	if r := ruleOf(t, s, "plan-edge"); r.State != "holding" || len(r.Evidence) != 1 || r.Evidence[0].Value != model.Known(edge) {
		t.Errorf("before it held for ten minutes: %+v", r)
	}
	s = snapshot(11 * time.Minute)
	row := alertOf(t, s, "plan-edge")
	if row.Subject != "plan" || !row.IsOpen() || row.Value != model.Known(edge) || row.Inputs[0].ID != "plan.edge_over_cost" || row.Inputs[0].Value != model.Known(edge) {
		t.Errorf("alert: %+v", row)
	}
	if again := alertOf(t, snapshot(time.Hour), "plan-edge"); again.ID != row.ID || again.Times != 0 {
		t.Errorf("it was told again: %+v", again)
	}

	e.Apply(&model.Event{Kind: model.KindPortfolio, Received: at, Detail: &portfolio.Portfolio{
		Holdings: []portfolio.Holding{{Asset: "BTC", Qty: dec("1000"), Core: true}},
	}})
	s = snapshot(time.Second)
	if s.Plan.EdgeOverCost.State() != model.NumNotApplicable {
		t.Fatalf("core alone leaves something to gain: %+v", s.Plan)
	}
	if row = alertOf(t, s, "plan-edge"); row.IsOpen() {
		t.Errorf("nothing is promised any more: %+v", row)
	}
}

func ruleOf(t testing.TB, s *model.Snapshot, rule string) model.RuleView {
	t.Helper()
	for _, r := range s.AlertRules {
		if r.Rule == rule {
			return r
		}
	}
	t.Fatalf("nothing is said of rule %s", rule)
	return model.RuleView{}
}

func alertOf(t testing.TB, s *model.Snapshot, rule string) model.AlertRow {
	t.Helper()
	for _, r := range s.Alerts {
		if r.Rule == rule {
			return r
		}
	}
	t.Fatalf("no alert of %s: %+v", rule, s.Alerts)
	return model.AlertRow{}
}
