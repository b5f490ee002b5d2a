package strategy_test

import (
	"testing"

	"eddy/model"
	"eddy/model/portfolio"
)

// BenchmarkSnapshotWithTenLegs is a snapshot with everything that could go
// wrong worked out: ten legs in a cross pool, stress rows, value at risk,
// hedges and stops. It is made ten times a second.
func BenchmarkSnapshotWithTenLegs(b *testing.B) {
	p := &portfolio.Portfolio{Cash: dec("50000")}
	for i, coin := range []model.Asset{"BTC", "ETH", "SOL", "LINK", "UNI", "AAVE", "BTC", "ETH", "SOL", "LINK"} {
		side := portfolio.Long
		if i >= 6 {
			side = portfolio.Short
		}
		p.Positions = append(p.Positions, leg(b, coin, side, portfolio.Cross, "1000", "3"))
		p.Holdings = append(p.Holdings, portfolio.Holding{Asset: coin, Qty: dec("1000").DivRound(firstPrice(b, coin), 8)})
	}
	e := holding(b, p)
	if s := e.Snapshot(); len(s.Margin) != 1 || s.Margin[0].Why != "" {
		b.Fatalf("%+v", s.Margin)
	}
	b.ReportAllocs()
	for b.Loop() {
		e.Snapshot()
	}
}
