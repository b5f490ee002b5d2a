// Package hedges is the pane that compares each hedge the playbook names with
// what is open and with what the measured beta asks for.
package hedges

import (
	"slices"
	"strings"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	s := in.Snap
	list := pane.Pick(&in, pane.Refs(s.Hedges), name, orders)
	inner := pane.Frame(a, in, pane.Title{Name: "Hedges", Note: "% of spot"})
	if len(s.Hedges) == 0 {
		pane.Say(inner, in, theme.Muted, waiting(s))
		return 0
	}
	cols := measure(s.Hedges, inner.W())
	cols.head(inner.Row(0), in)
	each := linesEach(inner, in)
	return in.Rows(a, inner, pane.List{
		Top: 1, N: len(list), High: each,
		Key: func(i int) string { return list[i].ID },
		Draw: func(row grid.Area, i int) {
			cols.draw(row, in, list[i])
			detail(row.Sub(0, 1, row.W(), each-1), in, list[i])
		},
	}).Overflow
}

// linesEach is how many lines a hedge takes: its figures, what they mean where there
// is room for all of them, and a line more where that is cut otherwise.
func linesEach(inner grid.Area, in pane.Input) int {
	all := in.Snap.Hedges
	each := min((inner.H()-1)/len(all), 3)
	isLong := func(h model.HedgeRow) bool { return grid.Width(words(in, &h)) > inner.W()-wordsAt(&h, inner.W()) }
	if each == 3 && !slices.ContainsFunc(all, isLong) {
		each = 2
	}
	return max(each, 1)
}

// orders are the columns the table can be ordered by.
var orders = []pane.Order[*model.HedgeRow]{
	{Head: "now", Of: func(h *model.HedgeRow) model.Num { return h.CurrentRatio }},
	{Head: "rule", Of: func(h *model.HedgeRow) model.Num { return h.RuleRatio }},
	{Head: "beta", Of: func(h *model.HedgeRow) model.Num { return h.BetaRatio }},
	{Head: "R2", Of: func(h *model.HedgeRow) model.Num { return h.R2 }},
	{Head: "name", Words: name},
}

func waiting(s *model.Snapshot) string {
	switch {
	case s.Phase.Why != "":
		return "no hedges yet: " + pane.PhaseWaits(s)
	case s.Portfolio.Why != "":
		return "no hedges yet: " + s.Portfolio.Why
	case s.Phase.Phase != "" && s.Phase.Phase != model.PhaseUnknown:
		return "the playbook asks for no hedge in " + s.Phase.Phase.Word()
	default:
		return pane.Waiting(s, "waiting for a phase to take hedges from")
	}
}

// columns are the places of a row's figures: the column after the last digit.
type columns struct{ name, now, rule, beta, fit int }

func measure(rows []model.HedgeRow, w int) columns {
	longest := 0
	for i := range rows {
		longest = max(longest, grid.Width(name(&rows[i])))
	}
	c := columns{name: min(longest, max(w-21, 8))}
	c.now = c.name + 6
	c.rule = c.now + 7
	c.beta = c.rule + 7
	if w >= c.beta+14 {
		c.fit = c.beta + 8
	}
	return c
}

func name(h *model.HedgeRow) string { return h.Of + " / " + h.Against }

func (c columns) head(line grid.Area, in pane.Input) {
	in.Head(line, c.now, "now")
	in.Head(line, c.rule, "rule")
	in.Head(line, c.beta, "beta")
	if c.fit > 0 {
		in.Head(line, c.fit, "R2")
	}
}

func (c columns) draw(line grid.Area, in pane.Input, h *model.HedgeRow) {
	percent := pane.Format{Scale: 100}
	line.TextFit(0, 0, c.name, theme.Label, name(h), in.Theme.Glyphs.Ellipsis)
	in.Number(line, c.now, 0, stateStyle(h), h.CurrentRatio, pane.Format{Decimals: 1, Scale: 100})
	in.Number(line, c.rule, 0, theme.Label, h.RuleRatio, percent)
	in.Number(line, c.beta, 0, theme.Muted, h.BetaRatio, percent)
	if c.fit > 0 {
		in.Number(line, c.fit, 0, theme.Muted, h.R2, pane.Format{Decimals: 2})
		if _, ok := h.StdErr.Value(); ok {
			line.Text(c.fit+1, 0, theme.Muted, "±"+in.Text(h.StdErr.Or(0), pane.Format{Decimals: 2}))
		}
	}
}

func stateStyle(h *model.HedgeRow) grid.Style {
	if h.InBand {
		return theme.Good
	}
	return theme.Warn
}

// bandWidth is the cells of the little ruler that shows the band, which is indented
// below the figures.
const (
	bandWidth = 10
	indent    = 2
)

// hasRuler tells whether the band is drawn in a row of w cells.
func hasRuler(h *model.HedgeRow, w int) bool {
	_, known := h.CurrentRatio.Value()
	return known && h.Band[1] > 0 && w >= 28
}

// wordsAt is where the words begin.
func wordsAt(h *model.HedgeRow, w int) int {
	if hasRuler(h, w) {
		return indent + bandWidth + 2
	}
	return indent
}

// detail draws where the open hedge lies against its band, and says it.
func detail(area grid.Area, in pane.Input, h *model.HedgeRow) {
	if hasRuler(h, area.W()) {
		ruler(area.Sub(indent, 0, bandWidth, 1), in, h)
	}
	x := wordsAt(h, area.W())
	room := max(area.W()-x, 1)
	lines := pane.Wrap(words(in, h), room)
	for y := range min(len(lines), area.H()) {
		if y == area.H()-1 {
			lines[y] = strings.Join(lines[y:], " ")
		}
		area.TextFit(x, y, room, theme.Muted, lines[y], in.Theme.Glyphs.Ellipsis)
	}
}

// ruler draws zero to one and a half times the band's upper end, the band bold,
// the open hedge as a mark.
func ruler(bar grid.Area, in pane.Input, h *model.HedgeRow) {
	full := h.Band[1] * 1.5
	lo, hi := chart.Column(h.Band[0], 0, full, bar.W()), chart.Column(h.Band[1], 0, full, bar.W())
	bar.Repeat(0, 0, bar.W(), theme.BarTrack, in.Theme.Glyphs.Horizontal)
	bar.Repeat(lo, 0, hi-lo+1, theme.BarFill, in.Theme.Glyphs.Band)
	bar.Set(chart.Column(h.CurrentRatio.Or(0), 0, full, bar.W()), 0, in.Ink(stateStyle(h), h.CurrentRatio), in.Theme.Glyphs.Marker)
}

func words(in pane.Input, h *model.HedgeRow) string {
	if why := pane.Why(h.CurrentRatio, h.RuleRatio); why != "" {
		return why
	}
	percent := pane.Format{Scale: 100}
	band := in.Text(h.Band[0], percent) + "-" + in.Text(h.Band[1], percent)
	text := "outside " + band
	if h.InBand {
		text = "in band " + band
	}
	if h.Text != "" {
		text += ", " + h.Text
	}
	if why := pane.Why(h.BetaRatio); why != "" {
		text += "; beta " + why
	}
	return text
}
