package main

import (
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/cost"
	"eddy/strategy/plan"
	"eddy/tui"
)

// A key in the view and the frame that follows on a market of sixty coins, with
// forty of them held: the limit is one frame, 16 ms.
func BenchmarkWalkKeyOf60Coins(b *testing.B) {
	u, err := universe.Default()
	if err != nil {
		b.Fatal(err)
	}
	planner, err := plan.NewPlanner("s1-blueprint", "standard", u, cost.Fees{})
	if err != nil {
		b.Fatal(err)
	}
	s := walkMarket(b, u)
	prices := make(map[model.Asset]float64)
	for i, a := range append([]model.Asset{"BTC"}, u.Candidates()...) {
		if len(prices) < 60 {
			prices[a] = 10 + float64(i)
		}
	}
	held := &model.Holdings{Name: "many", Cash: decimal.NewFromInt(50_000)}
	for _, a := range u.Candidates()[:40] {
		held.Spot = append(held.Spot, model.SpotHolding{Asset: a, Qty: decimal.NewFromInt(40)})
	}
	wide := plan.Offline(prices, u, model.Binance, held)
	wide.AsOf, wide.Clock, wide.Phase, wide.Playbook, wide.Profile = s.AsOf, s.Clock, s.Phase, s.Playbook, s.Profile
	desk, err := tui.NewHeadless(tui.Options{Theme: "dark", Planner: planner}, 200, 60)
	if err != nil {
		b.Fatal(err)
	}
	desk.Show(wide)
	desk.Press("2", "o", "strategy-b", "enter", "s", "s")
	for b.Loop() {
		desk.Press("left")
		desk.Frame()
		desk.Press("right")
		desk.Frame()
	}
	b.ReportMetric(float64(len(wide.Assets)), "coins")
}
