package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/tuitest"
)

// The key goes from sectors to sub-sectors, to the coins of one sector and to
// all coins, and every step of it changes the picture, whatever there was room
// for at first.
func TestGraphGoesFromSectorsToCoins(t *testing.T) {
	for _, tt := range []struct {
		w, h  int
		zoom  bool
		first pane.Parts // after the first key
	}{{80, 24, false, pane.PartsAlways}, {120, 36, false, pane.PartsAlways}, {120, 36, true, pane.PartsMembers}, {200, 60, false, pane.PartsMembers}} {
		t.Run(fmt.Sprintf("%dx%d zoom %v", tt.w, tt.h, tt.zoom), func(t *testing.T) {
			app := show(t, tuitest.Crowd(), tt.w, tt.h)
			app.desk.zoom = tt.zoom
			before := plain(app)
			seen := map[pane.Parts]bool{}
			for i := range 5 {
				press(app, char('c'))
				after := plain(app)
				if after == before {
					t.Errorf("key %d, which shows %d, changes nothing", i+1, app.desk.parts)
				}
				if i == 0 && app.desk.parts != tt.first {
					t.Errorf("the first key shows %d, want %d", app.desk.parts, tt.first)
				}
				seen[app.desk.parts], before = true, after
			}
			if len(seen) != 4 {
				t.Errorf("went through %v", seen)
			}
		})
	}
}

func TestGraphOfCoins(t *testing.T) {
	type keys = []tea.KeyMsg
	enter, esc := special(tea.KeyEnter), special(tea.KeyEscape)
	zoomed := func(more ...tea.KeyMsg) keys { return append(keys{char('z')}, more...) }
	for _, tt := range []struct {
		name string
		keys keys
		says []string
		not  []string
	}{
		{"enter goes into a sector", zoomed(enter), []string{"Members of DeFi", "AAVE", "CRV needs 3 more bars of 1d"}, []string{"Infra"}},
		{"and into a sub-sector", zoomed(char('j'), enter), []string{"Members of Oracle", "LINK"}, nil},
		{"esc comes back to the sectors", zoomed(char('j'), enter, char('j'), esc), []string{"Rotation · 1d", "Oracle"}, nil},
		{"and then ends the zoom", zoomed(enter, esc, esc), []string{"Sectors · 1d"}, nil},
		{"enter on a coin opens its sector", zoomed(enter, enter), []string{"DeFi · index", "what each adds to DeFi"}, nil},
		{"esc comes back to the coins", zoomed(enter, enter, esc), []string{"Members of DeFi"}, nil},
		{"the next sector", zoomed(enter, special(tea.KeyRight)), []string{"Members of NFT", "APE"}, []string{"AAVE"}},
		{"the one before", zoomed(enter, special(tea.KeyLeft)), []string{"Members of Oracle"}, nil},
		{"what is brought out says whose members", zoomed(char('n'), char('n'), char('c')), []string{"Members of DeFi"}, nil},
		{"a coin brought out", zoomed(enter, char('n'), char('n')), []string{"Members of DeFi · 1d · tail 8 · UNI"}, nil},
		{"all coins", zoomed(char('c'), char('c')), []string{"All members", "APE", "LINK", "of"}, nil},
		{"back in time", zoomed(char('c'), char(',')), []string{"1 bar ago"}, nil},
		{"found by name", zoomed(char('c'), char('c'), char('/'), char('a'), char('a'), enter), []string{"/aa", "AAVE"}, nil},
		{"nobody is called so", zoomed(char('c'), char('/'), char('q'), char('q'), enter), []string{`no row holds "qq": esc shows all`}, nil},
		{"by momentum", zoomed(char('c'), char('s'), char('s')), []string{"momentum"}, nil},
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
			for _, bad := range tt.not {
				if strings.Contains(got[strings.Index(got, "╭"):], bad) {
					t.Errorf("says %q:\n%s", bad, got)
				}
			}
		})
	}
}

// The table beneath the graph goes by quadrant, and names every coin there is.
func TestGraphTableGoesByQuadrant(t *testing.T) {
	app := show(t, tuitest.Crowd(), 120, 36)
	press(app, char('z'))
	app.View()
	press(app, char('c'), char('c'))
	app.View()
	s, order := app.snapshot(), map[model.Quadrant]int{model.Leading: 0, model.Improving: 1, model.Weakening: 2, model.Lagging: 3, model.QuadrantUnknown: 4}
	keys, last := app.tracks[layout.Rotation].Keys, 0
	for _, k := range keys {
		at := order[pane.Coin(s, model.Asset(k)).Quadrant]
		if at < last {
			t.Fatalf("%s of quadrant %d after one of %d", k, at, last)
		}
		last = at
	}
	if len(keys) != 60 {
		t.Errorf("%d rows, want one for each of 60 coins", len(keys))
	}
}

// What has no place is said in words, also when nothing has one.
func TestGraphOfCoinsWithoutFigures(t *testing.T) {
	nothing := tuitest.Market()
	for i := range nothing.Assets {
		nothing.Assets[i].Rotations = nil
		nothing.Assets[i].Ratio = model.Unknown("needs 59 more bars of 1d")
	}
	empty := tuitest.Market()
	empty.Sectors[5].Members = nil
	for _, tt := range []struct {
		name string
		snap *model.Snapshot
		keys string
		want string
	}{
		{"no coin has a place", nothing, "zc", "AAVE needs 59 more bars of 1d"},
		{"no place at that timeframe", nothing, "zct", "AAVE has no place on 4h bars"},
		{"no members", empty, "znnc", "no venue lists a member of DeFi"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			app := show(t, tt.snap, 120, 36)
			for _, k := range tt.keys {
				app.View()
				press(app, char(k))
			}
			if got := plain(app); !strings.Contains(got, tt.want) {
				t.Errorf("does not say %q:\n%s", tt.want, got)
			}
		})
	}
}

// Coins keep every size exact, zoomed and not, at each step of time and tail.
func TestSweepMembers(t *testing.T) {
	stepW, stepH := 5, 4
	if raceEnabled {
		stepW, stepH = 37, 19
	}
	for _, parts := range []pane.Parts{pane.PartsAlways, pane.PartsMembers, pane.PartsCoins} {
		for _, zoom := range []bool{false, true} {
			t.Run(fmt.Sprintf("parts %d zoom %v", parts, zoom), func(t *testing.T) {
				t.Parallel()
				app := show(t, tuitest.Crowd(), 80, 24)
				app.desk.parts, app.desk.group, app.desk.zoom = parts, "DeFi", zoom
				for w := 20; w <= 240; w += stepW {
					for h := 6; h <= 80; h += stepH {
						app.desk.tail, app.desk.past, app.desk.highlight = 2+w%29, h%4, []string{"", "AAVE"}[w%2]
						app.onResize(w, h)
						checkFrame(t, app, fmt.Sprintf("%dx%d", w, h))
					}
				}
			})
		}
	}
}
