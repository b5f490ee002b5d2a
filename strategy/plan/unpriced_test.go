package plan_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/plan"
)

// unpriced is a market in which nobody tells a price of a coin of DeFi that is
// held; a cost below zero is not known.
func unpriced(h *model.Holdings, cost string) *model.Snapshot {
	lost := model.SpotHolding{Asset: "CRV", Qty: num("100"), Cost: num(cost).Div(num("100")), CostKnown: !num(cost).IsNegative()}
	h.Spot = append(h.Spot, lost)
	s := snapshot(model.Expansion, h)
	for i := range s.Assets {
		if s.Assets[i].Asset == "CRV" {
			s.Assets[i].Price = model.Unknown("no price yet")
		}
	}
	s.Planning.Unpriced = []model.Unpriced{{Asset: "CRV", Qty: num("100"), Why: "no price of CRV is known", Sector: "DeFi"}}
	return s
}

func refused(p *model.Plan, what string) *model.PlanRefusal {
	for i := range p.Refused {
		if p.Refused[i].What == what {
			return &p.Refused[i]
		}
	}
	return nil
}

// A coin of a sector without a price is left out, and said so. Of its sector
// nothing is bought unless what the coin cost lies within the no-trade band.
func TestACoinOfASectorWithoutAPrice(t *testing.T) {
	for _, tt := range []struct {
		name, cost string
		buys       bool
		figure     string // of the refusal
	}{
		{"dust", "3", true, ""},
		{"more than the band", "20000", false, "100 of it, which cost $20000.00"},
		{"nobody knows what it cost", "-1", false, "what it cost is not known"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := propose(t, unpriced(cash("100000"), tt.cost), "s1-blueprint", "b-defi-alpha", true)
			if p.Why != "" || !p.Equity.Equal(num("100000")) || model.Without(p.Unpriced) != "100 CRV" {
				t.Fatalf("got %q, equity %s without %q", p.Why, p.Equity, model.Without(p.Unpriced))
			}
			if got := strings.Contains(actions(p), "buy AAVE"); got != tt.buys || !strings.Contains(actions(p), "buy ETH") || strings.Contains(actions(p), "CRV") {
				t.Errorf("legs: %s", actions(p))
			}
			if r := refused(p, "trade CRV"); r == nil || !hasNote(p, "unpriced") {
				t.Errorf("nothing tells that it is left alone: %v, %v", p.Refused, p.Notes)
			}
			if r := refused(p, "buy DeFi"); (r == nil) != tt.buys || r != nil && !strings.Contains(r.Figure, tt.figure) {
				t.Errorf("refused: %+v", p.Refused)
			}
			if got := text(t, p); !strings.Contains(got, "without 100 CRV, no price of which is known") {
				t.Errorf("the summary says:\n%s", got)
			}
		})
	}
}

// What lies above the target is too much whatever the coin is worth.
func TestASectorWithACoinWithoutAPriceIsSold(t *testing.T) {
	p := propose(t, unpriced(holding(cash("50000"), "AAVE", "50000", false), "20000"), "composite", "bear", true)
	l := leg(t, p, model.ActSell, "AAVE")
	if strings.Contains(actions(p), "CRV") || l.Notional.LessThan(num("10000")) {
		t.Errorf("legs %s, AAVE $%s", actions(p), l.Notional)
	}
}

// The core and what is outside the taxonomy is never traded: without a price it
// keeps no bucket from being bought, whatever it cost.
func TestACoreCoinWithoutAPrice(t *testing.T) {
	h := cash("100000")
	s := unpriced(h, "500000")
	h.Spot[0].Core = true
	p := propose(t, s, "s1-blueprint", "b-defi-alpha", true)
	if p.Why != "" || !strings.Contains(actions(p), "buy AAVE") || model.Without(p.Unpriced) != "100 CRV" {
		t.Errorf("got %s, %q", actions(p), p.Why)
	}
}

// A plan of the lesser part of the book is no plan of the book.
func TestMostOfTheBookWithoutAPrice(t *testing.T) {
	p := propose(t, unpriced(cash("100000"), "100001"), "s1-blueprint", "b-defi-alpha", true)
	want := "no price of CRV is known, and going by what it cost most of the book is without one: $100001.00 against $100000.00 of the rest"
	if p.Why != want || len(p.Legs) != 0 {
		t.Errorf("got %q, legs %s", p.Why, actions(p))
	}
}

// A price that may still come is waited for.
func TestAnAwaitedPriceKeepsThePlanWaiting(t *testing.T) {
	s := unpriced(cash("100000"), "3")
	s.Planning.Unpriced[0].Why, s.Planning.Unpriced[0].Awaited = "waiting for a price of CRV", true
	if p := propose(t, s, "s1-blueprint", "b-defi-alpha", true); p.Why != "waiting for a price of CRV, which is held" {
		t.Errorf("got %q", p.Why)
	}
}

// A hedge of what is only known in part is not taken off: more may stand behind it.
func TestAHedgeOfWhatIsHiddenIsKept(t *testing.T) {
	h := holding(cash("60000"), "SOL", "20000", false)
	h.Futures = []model.FuturesLeg{{Venue: model.Binance, Symbol: "ETHUSDT", Asset: "ETH", Short: true, Qty: num("8"), Entry: num("2500"), Leverage: num("2"), Stop: num("2800")}}
	with := func(cost string) string {
		s := unpriced(&model.Holdings{Cash: h.Cash, Spot: h.Spot[:1:1], Futures: h.Futures}, cost)
		s.Planning.Unpriced[0].Sector, s.Planning.Unpriced[0].SubSector = "Infrastructure", "L1"
		return actions(propose(t, s, "s1-blueprint", "b-defi-alpha", true))
	}
	if got := with("3"); !strings.Contains(got, "reduce short ETH") {
		t.Fatalf("the hedge is not too large for what is known: %s", got)
	}
	if got := with("50000"); strings.Contains(got, "short ETH") {
		t.Errorf("taken off: %s", got)
	}
}

// Prices alone say of which coins there is none.
func TestPricesAloneWithoutOneOfThem(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	h := &model.Holdings{Cash: decimal.NewFromInt(20000), Spot: []model.SpotHolding{{Asset: "CRV", Qty: num("5"), Cost: num("1"), CostKnown: true}, {Asset: "XYZ", Qty: num("7")}}}
	s := plan.Offline(map[model.Asset]float64{"BTC": 60000, "ETH": 3000, "AAVE": 100, "UNI": 8}, u, model.Binance, h)
	p := propose(t, s, "s1-blueprint", "b-defi-alpha", true)
	if got := model.Without(p.Unpriced); p.Why != "" || got != "5 CRV, 7 XYZ" || p.Unpriced[0].Why != "no price of CRV is given" {
		t.Errorf("got %q without %q", p.Why, got)
	}
}
