package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
	"eddy/strategy/cost"
	"eddy/strategy/plan"
	"eddy/tui"
	"eddy/tui/tuitest"
)

// walkMarket is a desk in an expansion with $100,000 of stablecoins: what the
// article's strategy B begins with.
func walkMarket(t testing.TB, u *universe.Universe) *model.Snapshot {
	t.Helper()
	prices := map[model.Asset]float64{"BTC": 65000, "ETH": 2500, "SOL": 150, "AAVE": 100, "UNI": 8}
	turnover := map[model.Asset]float64{"BTC": 20e9, "ETH": 9e9, "SOL": 3e9, "AAVE": 300e6, "UNI": 250e6}
	s := plan.Offline(prices, u, model.Binance, &model.Holdings{Name: "walk", Cash: decimal.NewFromInt(100_000)})
	s.AsOf = 1_772_632_700_000
	s.Clock, s.Playbook, s.Profile, s.Mode = s.AsOf, "s1-blueprint", "standard", model.ModeLive
	s.Phase = model.PhaseView{Phase: model.Expansion, Confidence: model.Known(0.71), AgeDays: model.Known(12), Since: s.AsOf.Add(-12 * 24 * 3600e9)}
	s.Venues[0].AgeMs = model.Known(180)
	s.Portfolio = model.PortfolioView{Name: "walk", Equity: model.Known(100_000), Cash: model.Known(100_000)}
	for i := range s.Assets {
		a := &s.Assets[i]
		p := prices[a.Asset]
		a.Volume24hUSD, a.OpenInterestUSD = model.Known(turnover[a.Asset]), model.Known(turnover[a.Asset]/3)
		q := &a.Quotes[0]
		q.Bid, q.Ask, q.FundingRate, q.FundingIntervalH = model.Known(p*0.9999), model.Known(p*1.0001), model.Known(0.0001), model.Known(8)
		q.Volume24hUSD = a.Volume24hUSD
		beta := map[model.Asset]float64{"BTC": 1, "ETH": 1.2, "SOL": 1.4, "AAVE": 1.4, "UNI": 1.4}[a.Asset]
		s.Planning.Coins = append(s.Planning.Coins, model.CoinBasis{
			Asset: a.Asset, DailySigma: model.Known(0.035), ATR: model.Known(p * 0.04), Beta: model.Known(beta), Turnover30: a.Volume24hUSD,
			Past: walkPast(beta),
		})
		s.Planning.Contracts = append(s.Planning.Contracts, model.ContractBasis{
			Venue: model.Binance, Symbol: q.Symbol, Asset: a.Asset, Trading: true,
			Lot: decimal.NewNullDecimal(decimal.RequireFromString("0.001")), Tick: decimal.NewNullDecimal(decimal.RequireFromString("0.01")),
			MinNotional: decimal.NewNullDecimal(decimal.NewFromInt(5)),
		})
	}
	for i := range s.Sectors {
		v := &s.Sectors[i]
		momentum := map[string]float64{"DeFi": 1.6, "L1": 0.9, "Infrastructure": 0.8}[v.Sector]
		v.Momentum, v.Volatility, v.RSI, v.Funding8hPct = model.Known(momentum), model.Known(0.9), model.Known(61), model.Known(0.01)
		v.Quadrant, v.LeadingDays, v.Spark = model.Leading, model.Known(4), []float64{100, 101, 102, 104, 106}
	}
	return s
}

// walkPast is a hundred days of a coin that moves with the market by its beta:
// up and down by as much as 6 % a day.
func walkPast(beta float64) []float64 {
	out := make([]float64, 100)
	for k := range out {
		out[k] = beta * (float64(k*37%121) - 60) / 1000
	}
	return out
}

// walkDesk is the desk over walkMarket with real books in a folder of the test.
func walkDesk(t testing.TB, w, h int) (*tui.Headless, *model.Snapshot, *deskPlans) {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	planner, err := plan.NewPlanner("s1-blueprint", "standard", u, cost.Fees{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := walkMarket(t, u)
	d := &deskPlans{planner: planner, ledger: filepath.Join(dir, "ledger.jsonl"), dir: dir, sink: told{}, now: func() model.Millis { return s.AsOf }}
	desk, err := tui.NewHeadless(tui.Options{NoColor: true, Theme: "dark", Planner: planner, Commit: d.commit, Export: d.export}, w, h)
	if err != nil {
		t.Fatal(err)
	}
	desk.Show(s)
	desk.Press("2")
	return desk, s, d
}

// told takes events and keeps none.
type told struct{}

func (told) Put(context.Context, []model.Event) error { return nil }

func sees(t *testing.T, desk *tui.Headless, words ...string) {
	t.Helper()
	frame := desk.Frame()
	for _, w := range words {
		if !strings.Contains(frame, w) {
			t.Fatalf("the desk does not say %q:\n%s", w, frame)
		}
	}
}

// The walk of the README: strategy B on $100,000, from the proposal to the
// committed ledger, by keys alone.
func TestWalkThroughStrategyB(t *testing.T) {
	desk, _, d := walkDesk(t, 120, 36)
	desk.Press("o", "strategy-b", "enter")
	sees(t, desk, "strategy-b", "open short ETH", "Step 1 of", "S1-B-HEDGE")
	tuitest.Golden(t, "walk-1-proposal", desk.Frame())
	desk.Press("enter")
	sees(t, desk, "leg 1 accepted", "Step 2 of")
	tuitest.Golden(t, "walk-2-accepted", desk.Frame())
	desk.Press("left", "left")
	sees(t, desk, "edited", "5.4 ETH")
	desk.Press("u")
	sees(t, desk, "undone: size of leg 2", "6 ETH")
	desk.Press("enter", "s", "enter", "enter")
	sees(t, desk, "1 skipped", "Step 6 of")
	desk.Press("+", "+", "+")
	sees(t, desk, "STOP: leverage: 3.5x, at most 3x")
	tuitest.Golden(t, "walk-3-too-much-leverage", desk.Frame())
	desk.Press("enter")
	sees(t, desk, "leg 6 cannot be accepted")
	desk.Press("u", "enter", "enter")
	sees(t, desk, "every leg is decided")
	tuitest.Golden(t, "walk-4-decided", desk.Frame())
	desk.Press("x")
	sees(t, desk, "6 legs exported to")
	desk.Press("c", "commit", "enter")
	sees(t, desk, "6 legs written as group 2")

	book, err := ledger.Read(d.ledger)
	if err != nil {
		t.Fatal(err)
	}
	groups := book.Groups()
	if len(groups) != 2 || groups[1].What != "plan s1-blueprint b-defi-alpha" || len(groups[1].Entries) != 13 {
		t.Errorf("the ledger holds %d groups, the last %+v", len(groups), groups[len(groups)-1])
	}
	state := book.State()
	if len(state.Legs) != 3 || state.Legs[0].Stop.IsZero() {
		t.Errorf("legs: %+v", state.Legs)
	}
	if spent := decimal.NewFromInt(100_000).Sub(state.Cash()); spent.LessThan(decimal.NewFromInt(65_000)) || spent.GreaterThan(decimal.NewFromInt(65_300)) {
		t.Errorf("spent %s, want $65,000 and the costs", spent)
	}
	skipped, err := plan.ReadDecisions(filepath.Join(d.dir, "decisions.jsonl"))
	if err != nil || len(skipped) != 1 || skipped[0].Asset != "SOL" {
		t.Fatalf("skipped: %+v, %v", skipped, err)
	}
	if would := skipped[0].Would(decimal.NewFromInt(165)); would.LessThan(decimal.NewFromInt(1400)) || would.GreaterThan(decimal.NewFromInt(1500)) {
		t.Errorf("SOL at +10 %% would have made %s", would)
	}
	files, err := os.ReadDir(filepath.Join(d.dir, "plans"))
	if err != nil || len(files) != 3 {
		t.Errorf("exported %v, %v", files, err)
	}
}

// The market goes on while the reader steps: what was accepted stays, and what
// has changed is said.
func TestWalkWhileTheMarketGoesOn(t *testing.T) {
	desk, s, _ := walkDesk(t, 120, 36)
	desk.Press("o", "strategy-b", "enter", "enter")
	later := *s
	later.Phase.Phase = model.Late
	later.Assets = append([]model.AssetView(nil), s.Assets...)
	for i := range later.Assets {
		if later.Assets[i].Asset == "ETH" {
			later.Assets[i].Price = model.Known(2600)
		}
	}
	later.Clock = s.Clock.Add(5e9)
	desk.Show(&later)
	sees(t, desk, "out of date: the phase is LATE", "the price moved +4.00 %")
	desk.Press("enter", "no", "enter")
	sees(t, desk, "was not accepted")
	desk.Press("r")
	sees(t, desk, "ETH priced at 2600, was 2500")

	down := later
	down.Venues = []model.VenueHealth{{Venue: model.Binance, State: model.LinkDown}}
	down.Clock = later.Clock.Add(1e9)
	desk.Show(&down)
	desk.Press("n", "n", "n", "n")
	sees(t, desk, "STOP: venue: binance cannot be reached")
	desk.Press("enter")
	sees(t, desk, "cannot be accepted, venue")

	desk.Resize(1, 1)
	desk.Resize(0, 0)
	desk.Resize(80, 24)
	sees(t, desk, "Step 6 of 7")
}

// What is typed of a leg is read with care.
func TestWalkEditsByHand(t *testing.T) {
	desk, _, _ := walkDesk(t, 120, 36)
	desk.Press("o", "strategy-b", "enter")
	for _, tt := range []struct{ typed, want string }{
		{"$5000 1.5x", "2 ETH"},
		{"1.2", "1.2 ETH"},
		{"nonsense", "write a size in coins"},
		{"-3", "write a size in coins"},
		{"1e99999999", "write a size in coins"},
	} {
		desk.Press("e", "ctrl+u", tt.typed, "enter")
		sees(t, desk, tt.want)
	}
	desk.Press("o", "no-such-plan", "enter")
	sees(t, desk, `no plan is called "no-such-plan"`)
	desk.Press("R")
	sees(t, desk, "planned anew", "0 skipped")
}

// The view keeps its shape at every size, whatever leg it is on.
func TestWalkAtEverySize(t *testing.T) {
	desk, _, _ := walkDesk(t, 80, 24)
	desk.Press("o", "example-b", "enter")
	tuitest.Golden(t, "walk-80x24", desk.Frame())
	desk.Resize(200, 60)
	tuitest.Golden(t, "walk-200x60", desk.Frame())
	for w := 20; w <= 240; w += 19 {
		for h := 6; h <= 80; h += 11 {
			desk.Resize(w, h)
			desk.Press("n")
			frame := desk.Frame()
			if got := strings.Count(frame, "\n"); got != h {
				t.Fatalf("%dx%d has %d lines", w, h, got)
			}
			for _, bad := range []string{"failed to draw", "NaN", "%!", "+Inf"} {
				if strings.Contains(frame, bad) {
					t.Fatalf("%dx%d says %q:\n%s", w, h, bad, frame)
				}
			}
		}
	}
}

// A key in the view and the frame that follows: the limit is one frame, 16 ms.
func BenchmarkWalkKey(b *testing.B) {
	desk, _, _ := walkDesk(b, 120, 36)
	desk.Press("o", "strategy-b", "enter", "enter")
	for b.Loop() {
		desk.Press("left")
		desk.Frame()
		desk.Press("right")
		desk.Frame()
	}
}
