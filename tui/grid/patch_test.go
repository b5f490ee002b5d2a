package grid

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// shown is a line of a terminal of its own making: what a person sees in each
// cell, and in which style.
type shown []string

// write does what a terminal does with text: it is told nothing but what
// terminals are.
func (line shown) write(t interface{ Fatalf(string, ...any) }, text string) {
	x, style := 0, ""
	for len(text) > 0 {
		if rest, isEscape := strings.CutPrefix(text, "\x1b["); isEscape {
			end := strings.IndexAny(rest, "mH")
			params := rest[:end]
			switch {
			case rest[end] == 'H':
				row, col, _ := strings.Cut(params, ";")
				if row != "7" {
					t.Fatalf("row %q", row)
				}
				x = 0
				for _, d := range col {
					x = x*10 + int(d-'0')
				}
				x--
			case params == "0":
				style = ""
			case strings.HasPrefix(params, "0;"):
				style = params[1:]
			default:
				style += ";" + params
			}
			text = rest[end+1:]
			continue
		}
		_, width, size := next(text)
		if width == 2 {
			line[x+1] = ""
		}
		line[x] = text[:size] + "|" + style
		x, text = x+width, text[size:]
	}
	if style != "" {
		t.Fatalf("the terminal is left in style %q", style)
	}
}

// patchLook has styles of each kind, one of which paints blanks.
var patchLook = Look{Prefix: []string{"", "\x1b[0;1m", "\x1b[0;38;2;1;2;3m", "\x1b[0;48;5;7m"}, Flash: "\x1b[4m"}

// A patched line shows what the line itself would, whatever stood there.
func TestPatch(t *testing.T) {
	const w = 24
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", " ", "▲", "█", "12.5", "        ", "日", "e\u0301", "\u202e", "🙂"}), 0, 16)
	styles := rapid.SliceOfN(rapid.Uint16Range(0, 3), 16, 16)
	draw := func(rt *rapid.T, name string) string {
		text := words.Draw(rt, name)
		list := styles.Draw(rt, name+" styles")
		over := rapid.SampledFrom([]Style{0, selected, lit}).Draw(rt, name+" over")
		return Lines(w, 1, patchLook, func(a Area) {
			x := 0
			for i, word := range text {
				a.Text(x, 0, Style(list[i]), word)
				x += Width(word)
			}
			if len(a.grid.cells) > 3 {
				a.grid.cells[3].style |= over
			}
		})[0]
	}
	rapid.Check(t, func(rt *rapid.T) {
		was, is := draw(rt, "was"), draw(rt, "is")
		got, want := make(shown, w), make(shown, w)
		got.write(rt, was)
		got.write(rt, string(new(Patcher).Append(nil, 6, was, is)))
		want.write(rt, is)
		for _, line := range []shown{got, want} { // the colour of ink does not show on a blank
			for x := range line {
				if strings.HasPrefix(line[x], " |") && !strings.Contains(line[x], "48;5") && !strings.Contains(line[x], ";7") && !strings.Contains(line[x], ";4") {
					line[x] = " |"
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("%q over %q (-want +got):\n%s", is, was, diff)
		}
	})
}

func TestPatchWritesLittle(t *testing.T) {
	line := func(age string) string {
		return "\x1b[0;1m╭ Feeds\x1b[0m │ \x1b[0;38;5;9m" + age + "\x1b[0m │ the rest of a long line"
	}
	for _, tt := range []struct{ name, was, is, want string }{
		{"nothing", line("57s"), line("57s"), ""},
		{"one figure", line("57s"), line("58s"), "\x1b[3;12H\x1b[0;38;5;9m8\x1b[0m"},
		{"two that are near", "a1bcd2e", "a3bcd4e", "\x1b[3;2H3bcd4"},
		{"two that are far", "1aaaaaaaaaaaa2", "3aaaaaaaaaaaa4", "\x1b[3;1H3\x1b[3;14H4"},
		{"not known", "", "abc", "\x1b[3;1Habc"},
		{"wide", "日本", "日人", "\x1b[3;1H日人"},
		{"an escape that moves", "a\x1b[Kb", "ab", "\x1b[3;1Hab"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(new(Patcher).Append(nil, 2, tt.was, tt.is)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
