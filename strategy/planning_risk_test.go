package strategy_test

import (
	"math"
	"testing"

	"eddy/model"
	"eddy/model/portfolio"
)

// mixed is a portfolio with everything in it: core, spot, two cross legs that
// share a pool, an isolated one, and a coin that is held and shorted.
func mixed(t testing.TB) *portfolio.Portfolio {
	t.Helper()
	spot := func(a model.Asset, usd string, core bool) portfolio.Holding {
		return portfolio.Holding{Asset: a, Qty: dec(usd).DivRound(firstPrice(t, a), 8), Core: core}
	}
	return &portfolio.Portfolio{
		Cash:     dec("9000"),
		Holdings: []portfolio.Holding{spot("BTC", "20000", true), spot("ETH", "30000", false), spot("BTC", "5000", false), spot("UNI", "8000", false)},
		Positions: []portfolio.Position{
			leg(t, "BTC", portfolio.Long, portfolio.Cross, "12000", "5"),
			leg(t, "ETH", portfolio.Short, portfolio.Cross, "9000", "5"),
			leg(t, "SOL", portfolio.Long, portfolio.Isolated, "3000", "3"),
		},
	}
}

// What a plan begins with is as dangerous as the risk view says of the same
// books.
func TestAPlanBeginsWithTheRiskOfTheBooks(t *testing.T) {
	s := holding(t, mixed(t)).Snapshot()
	p := proposed(t, s)
	if p.Why != "" || len(p.Legs) == 0 {
		t.Fatalf("no plan: %q", p.Why)
	}
	row := s.VaR.Rows[0]
	if row.Confidence != 0.95 || row.HorizonDays != 1 {
		t.Fatalf("the risk view begins with %+v", row)
	}
	near(t, "value at risk", p.Before.VaR, row.Historical)
	var worst model.Num
	for i := range s.Positions {
		if d := s.Positions[i].DistancePct; !worst.Fresh() || d.Or(math.Inf(1)) < worst.Or(0) {
			worst = d
		}
	}
	near(t, "worst liquidation", p.Before.WorstPct, worst)
	after, ok := p.After.VaR.Value()
	if !ok || after == p.Before.VaR.Or(0) {
		t.Errorf("after: %+v, before %+v", p.After.VaR, p.Before.VaR)
	}
}

// near compares a figure of a plan with that of the risk view: both are sums of
// floats, in another order.
func near(t testing.TB, what string, got, want model.Num) {
	t.Helper()
	g, ok := got.Value()
	w, both := want.Value()
	if !ok || !both || math.Abs(g-w) > 1e-9*math.Max(1, math.Abs(w)) {
		t.Errorf("%s: %v (%s), the risk view says %v (%s)", what, g, got.Why(), w, want.Why())
	}
}
