package plan_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/plan"
)

// leg finds a leg by what it does to which coin.
func leg(t *testing.T, p *model.Plan, action string, a model.Asset) *model.PlanLeg {
	t.Helper()
	for i := range p.Legs {
		if p.Legs[i].Action == action && p.Legs[i].Asset == a {
			return &p.Legs[i]
		}
	}
	t.Fatalf("no leg to %s %s; legs: %v, refused: %v, why: %q", action, a, actions(p), p.Refused, p.Why)
	return nil
}

func actions(p *model.Plan) string {
	var words []string
	for _, l := range p.Legs {
		words = append(words, strings.Join(strings.Fields(l.Action+" "+l.Side+" "+string(l.Asset)), " "))
	}
	return strings.Join(words, ", ")
}

func share(t *testing.T, s *model.PlanState, bucket string) float64 {
	t.Helper()
	for _, a := range s.Allocation {
		if a.Bucket == bucket {
			return a.Pct.InexactFloat64()
		}
	}
	return 0
}

func wantShare(t *testing.T, p *model.Plan, bucket string, want float64) {
	t.Helper()
	if got := share(t, &p.After, bucket); got < want-0.3 || got > want+0.3 {
		t.Errorf("%s after: got %v %%, want %v", bucket, got, want)
	}
}

func wantNotional(t *testing.T, l *model.PlanLeg, want string) {
	t.Helper()
	if d := l.Notional.Sub(num(want)).Abs(); d.GreaterThan(num("5")) {
		t.Errorf("%s %s: got $%s, want $%s", l.Action, l.Asset, l.Notional, want)
	}
}

// The figures are the ledger's: S1-EX-1 to S1-EX-8 on $100,000, with C-18 and
// C-22 flagged.
func TestTheWorkedExampleOfStrategyB(t *testing.T) {
	p := procedure(t, "example-b", cash("100000"))
	if want := "open short ETH, buy ETH, buy UNI, buy AAVE, open long UNI, open long AAVE"; actions(p) != want {
		t.Fatalf("got %s\nwant %s", actions(p), want)
	}
	wantNotional(t, leg(t, p, model.ActBuy, "ETH"), "40000")
	wantNotional(t, leg(t, p, model.ActBuy, "UNI"), "12500")
	hedge := leg(t, p, model.ActOpen, "ETH")
	wantNotional(t, hedge, "10000")
	if g := guard(hedge, "band"); g == nil || g.Passed || g.Hard || g.Source != "C-18" {
		t.Errorf("25 %% of the spot is out of the rule's band: %+v", g)
	}
	long := leg(t, p, model.ActOpen, "AAVE")
	wantNotional(t, long, "25000")
	if got := long.Margin.Decimal; !got.Equal(num("12500")) {
		t.Errorf("margin of a DeFi long: got %s, want 12500", got)
	}
	if g := guard(long, "reserve"); g == nil || g.Passed {
		t.Errorf("free stablecoins of 5 %% are flagged (C-22): %+v", g)
	}
	wantShare(t, p, "L1", 40)
	wantShare(t, p, "DeFi", 25)
	wantShare(t, p, "Stables", 35)
	for _, id := range []string{"C-18", "C-22", "C-23", "C-43"} {
		if !hasNote(p, id) {
			t.Errorf("note %s is missing", id)
		}
	}
}

func guard(l *model.PlanLeg, id string) *model.PlanGuard {
	for i := range l.Guards {
		if l.Guards[i].ID == id {
			return &l.Guards[i]
		}
	}
	return nil
}

func hasNote(p *model.Plan, id string) bool {
	for _, n := range p.Notes {
		if n.ID == id {
			return true
		}
	}
	return false
}

// Every procedure of the articles reaches its own shares from $100,000 of
// stablecoins, with its futures.
func TestProcedures(t *testing.T) {
	for _, tt := range []struct {
		name   string
		shares map[string]float64
		opens  string
	}{
		{"strategy-1", map[string]float64{"Infrastructure": 70, "Stables": 30}, "open long ETH, open long SOL"},
		{"strategy-1-pivot", map[string]float64{"Infrastructure": 56, "DeFi": 14, "Stables": 30}, "open short ETH"},
		{"strategy-2", map[string]float64{"DeFi": 50, "Stables": 50}, "open long AAVE, open long UNI"},
		{"strategy-3", map[string]float64{"DeFi": 45, "NFT": 5, "Stables": 50}, "open short BTC"},
		{"strategy-a", map[string]float64{"L1": 60, "DeFi": 20, "Stables": 20}, "open long ETH, open long SOL"},
		{"strategy-b", map[string]float64{"L1": 30, "DeFi": 50, "Stables": 20}, "open short ETH, open long AAVE, open long UNI"},
		{"strategy-c", map[string]float64{"L1": 40, "DeFi": 30, "Stables": 30}, "open short AAVE, open short UNI"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := procedure(t, tt.name, cash("100000"))
			for bucket, want := range tt.shares {
				wantShare(t, p, bucket, want)
			}
			var opens []string
			for _, l := range p.Legs {
				if l.Action == model.ActOpen {
					opens = append(opens, "open "+l.Side+" "+string(l.Asset))
				}
			}
			if got := strings.Join(opens, ", "); got != tt.opens {
				t.Errorf("got %s\nwant %s; refused %v", got, tt.opens, p.Refused)
			}
		})
	}
}

// pool is the portfolio of C-30: a pool of $10,000 half in each, in an equity of
// $33,333.33 with $6,666.67 of stablecoins.
func pool() *model.Holdings {
	return holding(holding(holding(cash("6666.67"), "BTC", "16666.66", true), "AAVE", "5000", false), "FET", "5000", false)
}

// Scenario A: $2,500 of DeFi into AI and $1,000 of margin at 3x, $3,000
// (S2-A-1 to S2-A-4). Scenario B from the same pool: $3,000 of AI into DeFi,
// 80/20, a light short of BTC against the DeFi spot (S2-B-1 to S2-B-4, C-32).
func TestScenarios(t *testing.T) {
	a := procedure(t, "scenario-a", pool())
	wantNotional(t, leg(t, a, model.ActSell, "AAVE"), "2500")
	if got := a.After.Allocation; len(got) == 0 || share(t, &a.After, "AI") < 22.2 || share(t, &a.After, "DeFi") > 7.7 {
		t.Errorf("after scenario A: %+v", got)
	}
	long := leg(t, a, model.ActOpen, "FET")
	wantNotional(t, long, "3000")
	if !long.Leverage.Decimal.Equal(num("3")) {
		t.Errorf("leverage %s, want 3", long.Leverage.Decimal)
	}

	b := procedure(t, "scenario-b", pool())
	wantNotional(t, leg(t, b, model.ActSell, "FET"), "3000")
	if defi, ai := share(t, &b.After, "DeFi"), share(t, &b.After, "AI"); defi < 23.8 || defi > 24.2 || ai < 5.9 || ai > 6.1 {
		t.Errorf("after scenario B: DeFi %v, AI %v", defi, ai)
	}
	wantNotional(t, leg(t, b, model.ActOpen, "BTC"), "1170") // 15 % of 8,000 is 1,200, in lots of 0.001 BTC
}

// The stage table on $100,000 with a core of 60 (S2-TABLE-1 to 4, C-34, C-35).
func TestStageTable(t *testing.T) {
	for _, tt := range []struct {
		name     string
		defi, ai float64 // spot
		notional string  // of the futures leg
	}{
		{"table-1", 20, 20, ""},
		{"table-2", 10, 25, "15000"},
		{"table-3", 30, 10, "10000"},
		{"table-4", 30, 5, "10000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := procedure(t, tt.name, holding(cash("40000"), "BTC", "60000", true))
			wantShare(t, p, "Core", 60)
			wantShare(t, p, "DeFi", tt.defi)
			wantShare(t, p, "AI", tt.ai)
			total := decimal.Zero
			for i := range p.Legs {
				if l := &p.Legs[i]; l.Action == model.ActOpen && !strings.Contains(l.ID, "defi-market") {
					total = total.Add(l.Notional)
				}
			}
			if tt.notional != "" && total.Sub(num(tt.notional)).Abs().GreaterThan(num("100")) {
				t.Errorf("futures: got $%s, want $%s; refused %v", total, tt.notional, p.Refused)
			}
		})
	}
}

// A hedge stands under the limits of its own coin, not of what it covers.
func TestHedgeOfASmallSectorCanBeAccepted(t *testing.T) {
	p := propose(t, snapshot(model.Expansion, holding(cash("80000"), "AXS", "20000", false)), "s0-matrix", "speculation", true)
	l := leg(t, p, model.ActOpen, "BTC")
	if g := guard(l, "leverage"); g == nil || !g.Passed {
		t.Errorf("got %+v", g)
	}
}

// A hedge is unwound in proportion as the spot it covers is sold; the last slice
// closes it (S0-STR3-5, C-11).
func TestHedgeGoesWithItsSpot(t *testing.T) {
	h := holding(holding(cash("50000"), "AXS", "6000", false), "SAND", "4000", false)
	h.Futures = []model.FuturesLeg{{Venue: model.Binance, Symbol: "BTCUSDT", Asset: "BTC", Short: true, Qty: num("0.05"), Entry: num("65000"), Leverage: num("2"), Stop: num("72000")}}
	p := propose(t, snapshot(model.Expansion, h), "s0-matrix", "harvest", true)
	var order []string
	left := num("0.05")
	for _, l := range p.Legs {
		if l.Bucket == "NFT" || l.Asset == "BTC" && l.Action != model.ActOpen {
			order = append(order, l.Action+" "+string(l.Asset))
			if l.Asset == "BTC" {
				left = left.Sub(l.Qty)
			}
		}
	}
	if got, want := strings.Join(order, ", "), "sell AXS, reduce BTC, sell SAND, close BTC"; got != want {
		t.Errorf("got %s, want %s (all: %s)", got, want, actions(p))
	}
	if !left.IsZero() {
		t.Errorf("%s of the hedge are left", left)
	}
}

// A live proposal refuses what does not pay, and says with which figures.
func TestEdgeGateRefuses(t *testing.T) {
	s := snapshot(model.Expansion, holding(cash("50000"), "BTC", "50000", true))
	s.Stage.ID = "exp"
	for i := range s.Sectors {
		if s.Sectors[i].Sector == "DeFi" {
			s.Sectors[i].Momentum = model.Known(0.05)
		}
	}
	p := propose(t, s, "composite", "", false)
	found := false
	for _, r := range p.Refused {
		if r.Why == "expected edge below its cost" && strings.Contains(r.Figure, "bp, needs") && r.Source != "" {
			found = true
		}
	}
	if !found {
		t.Errorf("nothing was refused for its edge: %+v\nlegs %s why %q", p.Refused, actions(p), p.Why)
	}
}

func TestThinMarketIsRefusedWithItsFigure(t *testing.T) {
	s := snapshot(model.Expansion, cash("200000"))
	for i := range s.Sectors {
		if s.Sectors[i].Sector == "NFT" {
			s.Sectors[i].Members = []model.Asset{"BLUR"}
		}
	}
	p := propose(t, s, "s0-matrix", "speculation", true)
	var text string
	for _, r := range p.Refused {
		text += r.What + ": " + r.Why + ": " + r.Figure + "\n"
	}
	if !strings.Contains(text, "buy BLUR: its market is too thin: turnover of a day $30k, at least $2M") || !strings.Contains(text, "no member of it is liquid enough") {
		t.Errorf("got %s", text)
	}
}

func TestBadInput(t *testing.T) {
	for _, tt := range []struct {
		name string
		held *model.Holdings
		want string // of Why, or of the legs
	}{
		{"no portfolio", nil, "no portfolio yet"},
		{"an empty portfolio", &model.Holdings{}, "worth nothing"},
		{"only core", holding(&model.Holdings{}, "BTC", "50000", true), ""},
		{"dust", holding(cash("0"), "FET", "3", false), ""},
		{"nothing but a coin without a price", &model.Holdings{Spot: []model.SpotHolding{{Asset: "XYZ", Qty: num("1")}}}, "no price of XYZ"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := propose(t, snapshot(model.Expansion, tt.held), "composite", "exp", true)
			if tt.want != "" && !strings.Contains(p.Why, tt.want) {
				t.Errorf("got %q, want %q", p.Why, tt.want)
			}
			if tt.want == "" && (p.Why != "" || len(p.Legs) != 0) {
				t.Errorf("got legs %s, why %q; want neither", actions(p), p.Why)
			}
		})
	}
	t.Run("phase unknown", func(t *testing.T) {
		s := snapshot(model.PhaseUnknown, cash("1000"))
		s.Phase.Why = "needs 42 more daily bars"
		if p := propose(t, s, "composite", "", false); !strings.Contains(p.Why, "needs 42 more") {
			t.Errorf("got %q", p.Why)
		}
	})
	t.Run("a stale price", func(t *testing.T) {
		h := holding(cash("1000"), "AXS", "5000", false)
		s := snapshot(model.Bear, h)
		for i := range s.Assets {
			if s.Assets[i].Asset == "AXS" {
				s.Assets[i].Price = model.Stale(6, "silent for 40 s")
			}
		}
		l := leg(t, propose(t, s, "composite", "bear", true), model.ActSell, "AXS")
		if g := guard(l, "price"); g.Passed || !g.Hard {
			t.Errorf("a stale price passed: %+v", g)
		}
	})
}

// What the user decides is folded from the proposal each time: undoing is
// dropping the last step.
func TestSteps(t *testing.T) {
	s := snapshot(model.Expansion, cash("100000"))
	p := procedure(t, "strategy-b", cash("100000"))
	buy := leg(t, p, model.ActBuy, "SOL")
	accept := model.PlanStep{Leg: buy.ID, Kind: model.StepAccept}
	if got := leg(t, plan.Revise(p, s, []model.PlanStep{accept}), model.ActBuy, "SOL"); got.Status != model.LegAccepted {
		t.Errorf("got %s, want accepted; %+v", got.Status, got.Guards)
	}
	skipped := plan.Revise(p, s, []model.PlanStep{{Leg: buy.ID, Kind: model.StepSkip}})
	if skipped.Totals.Skipped != 1 || share(t, &skipped.After, "L1") > 20 {
		t.Errorf("a skipped leg still counts: %+v", skipped.Totals)
	}
	half := model.PlanStep{Leg: buy.ID, Kind: model.StepSize, Value: buy.Qty.Div(num("2"))}
	edited := leg(t, plan.Revise(p, s, []model.PlanStep{half}), model.ActBuy, "SOL")
	if edited.Status != model.LegEdited || !edited.Notional.Equal(buy.Notional.Div(num("2"))) {
		t.Errorf("edited: %s $%s", edited.Status, edited.Notional)
	}
	huge := model.PlanStep{Leg: buy.ID, Kind: model.StepSize, Value: num("100000")}
	refused := leg(t, plan.Revise(p, s, []model.PlanStep{huge, {Leg: buy.ID, Kind: model.StepAccept, Confirm: true}}), model.ActBuy, "SOL")
	if g := guard(refused, "cash"); refused.Status == model.LegAccepted || g.Passed || !g.Hard {
		t.Errorf("more than there is was accepted: %s %+v", refused.Status, g)
	}
	if again := plan.Revise(p, s, nil); again.Totals.Skipped != 0 || leg(t, again, model.ActBuy, "SOL").Status != model.LegProposed {
		t.Error("no steps are not the proposal")
	}
}

// A soft guard that fails asks for a word; a hard one cannot be passed.
func TestSoftGuardAsksForAWord(t *testing.T) {
	s := snapshot(model.Expansion, cash("100000"))
	p := procedure(t, "example-b", cash("100000"))
	id := leg(t, p, model.ActOpen, "ETH").ID
	if got := leg(t, plan.Revise(p, s, []model.PlanStep{{Leg: id, Kind: model.StepAccept}}), model.ActOpen, "ETH").Status; got != model.LegProposed {
		t.Errorf("passed silently: %s", got)
	}
	if got := leg(t, plan.Revise(p, s, []model.PlanStep{{Leg: id, Kind: model.StepAccept, Confirm: true}}), model.ActOpen, "ETH").Status; got != model.LegAccepted {
		t.Errorf("said so, and still %s", got)
	}
	steps := []model.PlanStep{{Leg: id, Kind: model.StepLeverage, Value: num("5")}, {Leg: id, Kind: model.StepAccept, Confirm: true}}
	if l := leg(t, plan.Revise(p, s, steps), model.ActOpen, "ETH"); l.Status != model.LegEdited || guard(l, "leverage").Passed {
		t.Errorf("5x was accepted: %s", l.Status)
	}
}

// While the user steps the market goes on: a moved price and another phase are
// said, and nothing accepted is lost.
func TestTheMarketGoesOn(t *testing.T) {
	p := procedure(t, "strategy-b", cash("100000"))
	buy := leg(t, p, model.ActBuy, "SOL")
	accepted := leg(t, p, model.ActBuy, "ETH")
	steps := []model.PlanStep{{Leg: accepted.ID, Kind: model.StepAccept}}
	later := snapshot(model.Late, cash("100000"))
	for i := range later.Assets {
		if later.Assets[i].Asset == "SOL" || later.Assets[i].Asset == "ETH" {
			later.Assets[i].Price = model.Known(later.Assets[i].Price.Or(0) * 1.04)
		}
	}
	now := plan.Revise(p, later, steps)
	if len(now.OutOfDate) == 0 || !strings.Contains(now.OutOfDate[0], "LATE") {
		t.Errorf("out of date: %v", now.OutOfDate)
	}
	if got := leg(t, now, model.ActBuy, "ETH").Status; got != model.LegAccepted {
		t.Errorf("what was accepted is %s", got)
	}
	l := leg(t, now, model.ActBuy, "SOL")
	if g := guard(l, "moved"); g == nil || g.Passed || l.MovedPct.Or(0) < 3.9 {
		t.Errorf("a price 4 %% away: %+v, %v", g, l.MovedPct)
	}
	again := leg(t, plan.Revise(p, later, append(steps, model.PlanStep{Leg: buy.ID, Kind: model.StepReprice, Value: num("156")})), model.ActBuy, "SOL")
	if g := guard(again, "moved"); g != nil || !again.Price.Equal(num("156")) {
		t.Errorf("priced again: %s %+v", again.Price, g)
	}
}

func TestEntriesAndTicket(t *testing.T) {
	s := snapshot(model.Expansion, cash("100000"))
	p := procedure(t, "strategy-b", cash("100000"))
	if _, err := plan.Entries(p, s, nil); err == nil {
		t.Error("a plan without an accepted leg was committed")
	}
	var steps []model.PlanStep
	for _, l := range p.Legs {
		steps = append(steps, model.PlanStep{Leg: l.ID, Kind: model.StepAccept, Confirm: true})
	}
	done := plan.Revise(p, s, steps)
	if done.Totals.Accepted != len(p.Legs) {
		t.Fatalf("accepted %d of %d", done.Totals.Accepted, len(p.Legs))
	}
	entries, err := plan.Entries(done, s, steps)
	if err != nil || len(entries) != 2*len(p.Legs)+1 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	var ticket, rows strings.Builder
	if err := plan.WriteTicket(&ticket, done, plan.Accepted); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"spot\n", "binance\n", "then buy stop-market", "then sell stop-market"} {
		if !strings.Contains(ticket.String(), want) {
			t.Errorf("the ticket lacks %q:\n%s", want, &ticket)
		}
	}
	if err := plan.WriteCSV(&rows, done, plan.Accepted); err != nil || strings.Count(rows.String(), "\n") != len(p.Legs)+1 {
		t.Errorf("csv: %v\n%s", err, &rows)
	}
}
