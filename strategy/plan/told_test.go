package plan_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/plan"
)

// A coin outside the taxonomy is never traded and takes no part in the stage's
// shares: without a price of it the legs are those without the coin, and what is
// told of the whole portfolio says that it is not known.
func TestACoinNobodyPricesIsLeftAlone(t *testing.T) {
	whole := propose(t, snapshot(model.Expansion, anchored()), "composite", "exp", true)
	h := anchored()
	h.Spot = append(h.Spot, model.SpotHolding{Asset: "XYZ", Qty: num("100")})
	s := snapshot(model.Expansion, h)
	s.Planning.Unpriced = []model.Unpriced{{Asset: "XYZ", Qty: num("100"), Why: "no price of XYZ is known"}}
	p := propose(t, s, "composite", "exp", true)
	if actions(p) != actions(whole) || !p.Equity.Equal(whole.Equity) || !p.Totals.Cost.Equal(whole.Totals.Cost) {
		t.Errorf("got %s of $%s, want %s of $%s", actions(p), p.Equity, actions(whole), whole.Equity)
	}
	if model.Without(p.Unpriced) != "100 XYZ" || !strings.Contains(text(t, p), "without 100 XYZ, no price of which is known") {
		t.Errorf("nothing tells of what the equity leaves out: %q", model.Without(p.Unpriced))
	}
	for name, n := range map[string]model.Num{"net": p.After.NetPct, "beta": p.After.NetBeta, "value at risk": p.After.VaR} {
		if n.State() != model.NumUnknown || n.Why() != "no price of XYZ is known" {
			t.Errorf("%s: got %v, %q", name, n.State(), n.Why())
		}
	}

	later := *s
	later.Assets = append(slices.Clone(s.Assets), model.AssetView{Asset: "XYZ", Price: model.Known(3)})
	if got := plan.Revise(p, &later, nil).OutOfDate; !slices.Contains(got, "a price of XYZ is known now") {
		t.Errorf("once there is a price the plan is out of date: %v", got)
	}
}

func text(t *testing.T, p *model.Plan) string {
	t.Helper()
	var b strings.Builder
	if err := plan.WriteText(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// As text a plan tells of every leg what its line has no room for.
func TestEveryStepIsTold(t *testing.T) {
	p := propose(t, snapshot(model.Expansion, anchored()), "composite", "exp", true)
	shown := text(t, p)
	for i := range p.Legs {
		l := &p.Legs[i]
		for _, want := range []string{fmt.Sprintf("\n%d %s ", l.N, l.Status), ": " + l.Title + "\n", l.Exit, l.Invalidation} {
			if !strings.Contains(shown, want) {
				t.Errorf("leg %d: %q is not told", l.N, want)
			}
		}
		for _, g := range l.Guards {
			if !strings.Contains(shown, g.ID) || !g.Passed && !strings.Contains(shown, g.ID+": "+g.Text) {
				t.Errorf("leg %d: its rule %+v is not told", l.N, g)
			}
		}
	}
	for _, want := range []string{"margin", "  seen   phase ", "  after  margin "} {
		if len(p.Legs) == 0 || !strings.Contains(shown, want) {
			t.Errorf("%q is not told of %d legs:\n%s", want, len(p.Legs), shown)
		}
	}
}

// What slips is not known without a turnover: it is no zero anywhere, and the
// edge of the plan is not known where that of a leg is not.
func TestSlippageThatIsNotKnownIsNoZero(t *testing.T) {
	s := snapshot(model.Expansion, cash("100000"))
	for i := range s.Assets {
		s.Assets[i].Volume24hUSD, s.Assets[i].Quotes[0].Volume24hUSD = model.Unknown("silent"), model.Unknown("silent")
	}
	for i := range s.Planning.Coins {
		s.Planning.Coins[i].Turnover30 = model.Unknown("silent")
	}
	for i := range s.Sectors {
		s.Sectors[i].Momentum = model.Unknown("needs 42 more daily bars")
	}
	p := propose(t, s, "s1-blueprint", "b-defi-alpha", true)
	l := leg(t, p, model.ActBuy, "AAVE")
	written, err := json.Marshal(l.Cost)
	if err != nil || !strings.Contains(string(written), `"slippage":{"unknown":"turnover of a day not known"}`) || strings.Count(string(written), "slippage\"") != 1 {
		t.Errorf("in JSON: %s, %v", written, err)
	}
	if shown := text(t, p); !strings.Contains(shown, "+?") || !strings.Contains(shown, "and the slippage of 7 (turnover of a day not known)") {
		t.Errorf("as text:\n%s", shown)
	}
	if e := p.Totals.EdgeOver; e.State() != model.NumUnknown || !strings.Contains(e.Why(), "leg ") {
		t.Errorf("edge over cost: %v, %q", e.State(), e.Why())
	}
}

// The phase speaks for the stages it is one of, and against one that was chosen
// in spite of it.
func TestThePhaseIsEvidenceForItsOwnStages(t *testing.T) {
	for _, tt := range []struct {
		phase model.Phase
		want  model.EvidenceState
	}{{model.Expansion, model.EvidenceFor}, {model.Bear, model.EvidenceAgainst}, {model.PhaseUnknown, model.EvidenceUnknown}} {
		p := propose(t, snapshot(tt.phase, cash("100000")), "s1-blueprint", "b-defi-alpha", true)
		if e := leg(t, p, model.ActBuy, "AAVE").Evidence[0]; e.ID != "phase" || e.State != tt.want {
			t.Errorf("%s: got %s %s, want %s", tt.phase, e.ID, e.State, tt.want)
		}
	}
}

// Each stage is offered once, though the desk's own playbook ships with eddy too.
func TestOffersNameNothingTwice(t *testing.T) {
	seen := make(map[model.PlanAsk]bool)
	for _, ask := range planner(t).Offers() {
		if seen[ask] {
			t.Errorf("%+v is offered twice", ask)
		}
		seen[ask] = true
	}
}

// Of a portfolio that is all core nothing may be traded, and the plan says that.
func TestAPortfolioThatIsAllCore(t *testing.T) {
	p := propose(t, snapshot(model.Expansion, holding(&model.Holdings{}, "BTC", "50000", true)), "composite", "exp", true)
	if len(p.Legs) != 0 || !strings.Contains(text(t, p), "all of it is core, which is never rotated (S2-CONS-1)") {
		t.Errorf("got %s\n%s", actions(p), text(t, p))
	}
}

// Where prices alone are given no venue was listened to, and none is called silent:
// what is held elsewhere can be closed.
func TestPricesAloneCallNoVenueSilent(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	h := cash("20000")
	h.Futures = []model.FuturesLeg{{Venue: model.OKX, Symbol: "SOL-USDT-SWAP", Asset: "SOL", Qty: num("40"), Entry: num("140"), Leverage: num("2"), Stop: num("125")}}
	s := plan.Offline(map[model.Asset]float64{"BTC": 60000, "ETH": 3000, "SOL": 150, "AAVE": 100, "UNI": 8}, u, model.Binance, h)
	p := propose(t, s, "s1-blueprint", "c-derisk", true)
	for _, g := range leg(t, p, model.ActClose, "SOL").Guards {
		if !g.Passed {
			t.Errorf("%s: %s", g.ID, g.Text)
		}
	}
	var ticket strings.Builder
	if err := plan.WriteTicket(&ticket, p, plan.All); err != nil || !strings.Contains(ticket.String(), "of prices as given") {
		t.Errorf("the ticket says %q, %v", ticket.String(), err)
	}
}

// Contracts of plans that ask no venue are named as the venue names them.
func TestOfflineContractsHaveTheirVenuesNames(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	for venue, want := range map[model.Venue]string{
		model.Binance: "ETHUSDT", model.Bybit: "ETHUSDT", model.WEEX: "ETHUSDT", model.OKX: "ETH-USDT-SWAP",
		model.Hyperliquid: "ETH", model.BingX: "ETH-USDT", model.MEXC: "ETH_USDT",
	} {
		s := plan.Offline(map[model.Asset]float64{"ETH": 2500}, u, venue, nil)
		if got := s.Assets[0].Quotes[0].Symbol; got != want {
			t.Errorf("%s: %s, want %s", venue, got, want)
		}
	}
}

// When a leg is wrong stands in plain words, not in the names that rules use.
func TestWhenALegIsWrongStandsInPlainWords(t *testing.T) {
	name := regexp.MustCompile(`[a-z0-9]+\.[a-z]\w*|[a-z0-9]+_\w+`)
	for _, offer := range planner(t).Offers() {
		s := snapshot(model.Expansion, anchored())
		p, err := planner(t).Propose(s, offer)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Legs {
			l := &p.Legs[i]
			if said := l.Invalidation + "; " + l.Exit; l.Invalidation == "" || name.MatchString(said) {
				t.Errorf("%+v %s: %q", offer, l.Title, said)
			}
		}
	}
	hedge := leg(t, procedure(t, "example-b", cash("100000")), model.ActOpen, "ETH")
	if want := "L1 improves or L1 leads"; hedge.Invalidation != want {
		t.Errorf("the hedge of strategy B: %q, want %q", hedge.Invalidation, want)
	}
}
