package tui

import (
	"strings"
	"testing"

	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

// Which column orders a table, and which way, stands in its title: the head's style
// alone would not say it, nor whether the lowest is first.
func TestTheOrderOfATableIsTold(t *testing.T) {
	for _, v := range layout.Views() {
		for _, p := range v.Panes() {
			app := show(t, tuitest.Market(), 120, 36)
			app.desk.open(v)
			on(app, p)
			app.View()
			if !canSort(app) {
				continue
			}
			for _, column := range app.tracks[p].Sorts {
				press(app, char('s'))
				if got := plain(app); !strings.Contains(got, " by "+column) || strings.Contains(got, "lowest first") {
					t.Errorf("%s of %s by %q:\n%s", p, v, column, got)
				}
			}
			press(app, char('S'))
			if got := plain(app); !strings.Contains(got, "lowest first") {
				t.Errorf("%s of %s the other way round:\n%s", p, v, got)
			}
			press(app, char('s'))
			if got := plain(app); strings.Contains(got, " by "+app.tracks[p].Sorts[0]) {
				t.Errorf("%s of %s as it comes:\n%s", p, v, got)
			}
		}
	}
}
