package sector

import (
	"math"
	"strconv"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// axisWidth is the room for levels beside the chart.
const axisWidth = 9

// leastBars is how many closes make a chart.
const leastBars = 2

// DrawIndex draws the sector's index at the timeframe asked for.
func DrawIndex(a grid.Area, in pane.Input) int {
	v := Of(in.Snap, in.Subject)
	if v == nil {
		inner := pane.Frame(a, in, pane.Title{Name: "Index"})
		pane.Wait(inner, in, "waiting for the first sector index")
		return 0
	}
	step := in.Timeframe
	if step == 0 {
		step = in.Snap.Timeframe
	}
	r := rotationOf(v, step)
	edge := pane.Title{Name: v.Sector, Note: note(in, v, step), Fixed: true}
	inner := pane.Frame(a, in, edge)
	switch {
	case r == nil:
		pane.Say(inner, in, theme.Muted, "no index on "+step.String()+" bars")
		return 0
	case len(r.Closes) < leastBars:
		pane.Say(inner, in, theme.Muted, waits(v))
		return 0
	}
	draw(inner, in, v, r)
	return 0
}

func rotationOf(v *model.SectorView, step model.Interval) *model.RotationView {
	for i := range v.Rotations {
		if v.Rotations[i].Timeframe == step {
			return &v.Rotations[i]
		}
	}
	return nil
}

// note tells the timeframe, and of which sector a sub-sector is a part.
func note(in pane.Input, v *model.SectorView, step model.Interval) string {
	text := "index on " + step.String() + " bars"
	if v.Parent != "" {
		text = "part of " + v.Parent + in.Theme.Glyphs.Dot + text
	}
	return text
}

func waits(v *model.SectorView) string {
	if why := pane.Why(v.Index); why != "" {
		return v.Sector + ": " + why
	}
	return v.Sector + " needs two closes for a chart"
}

// draw puts the newest closes that fit, two a cell, above a line of what they
// are.
func draw(inner grid.Area, in pane.Input, v *model.SectorView, r *model.RotationView) {
	w, h := inner.W()-axisWidth, inner.H()-1
	if w < 4 || h < 1 {
		pane.Say(inner, in, theme.Label, v.Sector+" "+in.Or(v.Index, pane.Format{Decimals: 1}))
		return
	}
	closes := r.Closes[max(0, len(r.Closes)-2*w):]
	lo, hi := span(closes)
	area := inner.Sub(0, 0, w, h)
	plot(area, in, closes, lo, hi)
	level := func(y int, at float64, st grid.Style) {
		inner.TextRight(inner.W(), y, st, in.Level(at))
	}
	level(0, hi, theme.Header)
	level(h-1, lo, theme.Header)
	last := closes[len(closes)-1]
	if y := row(last, lo, hi, h); y > 0 && y < h-1 {
		level(y, last, theme.Strong)
	}
	pane.Segments(inner.Row(h), in, 0, legend(in, v, closes))
}

func span(closes []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, c := range closes {
		lo, hi = min(lo, c), max(hi, c)
	}
	if hi-lo < hi*1e-6 { // a flat line runs through the middle
		lo, hi = lo*0.99, hi*1.01
	}
	return lo, hi
}

// row is the line of h on which a level stands.
func row(v, lo, hi float64, h int) int {
	return int(math.Round((hi - v) / (hi - lo) * float64(h-1)))
}

func plot(a grid.Area, in pane.Input, closes []float64, lo, hi float64) {
	d := chart.NewDots(a.W(), a.H())
	wide, high := 2*a.W(), 4*a.H()
	x := func(i int) int { return i * (wide - 1) / max(len(closes)-1, 1) }
	y := func(v float64) int { return int(math.Round((hi - v) / (hi - lo) * float64(high-1))) }
	d.Dotted(0, y(closes[0]), wide-1, y(closes[0]), 4, theme.Axis)
	ink := theme.Gain
	if closes[len(closes)-1] < closes[0] {
		ink = theme.Loss
	}
	for i := 1; i < len(closes); i++ {
		d.Line(x(i-1), y(closes[i-1]), x(i), y(closes[i]), ink)
	}
	d.Draw(a, in.Theme.Glyphs.Dots)
}

// legend says how long the chart is and what the index did.
func legend(in pane.Input, v *model.SectorView, closes []float64) []pane.Segment {
	first, last := closes[0], closes[len(closes)-1]
	f := pane.Format{Decimals: 1, Signed: true, Suffix: " %"}
	segs := []pane.Segment{
		{Text: strconv.Itoa(len(closes)) + " bars", Style: theme.Muted, Rank: 3},
		{Text: in.Text((last/first-1)*100, f), Style: theme.Signed(last - first)},
		{Text: "1d " + in.Or(v.Change1dPct, f), Style: theme.Signed(v.Change1dPct.Or(0)), Rank: 1},
		{Text: "7d " + in.Or(v.Change7dPct, f), Style: theme.Signed(v.Change7dPct.Or(0)), Rank: 2},
	}
	if why := pane.Why(v.Index, v.Change1dPct, v.Change7dPct); why != "" {
		segs = append(segs, pane.Segment{Text: why, Style: theme.Unknown, Rank: 4})
	}
	return segs
}
