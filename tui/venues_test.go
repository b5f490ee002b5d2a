package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

func TestFeedsView(t *testing.T) {
	type keys = []tea.KeyMsg
	enter, esc, tab := special(tea.KeyEnter), special(tea.KeyEscape), special(tea.KeyTab)
	refusing := tuitest.Market()
	v := &refusing.Venues[2]
	v.Refused = []model.Refusal{{Symbol: "PEPE-USDT-SWAP", Why: "no such contract", Since: refusing.Clock.Add(-3 * time.Minute)}}
	v.SkewMs = model.Unknown("no answer with a time yet")
	v.Streams[0].Silent, v.Streams[0].LastFrame = 2, refusing.Clock.Add(-9*time.Second)
	for _, tt := range []struct {
		name string
		snap *model.Snapshot
		keys keys
		says []string
		not  []string
	}{
		{"all venues, the first told of", tuitest.Market(), nil, []string{"Venues · 3 of 4 live", "Venue binance", "Symbols binance", "its clock is ahead"}, nil},
		{"the next is told of", tuitest.Market(), keys{char('j')}, []string{"Venue bybit", "Symbols bybit"}, nil},
		{"what is wrong with it", refusing, keys{char('j'), char('j')}, []string{"stale for 3h", "last error no ticker for 9 s", "PEPE-USDT-SWAP: no such contract,", "for 3m", "?, no answer with a time yet", "30 topics, 2 silent", "9s"}, nil},
		{"its symbols, silent ones marked", refusing, keys{char('j'), char('j')}, []string{"AAVEUSDT", "~", "101.42", "+1.50"}, nil},
		{"by errors", tuitest.Market(), keys{char('s'), char('s'), char('s'), char('g')}, []string{"Venue okx"}, nil},
		{"one by its name", tuitest.Market(), keys{char('/'), char('y'), char('b'), enter}, []string{"Venues · 3 of 4 live /yb", "Venue bybit"}, []string{"● binance     live"}},
		{"by its state", tuitest.Market(), keys{char('/'), char('s'), char('t'), char('a'), enter}, []string{"Venue okx"}, nil},
		{"none is called so", tuitest.Market(), keys{char('/'), char('q'), char('q'), enter}, []string{`no row holds "qq": esc shows all`, "the venue under the cursor is told of here"}, nil},
		{"enter zoomed shows it whole, esc all again", tuitest.Market(), keys{char('z'), enter, esc}, []string{"Venues · 3 of 4 live"}, []string{"last error"}},
		{"a symbol leads to its sector", tuitest.Market(), keys{tab, tab, enter}, []string{"index on 1d bars"}, nil},
		{"history on its way", tuitest.Starting(), nil, []string{"Sources", "binance history", "HTTP 429", "binance has told of no contract yet"}, nil},
		{"no venue yet", tuitest.Empty(), nil, []string{"waiting for the first venue to be started"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			app := show(t, tt.snap, 120, 36)
			press(app, char('6'))
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

// The cursor stays on its venue when another order moves it.
func TestCursorStaysOnItsVenue(t *testing.T) {
	app := show(t, tuitest.Market(), 120, 36)
	press(app, char('6'), char('s'))
	app.View()
	press(app, char('j'))
	app.View()
	on := app.venue().Venue
	s := *tuitest.Market()
	s.Venues = slices.Clone(s.Venues)
	slices.Reverse(s.Venues)
	for i := range s.Venues {
		s.Venues[i].AgeMs = model.Known(float64(1000 * (len(s.Venues) - i)))
	}
	app.Update(snapshotMsg{&s})
	app.View()
	if got := app.venue().Venue; got != on {
		t.Errorf("the cursor went from %s to %s", on, got)
	}
}

// The symbol that has been silent for longest comes first.
func TestSymbolsByAge(t *testing.T) {
	s := tuitest.Market()
	for i := range s.Assets {
		for k := range s.Assets[i].Quotes {
			s.Assets[i].Quotes[k].AgeMs = model.Known(float64(1000 * ((i*5 + k) % 14)))
		}
	}
	s.Assets[3].Quotes[0].AgeMs = model.Unknown("never heard")
	app := on(show(t, s, 120, 36), layout.Symbols)
	press(app, char('6'))
	on(app, layout.Symbols)
	app.View()
	keys := app.tracks[layout.Symbols].Keys
	age := func(k string) float64 {
		for i := range s.Assets {
			if string(s.Assets[i].Asset) == k {
				return s.Assets[i].Quotes[0].AgeMs.Or(-1)
			}
		}
		return -2
	}
	if !slices.IsSortedFunc(keys, func(a, b string) int { return int(age(b) - age(a)) }) || age(keys[len(keys)-1]) != -1 {
		t.Errorf("%v", keys)
	}
}

// Ages below a second are not told apart, so a live venue's symbols keep their
// places; and a pane nobody has been on shows what comes first.
func TestLiveSymbolsKeepTheirPlaces(t *testing.T) {
	aged := func(turn int) *model.Snapshot {
		s := tuitest.Market()
		for i := range s.Assets {
			for k := range s.Assets[i].Quotes {
				s.Assets[i].Quotes[k].AgeMs = model.Known(float64((i*37 + turn*411) % 1000))
			}
		}
		return s
	}
	app := show(t, aged(0), 120, 36)
	press(app, char('6'))
	app.View()
	want := slices.Clone(app.tracks[layout.Symbols].Keys)
	for turn := 1; turn < 4; turn++ {
		app.Update(snapshotMsg{aged(turn)})
		app.View()
		if got := app.tracks[layout.Symbols].Keys; !slices.Equal(got, want) {
			t.Fatalf("turn %d: %v, before %v", turn, got, want)
		}
	}
	silent := aged(4)
	last := len(silent.Assets) - 1
	silent.Assets[last].Quotes[0].AgeMs = model.Known(60_000)
	app.Update(snapshotMsg{silent})
	app.View()
	if tr := app.tracks[layout.Symbols]; tr.First != 0 || tr.On != 0 || tr.Keys[0] != string(silent.Assets[last].Asset) {
		t.Errorf("the silent one is not on top: row %d first, on %d, %v", tr.First, tr.On, tr.Keys)
	}
}
