package plan_test

import (
	"fmt"
	"testing"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/strategy/plan"
	"eddy/strategy/playbook"
)

// wide is a market of sixty coins, and a portfolio that asks for ten legs and
// more: the limit is 5 ms a plan.
func wide(b *testing.B) plan.Inputs {
	b.Helper()
	h := holding(holding(holding(cash("40000"), "AXS", "9000", false), "SAND", "5000", false), "FET", "8000", false)
	h = holding(holding(h, "TAO", "6000", false), "ARB", "7000", false)
	h.Futures = []model.FuturesLeg{{Venue: model.Binance, Symbol: "TAOUSDT", Asset: "TAO", Qty: num("10"), Entry: num("400"), Leverage: num("2"), Stop: num("300")}}
	s := snapshot(model.Expansion, h)
	for i := range 48 {
		a := model.Asset(fmt.Sprintf("C%02d", i))
		s.Assets = append(s.Assets, assetView(a, 1+float64(i), 30e6, "DeFi", "dex"))
		for k := range s.Sectors {
			if s.Sectors[k].Sector == "DeFi" {
				s.Sectors[k].Members = append(s.Sectors[k].Members, a)
			}
		}
	}
	book, err := playbook.Load("s1-blueprint")
	if err != nil {
		b.Fatal(err)
	}
	tiers, err := tier.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	return plan.Inputs{Snapshot: s, Playbook: book, Profile: "standard", Stage: "b-defi-alpha", WhatIf: true, Tiers: tiers}
}

func BenchmarkPropose(b *testing.B) {
	in := wide(b)
	b.ReportMetric(float64(len(plan.Propose(in).Legs)), "legs")
	for b.Loop() {
		plan.Propose(in)
	}
}

func BenchmarkRevise(b *testing.B) {
	in := wide(b)
	p := plan.Propose(in)
	var steps []model.PlanStep
	for _, l := range p.Legs {
		steps = append(steps, model.PlanStep{Leg: l.ID, Kind: model.StepAccept, Confirm: true})
	}
	for b.Loop() {
		plan.Revise(p, in.Snapshot, steps)
	}
}
