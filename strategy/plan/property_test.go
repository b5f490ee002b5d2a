package plan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/model/portfolio/ledger"
	"eddy/strategy/plan"
	"eddy/strategy/playbook"
)

var hundred = decimal.NewFromInt(100)

func embedded(t testing.TB) *tier.Book {
	t.Helper()
	b, err := tier.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// randomHoldings draws any portfolio: coins of all sectors, core or not, dust
// and fortunes, and futures of both sides.
func randomHoldings(t *rapid.T) *model.Holdings {
	h := &model.Holdings{Cash: decimal.New(rapid.Int64Range(0, 50_000_000).Draw(t, "cash"), -2)}
	for i, c := range listed {
		if rapid.IntRange(0, 2).Draw(t, fmt.Sprint("held", i)) == 0 {
			usd := decimal.New(rapid.Int64Range(1, 10_000_000).Draw(t, fmt.Sprint("usd", i)), -2)
			h.Spot = append(h.Spot, model.SpotHolding{
				Asset: c.asset, Qty: usd.DivRound(decimal.NewFromFloat(c.price), 8), Core: rapid.Bool().Draw(t, fmt.Sprint("core", i)),
			})
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "leg") == 0 {
		c := listed[rapid.IntRange(0, len(listed)-1).Draw(t, "legCoin")]
		price := decimal.NewFromFloat(c.price)
		usd := decimal.New(rapid.Int64Range(100, 1_000_000).Draw(t, "legUSD"), -2)
		short := rapid.Bool().Draw(t, "short")
		stop := price.Mul(num("0.8"))
		if short {
			stop = price.Mul(num("1.2"))
		}
		h.Futures = append(h.Futures, model.FuturesLeg{
			Venue: model.Binance, Symbol: string(c.asset) + "USDT", Asset: c.asset, Short: short,
			Qty: usd.DivRound(price, 3), Entry: price, Leverage: num("2"), Stop: stop,
		})
		h.Cash = h.Cash.Add(usd)
		if !h.Futures[0].Qty.IsPositive() {
			h.Futures = nil
		}
	}
	return h
}

// randomPast draws what the books tell: any plans of any stages, moves and profits
// among them, some of them half made, and what conditions hold.
func randomPast(t *rapid.T, s *model.Snapshot, b *playbook.Playbook, stage string) {
	p := s.Planning
	p.Books = rapid.Bool().Draw(t, "books")
	at := s.AsOf
	for i := range rapid.IntRange(0, 5).Draw(t, "rotations") {
		at = at.Add(-time.Duration(rapid.IntRange(0, 60).Draw(t, fmt.Sprint("hours", i))) * time.Hour)
		r := model.RotationDone{
			At: at, Playbook: b.Name, Stage: rapid.SampledFrom([]string{stage, "another"}).Draw(t, fmt.Sprint("stage", i)),
			Points: rapid.Float64Range(0, 40).Draw(t, fmt.Sprint("points", i)), Signal: rapid.Bool().Draw(t, fmt.Sprint("signal", i)),
			Tranche: rapid.IntRange(0, 3).Draw(t, fmt.Sprint("tranche", i)), Of: 3, Bought: []string{"DeFi"},
		}
		if len(b.Moves) > 0 && rapid.Bool().Draw(t, fmt.Sprint("moved", i)) {
			m := rapid.SampledFrom(b.Moves).Draw(t, fmt.Sprint("move", i))
			points := rapid.Float64Range(0, 30).Draw(t, fmt.Sprint("movedPoints", i))
			r.Moves = append(r.Moves, model.MoveDone{ID: m.ID, Bucket: m.From[0], Points: points, USD: decimal.NewFromFloat(points).Round(2)},
				model.MoveDone{ID: "take-profit", Asset: "AAVE", Bucket: "DeFi", Points: points, Price: num("90")})
		}
		p.Rotations = append([]model.RotationDone{r}, p.Rotations...)
	}
	for i := range p.Holdings.Spot {
		c := &p.Holdings.Spot[i]
		c.CostKnown = rapid.Bool().Draw(t, fmt.Sprint("costKnown", i))
		c.Cost = decimal.NewFromFloat(rapid.Float64Range(0, 200).Draw(t, fmt.Sprint("cost", i))).Round(4)
	}
	p.Realised = []model.RealisedGain{{Asset: "UNI", USD: decimal.New(rapid.Int64Range(-1e6, 1e6).Draw(t, "realised"), -2)}}
	s.Playbook = b.Name
	for i, r := range b.Conditions() {
		if r.Role != playbook.RolePick && rapid.IntRange(0, 3).Draw(t, fmt.Sprint("holds", i)) == 0 {
			s.Conditions = append(s.Conditions, model.ConditionView{ID: r.ID, Role: string(r.Role), State: model.EvidenceFor, Evidence: []model.Evidence{{ID: r.ID, Text: r.ID, State: model.EvidenceFor}}})
		}
	}
}

// checkPace: no more is bought than the step and the week leave, and nothing
// while it is too early.
func checkPace(t *rapid.T, p *model.Plan, s *model.Snapshot) {
	if p.Pace == nil || p.Why != "" {
		return
	}
	points := 0.0
	for i := range p.Legs {
		if p.Legs[i].Action == model.ActBuy {
			points += p.Legs[i].Notional.DivRound(p.Equity, 8).InexactFloat64() * 100
		}
	}
	room := 25.0
	if v, ok := p.Pace.Room.Value(); ok {
		room = v
	}
	if points > room+1e-6 || points > 0 && p.Pace.Held != "" {
		t.Fatalf("%v points are bought, there is room for %v: %q, books %+v", points, room, p.Pace.Held, s.Planning.Rotations)
	}
}

func TestEveryPlanHolds(t *testing.T) {
	tiers := embedded(t)
	books := map[string]*playbook.Playbook{}
	for _, name := range playbook.Names() {
		b, err := playbook.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		books[name] = b
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(playbook.Names()).Draw(t, "playbook")
		stages := books[name].Stages
		stage := stages[rapid.IntRange(0, len(stages)-1).Draw(t, "stage")]
		whatIf := rapid.Bool().Draw(t, "whatIf")
		h := randomHoldings(t)
		s := snapshot(stage.Phase, h)
		s.Phase.AgeDays = model.Known(rapid.Float64Range(0, 30).Draw(t, "age"))
		s.Phase.Confidence = model.Known(rapid.Float64Range(0, 1).Draw(t, "confidence"))
		randomPast(t, s, books[name], stage.ID)
		p := plan.Propose(plan.Inputs{Snapshot: s, Playbook: books[name], Profile: "standard", Stage: stage.ID, WhatIf: whatIf, Tiers: tiers, OptIn: rapid.Bool().Draw(t, "optIn")})
		checkPlan(t, p, h, s)
		checkPace(t, p, s)
	})
}

func checkPlan(t *rapid.T, p *model.Plan, h *model.Holdings, s *model.Snapshot) {
	if p.Why != "" {
		if len(p.Legs) > 0 {
			t.Fatalf("legs in spite of %q", p.Why)
		}
		return
	}
	seen := map[string]bool{}
	for i := range p.Legs {
		l := &p.Legs[i]
		if seen[l.ID] {
			t.Fatalf("two legs are called %s", l.ID)
		}
		seen[l.ID] = true
		checkLeg(t, l)
	}
	checkState(t, &p.Before)
	if !p.Before.Cash.Equal(h.Cash) {
		t.Fatalf("cash before: %s, is %s", p.Before.Cash, h.Cash)
	}
	// What is lost is what was paid, to the last digit.
	if got, want := p.After.Equity, p.Before.Equity.Sub(p.Totals.Cost); got.Sub(want).Abs().GreaterThan(num("0.01")) {
		t.Fatalf("equity after %s, before less cost %s", got, want)
	}
	commit(t, p, s)
}

func checkLeg(t *rapid.T, l *model.PlanLeg) {
	checkState(t, &l.After)
	if !l.Qty.IsPositive() || l.Cost.Total().IsNegative() || l.Title == "" || len(l.Reason) == 0 || len(l.Evidence) == 0 {
		t.Fatalf("leg %+v lacks something", l)
	}
	if l.Exit == "" || l.Invalidation == "" {
		t.Fatalf("leg %s has no exit or nothing that makes it wrong", l.ID)
	}
	if l.Action == model.ActOpen && (!l.Stop.Valid || !l.Stop.Decimal.IsPositive()) {
		t.Fatalf("leg %s has no stop", l.ID)
	}
	if l.Action == model.ActOpen && l.Leverage.Decimal.GreaterThan(num("3")) {
		t.Fatalf("leg %s has leverage %s", l.ID, l.Leverage.Decimal)
	}
	for _, g := range l.Guards {
		if g.ID == "core" && !g.Passed {
			t.Fatalf("leg %s touches the core", l.ID)
		}
		if g.Hard && !g.Passed && (g.ID == "cash" || g.ID == "liquidation" || g.ID == "stop" || g.ID == "margin") && l.Before.Free.IsPositive() && l.Before.MarginPct < 1 {
			t.Fatalf("leg %s was proposed against %s: %s", l.ID, g.ID, g.Text)
		}
	}
}

// checkState: shares add up to exactly 100 and cash is never below zero.
func checkState(t *rapid.T, s *model.PlanState) {
	sum := decimal.Zero
	for _, a := range s.Allocation {
		sum = sum.Add(a.Pct)
	}
	if len(s.Allocation) > 0 && !sum.Equal(hundred) {
		t.Fatalf("shares add up to %s: %+v", sum, s.Allocation)
	}
	if s.Cash.IsNegative() {
		t.Fatalf("cash is %s", s.Cash)
	}
}

// commit turns every leg the guards allow into entries of the books.
func commit(t *rapid.T, p *model.Plan, s *model.Snapshot) {
	var steps []model.PlanStep
	for _, l := range p.Legs {
		steps = append(steps, model.PlanStep{Leg: l.ID, Kind: model.StepAccept, Confirm: true})
	}
	done := plan.Revise(p, s, steps)
	for i := 0; i < 3 && done.Totals.Accepted < len(p.Legs); i++ {
		for _, l := range done.Legs {
			if l.Status != model.LegAccepted {
				steps = append(steps, model.PlanStep{Leg: l.ID, Kind: model.StepSkip})
			}
		}
		done = plan.Revise(p, s, steps)
	}
	entries, err := plan.Entries(done, s, steps)
	if err != nil {
		return // nothing was allowed
	}
	for _, e := range entries {
		if e.Kind == ledger.OpenLeg && !e.Stop.IsPositive() {
			t.Fatalf("an entry without a stop: %+v", e)
		}
	}
}
