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
	s.Stress = []model.StressRow{{ID: "market-30", Text: "BTC -30 %", Spot: why, Futures: model.Known(-1234), Change: why, ChangePct: why, Equity: why, Liquidated: []string{"ETHUSDT"}}}
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

// What the table cuts of the row the reader is on stands whole below it.
func TestTheWholeOfACutShock(t *testing.T) {
	s := tuitest.Full()
	s.Stress = []model.StressRow{
		{ID: "market-30", Text: "BTC -30 %", Change: model.Known(-1)},
		{ID: "crash", Text: "crash: BTC -20 % by beta, and every other coin one of its own week's deviations below", Change: model.Known(-2), Liquidated: []string{"ETHUSDT", "AAVEUSDT"}},
	}
	for _, w := range []int{58, 90} {
		for cursor, isCut := range []bool{false, true} {
			in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Framed: true, Focused: true, Cursor: cursor + 1, Track: &pane.Track{}}
			lines := pane.View(risk.DrawStress, in, w, 12)
			tuitest.CheckShape(t, lines, w, 12)
			text := strings.Join(strings.Fields(strings.ReplaceAll(tuitest.Plain(lines), "│", "")), " ")
			for _, whole := range []string{"one of its own week's deviations below", "liquidates ETHUSDT AAVEUSDT"} {
				if strings.Contains(text, whole) != isCut {
					t.Errorf("row %d at %d: %q in it: %v, not %v:\n%s", cursor, w, whole, !isCut, isCut, tuitest.Plain(lines))
				}
			}
		}
	}
}
