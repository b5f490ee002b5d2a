package sectors

import (
	"slices"

	"eddy/model"
	"eddy/tui/pane"
)

// orders are the columns the table can be ordered by.
var orders = []pane.Order[*model.SectorView]{
	{Head: "7d %", Of: func(v *model.SectorView) model.Num { return v.Change7dPct }},
	{Head: "1d %", Of: func(v *model.SectorView) model.Num { return v.Change1dPct }},
	{Head: "mom", Of: func(v *model.SectorView) model.Num { return v.Momentum }},
	{Head: "ratio", Of: func(v *model.SectorView) model.Num { return v.Ratio }},
	{Head: "quadrant", Of: quadrant},
	{Head: "RSI", Of: func(v *model.SectorView) model.Num { return v.RSI }},
	{Head: "bp/8h", Of: func(v *model.SectorView) model.Num { return v.Funding8hPct }},
	{Head: "OI 7d %", Of: func(v *model.SectorView) model.Num { return v.OIChange7dPct }},
	{Head: "breadth", Of: func(v *model.SectorView) model.Num { return v.Breadth }},
	{Head: "vol %", Of: func(v *model.SectorView) model.Num { return v.Volatility }},
	{Head: "trend %", Of: func(v *model.SectorView) model.Num { return v.Trend }},
	{Head: "name", Words: func(v *model.SectorView) string { return v.Sector }},
}

// ranks are the quadrants from the one a sector wants to leave to the one it wants
// to be in.
var ranks = []model.Quadrant{model.Lagging, model.Weakening, model.Improving, model.Leading}

func quadrant(v *model.SectorView) model.Num {
	at := slices.Index(ranks, v.Quadrant)
	if at < 0 {
		return model.Unknown("")
	}
	return model.Known(float64(at))
}

// pick picks the sectors to list.
func pick(in *pane.Input) []*model.SectorView {
	return pane.Pick(in, pane.Refs(in.Snap.Sectors), func(v *model.SectorView) string { return v.Sector + " " + v.Short }, orders)
}
