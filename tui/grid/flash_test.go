package grid_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/tui/grid"
)

const (
	quiet grid.Style = iota
	lively
)

// flashing draws texts one after the other and shows each line with what is
// brought out in angle brackets.
func flashing(t *testing.T, s *grid.Screen, text string, st grid.Style) string {
	t.Helper()
	s.Begin(20, 1).Text(0, 0, st, text)
	s.Light()
	line := strings.ReplaceAll(s.Lines()[0], "\x1b[L]\x1b[F]", "<")
	line = strings.ReplaceAll(line, "\x1b[L]", ">")
	return strings.TrimRight(strings.ReplaceAll(line, "\x1b[0m", ""), " ")
}

func newFlashing() *grid.Screen {
	return grid.NewScreen(grid.Look{Prefix: []string{"", "\x1b[L]"}, Flash: "\x1b[F]", Lively: []bool{false, true}})
}

func TestLightBringsOutChangedFigures(t *testing.T) {
	for _, tt := range []struct {
		name, was, is, want string
		style               grid.Style
	}{
		{"the whole figure, not its digit", "BTC 101.42 up", "BTC 101.52 up", ">BTC <101.52> up", lively},
		{"only the one that changed", "1.0 2.0", "1.0 3.0", ">1.0 <3.0", lively},
		{"a percentage", "+1.0 %", "-1.0 %", "<-1.0> %", lively},
		{"behind a sign", "(7)", "(8)", ">(<8>)", lively},
		{"an age is none", "12s 4m", "13s 5m", ">13s 5m", lively},
		{"a rate is none", "99/s", "98/s", ">98/s", lively},
		{"without the comma behind it", "4,834, now", "4,835, now", "<4,835>, now", lively},
		{"a name is none", "L1 z28", "L2 z29", ">L2 z29", lively},
		{"words are none", "live", "lost", ">lost", lively},
		{"quiet text is none", "1.0", "2.0", "2.0", quiet},
		{"nothing changed", "1.0", "1.0", ">1.0", lively},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newFlashing()
			flashing(t, s, tt.was, tt.style)
			if diff := cmp.Diff(tt.want, flashing(t, s, tt.is, tt.style)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLightGoesOut(t *testing.T) {
	s := newFlashing()
	var got []string
	for _, text := range []string{"1 5", "2 5", "2 6"} {
		got = append(got, flashing(t, s, text, lively))
	}
	s.Settle(1) // the beat of the second: the first had none before it
	got = append(got, flashing(t, s, "2 6", lively))
	s.Settle(s.Beat() + 5) // no further than there are beats
	got = append(got, flashing(t, s, "2 6", lively), flashing(t, s, "3 6", lively))
	s.Forget()
	got = append(got, flashing(t, s, "3 6", lively))
	want := []string{">1 5", "<2> 5", "<2> <6", ">2 <6", ">2 6", "<3> 6", ">3 6"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLightAtAnotherSizeBringsOutNothing(t *testing.T) {
	s := newFlashing()
	flashing(t, s, "1", lively)
	s.Begin(30, 2).Text(0, 0, lively, "2")
	if s.Light() {
		t.Error("sheets of two sizes were compared")
	}
}

// Nothing is brought out where the look has no way to do so.
func TestLightNeedsALook(t *testing.T) {
	s := grid.NewScreen(grid.Look{Prefix: []string{"", "\x1b[L]"}})
	flashing(t, s, "1", lively)
	if got := flashing(t, s, "2", lively); got != ">2" {
		t.Errorf("%q", got)
	}
}

// A style that shows on a blank is ended where its text ends.
func TestBlanksKeepTheirStyleWhereItShows(t *testing.T) {
	for _, tt := range []struct{ prefix, want string }{
		{"\x1b[0;1;38;2;4;7;100m", "Sa b Z"},
		{"\x1b[0;38;5;47m", "Sa b Z"},
		{"\x1b[0;4m", "SaZ SbZ "},
		{"\x1b[0;1;7;31m", "SaZ SbZ "},
		{"\x1b[0;48;5;17m", "SaZ SbZ "},
		{"\x1b[0;104m", "SaZ SbZ "},
	} {
		look := grid.Look{Prefix: []string{"", tt.prefix}}
		got := grid.Lines(4, 1, look, func(a grid.Area) { a.Text(0, 0, lively, "a"); a.Text(2, 0, lively, "b") })[0]
		got = strings.ReplaceAll(strings.ReplaceAll(got, tt.prefix, "S"), "\x1b[0m", "Z")
		if got != tt.want {
			t.Errorf("%q: %q, want %q", tt.prefix, got, tt.want)
		}
	}
}
