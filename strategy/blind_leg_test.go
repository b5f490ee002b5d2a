package strategy_test

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/model/portfolio"
)

// A leg whose mark is not known leaves the totals unknown, and the isolated
// legs beside it as near to liquidation as they are.
func TestBlindLegHidesNoOther(t *testing.T) {
	blind := leg(t, "ETH", portfolio.Long, portfolio.Cross, "1000", "2")
	blind.Symbol = "NOPEUSDT"
	s := holding(t, &portfolio.Portfolio{Name: "x", Cash: dec("40000"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "3"),
		blind,
		leg(t, "SOL", portfolio.Long, portfolio.Cross, "1000", "2"),
	}}).Snapshot()
	if !strings.Contains(s.Portfolio.Why, "NOPEUSDT") || s.Portfolio.Equity.Fresh() {
		t.Errorf("totals: %+v", s.Portfolio)
	}
	if len(s.Positions) != 3 || len(s.Margin) != 1 || s.Margin[0].Why == "" {
		t.Fatalf("%d legs, accounts %+v", len(s.Positions), s.Margin)
	}
	if v, ok := s.Positions[0].DistancePct.Value(); !ok || v <= 0 {
		t.Errorf("the isolated leg: %v", s.Positions[0].DistancePct)
	}
	for _, row := range s.Positions[1:] {
		if row.LiquidationPrice.State() != model.NumUnknown || row.LiquidationPrice.Why() == "" {
			t.Errorf("%s: %v %q", row.Symbol, row.LiquidationPrice, row.LiquidationPrice.Why())
		}
	}
}

// What is worth nothing is the very account whose legs must be seen.
func TestLegsOfAnAccountWorthNothing(t *testing.T) {
	lost := leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "3")
	lost.Entry = lost.Entry.Mul(dec("20"))
	s := holding(t, &portfolio.Portfolio{Name: "x", Cash: dec("1"), Positions: []portfolio.Position{lost}}).Snapshot()
	if s.Portfolio.Why != "the portfolio is worth nothing" || len(s.Positions) != 1 {
		t.Fatalf("%+v, %d legs", s.Portfolio, len(s.Positions))
	}
	if v, ok := s.Positions[0].DistancePct.Value(); !ok || v > 0 {
		t.Errorf("distance %v", s.Positions[0].DistancePct)
	}
}
