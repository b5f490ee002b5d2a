// Package allocation is the pane that sets each bucket's share of equity against
// its target.
package allocation

import (
	"math"
	"strings"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// driftFrom is the inner width from which a row also shows its drift.
const driftFrom = 38

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	s := in.Snap
	list := pane.Pick(&in, pane.Refs(s.Allocation), func(r *model.AllocationRow) string { return r.Bucket }, orders)
	inner := pane.Frame(a, in, pane.Title{Name: "Allocation", Note: note(in)})
	if len(s.Allocation) == 0 {
		pane.Say(inner, in, theme.Muted, waiting(s))
		return 0
	}
	cols := measure(s, inner.W())
	cols.head(inner.Row(0), in)
	feet := footers(in)
	rows := min(max(inner.H()-1, 0), len(s.Allocation))
	for i, text := range feet {
		if y := inner.H() - len(feet) + i; y > rows {
			pane.Note(inner, in, y, text)
		}
	}
	return in.Rows(a, inner.Sub(0, 0, inner.W(), 1+rows), pane.List{
		Top: 1, N: len(list),
		Key:  func(i int) string { return list[i].Bucket },
		Draw: func(line grid.Area, i int) { cols.draw(line, in, list[i]) },
	}).Overflow
}

// orders are the columns the table can be ordered by.
var orders = []pane.Order[*model.AllocationRow]{
	{Head: "now", Of: func(r *model.AllocationRow) model.Num { return r.CurrentPct }},
	{Head: "target", Of: func(r *model.AllocationRow) model.Num { return r.TargetPct }},
	{Head: "drift", Of: func(r *model.AllocationRow) model.Num { return r.DriftPct }},
	{Head: "name", Words: func(r *model.AllocationRow) string { return r.Bucket }},
}

// note names the portfolio and what it is worth.
func note(in pane.Input) string {
	p := in.Snap.Portfolio
	if _, ok := p.Equity.Value(); !ok {
		return p.Name
	}
	text := p.Name + " $" + in.Dollars(p.Equity)
	if len(p.Unpriced) > 0 {
		text += "+?" // as much and what has no price; the footers name it
	}
	return strings.TrimSpace(text)
}

func waiting(s *model.Snapshot) string {
	switch {
	case s.Phase.Why != "":
		return "no target yet: " + pane.PhaseWaits(s)
	case s.Portfolio.Why != "":
		return s.Portfolio.Why
	default:
		return pane.Waiting(s, "waiting for a phase to take targets from")
	}
}

// footers are the remarks below the table, the most important last because the
// last stays longest.
func footers(in pane.Input) []string {
	p := in.Snap.Portfolio
	if p.Why != "" {
		return []string{p.Why}
	}
	var feet []string
	if used, ok := p.FuturesPct.Value(); ok {
		feet = append(feet, futures(in, used))
	}
	if len(p.Unpriced) > 0 {
		feet = append(feet, "without "+model.Without(p.Unpriced)+": no price")
	}
	return feet
}

// futures is the margin that is posted, and the most that may be.
func futures(in pane.Input, used float64) string {
	text := "futures " + in.Text(used, pane.Format{Decimals: 1, Suffix: " %"})
	if limit, ok := in.Snap.Portfolio.FuturesCapPct.Value(); ok {
		text += ", at most " + in.Text(limit, pane.Format{Suffix: " %"})
	}
	return text
}

// columns are the places of a row's parts.
type columns struct {
	name  int
	now   int // the column after the last digit of the current share
	bar   int // where the bar starts
	width int // of the bar
	to    int // after the target's last digit
	drift int // after the drift's last digit, 0 where there is no room
	full  float64
}

func measure(s *model.Snapshot, w int) columns {
	longest, full := 0, 10.0
	rows := s.Allocation
	for i := range rows {
		longest = max(longest, grid.Width(bucket(s, &rows[i], w)))
		full = math.Max(full, math.Max(rows[i].CurrentPct.Or(0), rows[i].TargetPct.Or(0)))
	}
	c := columns{name: min(longest, max(w/3, 6)), full: full}
	c.now = c.name + 6
	c.bar = c.now + 2
	end := w - 1
	if w >= driftFrom {
		c.drift = end
		end -= 7
	}
	c.to = end
	c.width = max(c.to-6-c.bar, 0)
	return c
}

// bucket returns the row's name, the short one of a sector where room is scarce.
func bucket(s *model.Snapshot, r *model.AllocationRow, w int) string {
	if w >= driftFrom {
		return r.Bucket
	}
	for i := range s.Sectors {
		if s.Sectors[i].Sector == r.Bucket && s.Sectors[i].Short != "" {
			return s.Sectors[i].Short
		}
	}
	return r.Bucket
}

func (c columns) head(line grid.Area, in pane.Input) {
	in.Head(line, c.now, "now")
	in.Head(line, c.to, "target")
	if c.drift > 0 {
		in.Head(line, c.drift, "drift")
	}
}

func (c columns) draw(line grid.Area, in pane.Input, r *model.AllocationRow) {
	f := pane.Format{Decimals: 1}
	line.TextFit(0, 0, c.name, pane.SectorStyle(in.Snap, r.Bucket, theme.Label), bucket(in.Snap, r, line.W()), in.Theme.Glyphs.Ellipsis)
	in.Number(line, c.now, 0, theme.Strong, r.CurrentPct, f)
	c.drawBar(line.Sub(c.bar, 0, c.width, 1), in, r)
	in.Number(line, c.to, 0, theme.Label, r.TargetPct, f)
	if c.drift > 0 {
		st := theme.Muted
		if math.Abs(r.DriftPct.Or(0)) >= notable {
			st = theme.Warn
		}
		in.Number(line, c.drift, 0, st, r.DriftPct, pane.Format{Decimals: 1, Signed: true})
	}
}

// notable is the drift in points of equity that is worth an eye: what S1 and S2
// call a rotation begins at a few points, a tenth is rounding.
const notable = 2

// drawBar draws the current share with the target as a mark on it; what lies
// beyond the target looks different.
func (c columns) drawBar(bar grid.Area, in pane.Input, r *model.AllocationRow) {
	if bar.Empty() {
		return
	}
	now, known := r.CurrentPct.Value()
	chart.Bar(bar, now/c.full, in.Fill(in.Ink(theme.BarFill, r.CurrentPct)))
	target, ok := r.TargetPct.Value()
	if !ok {
		return
	}
	at := chart.Column(target, 0, c.full, bar.W())
	if known && now-target >= notable {
		end := chart.Column(now, 0, c.full, bar.W())
		bar.Repeat(at, 0, end-at+1, in.Ink(theme.BarExcess, r.CurrentPct), in.Theme.Glyphs.Excess)
	}
	bar.Set(at, 0, theme.Target, in.Theme.Glyphs.Target)
}
