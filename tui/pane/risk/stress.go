package risk

import (
	"slices"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// DrawStress draws the whole portfolio after each shock, as it is now.
func DrawStress(a grid.Area, in pane.Input) int {
	s := in.Snap
	list := pane.Pick(&in, pane.Refs(s.Stress), func(r *model.StressRow) string { return r.Text }, stressOrders)
	inner := pane.Frame(a, in, pane.Title{Name: "Stress", Note: stressNote(s)})
	if len(s.Stress) == 0 {
		pane.Say(inner, in, theme.Muted, stressWaits(s))
		return 0
	}
	w, high := inner.W(), 1
	if isCut(list, w) && inner.H() > 2*len(list) {
		high = 2
	}
	drawStressHead(inner.Row(0), in)
	win := in.Rows(a, inner, pane.List{
		Top: 1, N: len(list), High: high,
		Key:  func(i int) string { return list[i].ID },
		Draw: func(row grid.Area, i int) { drawShock(row, in, list[i]) },
	})
	if in.Track != nil && in.Track.On >= 0 && win.Overflow == 0 {
		top := 1 + high*len(list)
		sayWhole(inner.Sub(0, top, w, inner.H()-top), list[in.Track.On], high == 1)
	}
	return win.Overflow
}

// isCut tells whether a row of w cells has no room for the name of some shock.
func isCut(list []*model.StressRow, w int) bool {
	return slices.ContainsFunc(list, func(r *model.StressRow) bool { return grid.Width(r.Text) > nameRoom(w) })
}

// sayWhole says below the table what the row the reader is on had to cut, where
// there is a line to spare. A row of one line may have cut its name.
func sayWhole(foot grid.Area, r *model.StressRow, oneLine bool) {
	gone := strings.Join(r.Liquidated, " ")
	if !(oneLine && grid.Width(r.Text) > nameRoom(foot.W())) && grid.Width(gone) <= goneWidth-goneGap {
		return
	}
	text := r.Text
	if gone != "" {
		text += ": liquidates " + gone
	}
	for i, line := range pane.Wrap(text, foot.W()) {
		if i < foot.H()-1 {
			foot.Text(0, i+1, theme.Label, line)
		}
	}
}

// stressNote says what is shaken.
func stressNote(s *model.Snapshot) string {
	if w := model.Without(s.Portfolio.Unpriced); w != "" {
		return "spot is not known without a price of " + w
	}
	return "spot and futures as they are"
}

func stressWaits(s *model.Snapshot) string {
	if s.Portfolio.Why != "" {
		return s.Portfolio.Why
	}
	return pane.Waiting(s, "waiting for a portfolio to shake")
}

// Where the columns of the table end, from the right, and the width from which
// each shows.
const (
	pctEnd     = 0
	changeEnd  = 7
	futuresEnd = 17
	spotEnd    = 27

	splitFrom = 76
	goneWidth = 14
	goneGap   = 2 // of it, before the words
)

// stressOrders are the columns the table can be ordered by.
var stressOrders = []pane.Order[*model.StressRow]{
	{Head: "change", Of: func(r *model.StressRow) model.Num { return r.Change }},
	{Head: "spot", Of: func(r *model.StressRow) model.Num { return r.Spot }},
	{Head: "futures", Of: func(r *model.StressRow) model.Num { return r.Futures }},
	{Head: "liquidated", Of: func(r *model.StressRow) model.Num { return model.Known(float64(len(r.Liquidated))) }},
	{Head: "name", Words: func(r *model.StressRow) string { return r.Text }},
}

func drawStressHead(row grid.Area, in pane.Input) {
	x := row.W() - goneWidth
	in.WordHead(row, x+goneGap, "liquidated")
	in.Head(row, x-pctEnd, "in %")
	in.Head(row, x-changeEnd, "change")
	if row.W() >= splitFrom {
		in.Head(row, x-futuresEnd, "futures")
		in.Head(row, x-spotEnd, "spot")
	}
}

// isFuturesAlone tells whether the futures of a shock are known and its spot is not,
// for want of the prices the title names.
func isFuturesAlone(s *model.Snapshot, r *model.StressRow) bool {
	_, known := r.Futures.Value()
	return known && len(s.Portfolio.Unpriced) > 0
}

// nameRoom is what the figures of a row of w cells leave its name.
func nameRoom(w int) int {
	if w >= splitFrom {
		return max(w-goneWidth-spotEnd-9, 0)
	}
	return max(w-goneWidth-changeEnd-9, 0)
}

// drawShockName writes the name of a shock; what has no room beside the figures
// goes on below them where a row has two lines.
func drawShockName(row grid.Area, in pane.Input, room int, name string) {
	ell := in.Theme.Glyphs.Ellipsis
	if lines := pane.Wrap(name, room); row.H() > 1 && len(lines) > 1 {
		row.Text(0, 0, theme.Label, lines[0])
		row.TextFit(2, 1, row.W()-2, theme.Label, strings.Join(lines[1:], " "), ell)
		return
	}
	row.TextFit(0, 0, room, theme.Label, name, ell)
}

func drawShock(row grid.Area, in pane.Input, r *model.StressRow) {
	x, room := row.W()-goneWidth, nameRoom(row.W())
	drawShockName(row, in, room, r.Text)
	if why := pane.Why(r.Change); why != "" && r.Change.State() == model.NumUnknown && !isFuturesAlone(in.Snap, r) {
		row.TextFit(max(room+1, 0), 0, max(row.W()-room-1, 0), theme.Unknown, why, in.Theme.Glyphs.Ellipsis)
		return
	}
	in.Number(row, x-pctEnd, 0, theme.Signed(r.ChangePct.Or(0)), r.ChangePct, pane.Format{Decimals: 1, Signed: true})
	money(in, row, x-changeEnd, r.Change)
	if row.W() >= splitFrom {
		money(in, row, x-futuresEnd, r.Futures)
		money(in, row, x-spotEnd, r.Spot)
	}
	gone, st := "none", theme.Muted
	if len(r.Liquidated) > 0 {
		gone, st = strings.Join(r.Liquidated, " "), theme.Critical
	}
	row.TextFit(x+goneGap, 0, goneWidth-goneGap, st, gone, in.Theme.Glyphs.Ellipsis)
}
