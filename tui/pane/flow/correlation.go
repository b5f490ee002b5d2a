package flow

import (
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Correlations are strong from here (S0-ADV-1): what moves so much together is
// no diversification.
const strong = 0.8

// corrCell is the width of a column of the matrix.
const corrCell = 7

// DrawCorrelation draws what moves together.
func DrawCorrelation(a grid.Area, in pane.Input) int {
	c := in.Snap.Correlations
	if c == nil || len(c.Labels) == 0 {
		inner := pane.Frame(a, in, pane.Title{Name: "Correlation"})
		pane.Wait(inner, in, "correlations need 30 days of bars")
		return 0
	}
	rows := pairRows(&in, c)
	note := c.Timeframe.String() + in.Theme.Glyphs.Dot + "mean of sectors " + in.Or(c.Mean, pane.Format{Decimals: 2})
	inner := pane.Frame(a, in, pane.Title{Name: "Correlation", Note: note})
	names := 5
	for _, l := range c.Labels {
		names = max(names, min(grid.Width(label(in.Snap, l, inner.W())), 14))
	}
	fits := min(max((inner.W()-names-1)/corrCell, 0), len(c.Labels)) // a mark may follow the last column
	for k := range fits {
		end := names + (k+1)*corrCell
		in.HeadAs(inner, end, c.Labels[k], grid.Cut(pane.ShortSector(in.Snap, c.Labels[k]), corrCell-1))
	}
	win := in.Rows(a, inner, pane.List{
		Top: 1, N: len(rows),
		Key:  func(i int) string { return c.Labels[rows[i]] },
		Draw: func(line grid.Area, i int) { drawPairs(line, in, c, rows[i], names, fits) },
	})
	if fits < len(c.Labels) {
		return win.Overflow
	}
	if y := 1 + max(len(rows), 1); y < inner.H() {
		pane.Note(inner, in, y, remark(c))
	}
	return win.Overflow
}

// pairRows lists the rows of the matrix that pass the filter, as they come or
// ordered by how they go with the column the reader chose.
func pairRows(in *pane.Input, c *model.CorrelationView) []int {
	rows := make([]int, len(c.Labels))
	orders := make([]pane.Order[int], len(c.Labels), len(c.Labels)+1)
	for k, l := range c.Labels {
		rows[k] = k
		orders[k] = pane.Order[int]{Head: l, Of: func(i int) model.Num { return pairOf(c, i, k) }}
	}
	orders = append(orders, pane.Order[int]{Head: "name", Words: func(i int) string { return c.Labels[i] }})
	return pane.Pick(in, rows, func(i int) string { return c.Labels[i] + " " + pane.ShortSector(in.Snap, c.Labels[i]) }, orders)
}

// pairOf is a cell of the matrix; none where something meets itself.
func pairOf(c *model.CorrelationView, i, k int) model.Num {
	if i == k || i >= len(c.Matrix) || k >= len(c.Matrix[i]) {
		return model.Num{}
	}
	return c.Matrix[i][k]
}

// wide is the width from which sectors have their whole names.
const wide = 64

// label is a sector's name as it fits into a pane of w cells, a part of another
// marked as one.
func label(s *model.Snapshot, name string, w int) string {
	if w >= wide {
		return name
	}
	return pane.ShortSector(s, name)
}

func drawPairs(line grid.Area, in pane.Input, c *model.CorrelationView, i, names, fits int) {
	line.TextFit(0, 0, names, pane.SectorStyle(in.Snap, c.Labels[i], theme.Label), label(in.Snap, c.Labels[i], line.W()), in.Theme.Glyphs.Ellipsis)
	for k := range fits {
		end := names + (k+1)*corrCell
		n := pairOf(c, i, k)
		if n.State() == model.NumAbsent {
			line.Set(end-4, 0, theme.Muted, in.Theme.Glyphs.Flat)
			continue
		}
		st := theme.Label
		switch v, ok := n.Value(); {
		case !ok:
		case v >= strong:
			st = theme.Warn
			line.Set(end, 0, st, in.Theme.Glyphs.Bang)
		case v < 0:
			st = theme.Loss
		case v < 0.3:
			st = theme.Good
		}
		in.Number(line, end, 0, st, n, pane.Format{Decimals: 2, Signed: true})
	}
}

// remark says what the matrix stands on, or what it waits for.
func remark(c *model.CorrelationView) string {
	if why := pane.Why(c.Mean); why != "" {
		return why
	}
	return strconv.Itoa(c.Bars) + " returns; from 0.80 on two move as one"
}
