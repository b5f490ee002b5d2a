package flow

import (
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// ruleFlow is the signal that tells what price and open interest say together.
const ruleFlow = "oi-flow"

// interestRow is a sector with its open interest.
type interestRow struct {
	view   *model.SectorView
	signal *model.SignalView // nil = none
}

func interestRows(in *pane.Input) []interestRow {
	s := in.Snap
	rows := make([]interestRow, 0, len(s.Sectors))
	for i := range s.Sectors {
		v := &s.Sectors[i]
		r := interestRow{view: v}
		for k := range s.Signals {
			if g := &s.Signals[k]; g.ID == ruleFlow && g.Subject == v.Sector {
				r.signal = g
			}
		}
		rows = append(rows, r)
	}
	return pane.Pick(in, rows, func(r interestRow) string { return r.view.Sector + " " + r.view.Short }, interestOrders)
}

// interestOrders are the columns the table can be ordered by.
var interestOrders = []pane.Order[interestRow]{
	{Head: "OI USD", Of: func(r interestRow) model.Num { return r.view.OpenInterestUSD }},
	{Head: "OI 7d %", Of: func(r interestRow) model.Num { return r.view.OIChange7dPct }},
	{Head: "price 7d", Of: func(r interestRow) model.Num { return r.view.Change7dPct }},
	{Head: "of the last day", Words: state},
	{Head: "name", Words: func(r interestRow) string { return r.view.Sector }},
}

// state is which way the money went, "" where that is not known.
func state(r interestRow) string {
	if r.signal == nil || r.signal.State == "unknown" {
		return ""
	}
	return r.signal.State
}

// DrawInterest draws open interest by sector: how much, how it changed, and
// which way the money went.
func DrawInterest(a grid.Area, in pane.Input) int {
	rows := interestRows(&in)
	inner := pane.Frame(a, in, pane.Title{Name: "Open interest"})
	if len(in.Snap.Sectors) == 0 {
		pane.Wait(inner, in, "waiting for the first open interest")
		return 0
	}
	names := 8
	for i := range rows {
		names = max(names, grid.Width(label(in.Snap, rows[i].view.Sector, inner.W()))+2)
	}
	names = min(names, max(inner.W()-38, 8))
	head := inner.Row(0)
	in.Head(head, names+9, "OI USD")
	in.Head(head, names+18, "OI 7d %")
	in.Head(head, names+27, "price 7d")
	in.WordHead(head, names+29, "of the last day")
	return in.Rows(a, inner, pane.List{
		Top: 1, N: len(rows),
		Key:  func(i int) string { return rows[i].view.Sector },
		Draw: func(line grid.Area, i int) { drawInterest(line, in, rows[i], names) },
	}).Overflow
}

func drawInterest(line grid.Area, in pane.Input, r interestRow, x int) {
	name := label(in.Snap, r.view.Sector, line.W())
	if r.view.Parent != "" {
		name = "· " + name
	}
	line.TextFit(0, 0, x, pane.SectorStyle(in.Snap, r.view.Sector, theme.Muted), name, in.Theme.Glyphs.Ellipsis)
	if usd, ok := r.view.OpenInterestUSD.Value(); ok {
		line.TextRight(x+9, 0, theme.Label, in.Brief(usd))
	} else {
		line.TextRight(x+9, 0, theme.Unknown, "?")
	}
	f := pane.Format{Decimals: 1, Signed: true}
	in.Change(line, x+11, x+18, 0, r.view.OIChange7dPct, f)
	in.Change(line, x+20, x+27, 0, r.view.Change7dPct, f)
	text, st := flowWords(r)
	line.TextFit(x+29, 0, max(line.W()-x-29, 0), st, text, in.Theme.Glyphs.Ellipsis)
}

// flowWords says which way the money went, or why that is not known.
func flowWords(r interestRow) (string, grid.Style) {
	g, known := r.signal, state(r)
	switch {
	case g == nil:
		if why := pane.Why(r.view.OIChange7dPct); why != "" {
			return "? " + why, theme.Unknown
		}
		return "? not told", theme.Unknown
	case known == "":
		return "? " + strings.TrimPrefix(g.Text, g.Subject+": open interest of the day is "), theme.Unknown
	case g.Active:
		return known + ": long inflow", theme.Warn
	default:
		return known, theme.Label
	}
}
