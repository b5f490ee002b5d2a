package sectors

import (
	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// column is one figure of the table.
type column struct {
	head  string
	width int                                                               // with the gap before it
	rank  int                                                               // 1 is the last to leave when it gets narrow
	draw  func(in pane.Input, cell grid.Area, end int, v *model.SectorView) // numbers end before column end
}

// bp turns percent per eight hours into basis points.
const bp = 100

// columns are all figures in the order they stand.
var columns = []column{
	{"index", 12, 7, drawSpark},
	{"1d %", 7, 6, func(in pane.Input, c grid.Area, end int, v *model.SectorView) { change(in, c, end, v.Change1dPct) }},
	{"7d %", 7, 1, func(in pane.Input, c grid.Area, end int, v *model.SectorView) { change(in, c, end, v.Change7dPct) }},
	{"mom", 6, 2, drawMomentum},
	{"ratio", 6, 3, drawRatio},
	{"quadrant", 11, 8, drawQuadrant},
	{"RSI", 4, 4, drawRSI},
	{"bp/8h", 6, 5, drawFunding},
	{"OI 7d %", 8, 9, func(in pane.Input, c grid.Area, end int, v *model.SectorView) { change(in, c, end, v.OIChange7dPct) }},
	{"breadth", 9, 10, drawBreadth},
	{"vol %", 7, 11, drawVolatility},
	{"trend %", 8, 12, func(in pane.Input, c grid.Area, end int, v *model.SectorView) { change(in, c, end, v.Trend) }},
}

// choose returns the widths of the columns that fit into w cells, by rank; 0 for
// the others.
func choose(w int) (widths [12]int) {
	for rank := 1; rank <= len(columns); rank++ {
		for i := range columns {
			if columns[i].rank == rank && columns[i].width <= w {
				widths[i] = columns[i].width
				w -= columns[i].width
			} else if columns[i].rank == rank {
				return widths
			}
		}
	}
	widths[sparkColumn] += min(w, maxSpark)
	return widths
}

// The sparkline takes the room that is left once every figure has its place.
const (
	sparkColumn = 0
	maxSpark    = 36
)

func change(in pane.Input, c grid.Area, end int, n model.Num) {
	in.Change(c, 1, end, 0, n, pane.Format{Decimals: 1, Signed: true})
}

func drawSpark(in pane.Input, c grid.Area, end int, v *model.SectorView) {
	if len(v.Spark) > 1 {
		chart.Spark(c.Sub(2, 0, end-2, 1), v.Spark, &in.Theme.Glyphs.Levels, theme.Spark)
	}
}

func drawMomentum(in pane.Input, c grid.Area, end int, v *model.SectorView) {
	in.Number(c, end, 0, theme.Signed(v.Momentum.Or(0)), v.Momentum, pane.Format{Decimals: 2, Signed: true})
}

func drawRatio(in pane.Input, c grid.Area, end int, v *model.SectorView) {
	in.Number(c, end, 0, theme.Signed(v.Ratio.Or(100)-100), v.Ratio, pane.Format{Decimals: 1})
}

func drawQuadrant(in pane.Input, c grid.Area, end int, v *model.SectorView) {
	if v.Quadrant == model.QuadrantUnknown {
		c.Text(2, 0, theme.Unknown, "?")
		return
	}
	st := theme.Quadrant(v.Quadrant, 0)
	if in.Faded {
		st = theme.Stale
	}
	c.TextFit(2, 0, end-2, st, string(v.Quadrant), in.Theme.Glyphs.Ellipsis)
}

// Overbought and oversold are where an RSI asks for attention: 80 is the
// rotation-out trigger (S1-TRIG-1), 30 its usual counterpart.
const (
	overbought = 80
	oversold   = 30
)

func drawRSI(in pane.Input, c grid.Area, end int, v *model.SectorView) {
	st := theme.Label
	if rsi := v.RSI.Or(50); rsi > overbought || rsi < oversold {
		st = theme.Warn
	}
	in.Number(c, end, 0, st, v.RSI, pane.Format{})
}

// Funding asks for attention above 3 bp per 8 h (analytics §4.2, heat) and is
// excessive at 5 bp (C-26).
const (
	hotFunding       = 3
	excessiveFunding = 5
)

func drawFunding(in pane.Input, c grid.Area, end int, v *model.SectorView) {
	st := theme.Label
	switch rate := v.Funding8hPct.Or(0) * bp; {
	case rate >= excessiveFunding:
		st = theme.Critical
	case rate >= hotFunding:
		st = theme.Warn
	}
	in.Number(c, end, 0, st, v.Funding8hPct, pane.Format{Decimals: 1, Scale: bp})
}

func drawBreadth(in pane.Input, c grid.Area, end int, v *model.SectorView) {
	in.Number(c, end-1, 0, theme.Label, v.Breadth, pane.Format{Scale: 100})
}

func drawVolatility(in pane.Input, c grid.Area, end int, v *model.SectorView) {
	in.Number(c, end-1, 0, theme.Label, v.Volatility, pane.Format{Scale: 100})
}
