package liquidation_test

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/pane"
	"eddy/tui/pane/liquidation"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// A leg past its liquidation comes first and says so in words, whatever the width.
func TestALegPastItsLiquidation(t *testing.T) {
	s := tuitest.Full()
	last := &s.Positions[0]
	last.DistancePct = model.Known(-0.81)
	in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true}
	for _, w := range []int{24, 36, 48, 80} {
		lines := pane.View(liquidation.Draw, in, w, 12)
		tuitest.CheckShape(t, lines, w, 12)
		text := tuitest.Plain(lines)
		first := strings.Split(text, "\n")[1]
		if !strings.Contains(first, string(last.Asset)) || strings.Contains(text, "-0.8") || strings.Contains(text, "−0.8") {
			t.Errorf("%d wide:\n%s", w, text)
		}
		if w == 36 && !strings.Contains(first, "past by 0.81 % ‼") {
			t.Errorf("36 wide, it says %q", first)
		}
		if w >= 48 && !strings.Contains(first, "past liquidation by 0.81 % ‼") {
			t.Errorf("%d wide, it says %q", w, first)
		}
	}
}

// A bar that stands for an old distance is as dim as the figure beside it.
func TestAnOldDistanceIsDim(t *testing.T) {
	th, err := theme.New(theme.Choice{Name: "dark", Profile: theme.TrueColour})
	if err != nil {
		t.Fatal(err)
	}
	good := th.Look().Prefix[theme.Good]
	for _, tt := range []struct {
		name     string
		distance model.Num
		faded    bool
		bright   bool
	}{
		{"of now", model.Known(40), false, true},
		{"old", model.Stale(40, "mark silent for 14s"), false, false},
		{"no feed is live", model.Known(40), true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tuitest.Full()
			s.Positions = s.Positions[:1]
			s.Positions[0].DistancePct = tt.distance
			in := pane.Input{Snap: s, Theme: th, Framed: true, Faded: tt.faded}
			if line := pane.View(liquidation.Draw, in, 60, 8)[1]; strings.Contains(line, good) != tt.bright {
				t.Errorf("bright is not %v: %q", tt.bright, line)
			}
		})
	}
}
