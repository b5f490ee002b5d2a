package allocation_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/pane"
	"eddy/tui/pane/allocation"
	"eddy/tui/theme"
	"eddy/tui/tuitest"
)

// The total shows that it leaves coins out, and they are named.
func TestCoinsWithoutAPriceAreNamed(t *testing.T) {
	s := tuitest.Full()
	s.Portfolio.Unpriced = []model.Unpriced{{Asset: "XYZ", Qty: decimal.NewFromInt(100), Why: "no venue tells one"}}
	in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true}
	lines := pane.View(allocation.Draw, in, 40, 14)
	tuitest.CheckShape(t, lines, 40, 14)
	text := tuitest.Plain(lines)
	for _, want := range []string{"$100,240+?", "without 100 XYZ: no price"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not told:\n%s", want, text)
		}
	}
}

// A bar that stands for an old share is as dim as the figure beside it.
func TestAnOldShareIsDim(t *testing.T) {
	th, err := theme.New(theme.Choice{Name: "dark", Profile: theme.TrueColour})
	if err != nil {
		t.Fatal(err)
	}
	fill, excess := th.Look().Prefix[theme.BarFill], th.Look().Prefix[theme.BarExcess]
	for _, tt := range []struct {
		name   string
		share  model.Num
		faded  bool
		bright bool
	}{
		{"of now", model.Known(40), false, true},
		{"old", model.Stale(40, "mark silent for 14s"), false, false},
		{"no feed is live", model.Known(40), true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tuitest.Full()
			s.Allocation = s.Allocation[:1]
			s.Allocation[0].CurrentPct, s.Allocation[0].TargetPct = tt.share, model.Known(20)
			in := pane.Input{Snap: s, Theme: th, Framed: true, Faded: tt.faded}
			row := pane.View(allocation.Draw, in, 60, 8)[2]
			if got := strings.Contains(row, fill) && strings.Contains(row, excess); got != tt.bright {
				t.Errorf("bright is not %v: %q", tt.bright, row)
			}
		})
	}
}
