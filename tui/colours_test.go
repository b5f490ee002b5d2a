package tui

import (
	"fmt"
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// TestGoldenColours keeps every view at three sizes as it looks in dark, in light
// and with no colour. All three show the same characters, so one file holds the
// frame once, below it a letter for the style of each cell, and what each letter
// is written with in the three.
func TestGoldenColours(t *testing.T) {
	type shot struct {
		name string
		snap *model.Snapshot
		keys string

		sizes [][2]int
	}
	usual := [][2]int{{80, 24}, {120, 36}, {200, 60}}
	shots := []shot{
		{"desk-zoomed", tuitest.Market(), "z", usual[1:2]},
		{"desk-help", tuitest.Market(), "?", usual[1:2]},
		{"desk-palette", tuitest.Market(), ":sc", usual[:1]},
		{"desk-paused", tuitest.Market(), "p", usual[:1]},
	}
	for _, v := range layout.Views() {
		snap, keys := tuitest.Market(), fmt.Sprint(int(v))
		switch v {
		case layout.RiskView:
			snap, keys = tuitest.Futures(), keys+"ll"
		case layout.StepsView:
			snap = tuitest.Futures()
			snap.Planning = &model.PlanBasis{}
			keys += "j"
		case layout.JournalView, layout.FeedsView:
			keys += "j"
		}
		shots = append(shots, shot{v.String(), snap, keys, usual})
	}
	for _, s := range shots {
		for _, size := range s.sizes {
			name := fmt.Sprintf("colours-%s-%dx%d", s.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				var frames []inkedFrame
				for _, c := range []theme.Choice{
					{Name: "dark", Profile: theme.TrueColour}, {Name: "light", Profile: theme.TrueColour}, {Name: "dark", Profile: theme.NoColour},
				} {
					frames = append(frames, take(t, c, s.snap, s.keys, size))
				}
				tuitest.Golden(t, name, layers(t, frames))
			})
		}
	}
}

// proposer is a planner that always proposes the same plan, whatever is decided.
type proposer struct{}

func (proposer) Propose(*model.Snapshot, model.PlanAsk) (*model.Plan, error) {
	return tuitest.Proposal(), nil
}

func (proposer) Revise(p *model.Plan, _ *model.Snapshot, _ []model.PlanStep) *model.Plan { return p }

func (proposer) Offers() []model.PlanAsk { return nil }

// inkedFrame is what a terminal shows: the characters, and by line the escapes in
// force in every cell.
type inkedFrame struct {
	text   []string
	styles [][]string
}

// take draws a snapshot in a theme after keys.
func take(t *testing.T, c theme.Choice, s *model.Snapshot, keys string, size [2]int) (f inkedFrame) {
	t.Helper()
	th, err := theme.New(c)
	if err != nil {
		t.Fatal(err)
	}
	app := newApp(t, th, size[0], size[1])
	app.walk.planner = proposer{}
	app.Update(snapshotMsg{s})
	for _, k := range keys {
		app.View()
		press(app, char(k))
	}
	lines := strings.Split(app.View(), "\n")
	tuitest.CheckShape(t, lines, size[0], size[1])
	for _, line := range lines {
		text, styles := unink(line)
		f.text, f.styles = append(f.text, text), append(f.styles, styles)
	}
	return f
}

// unink takes a line apart into its characters and the style of each cell.
func unink(line string) (text string, styles []string) {
	style := ""
	for len(line) > 0 {
		if rest, isEscape := strings.CutPrefix(line, "\x1b["); isEscape {
			params, behind, _ := strings.Cut(rest, "m")
			if params == "0" || strings.HasPrefix(params, "0;") {
				style = ""
			}
			if params != "0" {
				style += `\e[` + params + "m"
			}
			line = behind
			continue
		}
		char, _, _ := strings.Cut(line, "\x1b")
		for _, r := range char {
			shown := style
			if r == ' ' && !paints(style) {
				shown = ""
			}
			for range grid.Width(string(r)) {
				styles = append(styles, shown)
			}
		}
		text, line = text+char, line[len(char):]
	}
	return text, styles
}

// paints tells whether a style shows on a blank.
func paints(style string) bool {
	for _, p := range []string{";48;2;", "[48;2;", "[7m", ";7m", ";7;", "[4m", ";4m", ";4;"} {
		if strings.Contains(style, p) {
			return true
		}
	}
	return false
}

// letters name the styles of one file.
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+*#%&@=<>"

// layers writes frames that show the same characters.
func layers(t *testing.T, frames []inkedFrame) string {
	t.Helper()
	var below, legend strings.Builder
	names := map[[3]string]byte{{}: ' '}
	for y := range frames[0].text {
		row := make([]byte, len(frames[0].styles[y]))
		for x := range row {
			var key [3]string
			for i, f := range frames {
				if f.text[y] != frames[0].text[y] {
					t.Fatalf("line %d reads %q in one theme and %q in another", y, frames[0].text[y], f.text[y])
				}
				key[i] = f.styles[y][x]
			}
			name, known := names[key]
			if !known {
				name = letters[len(names)-1]
				names[key] = name
				fmt.Fprintf(&legend, "%c  dark %-26s light %-26s none %s\n", name, key[0], key[1], key[2])
			}
			row[x] = name
		}
		below.WriteString(strings.TrimRight(string(row), " ") + "\n")
	}
	return strings.Join(frames[0].text, "\n") + "\n\n" + below.String() + "\n" + strings.TrimRight(legend.String(), "\n")
}
