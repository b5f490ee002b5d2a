package allocation_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/pane"
	"eddy/tui/pane/allocation"
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
