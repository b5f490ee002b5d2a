package risk_test

import (
	"strings"
	"testing"

	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/pane/risk"
	"eddy/tui/tuitest"
)

// A narrow slider with lines to spare leaves nothing out that a wide one says, also
// right after a change of size.
func TestANarrowSliderSaysAll(t *testing.T) {
	s := tuitest.Futures()
	sc := risk.Work(s, nil)
	in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true}
	draw := func(a grid.Area, in pane.Input) int {
		overflow, _ := risk.DrawSlider(a, in, sc, 0)
		return overflow
	}
	for _, size := range [][2]int{{120, 14}, {58, 20}, {58, 12}, {120, 14}} {
		lines := pane.View(draw, in, size[0], size[1])
		tuitest.CheckShape(t, lines, size[0], size[1])
		text := tuitest.Plain(lines)
		for _, want := range []string{"cap ", "liquidation before the stop", "ATR", "the worst hour in 30 d", "by beta, BTC at"} {
			if size[1] != 12 && !strings.Contains(text, want) {
				t.Errorf("%q is not told at %dx%d:\n%s", want, size[0], size[1], text)
			}
		}
	}
}
