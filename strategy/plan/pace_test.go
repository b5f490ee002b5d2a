package plan_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/plan"
	"eddy/strategy/playbook"
)

// live is a desk that runs a playbook in one of its stages, with books.
func live(name, stage string, phase model.Phase, h *model.Holdings, done ...model.RotationDone) *model.Snapshot {
	s := snapshot(phase, h)
	s.Playbook, s.Stage.ID = name, stage
	s.Planning.Books, s.Planning.Rotations = true, done
	return s
}

// ago is a moment before the test market's now.
func ago(d time.Duration) model.Millis { return snapshot(model.Expansion, nil).AsOf.Add(-d) }

// holds makes a condition of the playbook hold.
func holds(s *model.Snapshot, id, role string) {
	s.Conditions = append(s.Conditions, model.ConditionView{
		ID: id + "." + role, Role: role, State: model.EvidenceFor, When: "it holds",
		Evidence: []model.Evidence{{ID: id, Text: "the figure of " + id, Value: model.Known(7), Threshold: "above 5", State: model.EvidenceFor}},
	})
}

func refusal(t *testing.T, p *model.Plan, part string) model.PlanRefusal {
	t.Helper()
	for _, r := range p.Refused {
		if strings.Contains(r.What+": "+r.Why, part) {
			return r
		}
	}
	t.Fatalf("nothing is refused as %q: %+v\nlegs %s why %q", part, p.Refused, actions(p), p.Why)
	return model.PlanRefusal{}
}

func none(t *testing.T, p *model.Plan, action string) {
	t.Helper()
	for _, l := range p.Legs {
		if l.Action == action {
			t.Errorf("a leg to %s %s: %s", l.Action, l.Asset, l.Title)
		}
	}
}

// harvest is $100,000 of cash under strategy 2: 50 points of DeFi are asked for,
// one step moves 25 of them, a tranche a third, half of it in each of two coins:
// 100,000 · 0.25 / 3 / 2 = $4,166.67.
func TestTranches(t *testing.T) {
	first := live("s0-matrix", "harvest", model.Expansion, cash("100000"))
	p := propose(t, first, "s0-matrix", "", false)
	aave := leg(t, p, model.ActBuy, "AAVE")
	wantNotional(t, aave, "4166.67")
	if aave.Tranche != 1 || aave.Of != 3 || aave.Next != first.AsOf.Add(4*time.Hour) || !strings.Contains(aave.Title, "tranche 1 of 3, next not before 2026-03-04 17:58 UTC") {
		t.Errorf("tranche %d of %d, next %s: %q", aave.Tranche, aave.Of, aave.Next, aave.Title)
	}
	if r := refusal(t, p, "the rest of the rotation"); r.Figure != "50.0 points, at most 25 points" || r.Source == "" {
		t.Errorf("got %+v", r)
	}
	if pc := p.Pace; pc == nil || !pc.Signal || pc.Asked != 50 || pc.Left != 25 || pc.Tranche != 1 || pc.Of != 3 {
		t.Errorf("pace %+v", p.Pace)
	}

	// A sixth of the equity later: what is left of the step is 25 − 8.33, and half
	// of that is due: 8.33 points, $4,166.67 in each coin.
	held := holding(holding(cash("91666.68"), "AAVE", "4166.66", false), "UNI", "4166.66", false)
	done := model.RotationDone{Playbook: "s0-matrix", Stage: "harvest", Points: 8.3333, Signal: true, Tranche: 1, Of: 3, Left: 25, Bought: []string{"DeFi"}}
	early := done
	early.At = ago(90 * time.Minute)
	p = propose(t, live("s0-matrix", "harvest", model.Expansion, held, early), "s0-matrix", "", false)
	none(t, p, model.ActBuy)
	if r := refusal(t, p, "tranche 2 of 3"); r.Figure != "at least 4 h after tranche 1: from 2026-03-04 16:28 UTC, 2.5 h after this plan was made" {
		t.Errorf("asked too early: %+v", r)
	}
	justNow := done
	justNow.At = ago(-time.Minute) // the clock of the books is ahead of the market's newest event
	p = propose(t, live("s0-matrix", "harvest", model.Expansion, held, justNow), "s0-matrix", "", false)
	if r := refusal(t, p, "tranche 2 of 3"); !strings.HasPrefix(r.Figure, "at least 4 h after tranche 1: from ") || !strings.HasSuffix(r.Figure, "4.0 h after this plan was made") {
		t.Errorf("asked at once: %+v", r)
	}
	due := done
	due.At = ago(4 * time.Hour)
	p = propose(t, live("s0-matrix", "harvest", model.Expansion, held, due), "s0-matrix", "", false)
	if l := leg(t, p, model.ActBuy, "AAVE"); l.Tranche != 2 || l.Of != 3 {
		t.Errorf("tranche %d of %d", l.Tranche, l.Of)
	}
	wantNotional(t, leg(t, p, model.ActBuy, "AAVE"), "4166.67")

	// Another stage ends the rotation: its tranches are not gone on with.
	p = propose(t, live("s0-matrix", "expansion", model.Expansion, held, due), "s0-matrix", "", false)
	none(t, p, model.ActBuy)
	if r := refusal(t, p, "rotations follow each other too soon"); !strings.HasPrefix(r.Figure, "0.2 days since the last rotation, at least 3 days: from ") {
		t.Errorf("got %+v", r)
	}
}

// One signal rotation in three days, forty points in seven; what is sold waits for
// neither (analytics §6).
func TestBudgets(t *testing.T) {
	h := func() *model.Holdings { return holding(cash("80000"), "AXS", "20000", false) }
	rotation := func(days, points float64) model.RotationDone {
		return model.RotationDone{At: ago(time.Duration(days * 24 * float64(time.Hour))), Playbook: "s0-matrix", Stage: "expansion", Points: points, Signal: true, Tranche: 3, Of: 3}
	}
	for _, tt := range []struct {
		name   string
		done   []model.RotationDone
		what   string
		figure string
		buys   string // of each of two coins, "" for none
	}{
		{"too soon", []model.RotationDone{rotation(2.1, 10)}, "rotations follow each other too soon", "2.1 days since the last rotation, at least 3 days: from 2026-03-05 11:34 UTC", ""},
		{"a week's budget", []model.RotationDone{rotation(6, 20), rotation(4, 14)}, "more than the week's budget", "50.0 points, 6.0 left of 40 points in seven days", "1000"},
		{"spent", []model.RotationDone{rotation(4, 40)}, "more than the week's budget", "50.0 points, 0.0 left of 40 points in seven days", ""},
		{"long ago", []model.RotationDone{rotation(8, 40)}, "more than one step may move", "50.0 points, at most 25 points", "4166.67"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := propose(t, live("s0-matrix", "harvest", model.Expansion, h(), tt.done...), "s0-matrix", "", false)
			if r := refusal(t, p, tt.what); r.Figure != tt.figure || r.Source == "" {
				t.Errorf("got %+v, want %s", r, tt.figure)
			}
			wantNotional(t, leg(t, p, model.ActSell, "AXS"), "20000")
			if tt.buys == "" {
				none(t, p, model.ActBuy)
			} else {
				wantNotional(t, leg(t, p, model.ActBuy, "AAVE"), tt.buys)
			}
		})
	}
	t.Run("no books", func(t *testing.T) {
		s := live("s0-matrix", "harvest", model.Expansion, h(), rotation(1, 40))
		s.Planning.Books, s.Planning.Rotations = false, nil
		p := propose(t, s, "s0-matrix", "", false)
		if !hasNote(p, "books") || p.Pace.Room.Fresh() {
			t.Errorf("what is not known limits nothing, and is said: %+v, room %v", p.Notes, p.Pace.Room)
		}
		wantNotional(t, leg(t, p, model.ActBuy, "AAVE"), "4166.67")
	})
	t.Run("a chosen stage is shown whole", func(t *testing.T) {
		p := propose(t, live("s0-matrix", "expansion", model.Expansion, h(), rotation(1, 40)), "s0-matrix", "harvest", true)
		wantNotional(t, leg(t, p, model.ActBuy, "AAVE"), "25000")
		if p.Pace != nil || !hasNote(p, "step") {
			t.Errorf("pace %+v, notes %+v", p.Pace, p.Notes)
		}
	})
}

// Drift is no signal: it waits for no days, goes to the edge of the band and
// counts to the week. 40 of DeFi against 50 ± 10 stays; 37 goes to 40.
func TestDriftGoesToTheEdge(t *testing.T) {
	done := model.RotationDone{At: ago(30 * time.Hour), Playbook: "s0-matrix", Stage: "harvest", Points: 10, Signal: true, Tranche: 3, Of: 3, Bought: []string{"DeFi"}}
	h := holding(holding(cash("63000"), "AAVE", "18500", false), "UNI", "18500", false)
	p := propose(t, live("s0-matrix", "harvest", model.Expansion, h, done), "s0-matrix", "", false)
	wantNotional(t, leg(t, p, model.ActBuy, "AAVE"), "500") // 3 points, a third, a half
	if p.Pace.Signal {
		t.Error("the stage of the last rotation, all of its tranches bought, is no signal")
	}
}

// A third of a leg below the least order is not made: fewer tranches are, and it
// is said.
func TestFewerTranchesOfASmallLeg(t *testing.T) {
	p := propose(t, live("s0-matrix", "harvest", model.Expansion, cash("52")), "s0-matrix", "", false)
	l := leg(t, p, model.ActBuy, "AAVE")
	if l.Tranche != 1 || l.Of != 2 || !hasNote(p, "tranches") {
		t.Errorf("tranche %d of %d, notes %+v", l.Tranche, l.Of, p.Notes)
	}
	wantNotional(t, l, "6.5") // a step of 13 points in two tranches of 6.50: three would be 4.33
}

// The objective by hand: mu = 0.05 · 1 · 0.9 · sqrt(14/365) = 88.13 bp; the risk
// of another point is gamma · 0.9² · 14/365 · w = 0.12427 · w at gamma 4; a spot
// order costs 10 bp and 1 bp of half spread. They meet at w = (88.13 − 11) bp /
// 0.12427 = 6.21 points of 25, the grid of twentieths at 6.25.
func TestTurnoverPenaltyMakesAPurchaseSmaller(t *testing.T) {
	s := live("s0-matrix", "harvest", model.Expansion, cash("100000"))
	for i := range s.Sectors {
		s.Sectors[i].Momentum = model.Known(1)
	}
	for i := range s.Planning.Coins {
		s.Planning.Coins[i].DailySigma = model.Unknown("no bars")
	}
	b, err := playbook.Load("s0-matrix")
	if err != nil {
		t.Fatal(err)
	}
	averse := *b
	averse.Limits.RiskAversion.Value = 4
	in := plan.Inputs{Snapshot: s, Playbook: &averse, Profile: "standard", Tiers: embedded(t)}
	p := plan.Propose(in)
	wantNotional(t, leg(t, p, model.ActBuy, "AAVE"), "1041.67") // 6.25 points, a third, a half
	if r := refusal(t, p, "the turnover penalty makes it smaller"); !strings.HasPrefix(r.Figure, "6.2 of 25.0 points: a further one gains 88.1 bp") || !strings.HasSuffix(r.Figure, "its cost 11.0") {
		t.Errorf("got %+v", r)
	}
	// Two legs of 1.04166 points at 11 bp each.
	if got := p.Totals.Penalty; math.Abs(got-0.0208333*0.0011) > 1e-7 || p.Totals.PenaltyUSD.Sub(num("2.2917")).Abs().GreaterThan(num("0.01")) {
		t.Errorf("penalty %v, $%s", got, p.Totals.PenaltyUSD)
	}

	in.WhatIf, in.Stage = true, "harvest"
	wantNotional(t, leg(t, plan.Propose(in), model.ActBuy, "AAVE"), "25000")

	in.WhatIf, in.Stage, in.Playbook = false, "", b
	for _, r := range plan.Propose(in).Refused {
		if strings.Contains(r.Why, "penalty") {
			t.Errorf("the shipped aversion cuts a momentum of one at 25 points: %+v", r)
		}
	}
}

// What a stage's triggers, its exits and a sector's cap on volatility forbid is not
// bought live, and is refused with the figure.
func TestWhatTriggersForbidIsNotBought(t *testing.T) {
	for _, tt := range []struct {
		name, why, figure string
		set               func(*model.Snapshot)
	}{
		{"a trigger of the sector", "RSI extremely overbought", "the figure of rsi-overbought.defi is 7, above 5", func(s *model.Snapshot) { holds(s, "rsi-overbought.defi", "trigger") }},
		{"an exit of the stage", "the stage is over", "the figure of harvest-over is 7, above 5", func(s *model.Snapshot) { holds(s, "harvest-over", "exit") }},
		{"a flag that ends the stage", "the stage is over", "the figure of harvest-over: yes", func(s *model.Snapshot) {
			holds(s, "harvest-over", "exit")
			e := &s.Conditions[len(s.Conditions)-1].Evidence[0]
			e.Value, e.Shown, e.Threshold = model.Known(1), "yes", "yes"
		}},
		{"volatility", "it swings more than its sector's cap", "DeFi swings 131 % a year, at most 130 %", func(s *model.Snapshot) {
			for i := range s.Sectors {
				s.Sectors[i].Volatility = model.Known(1.31)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := live("s0-matrix", "harvest", model.Expansion, cash("100000"))
			tt.set(s)
			p := propose(t, s, "s0-matrix", "", false)
			none(t, p, model.ActBuy)
			if r := refusal(t, p, tt.why); r.Figure != tt.figure || r.Source == "" {
				t.Errorf("got %+v", r)
			}
		})
	}
	t.Run("a critical one takes a rung down", func(t *testing.T) {
		s := live("s0-matrix", "harvest", model.Expansion, holding(cash("50000"), "AAVE", "50000", false))
		holds(s, "funding-extreme.defi", "trigger")
		p := propose(t, s, "s0-matrix", "", false)
		wantNotional(t, leg(t, p, model.ActSell, "AAVE"), "50000")
	})
}

// A contract that ends soon is named with its days: the warnings are the
// playbook's, at 7 days and at 3 (S2-DER-1).
func TestContractsThatEndAreNamed(t *testing.T) {
	for _, tt := range []struct {
		days float64
		want string
	}{{8, ""}, {6, "roll or close it"}, {2.5, "roll or close it; urgent"}} {
		s := live("s0-matrix", "harvest", model.Expansion, cash("1000"))
		s.Signals = []model.SignalView{{ID: "expiry", Subject: "binance BTCUSDT_260327", Value: model.Known(tt.days), Text: "BTCUSDT_260327 expires: roll or close it"}}
		got := ""
		for _, n := range propose(t, s, "s0-matrix", "", false).Notes {
			if n.ID == "S2-DER-1" {
				got = n.Text
			}
		}
		if !strings.HasSuffix(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%g days: %q", tt.days, got)
		}
	}
}
