package alert_test

import (
	"testing"

	"eddy/strategy/alert"
)

// A leg that is past its liquidation has no distance to it any more: the alert
// says so when it comes, and when one that stands open comes to it.
func TestALegPastItsLiquidation(t *testing.T) {
	for _, tt := range []struct {
		name string
		pcts []float64
		want string
	}{
		{"at once", []float64{-0.81}, "AAVE long bybit: past liquidation by 0.81 %"},
		{"step by step", []float64{8, 4, -0.5}, "AAVE long bybit: past liquidation by 0.50 %"},
		{"and back", []float64{-0.5, 4}, "AAVE long bybit: 4.00 % to liquidation"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, "")
			for _, pct := range tt.pcts {
				d.pass(minute)
				d.Round()
				d.set("leg.distance_pct", pct)
				d.OnSubject(alert.Legs, "AAVE long bybit", &d.at)
			}
			if rows := d.of("liquidation"); len(rows) != 1 || rows[0].Text != tt.want {
				t.Errorf("got %+v, want %q", rows, tt.want)
			}
		})
	}
}
