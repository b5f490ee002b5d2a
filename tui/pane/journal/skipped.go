package journal

import (
	"strconv"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/pane"
)

// skippedRule is the rule of the entries that tell of legs left out of a plan.
const skippedRule = "skipped"

// skipped tells of a leg that was left out, with what it would have earned at
// the price of now.
func skipped(in *pane.Input, i int) Entry {
	d := &in.Skipped[i]
	text := "skipped, what it would have done is not known, no price of " + string(d.Asset) + ": " + d.Title
	if price, known := priceOf(in.Snap, d.Asset); known {
		text = "skipped, would have " + earned(d.Would(price)) + " by now: " + d.Title
	}
	return Entry{Kind: Decision, Alert: &model.AlertRow{
		ID: skippedRule + "-" + strconv.Itoa(i), Rule: skippedRule, Severity: model.Info, Since: d.Time, Cleared: d.Time,
		Subject: string(d.Asset), Text: text, Source: d.Plan, Inputs: standing(d),
	}}
}

// standing are the figures the leg was planned with.
func standing(d *model.Skipped) []model.Evidence {
	figure := func(id, text string, v decimal.Decimal) model.Evidence {
		return model.Evidence{ID: id, Text: text, Value: model.Known(v.InexactFloat64()), Shown: v.String(), State: model.EvidenceFor}
	}
	return []model.Evidence{
		figure("size", string(d.Asset)+" to "+d.Action, d.Qty),
		figure("price", "the price it was planned at", d.Price),
		figure("cost", "dollars of fee, spread and slippage", d.Cost),
	}
}

func earned(v decimal.Decimal) string {
	if v.IsNegative() {
		return "lost $" + v.Neg().StringFixed(2)
	}
	return "earned $" + v.StringFixed(2)
}

func priceOf(s *model.Snapshot, a model.Asset) (decimal.Decimal, bool) {
	for i := range s.Assets {
		if v, ok := s.Assets[i].Price.Value(); ok && s.Assets[i].Asset == a && s.Assets[i].Price.Fresh() {
			return decimal.NewFromFloat(v), true
		}
	}
	return decimal.Zero, false
}
