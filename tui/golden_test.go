package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

func TestGoldenDesk(t *testing.T) {
	for _, tt := range []struct {
		name string
		snap *model.Snapshot
		w, h int
		on   layout.Pane
		keys string
	}{
		{"full-80x24", tuitest.Full(), 80, 24, 0, ""},
		{"full-120x36", tuitest.Full(), 120, 36, 0, ""},
		{"full-200x60", tuitest.Full(), 200, 60, 0, ""},
		{"full-70x30", tuitest.Full(), 70, 30, layout.Sectors, ""},
		{"full-100x30", tuitest.Full(), 100, 30, 0, ""},
		{"full-50x20", tuitest.Full(), 50, 20, layout.Phase, ""},
		{"full-too-small", tuitest.Full(), 30, 8, 0, ""},
		{"starting-80x24", tuitest.Starting(), 80, 24, 0, ""},
		{"starting-120x36", tuitest.Starting(), 120, 36, 0, ""},
		{"stale-120x36", tuitest.Stale(), 120, 36, 0, ""},
		{"no-phase-120x36", tuitest.NoPhase(), 120, 36, 0, ""},
		{"wide-120x36", tuitest.Wide(), 120, 36, 0, ""},
		{"zoom-rotation-120x36", tuitest.Full(), 120, 36, 0, "zt"},
		{"graph-past-120x36", tuitest.Full(), 120, 36, 0, "z,,nn"},
		{"members-80x24", tuitest.Market(), 80, 24, 0, "znnc"},
		{"members-120x36", tuitest.Market(), 120, 36, 0, "znnccN"},
		{"coins-120x36", tuitest.Crowd(), 120, 36, 0, "zcc"},
		{"coins-200x60", tuitest.Crowd(), 200, 60, 0, "ccnn"},
		{"zoom-sectors-200x60", tuitest.Full(), 200, 60, layout.Sectors, "z"},
		{"focus-hedges-80x24", tuitest.Full(), 80, 24, layout.Hedges, ""},
		{"paused-120x36", tuitest.Full(), 120, 36, 0, "p"},
		{"feeds-view-80x24", tuitest.Market(), 80, 24, 0, "6jj"},
		{"feeds-view-120x36", tuitest.Market(), 120, 36, 0, "6jj"},
		{"feeds-view-200x60", tuitest.Market(), 200, 60, 0, "6jj"},
		{"feeds-starting-80x24", tuitest.Starting(), 80, 24, 0, "6"},
		{"journal-120x36", tuitest.Full(), 120, 36, 0, "7"},
		{"risk-80x24", tuitest.Futures(), 80, 24, 0, "3"},
		{"risk-120x36", tuitest.Futures(), 120, 36, 0, "3llll"},
		{"risk-200x60", tuitest.Futures(), 200, 60, 0, "3jhh"},
		{"risk-none-120x36", tuitest.NoPhase(), 120, 36, 0, "3"},
		{"flow-80x24", tuitest.Market(), 80, 24, 0, "4"},
		{"flow-120x36", tuitest.Market(), 120, 36, 0, "4"},
		{"flow-200x60", tuitest.Market(), 200, 60, 0, "4"},
		{"sector-80x24", tuitest.Market(), 80, 24, layout.Sectors, "5"},
		{"sector-120x36", tuitest.Market(), 120, 36, 0, "5lllll"},
		{"sector-200x60", tuitest.Market(), 200, 60, 0, "5t"},
		{"journal-80x24", tuitest.Market(), 80, 24, 0, "7j"},
		{"journal-market-120x36", tuitest.Market(), 120, 36, 0, "7jj"},
		{"journal-200x60", tuitest.Market(), 200, 60, 0, "7j"},
		{"palette-80x24", tuitest.Full(), 80, 24, 0, ":sc"},
		{"search-80x24", tuitest.Full(), 80, 24, layout.Sectors, "/ai"},
		{"sorted-120x36", tuitest.Full(), 120, 36, layout.Sectors, "sssjj"},
		{"sorted-allocation-80x24", tuitest.Tables(), 80, 24, layout.Allocation, "ssS"},
		{"sorted-legs-120x36", tuitest.Tables(), 120, 36, 0, "3s"},
		{"sorted-venues-120x36", tuitest.Tables(), 120, 36, 0, "6sss"},
		{"filtered-phase-120x36", tuitest.Tables(), 120, 36, layout.Phase, "/fund"},
		{"filtered-journal-120x36", tuitest.Tables(), 120, 36, 0, "7s/aa"},
		{"help-120x36", tuitest.Full(), 120, 36, 0, "?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			app := on(show(t, tt.snap, tt.w, tt.h), tt.on)
			for _, k := range tt.keys {
				app.View()
				press(app, char(k))
			}
			lines := strings.Split(app.View(), "\n")
			tuitest.CheckShape(t, lines, tt.w, tt.h)
			tuitest.Golden(t, tt.name, tuitest.Plain(lines))
		})
	}
}

// The other profiles and the other palettes; see TestGoldenColours.
func TestGoldenStyled(t *testing.T) {
	for _, tt := range []struct {
		name   string
		choice theme.Choice
	}{
		{"styled-contrast-80x24", theme.Choice{Name: "contrast", Profile: theme.TrueColour}},
		{"styled-red-green-80x24", theme.Choice{Name: "red-green", Profile: theme.TrueColour}},
		{"styled-blue-yellow-80x24", theme.Choice{Name: "blue-yellow", Profile: theme.TrueColour}},
		{"styled-swapped-80x24", theme.Choice{Name: "dark", Profile: theme.Colours256, Swap: true}},
		{"styled-16-80x24", theme.Choice{Name: "dark", Profile: theme.Colours16}},
		{"ascii-80x24", theme.Choice{Name: "dark", Profile: theme.NoColour, ASCII: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			th, err := theme.New(tt.choice)
			if err != nil {
				t.Fatalf("theme: %v", err)
			}
			app := newApp(t, th, 80, 24)
			app.Update(snapshotMsg{tuitest.Full()})
			frame := app.View()
			if tt.choice.ASCII {
				checkASCII(t, frame)
			}
			tuitest.Golden(t, tt.name, readable(frame))
		})
	}
}

// readable writes escapes so that a golden file can be read and reviewed.
func readable(frame string) string { return strings.ReplaceAll(frame, "\x1b", "^") }

func checkASCII(t *testing.T, frame string) {
	t.Helper()
	for i, r := range frame {
		if r > 0x7e {
			t.Fatalf("byte %d is %q: not ASCII", i, r)
		}
	}
}

// TestSweep draws every fixture at sizes from below the smallest to beyond the
// largest and checks that each frame has exactly its shape. The full desk is
// drawn at every size; the others, and everything under the race detector, at
// some.
func TestSweep(t *testing.T) {
	for i, f := range tuitest.All() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			stepW, stepH := 1, 1
			if i > 0 {
				stepW, stepH = 11, 5
			}
			if raceEnabled {
				stepW, stepH = 17, 9
			}
			app := show(t, f.Snap, 20, 6)
			for w := 20; w <= 240; w += stepW {
				for h := 6; h <= 80; h += stepH {
					app.onResize(w, h)
					checkFrame(t, app, fmt.Sprintf("%dx%d", w, h))
				}
			}
		})
	}
}

// TestSweepFocus draws every pane focused and zoomed, with the help open too.
func TestSweepFocus(t *testing.T) {
	for _, f := range tuitest.All() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			app := show(t, f.Snap, 80, 24)
			for _, size := range [][2]int{{40, 10}, {59, 17}, {60, 24}, {80, 24}, {85, 12}, {112, 30}, {160, 44}, {240, 80}} {
				app.onResize(size[0], size[1])
				for _, keys := range []string{"1", "z", "\t", "z", "\t", "2", "\t", "z", "s", "u", "3", "l", "\t", "z", "x", "z", "\t", "\t", "4", "z", "\t", "z", "j", "s", "5", "l", "t", "\t", "z", "\t", "6", "z", "7", "j", "f", "\t", "z", "f", "j", "1", "\t", "\t", "z", "j", "l", "?", "j", "?", ":", "z", "\x1b"} {
					press(app, typed(keys))
					checkFrame(t, app, fmt.Sprintf("%dx%d after %s", size[0], size[1], keys))
				}
			}
		})
	}
}

// typed turns a character into the key it comes from.
func typed(s string) tea.KeyMsg {
	switch s {
	case "\t":
		return special(tea.KeyTab)
	case "\x1b":
		return special(tea.KeyEscape)
	}
	return char([]rune(s)[0])
}

func checkFrame(t *testing.T, app *App, where string) {
	t.Helper()
	lines := strings.Split(app.View(), "\n")
	tuitest.CheckShape(t, lines, app.w, app.h)
	if strings.Contains(app.frame, "failed to draw") {
		t.Fatalf("a pane failed at %s:\n%s", where, tuitest.Plain(lines))
	}
}

func TestTinySizes(t *testing.T) {
	app := show(t, tuitest.Full(), 80, 24)
	for _, size := range [][2]int{{0, 0}, {1, 1}, {2, 1}, {1, 5}, {39, 9}, {39, 40}, {300, 9}} {
		app.onResize(size[0], size[1])
		app.View()
	}
	app.onResize(80, 24)
	if !strings.Contains(app.View(), "Rotation") {
		t.Error("the desk does not come back after a terminal of nothing")
	}
}
