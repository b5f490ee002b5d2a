package tui

import (
	"strings"
	"testing"

	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

// A word that no row holds leaves no table without one: every pane says so.
func TestAWordThatNothingHolds(t *testing.T) {
	for _, v := range layout.Views() {
		for _, p := range v.Panes() {
			app := show(t, tuitest.Market(), 90, 30)
			app.desk.open(v)
			on(app, p)
			app.View()
			if !hasRows(app) {
				continue
			}
			app.desk.lists[p].filter = "zzqq"
			app.isFresh = false
			got := plain(app)
			if strings.Count(got, "zzqq") < 2 { // in the title, and in the word
				t.Errorf("%s of %s says nothing:\n%s", p, v, got)
			}
		}
	}
}
