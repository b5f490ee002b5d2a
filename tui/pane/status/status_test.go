package status_test

import (
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
			" binance ● <1s  bybit ● <1s  okx ◐ 9s  hyperliquid ● <1s  oldest BLUR 14s  5,012/s                   t timeframe  z zoom  q quit  "},
		{"short names, ages only of the silent", tuitest.Full(), 80,
			" bin ●  byb ●  okx ◐ 9s  hyp ●  oldest BLUR 14s    t timeframe  z zoom  q quit  "},
		{"quit stays longest", tuitest.Full(), 40, " bin ●  byb ●  okx ◐    z zoom  q quit  "},
		{"an age that is not known is left out", tuitest.Starting(), 80,
			" bin ●  byb ◌  okx ✕                               t timeframe  z zoom  q quit  "},
		{"nothing known", tuitest.Empty(), 40, "                        z zoom  q quit  "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := pane.Input{Snap: tt.snap, Theme: tuitest.Theme(t)}
			given := append([]status.Hint(nil), hints...)
			lines := grid.Lines(tt.w, 1, in.Theme.Look(), func(a grid.Area) { status.Draw(a, in, given) })
			if got := tuitest.Plain(lines); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
