package pane_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

func input(t testing.TB, s *model.Snapshot) pane.Input {
	t.Helper()
	return pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true}
}

// line draws on one plain line.
func line(t testing.TB, in pane.Input, w int, draw func(grid.Area)) string {
	t.Helper()
	return tuitest.Plain(grid.Lines(w, 1, in.Theme.Look(), draw))
}

func TestAppendNumber(t *testing.T) {
	tests := []struct {
		name string
		v    float64
		f    pane.Format
		want string
	}{
		{"plain", 12.345, pane.Format{Decimals: 1}, "12.3"},
		{"signed", 12.345, pane.Format{Decimals: 2, Signed: true}, "+12.35"},
		{"negative", -3.2, pane.Format{Decimals: 1}, "−3.2"},
		{"rounds to zero without a sign", -0.04, pane.Format{Decimals: 1, Signed: true}, "0.0"},
		{"just not zero", -0.05, pane.Format{Decimals: 1, Signed: true}, "−0.1"},
		{"whole", 63.7, pane.Format{}, "64"},
		{"scaled", 0.0163, pane.Format{Decimals: 1, Scale: 100}, "1.6"},
		{"suffix", 7, pane.Format{Suffix: " %"}, "7 %"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(pane.AppendNumber(nil, tt.v, tt.f, '−')); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Whatever the number, its last digit stands in the same cell, so points stand
// under points.
func TestNumbersAlign(t *testing.T) {
	in := input(t, tuitest.Empty())
	f := pane.Format{Decimals: 1, Signed: true}
	tests := []struct {
		name string
		n    model.Num
		want string
	}{
		{"known", model.Known(12.34), "   +12.3  "},
		{"negative", model.Known(-1.2), "    −1.2  "},
		{"zero is a number", model.Known(0), "     0.0  "},
		{"stale", model.Stale(8.4, "41 s old"), "    +8.4~ "},
		{"unknown under the ones", model.Unknown("why"), "     ?    "},
		{"absent", model.Num{}, "     ?    "},
		{"not applicable", model.NotApplicable("none"), "     n/a  "},
		{"not finite is unknown", model.Known(inf()), "     ?    "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := line(t, in, 10, func(a grid.Area) { in.Number(a, 8, 0, theme.Label, tt.n, f) })
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func inf() float64 {
	one, zero := 1.0, 0.0
	return one / zero
}

func TestChangeShowsDirectionTwice(t *testing.T) {
	in := input(t, tuitest.Empty())
	f := pane.Format{Decimals: 1, Signed: true}
	for _, tt := range []struct {
		n    model.Num
		want string
	}{
		{model.Known(3.1), "▲  +3.1"}, {model.Known(-3.1), "▼  −3.1"}, {model.Known(0.01), "·   0.0"}, {model.Unknown("x"), "    ?  "},
	} {
		if got := line(t, in, 7, func(a grid.Area) { in.Change(a, 0, 7, 0, tt.n, f) }); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestMoney(t *testing.T) {
	in := input(t, tuitest.Empty())
	for _, tt := range []struct {
		name, got, want string
	}{
		{"big price", in.Price(model.Known(97213.4)), "97,213"},
		{"thousands", in.Price(model.Known(2501.26)), "2,501.3"},
		{"ordinary", in.Price(model.Known(101.416)), "101.42"},
		{"below one", in.Price(model.Known(0.21013)), "0.2101"},
		{"tiny", in.Price(model.Known(0.0000123456)), "0.00001235"},
		{"zero", in.Price(model.Known(0)), "0"},
		{"stale", in.Price(model.Stale(101.4, "old")), "101.40~"},
		{"unknown", in.Price(model.Unknown("x")), "?"},
		{"none", in.Price(model.NotApplicable("x")), "n/a"},
		{"dollars", in.Dollars(model.Known(-1234567.8)), "−1,234,568"},
		{"few", in.Brief(9999), "9,999"},
		{"thousands in brief", in.Brief(12_345), "12.3k"},
		{"millions in brief", in.Brief(1_204_331), "1.2M"},
		{"milliards in brief", in.Brief(2.5e9), "2.5G"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

func TestAge(t *testing.T) {
	for _, tt := range []struct {
		age  time.Duration
		want string
	}{
		{-time.Second, "<1s"}, {0, "<1s"}, {999 * time.Millisecond, "<1s"}, {time.Second, "1s"}, {89 * time.Second, "89s"},
		{90 * time.Second, "1m"}, {89 * time.Minute, "89m"}, {26 * time.Hour, "26h"}, {49 * time.Hour, "2d"}, {1e6 * time.Hour, "9999d"},
	} {
		if got := string(pane.AppendAge(nil, tt.age)); got != tt.want {
			t.Errorf("age %v is %q, want %q", tt.age, got, tt.want)
		}
	}
	if got := pane.Age(model.Unknown("no frame yet")); got != "?" {
		t.Errorf("an unknown age is %q", got)
	}
}

func TestClock(t *testing.T) {
	now := model.MillisOf(time.Date(2026, 3, 4, 13, 58, 0, 0, time.UTC))
	for _, tt := range []struct {
		at   model.Millis
		want string
	}{{0, ""}, {now, "13:58"}, {now.Add(-3 * time.Hour), "10:58"}, {now.Add(-26 * time.Hour), "03 Mar"}} {
		if got := pane.Clock(tt.at, now); got != tt.want {
			t.Errorf("Clock(%v) = %q, want %q", tt.at, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		w          int
		want       []string
	}{
		{"short", "two words", 20, []string{"two words"}},
		{"broken at a blank", "needs 42 more daily bars", 12, []string{"needs 42", "more daily", "bars"}},
		{"a long word is cut", "abcdefgh ij", 5, []string{"abcde", "fgh", "ij"}},
		{"wide", "币安人生 币", 5, []string{"币安", "人生", "币"}},
		{"one cell", "币a", 1, []string{"币a"}},
		{"no room", "text", 0, nil},
		{"nothing", "  ", 9, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, pane.Wrap(tt.text, tt.w)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWaiting(t *testing.T) {
	down := &model.Snapshot{Venues: []model.VenueHealth{{Venue: model.Binance, State: model.LinkDown, LastError: "dial refused"}}}
	dialling := &model.Snapshot{Venues: []model.VenueHealth{{Venue: model.Bybit, State: model.LinkConnecting}}}
	for _, tt := range []struct {
		name string
		s    *model.Snapshot
		want string
	}{
		{"loading comes first", tuitest.Starting(), "loading binance history, 34 of 76"},
		{"cannot be reached", down, "waiting for binance: dial refused"},
		{"being dialled", dialling, "connecting to bybit"},
		{"nothing yet", tuitest.Empty(), "waiting for the first data"},
		{"all is well", tuitest.Full(), "the pane's own words"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := pane.Waiting(tt.s, "the pane's own words"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSegmentsLeaveByRank(t *testing.T) {
	in := input(t, tuitest.Empty())
	draw := func(w int) string {
		return strings.TrimRight(line(t, in, w, func(a grid.Area) {
			pane.Segments(a, in, 0, []pane.Segment{{Text: "always"}, {Text: "third", Rank: 3}, {Text: ""}, {Text: "first", Rank: 1}, {Text: "!", Rank: 2, Tight: true}})
		}), " ")
	}
	for w, want := range map[int]string{40: "always  third  first!", 21: "always  third  first!", 20: "always  first!", 13: "always  first", 9: "always", 4: "alw…"} {
		if got := draw(w); got != want {
			t.Errorf("in %d cells %q, want %q", w, got, want)
		}
	}
}

func TestScrolled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, n, h := rapid.IntRange(-5, 50).Draw(t, "first"), rapid.IntRange(0, 40).Draw(t, "n"), rapid.IntRange(-2, 30).Draw(t, "h")
		win := pane.Scrolled(first, n, h)
		if win.First < 0 || win.Last > n || win.Last-win.First > max(h, 0) || win.First > win.Last {
			t.Fatalf("window %+v of %d rows in %d lines", win, n, h)
		}
		if win.Last-win.First != min(n, max(h, 0)) {
			t.Fatalf("window %+v leaves lines empty: %d rows in %d lines", win, n, h)
		}
	})
}

func TestFrame(t *testing.T) {
	in := input(t, tuitest.Empty())
	title := pane.Title{Name: "Why", Note: "note", Right: "right"}
	frame := func(w, h int) string {
		return tuitest.Plain(grid.Lines(w, h, in.Theme.Look(), func(a grid.Area) { pane.Frame(a, in, title).Text(0, 0, theme.Label, "inside") }))
	}
	want := "╭ Why · note ───────── right ╮\n│ inside                     │\n╰────────────────────────────╯"
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(frame(30, 3), "\n")); diff != "" {
		t.Error(diff)
	}
	in.Framed = false
	if got, want := frame(12, 2), "─ Why ──────\ninside      "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for w := range 12 {
		for h := range 4 {
			frame(w, h)
		}
	}
}

func TestWhyPicksTheFirstReason(t *testing.T) {
	if got := pane.Why(model.Known(1), model.NotApplicable("no"), model.Unknown("yes"), model.Stale(1, "later")); got != "yes" {
		t.Errorf("got %q", got)
	}
}
