package risk_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/pane"
	"eddy/tui/pane/risk"
	"eddy/tui/tuitest"
)

// A coin without a price hides what a shock does to spot, and not what it does to
// the futures.
func TestAShockWithoutAPriceOfSomethingHeld(t *testing.T) {
	why := model.Unknown("no price of XYZ is known")
	s := tuitest.Full()
	s.Portfolio.Unpriced = []model.Unpriced{{Asset: "XYZ", Qty: decimal.NewFromInt(100), Why: why.Why()}}
	s.Stress = []model.StressRow{{ID: "market-30", Text: "BTC −30 %", Spot: why, Futures: model.Known(-1234), Change: why, ChangePct: why, Equity: why, Liquidated: []string{"ETHUSDT"}}}
	in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true}
	lines := pane.View(risk.DrawStress, in, 90, 6)
	tuitest.CheckShape(t, lines, 90, 6)
	text := tuitest.Plain(lines)
	for _, want := range []string{"without a price of 100 XYZ", "−1,234", "ETHUSDT", "?"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not told:\n%s", want, text)
		}
	}
}

// A name that has no room beside the figures goes on below them; where there are no
// lines for that, what the table cuts of the row the reader is on stands below it.
func TestTheWholeOfACutShock(t *testing.T) {
	s := tuitest.Full()
	s.Stress = []model.StressRow{{ID: "crash", Text: "crash: BTC −20 % by beta, and every other coin one of its own week's deviations below", Change: model.Known(-2), Liquidated: []string{"ETHUSDT", "AAVEUSDT"}}}
	for _, pct := range []string{"+10", "+20", "−10", "−20", "−30"} {
		s.Stress = append(s.Stress, model.StressRow{ID: "market" + pct, Text: "BTC " + pct + " %", Change: model.Known(-1)})
	}
	const name, gone = "one of its own week's deviations below", "liquidates ETHUSDT AAVEUSDT"
	for _, tt := range []struct {
		at           string
		h, cursor    int
		names, tells bool
	}{
		{"a line a row, on it", 14, 1, true, true},
		{"a line a row, on another", 14, 2, false, false},
		{"two lines a row, on it", 18, 1, true, true},
		{"two lines a row, on another", 18, 2, true, false},
	} {
		t.Run(tt.at, func(t *testing.T) {
			in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true, Focused: true, Cursor: tt.cursor, Track: &pane.Track{}}
			lines := pane.View(risk.DrawStress, in, 90, tt.h)
			tuitest.CheckShape(t, lines, 90, tt.h)
			text := strings.Join(strings.Fields(strings.ReplaceAll(tuitest.Plain(lines), "│", "")), " ")
			if strings.Contains(text, name) != tt.names || strings.Contains(text, gone) != tt.tells {
				t.Errorf("names it: not %v, or tells who is gone: not %v:\n%s", tt.names, tt.tells, tuitest.Plain(lines))
			}
		})
	}
}
