package tui

import (
	"fmt"
	"testing"

	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

// Every view is drawn with nothing beyond ASCII where the terminal has no more,
// also on a screen of each size and after its keys.
func TestViewsInASCII(t *testing.T) {
	for _, size := range [][2]int{{50, 16}, {80, 24}, {120, 36}, {200, 60}} {
		app := newApp(t, tuitest.ASCII(t), size[0], size[1])
		app.Update(snapshotMsg{tuitest.Market()})
		for _, v := range layout.Views() {
			t.Run(fmt.Sprintf("%s %dx%d", v, size[0], size[1]), func(t *testing.T) {
				app.desk.open(v)
				app.isFresh = false
				checkASCII(t, app.View())
				for _, k := range "l+j" {
					press(app, char(k))
					checkASCII(t, app.View())
				}
			})
		}
	}
}
