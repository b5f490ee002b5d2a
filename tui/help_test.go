package tui

import (
	"testing"

	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/tuitest"
)

// No line of the help is cut where the terminal has its width.
func TestHelpFits(t *testing.T) {
	const inside = helpWidth - 4 // less the frame
	app := show(t, tuitest.Full(), 120, 36)
	app.commands = append(append(app.commands, replayCommands()...), playCommands()...)
	for _, l := range app.helpLines(pane.Input{Theme: app.theme}) {
		at := 2
		if l.key != "" {
			at = 14
			if grid.Width(l.key) > at-3 {
				t.Errorf("the key %q runs into what it does", l.key)
			}
		}
		if n := at + grid.Width(l.does); n > inside {
			t.Errorf("%q takes %d cells of %d", l.does, n, inside)
		}
	}
}
