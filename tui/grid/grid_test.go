package grid_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"eddy/tui/grid"
)

const (
	plain grid.Style = iota
	red
	bold
)

var look = grid.Look{Prefix: []string{"", "\x1b[0;31m", "\x1b[0;1m"}}

func TestEncode(t *testing.T) {
	tests := []struct {
		name string
		w    int
		draw func(grid.Area)
		want string
	}{
		{"blank", 3, func(grid.Area) {}, "   "},
		{"plain", 4, func(a grid.Area) { a.Text(1, 0, plain, "ab") }, " ab "},
		{"styled run", 4, func(a grid.Area) { a.Text(1, 0, red, "ab") }, " \x1b[0;31mab \x1b[0m"},
		{"blanks between two runs of a style", 5, func(a grid.Area) { a.Text(0, 0, red, "a"); a.Text(3, 0, red, "b") }, "\x1b[0;31ma  b \x1b[0m"},
		{"two styles need no reset between", 2, func(a grid.Area) { a.Text(0, 0, red, "a"); a.Text(1, 0, bold, "b") }, "\x1b[0;31ma\x1b[0;1mb\x1b[0m"},
		{"cut at the right", 3, func(a grid.Area) { a.Text(1, 0, plain, "abc") }, " ab"},
		{"cut at the left", 3, func(a grid.Area) { a.Text(-1, 0, plain, "abc") }, "bc "},
		{"wide", 5, func(a grid.Area) { a.Text(0, 0, plain, "币安x") }, "币安x"},
		{"half of a wide one", 3, func(a grid.Area) { a.Text(0, 0, plain, "币安") }, "币 "},
		{"over the left half", 4, func(a grid.Area) { a.Text(0, 0, plain, "币安"); a.Set(0, 0, plain, 'x') }, "x 安"},
		{"over the right half", 4, func(a grid.Area) { a.Text(0, 0, plain, "币安"); a.Set(1, 0, plain, 'x') }, " x安"},
		{"combining accent", 2, func(a grid.Area) { a.Text(0, 0, plain, "e\u0301f") }, "e\u0301f"},
		{"controls dropped", 4, func(a grid.Area) { a.Text(0, 0, plain, "a\x1b\x07\x7f\u0085b") }, "ab  "},
		{"a lone skin tone would join its neighbour", 5, func(a grid.Area) { a.Text(0, 0, plain, "a"); a.Text(1, 0, plain, "🏽币") }, "a????"},
		{"an emoji stays", 4, func(a grid.Area) { a.Text(1, 0, plain, "🙂") }, " 🙂 "},
		{"broken bytes dropped", 3, func(a grid.Area) { a.Text(0, 0, plain, "a\xff\xfeb") }, "ab "},
		{"unknown style is plain", 1, func(a grid.Area) { a.Set(0, 0, 99, 'x') }, "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := grid.Lines(tt.w, 1, look, tt.draw)[0]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTextFit(t *testing.T) {
	tests := []struct {
		name  string
		x, w  int
		text  string
		want  string
		after int
	}{
		{"fits", 0, 5, "abc", "abc   ", 3},
		{"exactly", 0, 3, "abc", "abc   ", 3},
		{"cut", 1, 3, "abcdef", " ab…  ", 4},
		{"wide cut", 0, 4, "币安人", "币…   ", 3},
		{"no room at all", 0, 0, "abc", "      ", 0},
		{"room for one", 0, 1, "abc", "a     ", 1},
		{"over the edge", 5, 9, "abc", "     a", 8},
		{"before the edge", -2, 3, "abc", "      ", -2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			after := 0
			got := grid.Lines(6, 1, look, func(a grid.Area) { after = a.TextFit(tt.x, 0, tt.w, plain, tt.text, "…") })[0]
			if got != tt.want || after != tt.after {
				t.Errorf("got %q and %d, want %q and %d", got, after, tt.want, tt.after)
			}
		})
	}
}

func TestSubIsClipped(t *testing.T) {
	got := grid.Lines(6, 3, look, func(a grid.Area) {
		inner := a.Sub(1, 1, 3, 1)
		inner.Text(0, 0, plain, "abcdef")
		inner.Text(0, 1, plain, "below")
		inner.Text(-2, 0, plain, "xx")
		a.Sub(-1, 0, 3, 1).Text(0, 0, plain, "ABC")
		a.Sub(9, 9, 3, 3).Text(0, 0, plain, "gone")
	})
	want := []string{"AB    ", " abc  ", "      "}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFoldGivesEveryCellOneCharacter(t *testing.T) {
	folding := grid.Look{Fold: func(rune) rune { return '?' }}
	got := grid.Lines(8, 1, folding, func(a grid.Area) { a.Text(0, 0, plain, "a币e\u0301─b") })[0]
	if want := "a????b  "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// An unchanged line must be the very same string, so that the renderer's
// comparison is a comparison of pointers.
func TestUnchangedLineIsSameString(t *testing.T) {
	s := grid.NewScreen(look)
	draw := func(second string) []string {
		a := s.Begin(8, 2)
		a.Text(0, 0, red, "e\u0301 same")
		a.Text(0, 1, plain, second)
		return s.Lines()
	}
	first := append([]string(nil), draw("one")...)
	if allocs := testing.AllocsPerRun(20, func() { draw("one") }); allocs > 1 { // the accent is kept anew
		t.Errorf("an unchanged frame allocates %v times", allocs)
	}
	again := draw("two")
	if first[0] != again[0] || again[1] != "two     " {
		t.Errorf("got %q after %q", again, first)
	}
	resized := s.Begin(4, 1)
	resized.Text(0, 0, plain, "tiny!")
	if got := s.String(); got != "tiny" {
		t.Errorf("after a resize: %q", got)
	}
}

// Whatever is written where, a line has the width it should have.
func TestLinesKeepTheirWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(0, 30).Draw(t, "w"), rapid.IntRange(0, 5).Draw(t, "h")
		lines := grid.Lines(w, h, look, func(a grid.Area) {
			for range rapid.IntRange(0, 12).Draw(t, "writes") {
				x, y := rapid.IntRange(-5, 32).Draw(t, "x"), rapid.IntRange(-1, 6).Draw(t, "y")
				text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("a币e\u0301🙂\u200d🏽é▲·")))).Draw(t, "text")
				st := grid.Style(rapid.IntRange(0, 3).Draw(t, "style"))
				a.TextFit(x, y, rapid.IntRange(0, 30).Draw(t, "room"), st, text, "…")
				a.Text(x, y, st, text)
			}
		})
		if len(lines) != h {
			t.Fatalf("%d lines, want %d", len(lines), h)
		}
		for _, l := range lines {
			if got := ansi.StringWidth(l); got != w {
				t.Fatalf("%q is %d cells wide, want %d", l, got, w)
			}
		}
	})
}

func TestWidthAgreesWithRenderer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("abc 币安é▲·●─⣿🙂\u0301"))).Draw(t, "s")
		if got, want := grid.Width(s), ansi.StringWidth(s); got != want {
			t.Fatalf("Width(%q) = %d, the renderer says %d", s, got, want)
		}
		w := rapid.IntRange(0, 12).Draw(t, "w")
		if cut := grid.Cut(s, w); grid.Width(cut) > w || !strings.HasPrefix(s, cut) {
			t.Fatalf("Cut(%q, %d) = %q", s, w, cut)
		}
	})
}

func BenchmarkFullSheet(b *testing.B) {
	s := grid.NewScreen(look)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a := s.Begin(200, 60)
		for y := range 60 {
			a.Text(0, y, grid.Style(i%3), "the quick brown fox jumps over ──────────── the lazy dog ▲ 12.3")
		}
		s.Lines()
	}
}
