package status_test

import (
	"slices"
	"testing"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/pane/status"
	"eddy/tui/tuitest"
)

func TestStatus(t *testing.T) {
	hints := []status.Hint{{Key: "t", Does: "timeframe", Rank: 3}, {Key: "z", Does: "zoom", Rank: 2}, {Key: "q", Does: "quit"}}
	tests := []struct {
		name string
		snap *model.Snapshot
		w    int
		want string
	}{
		{"names and ages", tuitest.Full(), 130,
			" desk  binance ● <1s  bybit ● <1s  okx ◐ 9s  hyperliquid ● <1s  oldest BLUR 14s  5,012 events/s      t timeframe  z zoom  q quit  "},
		{"short names, ages only of the silent", tuitest.Full(), 80,
			" bin ●  byb ●  okx ◐ 9s  hyp ●  oldest BLUR 14s    t timeframe  z zoom  q quit  "},
		{"the view's name before the venues' names", tuitest.Full(), 93,
			" desk  bin ●  byb ●  okx ◐ 9s  hyp ●  oldest BLUR 14s           t timeframe  z zoom  q quit  "},
		{"quit stays longest", tuitest.Full(), 40, " 3 of 4 live  okx ◐ 9s  z zoom  q quit  "},
		{"an age that is not known is left out", tuitest.Starting(), 80,
			" desk  binance ● <1s  bybit ◌  okx ✕               t timeframe  z zoom  q quit  "},
		{"nothing known", tuitest.Empty(), 40, " desk                   z zoom  q quit  "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := pane.Input{Snap: tt.snap, Theme: tuitest.Theme(t)}
			given := append([]status.Hint(nil), hints...)
			lines := grid.Lines(tt.w, 1, in.Theme.Look(), func(a grid.Area) { status.Draw(a, in, status.Bar{View: "desk", Hints: given}) })
			if got := tuitest.Plain(lines); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// Seven venues are all told of wherever there is room for their codes, and the
// ill ones wherever there is room for anything.
func TestStatusOfSevenVenues(t *testing.T) {
	snap := &model.Snapshot{}
	for _, v := range model.AllVenues {
		h := model.VenueHealth{Venue: v, State: model.LinkLive, AgeMs: model.Known(100)}
		if v == model.MEXC {
			h.State, h.AgeMs = model.LinkStale, model.Known(21_000)
		}
		snap.Venues = append(snap.Venues, h)
	}
	for _, tt := range []struct {
		w    int
		want string
	}{
		{150, " desk  binance ● <1s  bybit ● <1s  okx ● <1s  hyperliquid ● <1s  bingx ● <1s  mexc ◐ 21s  weex ● <1s                                          q quit  "},
		{100, " desk  binance ●  bybit ●  okx ●  hyperliquid ●  bingx ●  mexc ◐ 21s  weex ●                q quit  "},
		{70, " desk  bin ●  byb ●  okx ●  hyp ●  bgx ●  mex ◐ 21s  wee ●    q quit  "},
		{40, " desk  6 of 7 live  mex ◐ 21s   q quit  "},
	} {
		in := pane.Input{Snap: snap, Theme: tuitest.Theme(t)}
		lines := grid.Lines(tt.w, 1, in.Theme.Look(), func(a grid.Area) {
			status.Draw(a, in, status.Bar{View: "desk", Hints: []status.Hint{{Key: "q", Does: "quit"}}})
		})
		if got := tuitest.Plain(lines); got != tt.want {
			t.Errorf("%d cells\ngot  %q\nwant %q", tt.w, got, tt.want)
		}
	}
}

// What the desk has to say is read whole before there are hints, but for a quarter
// of the line: how to leave and where the help is.
func TestStatusWithNotes(t *testing.T) {
	hints := []status.Hint{{Key: "z", Does: "zoom", Rank: 3}, {Key: "t", Does: "timeframe", Rank: 4}, {Key: "q", Does: "quit"}}
	for _, tt := range []struct {
		name, note string
		w          int
		want       string
	}{
		{"room for all", "saved", 60, " saved  3 of 4 live  okx ◐ 9s  z zoom  t timeframe  q quit  "},
		{"hints leave", "settings not kept: config.toml: read-only file system", 76, " settings not kept: config.toml: read-only file system      z zoom  q quit  "},
		{"a quarter stays theirs", "settings not kept: config.toml: read-only file system", 50, " settings not kept: config.toml: rea…     q quit  "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := pane.Input{Snap: tuitest.Full(), Theme: tuitest.Theme(t)}
			bar := status.Bar{View: "desk", Notes: []status.Note{{Text: tt.note, Alarm: true}}, Hints: slices.Clone(hints)}
			lines := grid.Lines(tt.w, 1, in.Theme.Look(), func(a grid.Area) { status.Draw(a, in, bar) })
			if got := tuitest.Plain(lines); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
