package strategy_test

import (
	"math"
	"testing"

	"eddy/model/margin/whatif"
	"eddy/model/portfolio"
)

// What a snapshot carries of an account is enough to work it out again to the
// same figures the engine shows.
func TestAccountsCanBeWorkedOutAgain(t *testing.T) {
	p := &portfolio.Portfolio{Name: "mixed", Cash: dec("40000"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "3"),
		leg(t, "ETH", portfolio.Short, portfolio.Cross, "6000", "2"),
		leg(t, "AAVE", portfolio.Long, portfolio.Cross, "3000", "2"),
	}}
	s := holding(t, p).Snapshot()
	if len(s.Accounts) != 1 || len(s.Accounts[0].Legs) != 3 {
		t.Fatalf("accounts: %+v", s.Accounts)
	}
	a, err := whatif.New(&s.Accounts[0])
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Evaluate(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Positions {
		row, l := &s.Positions[i], &r.Legs[i]
		if s.Accounts[0].Legs[i].Asset != row.Asset {
			t.Errorf("leg %d is %s, shown as %s", i, s.Accounts[0].Legs[i].Asset, row.Asset)
		}
		if shown, ok := row.DistancePct.Value(); ok != l.Liquidation.DistancePct.Valid {
			t.Errorf("%s: distance shown %v, worked out again %v", row.Symbol, row.DistancePct, l.Liquidation.DistancePct)
		} else if ok {
			agree(t, row.Symbol+" distance", shown, l.Liquidation.DistancePct.Decimal.InexactFloat64())
		}
		agree(t, row.Symbol+" maintenance", row.Maintenance.Or(math.NaN()), l.Maintenance.InexactFloat64())
	}
	agree(t, "ratio", s.Margin[0].MarginRatio.Or(math.NaN()), r.Account.MarginRatio.Decimal.InexactFloat64())
	if s.Portfolio.LeverageCap.Or(0) != 3 {
		t.Errorf("the playbook's cap is %v, want 3 (C-25)", s.Portfolio.LeverageCap)
	}
}

func agree(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))) {
		t.Errorf("%s: shown %v, worked out again %v", what, got, want)
	}
}

// The fed market is a wave, so that a long's worst hour and a short's are both
// there, and the distance in ATRs is that in percent over the ATR in percent.
func TestWorstHourAndATR(t *testing.T) {
	p := &portfolio.Portfolio{Name: "both", Cash: dec("40000"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Isolated, "9000", "3"),
		leg(t, "ETH", portfolio.Short, portfolio.Isolated, "6000", "2"),
	}}
	s := holding(t, p).Snapshot()
	for i := range s.Positions {
		row := &s.Positions[i]
		if v, ok := row.WorstHourPct.Value(); !ok || v <= 0 || v > 50 {
			t.Errorf("%s: worst hour %v", row.Symbol, row.WorstHourPct)
		}
		agree(t, row.Symbol+" ATRs", row.DistanceATR.Or(math.NaN()), row.DistancePct.Or(0)/row.ATRPct.Or(math.NaN()))
	}
	for i := range s.Sectors {
		for _, r := range s.Sectors[i].Rotations {
			if len(r.Closes) < 61 {
				t.Errorf("%s %s: %d closes for the chart", s.Sectors[i].Sector, r.Timeframe, len(r.Closes))
			}
		}
	}
}
