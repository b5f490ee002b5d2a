package plan_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// The stages of the table follow on each other: from the shares of the first,
// with no cash at all, each of the others is reached, its futures too (S2-TABLE-1
// to 4, C-34, C-35).
func TestStageTableFromTheStageBefore(t *testing.T) {
	for _, tt := range []struct {
		name     string
		defi, ai float64 // spot
		notional string  // of the futures legs
	}{
		{"table-1", 20, 20, "0"},
		{"table-2", 10, 25, "15000"},
		{"table-3", 30, 10, "10000"},
		{"table-4", 30, 5, "10000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := procedure(t, tt.name, holding(holding(holding(cash("0"), "BTC", "60000", true), "UNI", "20000", false), "FET", "20000", false))
			wantShare(t, p, "Core", 60)
			wantShare(t, p, "DeFi", tt.defi)
			wantShare(t, p, "AI", tt.ai)
			total := decimal.Zero
			for i := range p.Legs {
				if l := &p.Legs[i]; l.Action == model.ActOpen {
					total = total.Add(l.Notional)
				}
			}
			if total.Sub(num(tt.notional)).Abs().GreaterThan(num("100")) {
				t.Errorf("futures: $%s, want $%s; refused %v", total, tt.notional, p.Refused)
			}
		})
	}
}
