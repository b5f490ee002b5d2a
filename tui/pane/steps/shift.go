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

// drawShift draws a bucket's share before and after the leg as one bar: what
// stays is full, what comes and what goes are marked apart, and the target stands
// across it.
func drawShift(bar grid.Area, in pane.Input, before decimal.Decimal, after *model.PlanShare) {
	w := bar.W()
	was, is := before.InexactFloat64()/100, after.Pct.InexactFloat64()/100
	chart.Bar(bar, min(was, is), in.Fill(theme.BarFill))
	if !isSame(before, after.Pct) {
		st, glyph := theme.Good, gained(in)
		if is < was {
			st, glyph = theme.BarExcess, in.Theme.Glyphs.Excess
		}
		from, to := cells(min(was, is), w), cells(max(was, is), w)
		if from >= w {
			from = w - 1
		}
		for x := from; x < min(max(to, from+1), w); x++ {
			bar.Set(x, 0, st, glyph)
		}
	}
	if target, ok := after.Target.Value(); ok {
		bar.Set(chart.Column(target, 0, 100, w), 0, theme.Target, in.Theme.Glyphs.Target)
	}
}

// cells is how many whole cells of w a share takes.
func cells(share float64, w int) int { return int(math.Round(min(max(share, 0), 1) * float64(w))) }

// gained is what is drawn for what a leg brings.
func gained(in pane.Input) rune {
	if in.Theme.Glyphs.IsASCII {
		return '+'
	}
	return '▓'
}
