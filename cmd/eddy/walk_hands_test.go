package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/tui"
	"eddy/tui/tuitest"
)

// find is where a sign stands on the first line of a frame that holds a word: the
// column and the line, -1 where it does not.
func find(desk *tui.Headless, word string, sign rune) (x, y int) {
	for y, line := range strings.Split(desk.Frame(), "\n") {
		if !strings.Contains(line, word) {
			continue
		}
		for x, r := range []rune(line) {
			if r == sign {
				return x, y
			}
		}
	}
	return -1, -1
}

// The leverage's slider is moved with the mouse; beyond the cap the leg is
// stopped by the rule's name, and letting go ends it.
func TestWalkSlidesByMouse(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		desk, _, _ := walkDesk(t, size[0], size[1])
		desk.Press("o", "strategy-b", "enter")
		at, y := find(desk, "cap 3x", '●')
		late, _ := find(desk, "cap 3x", '✗')
		if at < 0 || late < 0 {
			t.Fatalf("%v: no slider on\n%s", size, desk.Frame())
		}
		desk.Drag(at, late, y)
		sees(t, desk, "STOP: leverage", "leg 1: leverage changed")
		desk.Press("enter")
		sees(t, desk, "cannot be accepted, leverage")
		far, y := find(desk, "cap 3x", '●')
		desk.Drag(far, 0, y)
		sees(t, desk, " 1x  cap 3x")
		desk.Drag(late, late, y-1)
		sees(t, desk, " 1x  cap 3x")
		desk.Press("u")
		sees(t, desk, "undone: leverage of leg 1", " 2x  cap 3x")
	}
}

// At 80x24 every figure before and after the leg is on the screen at once.
func TestWalkShowsEveryFigureInASmallTerminal(t *testing.T) {
	desk, _, _ := walkDesk(t, 80, 24)
	desk.Press("o", "strategy-b", "enter", "n")
	sees(t, desk, "Stables", "DeFi ", "margin", "gross", "net", "beta", "worst liq", "VaR 1d", "free $", "cost $", "cost so far")
}

// A restart, or another plan, is undone like any other step.
func TestWalkUndoesARestart(t *testing.T) {
	desk, _, _ := walkDesk(t, 120, 36)
	desk.Press("o", "strategy-b", "enter", "enter", "s")
	sees(t, desk, "1 accepted · 1 skipped")
	desk.Press("R")
	sees(t, desk, "0 accepted · 0 skipped")
	desk.Press("u")
	sees(t, desk, "1 accepted · 1 skipped", "undone: restart")
	desk.Press("o", "strategy-c", "enter")
	sees(t, desk, "strategy-c")
	desk.Press("u")
	sees(t, desk, "strategy-b", "1 accepted · 1 skipped")
}

// While a word is typed about a leg, the plan stays what it was.
func TestWalkHoldsStillWhileAWordIsTyped(t *testing.T) {
	desk, s, _ := walkDesk(t, 120, 36)
	desk.Press("o", "example-b", "enter", "enter")
	sees(t, desk, "pass a rule?")
	later := *s
	later.Phase.Phase = model.Late
	later.Clock = s.Clock.Add(5e9)
	desk.Show(&later)
	sees(t, desk, "out of date: the phase is LATE")
	desk.Press("pass", "enter")
	sees(t, desk, "leg 1 accepted", "1 accepted")
}

// A plan that was made while the past was still on its way is made anew once it is
// there; one with decisions says so and keeps them.
func TestWalkBegunBeforeThePastIsThere(t *testing.T) {
	desk, s, _ := walkDesk(t, 120, 36)
	early, later := *s, *s
	early.Backfill = []model.Progress{{What: "binance history", Done: 3, Total: 9}}
	early.Clock, later.Clock = s.Clock.Add(1e9), s.Clock.Add(2e9)
	desk.Show(&early)
	desk.Press("o", "strategy-b", "enter")
	desk.Show(&later)
	sees(t, desk, "Step 1 of")
	if strings.Contains(desk.Frame(), "out of date") {
		t.Errorf("a plan nobody has decided on is not made anew:\n%s", desk.Frame())
	}
	desk.Show(&early)
	desk.Press("R", "enter")
	desk.Show(&later)
	sees(t, desk, "1 accepted", "out of date: the history was still on its way")
}

// A plan for which something is missing is tried again while the desk goes on.
func TestWalkBeginsWhenWhatWasMissingIsThere(t *testing.T) {
	desk, s, _ := walkDesk(t, 120, 36)
	missing := *s
	missing.Planning = &model.PlanBasis{}
	missing.Portfolio.Why = "the books are not read yet"
	missing.Clock = s.Clock.Add(1e9)
	desk.Show(&missing)
	desk.Press("o", "strategy-b", "enter")
	sees(t, desk, "the books are not read yet")
	for i := range 15 {
		later := *s
		later.Clock = missing.Clock.Add(time.Duration(i) * 100 * time.Millisecond)
		desk.Show(&later)
	}
	sees(t, desk, "Step 1 of 7")
}

// Keys that are held and garbage that is pasted pass no rule and write nothing.
func TestWalkUnderHeldKeysAndGarbage(t *testing.T) {
	desk, _, d := walkDesk(t, 120, 36)
	desk.Press("o", "example-b", "enter")
	for range 200 {
		desk.Press("enter")
	}
	sees(t, desk, "leg 1")
	if strings.Contains(desk.Frame(), "  ✓ 1 open short") {
		t.Errorf("a rule that asks was passed by a held key:\n%s", desk.Frame())
	}
	desk.Press("esc")
	desk.Paste("ccc\rcommit\r\x1b[31mqqq" + strings.Repeat("x", 5000))
	desk.Press("e", "ctrl+u")
	desk.Paste("\x1b]0;evil\x07 99e99 NaN $-1 \u202e" + strings.Repeat("9", 5000))
	desk.Press("enter")
	sees(t, desk, "write a size in coins")
	for range 60 {
		desk.Press("right", "+")
	}
	for range 90 {
		desk.Press("left", "-")
	}
	sees(t, desk, "STOP: least order")
	if _, err := os.Stat(d.ledger); err == nil {
		t.Error("something was written into the books")
	}
}

// A terminal of nearly nothing keeps the place and the decisions.
func TestWalkSurvivesATerminalOfNothing(t *testing.T) {
	desk, _, _ := walkDesk(t, 120, 36)
	desk.Press("o", "strategy-b", "enter", "enter", "enter")
	for _, size := range [][2]int{{0, 0}, {1, 1}, {5, 2}, {2, 40}, {300, 1}, {19, 5}} {
		desk.Resize(size[0], size[1])
		desk.Frame()
		desk.Press("n", "b")
	}
	desk.Resize(120, 36)
	sees(t, desk, "Step 3 of 7", "2 accepted")
}

// The walk that stands in the README is what the program draws.
func TestReadmeShowsTheWalk(t *testing.T) {
	tuitest.Shown(t, "*2 Rotation: the first of seven legs", "walk-1-proposal")
	tuitest.Shown(t, "*A hard guard cannot be passed", "walk-3-too-much-leverage")
	tuitest.Shown(t, "*What was skipped goes to the journal", "walk-4-decided")
}
