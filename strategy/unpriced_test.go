package strategy_test

import (
	"slices"
	"strings"
	"testing"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/universe"
	"eddy/strategy"
)

// listed is an engine whose venue has told its list: every coin but one, which
// nobody prices.
func listed(t testing.TB, p *portfolio.Portfolio, delisted model.Asset) *strategy.Engine {
	t.Helper()
	e := keeping(t, p)
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	var list []model.Instrument
	for _, a := range u.Candidates() {
		if a != delisted {
			list = append(list, model.Instrument{Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Kind: model.ContractPerpetual, Trading: true})
		}
	}
	e.Apply(&model.Event{Kind: model.KindInstruments, Venue: model.Binance, Received: day0, Detail: list})
	feed(t, e, 400, 24*60, delisted)
	return e
}

// A coin nobody prices hides neither the account nor its danger: what can be
// priced is told, and every total names what it leaves out.
func TestACoinNobodyPricesHidesNothingElse(t *testing.T) {
	p := mixed(t)
	whole := listed(t, p, "").Snapshot()
	if len(whole.Portfolio.Unpriced) != 0 || whole.VaR.Why != "" {
		t.Fatalf("with all prices: %+v, VaR %q", whole.Portfolio.Unpriced, whole.VaR.Why)
	}
	dusty := *p
	dusty.Holdings = append([]portfolio.Holding{{Asset: "XYZ", Qty: dec("100")}}, p.Holdings...)
	s := listed(t, &dusty, "").Snapshot()

	if got := model.Without(s.Portfolio.Unpriced); s.Portfolio.Why != "" || got != "100 XYZ" || s.Portfolio.Equity != whole.Portfolio.Equity {
		t.Errorf("worth %+v without %q (%s), want %+v without 100 XYZ", s.Portfolio.Equity, got, s.Portfolio.Why, whole.Portfolio.Equity)
	}
	for i := range s.Positions {
		if s.Positions[i].DistancePct != whole.Positions[i].DistancePct {
			t.Errorf("%s: liquidation does not depend on it: %+v, want %+v", s.Positions[i].Symbol, s.Positions[i].DistancePct, whole.Positions[i].DistancePct)
		}
	}
	for i := range s.Hedges {
		if s.Hedges[i].CurrentRatio != whole.Hedges[i].CurrentRatio {
			t.Errorf("hedge %s: %+v, want %+v", s.Hedges[i].ID, s.Hedges[i].CurrentRatio, whole.Hedges[i].CurrentRatio)
		}
	}
	shock := s.Stress[0]
	if _, ok := shock.Futures.Value(); !ok || len(shock.Legs) != len(s.Positions) {
		t.Errorf("the legs of a shock do not depend on it: %+v", shock)
	}
	for name, n := range map[string]model.Num{"net beta": s.Portfolio.NetBeta, "change": shock.Change, "equity after": shock.Equity} {
		if n.State() != model.NumUnknown || !strings.Contains(n.Why(), "XYZ") {
			t.Errorf("%s depends on it: %+v %q", name, n, n.Why())
		}
	}
	if !strings.Contains(s.VaR.Why, "XYZ") || len(s.VaR.Rows) != 0 {
		t.Errorf("value at risk: %+v", s.VaR)
	}
	if s.Plan.Without != "100 XYZ" || s.Plan.Why != whole.Plan.Why || s.Plan.Legs != whole.Plan.Legs {
		t.Errorf("plan: %+v, want that of the rest: %+v", s.Plan, whole.Plan)
	}
	if got := proposed(t, s).Equity; !got.Equal(proposed(t, whole).Equity) || got.InexactFloat64() != s.Portfolio.Equity.Or(0) {
		t.Errorf("the plan's equity is %s, the desk says %+v", got, s.Portfolio.Equity)
	}
}

// Of a bucket with a coin nobody prices the share is at least what it shows: how
// far it lies from its target is not known, to people and to alerts alike.
func TestABucketWithACoinNobodyPrices(t *testing.T) {
	p := mixed(t)
	p.Holdings = append(p.Holdings, portfolio.Holding{Asset: "CRV", Qty: dec("10")}, portfolio.Holding{Asset: "GALA", Qty: dec("0")})
	s := listed(t, p, "CRV").Snapshot()
	if got := model.Without(s.Portfolio.Unpriced); got != "10 CRV" {
		t.Fatalf("left out: %q (%s)", got, s.Portfolio.Why)
	}
	for _, r := range s.Allocation {
		_, known := r.CurrentPct.Value()
		if want := r.Bucket == "DeFi"; (r.Without == "10 CRV") != want || want && (r.DriftPct.State() != model.NumUnknown || !known) {
			t.Errorf("%+v", r)
		}
	}
	at := slices.IndexFunc(s.AlertRules, func(r model.RuleView) bool { return r.Rule == "allocation-drift" && r.Subject == "DeFi" })
	if at < 0 || s.AlertRules[at].State != "unknown" || !strings.Contains(s.AlertRules[at].Why, "without 10 CRV") {
		t.Errorf("the alert of drift, %d: %+v", at, s.AlertRules[max(at, 0)])
	}
	if s.Plan.Why != "" || s.Plan.Without != "10 CRV" {
		t.Errorf("plan: %+v", s.Plan)
	}
}

// While a venue may still tell a price, it is waited for.
func TestAPriceThatMayComeIsAwaited(t *testing.T) {
	p := &portfolio.Portfolio{Cash: dec("1000"), Holdings: []portfolio.Holding{{Asset: "CRV", Qty: dec("10")}}}
	e := newEngine(t)
	e.Apply(&model.Event{Kind: model.KindPortfolio, Received: day0, Detail: p})
	feed(t, e, 400, 24*60, "CRV")
	s := e.Snapshot()
	if want := "waiting for a price of CRV"; s.Portfolio.Why != want || !strings.Contains(s.Plan.Why, want) {
		t.Errorf("before the list: %q, the plan says %q", s.Portfolio.Why, s.Plan.Why)
	}
	e.Apply(&model.Event{Kind: model.KindInstruments, Venue: model.Binance, Received: day0, Detail: []model.Instrument{}})
	s = e.Snapshot()
	if s.Portfolio.Why != "" || s.Portfolio.Equity != model.Known(1000) || model.Without(s.Portfolio.Unpriced) != "10 CRV" {
		t.Errorf("once no venue lists it: %+v", s.Portfolio)
	}
	e.Apply(mark("CRV", model.Binance, 2, day0))
	if s = e.Snapshot(); s.Portfolio.Equity != model.Known(1020) || len(s.Portfolio.Unpriced) != 0 {
		t.Errorf("once it has one: %+v", s.Portfolio)
	}
}
