package liquidation_test

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/pane"
	"eddy/tui/pane/liquidation"
	"eddy/tui/tuitest"
)

// A leg past its liquidation comes first and says so in words, whatever the width.
func TestALegPastItsLiquidation(t *testing.T) {
	s := tuitest.Full()
	last := &s.Positions[0]
	last.DistancePct = model.Known(-0.81)
	in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true}
	for _, w := range []int{24, 36, 48, 80} {
		lines := pane.View(liquidation.Draw, in, w, 12)
		tuitest.CheckShape(t, lines, w, 12)
		text := tuitest.Plain(lines)
		first := strings.Split(text, "\n")[1]
		if !strings.Contains(first, string(last.Asset)) || strings.Contains(text, "-0.8") || strings.Contains(text, "−0.8") {
			t.Errorf("%d wide:\n%s", w, text)
		}
		if w == 36 && !strings.Contains(first, "past by 0.81 % ‼") {
			t.Errorf("36 wide, it says %q", first)
		}
		if w >= 48 && !strings.Contains(first, "past liquidation by 0.81 % ‼") {
			t.Errorf("%d wide, it says %q", w, first)
		}
	}
}
