package feeds_test

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/pane/feeds"
	"eddy/tui/tuitest"
)

// drawn returns the pane's text in so many lines.
func drawn(t *testing.T, s *model.Snapshot, h int) string {
	t.Helper()
	in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true}
	return tuitest.Plain(grid.Lines(80, h, in.Theme.Look(), func(a grid.Area) { feeds.Draw(a, in) }))
}

// What a venue refuses is named on one line where there is little room, and
// each contract with its own reason where there is much.
func TestRefusals(t *testing.T) {
	s := tuitest.Full()
	s.Venues[0].Refused = []model.Refusal{
		{Symbol: "PEPEUSDT", Asset: "PEPE", Why: "no such symbol", Since: s.Clock.Add(-3 * 60_000_000_000)},
		{Symbol: "币安人生USDT", Why: "not for you"},
	}
	for _, tc := range []struct {
		name  string
		h     int
		want  []string
		never string
	}{
		{"a small pane", len(s.Venues) + 3, []string{"2 refused: PEPEUSDT, 币安人生USDT: no such symbol"}, "not for you"},
		{"the whole screen", 60, []string{"PEPEUSDT refused for 3m: no such symbol", "币安人生USDT refused: not for you"}, "2 refused"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := drawn(t, s, tc.h)
			for _, want := range tc.want {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
			if strings.Contains(got, tc.never) {
				t.Errorf("says %q:\n%s", tc.never, got)
			}
		})
	}
	for i := range s.Venues {
		s.Venues[i].Refused = nil
	}
	if got := drawn(t, s, 60); strings.Contains(got, "refused") {
		t.Errorf("nothing is refused:\n%s", got)
	}
}
