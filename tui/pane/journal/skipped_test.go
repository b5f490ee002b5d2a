package journal_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/pane/journal"
	"eddy/tui/tuitest"
)

// What was left out of a plan is told with what it would have done: a purchase
// of 2 coins at 100 for a cost of 1 would have earned 19 at 110.
func TestSkippedLegsAreTold(t *testing.T) {
	leg := model.Skipped{
		Time: 1_700_000_000_000, Plan: "composite EXP", Action: model.ActBuy, Asset: "AAVE",
		Qty: decimal.NewFromInt(2), Price: decimal.NewFromInt(100), Cost: decimal.NewFromInt(1), Title: "buy 2 AAVE",
	}
	sale := leg
	sale.Action, sale.Title = model.ActSell, "sell 2 AAVE"
	s := &model.Snapshot{Assets: []model.AssetView{{Asset: "AAVE", Price: model.Known(110)}}}
	for _, tt := range []struct {
		leg   model.Skipped
		price model.Num
		want  string
	}{
		{leg, model.Known(110), "skipped, would have earned $19.00 by now: buy 2 AAVE"},
		{sale, model.Known(110), "skipped, would have lost $21.00 by now: sell 2 AAVE"},
		{leg, model.Unknown("silent"), "what it would have done is not known, no price of AAVE: buy 2 AAVE"},
	} {
		s.Assets[0].Price = tt.price
		in := pane.Input{Snap: s, Theme: tuitest.Theme(t), Skipped: []model.Skipped{tt.leg}}
		list := journal.Entries(&in, journal.Decision)
		if len(list) != 1 || !strings.Contains(list[0].Text(), tt.want) || list[0].Source() != "composite EXP" {
			t.Errorf("got %+v, want %q", list, tt.want)
		}
		lines := pane.View(func(a grid.Area, in pane.Input) int { return journal.DrawDetail(a, in, &list[0]) }, in, 80, 12)
		tuitest.CheckShape(t, lines, 80, 12)
		if text := tuitest.Plain(lines); !strings.Contains(text, "the price it was planned at") || !strings.Contains(text, "AAVE to "+tt.leg.Action) {
			t.Errorf("the figures are not told:\n%s", text)
		}
	}
}
