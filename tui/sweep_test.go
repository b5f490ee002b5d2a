package tui

import (
	"fmt"
	"testing"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

// TestSweepViews draws every view there is at sizes from below the smallest to
// beyond the largest, full and with nothing known: exact cells, no pane that
// fails.
func TestSweepViews(t *testing.T) {
	stepW, stepH := 9, 5
	if raceEnabled {
		stepW, stepH = 37, 19
	}
	for _, v := range layout.Views() {
		for name, snap := range map[string]*model.Snapshot{"market": tuitest.Market(), "starting": tuitest.Starting()} {
			t.Run(v.String()+" "+name, func(t *testing.T) {
				t.Parallel()
				app := show(t, snap, 80, 24)
				app.desk.open(v)
				for w := 20; w <= 240; w += stepW {
					for h := 6; h <= 80; h += stepH {
						app.onResize(w, h)
						checkFrame(t, app, fmt.Sprintf("%s at %dx%d", v, w, h))
					}
				}
			})
		}
	}
}
