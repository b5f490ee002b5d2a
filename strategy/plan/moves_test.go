package plan_test

import (
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/plan"
)

// bought adds spot that was bought at a price.
func bought(h *model.Holdings, a model.Asset, usd, price string) *model.Holdings {
	holding(h, a, usd, false)
	c := &h.Spot[len(h.Spot)-1]
	c.Cost, c.CostKnown = num(price), true
	return h
}

// anchored is $100,000 at the shares of the composite's stage acc: core 50,
// Infrastructure 21, DeFi 7, AI 2, stablecoins 20.
func anchored() *model.Holdings {
	h := holding(cash("20000"), "BTC", "50000", true)
	return holding(holding(holding(h, "ETH", "21000", false), "AAVE", "7000", false), "FET", "2000", false)
}

// On the pivot 20 % of the Infrastructure holding goes into DeFi (S0-STR1-4, C-6):
// 20 % of 21,000 is 4,200, sold at once and bought in tranches of 1,400.
func TestThePivotMovesAPartOfTheHolding(t *testing.T) {
	s := live("composite", "acc", model.Accumulation, anchored())
	holds(s, "infra-pivot", "move")
	p := propose(t, s, "composite", "", false)
	sale, buy := leg(t, p, model.ActSell, "ETH"), leg(t, p, model.ActBuy, "AAVE")
	wantNotional(t, sale, "4200")
	wantNotional(t, buy, "700") // of each of two coins
	for _, l := range []*model.PlanLeg{sale, buy} {
		if l.Move != "infra-pivot" || l.Reason[0] != "S0-STR1-4" || l.Evidence[0].ID != "infra-pivot" {
			t.Errorf("%s: move %q, reason %v, evidence %+v", l.Title, l.Move, l.Reason, l.Evidence[0])
		}
	}

	// The books know it: it is made once in a stage and not taken back.
	entry := accept(t, p, s)
	if m := entry.Moves; len(m) != 1 || m[0].ID != "infra-pivot" || m[0].Points < 4.19 || m[0].Points > 4.21 || entry.Tranche != 1 || entry.Of != 3 || !entry.Signal {
		t.Fatalf("the books keep %+v", entry)
	}
	entry.At = ago(5 * time.Hour)
	h := holding(cash("22800"), "BTC", "50000", true)
	h = holding(holding(holding(holding(h, "ETH", "16800", false), "AAVE", "7700", false), "UNI", "700", false), "FET", "2000", false)
	later := live("composite", "acc", model.Accumulation, h, entry)
	holds(later, "infra-pivot", "move")
	again := propose(t, later, "composite", "", false)
	none(t, again, model.ActSell)
	if l := leg(t, again, model.ActBuy, "AAVE"); l.Tranche != 2 {
		t.Errorf("tranche %d", l.Tranche)
	}
	wantNotional(t, leg(t, again, model.ActBuy, "UNI"), "700") // 2,800 are left, a half of that, in two coins
}

// accept accepts every leg and returns what the books keep.
func accept(t *testing.T, p *model.Plan, s *model.Snapshot) model.RotationDone {
	t.Helper()
	var steps []model.PlanStep
	for _, l := range p.Legs {
		steps = append(steps, model.PlanStep{Leg: l.ID, Kind: model.StepAccept, Confirm: true})
	}
	entries, err := plan.Entries(plan.Revise(p, s, steps), s, steps)
	if err != nil {
		t.Fatal(err)
	}
	return *entries[len(entries)-1].Plan
}

// 35 % of the gain since entry is sold into stablecoins (S0-STR3-1, C-10): of
// 15,000 bought for 9,000, with 1,000 realised before, 0.35 · 7,000 = 2,450.
func TestAPartOfTheGainsIsMoved(t *testing.T) {
	build := func(price string) *model.Snapshot {
		h := holding(cash("26000"), "BTC", "50000", true)
		s := live("composite", "exp", model.Expansion, bought(bought(h, "AAVE", "15000", price), "ETH", "9000", "2500"))
		holds(s, "gains-to-stables", "move")
		return s
	}
	for _, tt := range []struct {
		name, cost, realised, sold, figure string
	}{
		{"unrealised", "60", "0", "2100", "gain of DeFi since entry, $6000.00 unrealised and $0.00 realised and not moved"},
		{"and realised", "60", "1000", "2450", "gain of DeFi since entry, $6000.00 unrealised and $1000.00 realised and not moved"},
		{"a loss realised is none to move", "60", "-1000", "2100", "gain of DeFi since entry, $6000.00 unrealised and $0.00 realised and not moved"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := build(tt.cost)
			s.Planning.Realised = []model.RealisedGain{{Asset: "UNI", USD: num(tt.realised)}}
			l := leg(t, propose(t, s, "composite", "", false), model.ActSell, "AAVE")
			wantNotional(t, l, tt.sold)
			if l.Move != "gains-to-stables" || l.Reason[0] != "S0-STR3-1" {
				t.Errorf("move %q, reason %v", l.Move, l.Reason)
			}
			found := false
			for _, e := range l.Evidence {
				found = found || e.Text == tt.figure && strings.Contains(e.Threshold, "35 % of it, $"+tt.sold+".00; the rule allows 30 to 40")
			}
			if !found {
				t.Errorf("evidence %+v", l.Evidence)
			}
		})
	}
	t.Run("no gain", func(t *testing.T) {
		p := propose(t, build("120"), "composite", "", false)
		if r := refusal(t, p, "there is no gain to move in DeFi"); !strings.HasPrefix(r.Figure, "−$3000.00 since entry") {
			t.Errorf("got %+v", r)
		}
		none(t, p, model.ActSell)
	})
	t.Run("once a stage", func(t *testing.T) {
		s := build("60")
		s.Planning.Rotations = []model.RotationDone{{At: ago(24 * time.Hour), Playbook: "composite", Stage: "exp", Moves: []model.MoveDone{{ID: "gains-to-stables", Bucket: "DeFi", Points: 2.1, USD: num("2100")}}}}
		none(t, propose(t, s, "composite", "", false), model.ActSell)
	})
	t.Run("strategy 3 by name", func(t *testing.T) {
		p := procedure(t, "strategy-3", bought(cash("60000"), "AAVE", "40000", "50"))
		wantNotional(t, leg(t, p, model.ActSell, "AAVE"), "7000") // 0.35 · 20,000
	})
}

// A coin that has doubled: half of the spot is sold and the long on it closed
// (S0-RISK-1), once for each doubling.
func TestProfitIsTaken(t *testing.T) {
	build := func() *model.Snapshot {
		h := holding(cash("26000"), "BTC", "50000", true)
		h = bought(bought(h, "AAVE", "15000", "49"), "ETH", "9000", "2400")
		h.Futures = []model.FuturesLeg{{Venue: model.Binance, Symbol: "AAVEUSDT", Asset: "AAVE", Qty: num("20"), Entry: num("60"), Leverage: num("2"), Stop: num("40")}}
		s := live("composite", "exp", model.Expansion, h)
		holds(s, "exp-defi-long", "open")
		return s
	}
	s := build()
	p := propose(t, s, "composite", "", false)
	l := leg(t, p, model.ActSell, "AAVE")
	wantNotional(t, l, "7500")
	if l.Move != "take-profit" || l.Reason[0] != "S0-RISK-1" || !strings.Contains(l.Title, "gained 104 %, 50 % of it is sold") {
		t.Errorf("%q, move %q, reason %v", l.Title, l.Move, l.Reason)
	}
	closed := leg(t, p, model.ActClose, "AAVE")
	if closed.Move != "take-profit" || closed.Reason[0] != "S0-RISK-1" {
		t.Errorf("%q, move %q, reason %v", closed.Title, closed.Move, closed.Reason)
	}
	if !closed.Gain.Valid || !closed.Gain.Decimal.Equal(num("800")) {
		t.Errorf("20 coins from 60 to 100 realise 800, got %v", closed.Gain)
	}
	for _, o := range p.Legs {
		if o.Action == model.ActOpen && o.Asset == "AAVE" {
			t.Errorf("the long is opened again: %s", o.Title)
		}
	}
	entry := accept(t, p, s)
	entry.At = ago(time.Hour)
	again := build()
	again.Planning.Rotations = []model.RotationDone{entry}
	for _, l := range propose(t, again, "composite", "", false).Legs {
		if l.Move == "take-profit" {
			t.Errorf("at the price of the last profit none is due: %s", l.Title)
		}
	}
}

// What covering the shorts realises goes to stablecoins; a loss has nothing to
// deploy and says so (S1-C-COVER, C-21).
func TestProceedsOfCoveredShorts(t *testing.T) {
	for _, tt := range []struct {
		name, entry, realises, said string
	}{
		{"a gain", "120", "1000", "closing the shorts realises $99"},
		{"a loss", "90", "-500", "closing the shorts realises a loss: there is nothing to deploy"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := holding(holding(cash("30000"), "ETH", "40000", false), "UNI", "30000", false)
			h.Futures = []model.FuturesLeg{{Venue: model.Binance, Symbol: "AAVEUSDT", Asset: "AAVE", Short: true, Qty: num("50"), Entry: num(tt.entry), Leverage: num("2"), Stop: num("130")}}
			s := live("s1-blueprint", "c-derisk", model.Late, h)
			holds(s, "cover-to-stables", "move")
			holds(s, "c-defi-short", "close")
			p := propose(t, s, "s1-blueprint", "", false)
			l := leg(t, p, model.ActClose, "AAVE")
			if !l.Gain.Decimal.Equal(num(tt.realises)) || l.Move != "cover-to-stables" || l.Reason[0] != "S1-C-COVER" {
				t.Errorf("realises %v, move %q, reason %v", l.Gain, l.Move, l.Reason)
			}
			text := ""
			for _, n := range p.Notes {
				text += n.Text + "\n"
			}
			for _, r := range p.Refused {
				text += r.What + ": " + r.Why + ": " + r.Figure + "\n"
			}
			if !strings.Contains(text, tt.said) {
				t.Errorf("got %s", text)
			}
		})
	}
}

// A move whose outcome the stage's targets are moves nothing twice: scenario A
// leaves a quarter of the pool in DeFi (S2-A-2).
func TestAMoveInTheTargetsIsNotMadeTwice(t *testing.T) {
	h := holding(holding(holding(cash("20000"), "BTC", "50000", true), "AAVE", "15000", false), "FET", "15000", false)
	s := live("s2-narrative", "ignition", model.Expansion, h)
	holds(s, "scenario-a", "move")
	p := propose(t, s, "s2-narrative", "", false)
	l := leg(t, p, model.ActSell, "AAVE")
	wantNotional(t, l, "7500")
	if l.Move != "scenario-a" || l.Reason[0] != "S2-A-1" {
		t.Errorf("move %q, reason %v", l.Move, l.Reason)
	}
}

// Legs the playbook only offers are there when they are asked for.
func TestOfferedLegs(t *testing.T) {
	s := snapshot(model.Late, cash("100000"))
	without := procedure(t, "strategy-c", cash("100000"))
	for _, l := range without.Legs {
		if l.OptIn {
			t.Errorf("proposed unasked: %s", l.Title)
		}
	}
	if !hasNote(without, "c-l1-long") {
		t.Errorf("the offer is not told: %+v", without.Notes)
	}
	with, err := planner(t).Propose(s, model.PlanAsk{Procedure: "strategy-c", OptIn: true})
	if err != nil {
		t.Fatal(err)
	}
	l := leg(t, with, model.ActOpen, "ETH")
	wantNotional(t, l, "10000") // the pair of C-20: a tenth of equity
	if !l.OptIn || l.Side != "long" {
		t.Errorf("offered %v, %s", l.OptIn, l.Side)
	}
}

// A long that has doubled is closed though its overlay still stands.
func TestALongThatDoubledIsClosed(t *testing.T) {
	for _, tt := range []struct {
		entry string
		want  bool
	}{{"50", true}, {"51", false}} {
		h := holding(holding(cash("30000"), "BTC", "50000", true), "AAVE", "15000", false)
		h.Futures = []model.FuturesLeg{{Venue: model.Binance, Symbol: "AAVEUSDT", Asset: "AAVE", Qty: num("20"), Entry: num(tt.entry), Leverage: num("2"), Stop: num("40")}}
		s := live("composite", "exp", model.Expansion, h)
		holds(s, "exp-defi-long", "open")
		p := propose(t, s, "composite", "", false)
		closed := false
		for _, l := range p.Legs {
			closed = closed || l.Action == model.ActClose && l.Asset == "AAVE" && strings.Contains(l.Title, "the long on AAVE has gained 100 %: close it")
		}
		if closed != tt.want {
			t.Errorf("entry %s at a mark of 100: closed %v; %s", tt.entry, closed, actions(p))
		}
	}
}
