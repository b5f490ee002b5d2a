package steps

import (
	"math"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Rail is where the leverage's slider stands on the screen; the zero value is
// nowhere.
type Rail struct{ X, Y, W int }

// Holds tells whether a place on the screen is on the slider.
func (r Rail) Holds(x, y int) bool { return y == r.Y && x >= r.X && x < r.X+r.W }

// At is the leverage that a column of the screen stands for, to a half, kept
// within the slider; ok is false where there is none.
func (r Rail) At(x int) (leverage decimal.Decimal, ok bool) {
	if r.W < 2 {
		return decimal.Zero, false
	}
	share := float64(min(max(x-r.X, 0), r.W-1)) / float64(r.W-1)
	halves := math.Round((1 + share*(railMax-1)) * 2)
	return decimal.New(int64(halves)*5, -1), true
}

// railMax is the leverage at the right end of the slider.
const railMax = 10

// leverage draws the slider: where the leg is, its cap, and where its stop would
// come too late. Only a leg that is opened has one to move.
func (p *page) leverage(l *model.PlanLeg) {
	in := p.in
	p.lines = append(p.lines, func(row grid.Area) {
		row.Text(0, 0, theme.Muted, "lev")
		w := min(max(row.W()-labelWidth-34, 0), 30)
		x := labelWidth
		if w >= 10 && l.Action == model.ActOpen {
			drawRail(row.Sub(x, 0, w, 1), in, l)
			p.rail = Rail{X: row.X() + x, Y: row.Y(), W: w}
			x += w + 1
		}
		segs := []pane.Segment{seg(l.Leverage.Decimal.String()+"x", theme.Strong, 0)}
		if l.LeverageCap.Valid {
			segs = append(segs, seg("cap "+l.LeverageCap.Decimal.String()+"x", theme.Label, 1))
		}
		segs = append(segs, seg("margin $"+p.dollars(l.Margin.Decimal), theme.Label, 2))
		pane.Segments(row, in, x, segs)
	})
}

func drawRail(rail grid.Area, in pane.Input, l *model.PlanLeg) {
	w := rail.W()
	rail.Repeat(0, 0, w, theme.Axis, in.Theme.Glyphs.Horizontal)
	if v, ok := l.StopCrosses.Value(); ok && v <= railMax {
		rail.Set(chart.Column(v, 1, railMax, w), 0, theme.Critical, in.Theme.Glyphs.No)
	}
	if l.LeverageCap.Valid {
		rail.Set(chart.Column(l.LeverageCap.Decimal.InexactFloat64(), 1, railMax, w), 0, theme.Target, in.Theme.Glyphs.Target)
	}
	rail.Set(chart.Column(min(l.Leverage.Decimal.InexactFloat64(), railMax), 1, railMax, w), 0, theme.Key, in.Theme.Glyphs.Head)
}
