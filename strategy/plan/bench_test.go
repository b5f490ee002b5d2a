package plan_test

import (
	"fmt"
	"testing"
	"time"

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

// BenchmarkProposeLive is a plan that asks the books, the triggers, the moves and
// the turnover penalty too.
func BenchmarkProposeLive(b *testing.B) {
	in := wide(b)
	in.Stage, in.WhatIf = "", false
	in.Snapshot.Playbook, in.Snapshot.Stage.ID, in.Snapshot.Planning.Books = in.Playbook.Name, "b-defi-alpha", true
	for i := range 40 {
		in.Snapshot.Planning.Rotations = append(in.Snapshot.Planning.Rotations, model.RotationDone{
			At: in.Snapshot.AsOf.Add(-time.Duration(1000-i) * time.Hour), Playbook: in.Playbook.Name, Stage: "a-infrastructure-first", Points: 8, Signal: true, Tranche: 1 + i%3, Of: 3,
		})
	}
	for _, r := range in.Playbook.Conditions() {
		state := model.EvidenceAgainst
		if r.Role == playbook.RoleOpen || r.Role == playbook.RoleMove {
			state = model.EvidenceFor
		}
		in.Snapshot.Conditions = append(in.Snapshot.Conditions, model.ConditionView{ID: r.ID, Role: string(r.Role), State: state})
	}
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
