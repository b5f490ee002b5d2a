package strategy_test

import (
	"encoding/json"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
	"eddy/strategy/cost"
	"eddy/strategy/plan"
)

// The standing plan is the one the planner makes of the same snapshot. It stays
// while quotes come and goes with a bar, with the books and with nothing else.
func TestTheStandingPlan(t *testing.T) {
	e := newEngine(t)
	coins := feed(t, e, 400, 24*60)
	if got := e.Snapshot().Plan; got == nil || got.Why == "" || got.Legs.State() != model.NumUnknown || got.EdgeOverCost.Why() != got.Why {
		t.Fatalf("without a portfolio: %+v", got)
	}
	eth := firstPrice(t, "ETH")
	e.Apply(&model.Event{Kind: model.KindPortfolio, Received: day0, Detail: &portfolio.Portfolio{
		Cash: dec("20000"), Holdings: []portfolio.Holding{{Asset: "ETH", Qty: dec("80000").DivRound(eth, 6)}},
	}})
	s := e.Snapshot()
	want := proposed(t, s)
	if s.Plan.Why != "" || s.Plan.Digest == "" || s.Plan.Digest != plan.Digest(want) {
		t.Fatalf("standing %+v, the planner says %s %q", s.Plan, plan.Digest(want), want.Why)
	}
	if got := s.Plan; got.Legs != model.Known(float64(len(want.Legs))) || len(want.Legs) == 0 || got.Stage != s.Stage.ID ||
		got.TurnoverPct != model.Known(want.Totals.TurnoverPct) || got.Refused != model.Known(float64(len(want.Refused))) ||
		got.Cost != model.Known(want.Totals.Cost.InexactFloat64()) || got.EdgeOverCost != want.Totals.EdgeOver {
		t.Errorf("summary %+v of %+v", got, want.Totals)
	}

	e.Apply(mark("ETH", model.Binance, eth.InexactFloat64()*1.001, day0.Add(time.Minute)))
	if again := e.Snapshot().Plan; again != s.Plan {
		t.Error("a quote made another plan")
	}
	closeHour(e, coins, day0)
	next := e.Snapshot()
	if next.Plan == s.Plan || next.Plan.AsOf <= s.Plan.AsOf || next.Plan.Digest == s.Plan.Digest {
		t.Errorf("after an hour closed: %+v", next.Plan)
	}
	books, err := ledger.Opening(&portfolio.Portfolio{Cash: dec("500")}, 1)
	if err != nil {
		t.Fatal(err)
	}
	e.Apply(&model.Event{Kind: model.KindPortfolio, Detail: books})
	if after := e.Snapshot(); after.Plan == next.Plan || after.Plan.Digest != plan.Digest(proposed(t, after)) {
		t.Errorf("after the books changed: %+v", after.Plan)
	}
}

// proposed is what the planner makes of a snapshot for its own stage.
func proposed(t testing.TB, s *model.Snapshot) *model.Plan {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	planner, err := plan.NewPlanner(s.Playbook, s.Profile, u, cost.Fees{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := planner.Propose(s, model.PlanAsk{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What cannot be planned is unknown in JSON, with the reason; what does not
// apply is null.
func TestTheStandingPlanInJSON(t *testing.T) {
	none, err := json.Marshal(newEngine(t).Snapshot().Plan)
	if err != nil {
		t.Fatal(err)
	}
	var view map[string]any
	if err := json.Unmarshal(none, &view); err != nil {
		t.Fatal(err)
	}
	if why, _ := view["why"].(string); why == "" || view["digest"] != nil {
		t.Errorf("%s", none)
	}
	for _, name := range []string{"legs", "turnover", "turnover_pct", "cost", "edge", "edge_over_cost", "refused"} {
		if o, isObject := view[name].(map[string]any); !isObject || o["unknown"] != view["why"] {
			t.Errorf("%s: %v", name, view[name])
		}
	}
}

// BenchmarkStandingPlan is a snapshot at which the plan is made anew, against
// BenchmarkSnapshotWithTenLegs where it stands.
func BenchmarkStandingPlan(b *testing.B) {
	p := &portfolio.Portfolio{Cash: dec("20000"), Holdings: []portfolio.Holding{{Asset: "ETH", Qty: dec("80000").DivRound(firstPrice(b, "ETH"), 6)}}}
	e := holding(b, p)
	b.ReportMetric(e.Snapshot().Plan.Legs.Or(0), "legs")
	for b.Loop() {
		b.StopTimer()
		again := *p
		e.Apply(&model.Event{Kind: model.KindPortfolio, Detail: &again})
		b.StartTimer()
		e.Snapshot()
	}
}

// BenchmarkStandingPlanKept is the same snapshot between two occasions.
func BenchmarkStandingPlanKept(b *testing.B) {
	e := holding(b, &portfolio.Portfolio{Cash: dec("20000"), Holdings: []portfolio.Holding{{Asset: "ETH", Qty: dec("80000").DivRound(firstPrice(b, "ETH"), 6)}}})
	for b.Loop() {
		e.Snapshot()
	}
}
