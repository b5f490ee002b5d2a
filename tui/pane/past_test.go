package pane_test

import (
	"testing"

	"eddy/model"
	"eddy/tui/pane"
	"eddy/tui/tuitest"
)

// A leg whose mark is beyond its liquidation has no distance to it any more.
func TestPastLiquidation(t *testing.T) {
	in := pane.Input{Snap: tuitest.Full(), Theme: tuitest.Theme(t)}
	for _, tt := range []struct {
		distance model.Num
		want     string
		past     bool
	}{
		{model.Known(0.81), "", false},
		{model.Known(-0.81), "past liquidation by 0.81 %", true},
		{model.Stale(-0.81, "silent"), "past liquidation by 0.81 %", true},
		{model.Known(0), "past liquidation", true},
		{model.NotApplicable("none"), "", false},
		{model.Unknown("no mark"), "", false},
	} {
		if got, past := pane.PastLiquidation(in, tt.distance); got != tt.want || past != tt.past {
			t.Errorf("%+v: got %q %v, want %q %v", tt.distance, got, past, tt.want, tt.past)
		}
	}
}
