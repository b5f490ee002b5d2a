package pane

import "eddy/model"

// PastLiquidation says by how much a leg is past its liquidation: it may be gone
// any moment, if it is not yet. past is false for one that is not.
func PastLiquidation(in Input, distance model.Num) (text string, past bool) {
	v, ok := distance.Value()
	switch {
	case !ok || v > 0:
		return "", false
	case v == 0:
		return "past liquidation", true
	default:
		return "past liquidation by " + in.Text(-v, Format{Decimals: 2, Suffix: " %"}), true
	}
}
