package plan_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/cost"
	"eddy/strategy/plan"
)

// feesOn is the worked example of strategy B with all contracts on one venue.
func feesOn(t *testing.T, v model.Venue, listed decimal.NullDecimal, fees cost.Fees) *model.Plan {
	t.Helper()
	s := snapshot(model.Expansion, cash("100000"))
	s.Venues[0].Venue = v
	for i := range s.Assets {
		s.Assets[i].Quotes[0].Venue = v
	}
	for i := range s.Planning.Contracts {
		s.Planning.Contracts[i].Venue, s.Planning.Contracts[i].TakerFee = v, listed
	}
	p, err := plannerFor(t, fees).Propose(s, model.PlanAsk{Procedure: "example-b"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A leg pays the taker fee of its own venue, spot that of the venue coins are
// traded on, and the plan says so. The rates are those of the tariffs.
func TestALegPaysItsVenue(t *testing.T) {
	none, two := decimal.NullDecimal{}, decimal.NewNullDecimal(num("0.0002"))
	own := cost.Fees{SpotAt: model.MEXC, Own: []cost.OwnFee{{Venue: model.MEXC, Product: cost.Perp, Rate: 3e-4, Source: "mine"}}}
	for _, tt := range []struct {
		name       string
		venue      model.Venue
		listed     decimal.NullDecimal
		fees       cost.Fees
		perp, spot string // fractions
		words      string
	}{
		{"bybit, spot there too", model.Bybit, none, cost.Fees{SpotAt: model.Bybit}, "0.00055", "0.001", "5.5 bp on bybit"},
		{"hyperliquid, spot elsewhere", model.Hyperliquid, none, cost.Fees{SpotAt: model.MEXC}, "0.00045", "0.0005", "4.5 bp on hyperliquid"},
		{"the list of the venue", model.MEXC, two, cost.Fees{}, "0.0002", "0.001", "2 bp on mexc"},
		{"the account's own", model.MEXC, two, own, "0.0003", "0.0005", "3 bp on mexc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := feesOn(t, tt.venue, tt.listed, tt.fees)
			for i := range p.Legs {
				l := &p.Legs[i]
				rate := tt.perp
				if l.Symbol == "" {
					rate = tt.spot
				}
				if want := l.Notional.Mul(num(rate)).Round(2); l.Cost.Fee.Sub(want).Abs().GreaterThan(num("0.01")) || l.Cost.FeeSource == "" {
					t.Errorf("%s %s of $%s pays %s (%s), want %s", l.Action, l.Asset, l.Notional, l.Cost.Fee, l.Cost.FeeBasis, want)
				}
			}
			if got := leg(t, p, model.ActOpen, "UNI").Cost.FeeBasis; got != tt.words {
				t.Errorf("got %q, want %q", got, tt.words)
			}
			var text bytes.Buffer
			if err := plan.WriteText(&text, p); err != nil || !strings.Contains(text.String(), "\nfees: perp "+tt.words) {
				t.Errorf("%v\n%s", err, text.String())
			}
		})
	}
}

// Where a spot fee is high, more is kept for it: what is bought can be paid.
func TestAHighFeeIsKeptBack(t *testing.T) {
	dear := cost.Fees{Own: []cost.OwnFee{{Product: cost.Spot, Rate: 300e-4, Source: "mine"}}}
	p, err := plannerFor(t, dear).Propose(snapshot(model.Expansion, cash("100000")), model.PlanAsk{Playbook: "s1-blueprint", Stage: "b-defi-alpha"})
	if err != nil || len(p.Legs) == 0 {
		t.Fatalf("%v: %+v", err, p)
	}
	for i := range p.Legs {
		for _, g := range p.Legs[i].Guards {
			if (g.ID == "cash" || g.ID == "reserve") && !g.Passed {
				t.Errorf("%s %s: %s", p.Legs[i].Action, p.Legs[i].Asset, g.Text)
			}
		}
	}
}
