package tui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/tuitest"
)

func TestSectorView(t *testing.T) {
	type keys = []tea.KeyMsg
	enter, esc := special(tea.KeyEnter), special(tea.KeyEscape)
	for _, tt := range []struct {
		name string
		keys keys
		says []string
	}{
		{"enter on a sector opens it", keys{special(tea.KeyTab), char('j'), enter}, []string{"L1 · part of Infrastructure", "what each adds to L1"}},
		{"and esc comes back", keys{special(tea.KeyTab), char('j'), enter, esc}, []string{"Rotation", "Sectors"}},
		{"by its digit the first", keys{char('5')}, []string{"Infrastructure · index on 1d bars", "without     +0.25  ETH makes 44 % of it"}},
		{"the next sector", keys{char('5'), char(']')}, []string{"L1 · part of"}},
		{"round to the last", keys{char('5'), special(tea.KeyLeft)}, []string{"AI · index", "! AI funding 3.4 bp"}},
		{"another timeframe", keys{char('5'), char('t')}, []string{"index on 4h bars"}},
		{"from the flow", keys{char('4'), char('j'), enter}, []string{"L1 · part of"}},
		{"a coin is no sector", keys{char('4'), char('G'), enter}, []string{"Funding", "TAO"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			app := show(t, tuitest.Market(), 120, 36)
			for _, k := range tt.keys {
				app.View()
				press(app, k)
			}
			got := plain(app)
			for _, want := range tt.says {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
		})
	}
}

// A coin of the graph's table is the member the reader is on in its sector, and
// stays so when live figures change the order.
func TestCursorIsOnTheCoin(t *testing.T) {
	app := show(t, tuitest.Market(), 200, 60)
	press(app, char('c'))
	for app.desk.parts != pane.PartsCoins {
		app.View()
		press(app, char('c'))
	}
	app.View()
	for i, key := range app.tracks[layout.Rotation].Keys {
		if key == "LINK" {
			app.desk.lists[layout.Rotation].cursor = i
		}
	}
	press(app, special(tea.KeyEnter))
	app.View()
	at := func() string {
		return app.tracks[layout.Members].Keys[app.desk.lists[layout.Members].cursor]
	}
	if app.desk.view != layout.SectorView || app.desk.focused() != layout.Members || at() != "LINK" {
		t.Fatalf("enter leads to %s, %s, %s", app.desk.view, app.desk.focused(), at())
	}
	was := app.desk.lists[layout.Members].cursor
	press(app, char('S'))
	app.View()
	press(app, char('j'), char('k'))
	app.View()
	on, turned := at(), tuitest.Market()
	for i := range turned.Sectors {
		slices.Reverse(turned.Sectors[i].MemberDetail)
	}
	app.Update(snapshotMsg{turned})
	app.View()
	if at() != on {
		t.Errorf("the order of the members takes the cursor from %s (row %d) to %s", on, was, at())
	}
}

// What is not there is said in words, in every pane of the two views.
func TestFlowAndSectorWithoutFigures(t *testing.T) {
	edit := func(change func(*model.Snapshot)) *model.Snapshot {
		s := tuitest.Market()
		change(s)
		return s
	}
	for _, tt := range []struct {
		name string
		snap *model.Snapshot
		view rune
		says []string
	}{
		{"nothing yet", tuitest.Empty(), '4', []string{"waiting for the first data"}},
		{"loading", tuitest.Starting(), '5', []string{"loading binance history, 34 of 76"}},
		{"no detail of members", tuitest.Full(), '5', []string{"A, B, C, D, E: their parts", "how much hangs on one coin"}},
		{"no closes", edit(func(s *model.Snapshot) { s.Sectors[0].Rotations[1].Closes = nil }), '5', []string{"needs two closes for a chart"}},
		{"no such timeframe", edit(func(s *model.Snapshot) { s.Timeframe = model.Week1 }), '5', []string{"no index on 1w bars"}},
		{"no pair is known", edit(func(s *model.Snapshot) {
			s.Correlations.Mean = model.Unknown("needs 30 days of bars without holes")
		}), '4', []string{"mean of sectors ?", "needs 30 days of bars"}},
		{"no funding", edit(func(s *model.Snapshot) {
			for i := range s.Assets {
				s.Assets[i].Quotes = nil
			}
		}), '4', []string{"settles", "?"}},
		{"a silent venue is marked", tuitest.Market(), '4', []string{"+0.63~", "3.13~!"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			app := show(t, tt.snap, 120, 36)
			press(app, char(tt.view))
			got := plain(app)
			for _, want := range tt.says {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
		})
	}
}

// A flat index and one of two closes are drawn, too.
func TestIndexOfFewCloses(t *testing.T) {
	for _, closes := range [][]float64{{1000, 1000, 1000}, {1000, 1001}, {0.0001, 0.0001}} {
		s := tuitest.Market()
		s.Sectors[0].Rotations[1].Closes = closes
		app := show(t, s, 120, 36)
		app.desk.open(layout.SectorView)
		if got := plain(app); !strings.Contains(got, "bars") || strings.Contains(got, "NaN") {
			t.Errorf("%v:\n%s", closes, got)
		}
	}
}
