package strategy_test

import (
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

func signalOf(t testing.TB, s *model.Snapshot, id, subject string) model.SignalView {
	t.Helper()
	for _, v := range s.Signals {
		if v.ID == id && v.Subject == subject {
			return v
		}
	}
	t.Fatalf("no signal %s of %s among %d", id, subject, len(s.Signals))
	return model.SignalView{}
}

// Every signal says what it stands on, whatever there is to know.
func TestSignalsHaveEvidence(t *testing.T) {
	for _, days := range []int{5, 40, 400} {
		e := newEngine(t)
		feed(t, e, days, 24*min(days, 60))
		s := e.Snapshot()
		if len(s.Signals) < 50 {
			t.Fatalf("%d days: %d signals", days, len(s.Signals))
		}
		for _, v := range s.Signals {
			if v.ID == "" || v.Subject == "" || v.Text == "" || v.Source == "" || v.State == "" || v.Evidence == nil {
				t.Errorf("%d days: incomplete %+v", days, v)
			}
			if _, known := v.Value.Value(); !known && v.Value.Why() == "" {
				t.Errorf("%d days: %s of %s has no value and says not why", days, v.ID, v.Subject)
			}
			for _, ev := range v.Evidence {
				if _, known := ev.Value.Value(); known && ev.State == model.EvidenceUnknown {
					t.Errorf("%s of %s: %s has a value and decides nothing", v.ID, v.Subject, ev.ID)
				}
			}
		}
	}
}

// rally lets every coin of DeFi rise by two percent a day and the others stand.
func rally(t *testing.T, e *strategy.Engine, days int, funding float64) {
	t.Helper()
	fund := func(a model.Asset, h *model.History) {
		for i := range days * 3 {
			h.Funding = append(h.Funding, model.FundingPoint{Time: day0.Add(-time.Duration(i) * 8 * time.Hour), Rate: funding, IntervalH: 8})
		}
		slices.Reverse(h.Funding)
		e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0, Detail: h})
	}
	for i, a := range everyCoin(t) {
		h := &model.History{Interval: model.Day1}
		price := 100.0 + float64(i)
		for d := range days {
			rise := 0.002 * math.Sin(float64(d*(i+3)))
			if slices.Contains(defi, a) {
				rise = 0.02 + 0.001*math.Sin(float64(d+i))
			}
			open := price
			price *= 1 + rise
			h.Bars = append(h.Bars, model.Bar{
				OpenTime: day0.Add(time.Duration(d-days) * 24 * time.Hour), Interval: model.Day1,
				Open: open, Close: price, High: max(open, price), Low: min(open, price), Volume: 1e6, HasVolume: true, Closed: true,
			})
		}
		fund(a, h)
		e.Apply(mark(a, model.Binance, price, day0))
	}
	e.Apply(&model.Event{Kind: model.KindBackfill, Received: day0, Detail: &model.Progress{What: "history", Done: 1, Total: 1}})
	e.Apply(tick(day0.Add(time.Second)))
}

var defi = []model.Asset{"AAVE", "UNI", "ENA", "CRV", "LDO", "JUP", "MORPHO", "PENDLE", "DYDX", "COMP"}

// A sector that only rises, at twelve basis points of funding: every trigger
// the articles name stands, and the alerts say so.
func TestParabolicSectorRaisesTheTriggers(t *testing.T) {
	e := newEngine(t)
	rally(t, e, 260, 0.0012)
	s := e.Snapshot()
	for _, c := range []struct {
		id, subject, state string
		active             bool
	}{
		{"ma-cross", "DeFi", "above", false},
		{"ratio-cross", "DeFi/Infrastructure", "above", false},
		{"pivot", "DeFi", "on", true},
		{"rsi-extreme", "DeFi", "on", true},
		{"rsi-extreme", "NFT", "off", false},
		{"funding-excessive", "DeFi", "on", true},
		{"funding-extreme", "DeFi", "on", true},
		{"overextended", "DeFi", "on", true},
		{"l1-strength", "L1", "off", false},
		{"leadership", "DeFi", "leads", false},
	} {
		if v := signalOf(t, s, c.id, c.subject); v.State != c.state || v.Active != c.active {
			t.Errorf("%s of %s: %s, active %v; want %s, %v: %s", c.id, c.subject, v.State, v.Active, c.state, c.active, v.Text)
		}
	}
	for _, rule := range []string{"rsi-overbought", "funding-extreme", "pivot"} {
		if !slices.ContainsFunc(s.Alerts, func(a model.AlertRow) bool { return a.Rule == rule && a.Subject == "DeFi" && a.Cleared == 0 }) {
			t.Errorf("no open alert of %s", rule)
		}
	}
	if len(s.Shorts) == 0 || !slices.Contains(defi, s.Shorts[0].Asset) {
		t.Errorf("the first short candidate is not of DeFi: %+v", s.Shorts)
	}
}

// The members' contributions add up to the return of the index, to rounding,
// and without its top coin a sector scores what the rest makes.
func TestContributionsAddUp(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 400, 24*60)
	s := e.Snapshot()
	for _, v := range s.Sectors {
		r := v.Robustness
		if r == nil {
			t.Fatalf("%s has no robustness", v.Sector)
		}
		sum, weights := 0.0, 0.0
		for _, m := range v.MemberDetail {
			sum += m.ContributionPct.Or(math.NaN())
			weights += m.Weight.Or(math.NaN())
		}
		if total := r.Return28dPct.Or(math.NaN()); !(math.Abs(sum-total) < 1e-9*max(1, math.Abs(total))) {
			t.Errorf("%s: contributions add up to %v, the index returned %v", v.Sector, sum, total)
		}
		if !(math.Abs(weights-1) < 1e-9) {
			t.Errorf("%s: weights add up to %v", v.Sector, weights)
		}
		if len(v.Members) > 1 && !r.WithoutTop.Fresh() {
			t.Errorf("%s: nothing without %s: %v", v.Sector, r.TopCoin, r.WithoutTop.Why())
		}
	}
	oracle := s.Sectors[slices.IndexFunc(s.Sectors, func(v model.SectorView) bool { return v.Sector == "Oracle" })]
	if n := oracle.Robustness.WithoutTop; n.Fresh() {
		t.Errorf("a sector of one coin has a score without it: %v", n)
	}
}

// The matrix is symmetric, one on its diagonal, and a correlation everywhere.
func TestCorrelationMatrix(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 400, 24*60)
	c := e.Snapshot().Correlations
	if c == nil || len(c.Labels) != 6 || len(c.Matrix) != 6 {
		t.Fatalf("%+v", c)
	}
	for i := range c.Matrix {
		for j := range c.Matrix {
			v, ok := c.Matrix[i][j].Value()
			if !ok || v < -1 || v > 1 || c.Matrix[j][i] != c.Matrix[i][j] || (i == j && v != 1) {
				t.Errorf("%s with %s: %v", c.Labels[i], c.Labels[j], c.Matrix[i][j])
			}
		}
	}
	if _, ok := c.Mean.Value(); !ok {
		t.Errorf("mean %v", c.Mean.Why())
	}
}

// A dated contract that is held warns at seven days and presses at three; a
// perpetual does not.
func TestExpiryOfHeldContracts(t *testing.T) {
	for _, c := range []struct {
		name     string
		left     time.Duration
		active   bool
		severity model.Severity
	}{
		{"nine days", 9 * 24 * time.Hour, false, model.Info},
		{"six days", 6 * 24 * time.Hour, true, model.Warning},
		{"two days", 2 * 24 * time.Hour, true, model.Critical},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := engineWithShort(t, "ETHUSDT_260327")
			feed(t, e, 60, 24)
			e.Apply(&model.Event{Kind: model.KindInstruments, Venue: model.Binance, Received: day0, Detail: []model.Instrument{
				{Venue: model.Binance, Symbol: "ETHUSDT", Asset: "ETH", Kind: model.ContractPerpetual, Trading: true},
				{Venue: model.Binance, Symbol: "ETHUSDT_260327", Asset: "ETH", Kind: model.ContractDated, Trading: true, Delivery: day0.Add(c.left)},
			}})
			e.Apply(tick(day0.Add(time.Second)))
			v := signalOf(t, e.Snapshot(), "expiry", "binance ETHUSDT_260327")
			if v.Active != c.active || v.Severity != c.severity {
				t.Errorf("active %v, %v: %s", v.Active, v.Severity, v.Text)
			}
		})
	}
}

// everyCoin is the benchmark's first coin and the default line-up.
func everyCoin(t testing.TB) []model.Asset {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	roster := u.Resolve(func(model.Asset) bool { return true })
	return append([]model.Asset{"BTC"}, roster.Assets()...)
}

// engineWithShort returns an engine whose user holds a short of one contract.
func engineWithShort(t testing.TB, symbol string) *strategy.Engine {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	number := decimal.RequireFromString
	e, err := strategy.New(strategy.Config{
		Universe: u, Playbook: p, Profile: "standard", Venues: []model.Venue{model.Binance}, Mode: model.ModeLive,
		Portfolio: &portfolio.Portfolio{Name: "test", Cash: number("10000"), Positions: []portfolio.Position{{
			Venue: model.Binance, Symbol: symbol, Side: portfolio.Short, Qty: number("1"), Entry: number("3000"),
			Leverage: number("2"), Margin: portfolio.Isolated, Stop: number("3300"),
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Conditions of the playbook are asked at the closed bars and with the open
// ones, each with the figures behind it.
func TestConditionsCarryEvidence(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 400, 24*60)
	rows := e.Snapshot().Conditions
	if len(rows) == 0 {
		t.Fatal("no conditions")
	}
	decided := 0
	for _, c := range rows {
		if c.ID == "" || c.When == "" || c.State == "" || c.Preview == "" || len(c.Evidence) == 0 {
			t.Errorf("incomplete %+v", c)
		}
		if c.State != model.EvidenceUnknown {
			decided++
		}
	}
	if decided == 0 {
		t.Error("no condition could be decided on 400 days of history")
	}
}

// One closed bar for all coins: an hour, and the hour that ends four hours and
// a day, with the signals and conditions it changes.
func BenchmarkCloseBar(b *testing.B) {
	for _, history := range []int{300, 900} {
		e := newEngine(b)
		coins := feed(b, e, history, 1500)
		hour := day0
		var spent time.Duration
		b.Run("day after "+strconv.Itoa(history), func(b *testing.B) {
			b.ReportAllocs()
			days := 0
			spent = 0
			for b.Loop() {
				for h := range 24 {
					began := time.Now()
					closeHour(e, coins, hour)
					if h == 23 {
						spent += time.Since(began)
						days++
					}
					hour = hour.Add(time.Hour)
				}
			}
			b.ReportMetric(float64(spent.Microseconds())/float64(days), "µs/day-close")
		})
	}
}
