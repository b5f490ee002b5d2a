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
	usd    model.Num
	signal *model.SignalView // nil = none
}

func interestRows(in pane.Input) []interestRow {
	s := in.Snap
	var rows []interestRow
	for i := range s.Sectors {
		v := &s.Sectors[i]
		if !in.Matches(v.Sector) {
			continue
		}
		r := interestRow{view: v, usd: interestOf(s, v)}
		for k := range s.Signals {
			if g := &s.Signals[k]; g.ID == ruleFlow && g.Subject == v.Sector {
				r.signal = g
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// interestOf sums the open interest of a sector's members.
func interestOf(s *model.Snapshot, v *model.SectorView) model.Num {
	sum, n := 0.0, 0
	for i := range s.Assets {
		a := &s.Assets[i]
		if a.Sector != v.Sector && a.SubSector != v.Sector {
			continue
		}
		if usd, ok := a.OpenInterestUSD.Value(); ok {
			sum, n = sum+usd, n+1
		}
	}
	if n == 0 {
		return model.Unknown("no open interest heard")
	}
	return model.Known(sum)
}

// interestOrders are the columns the table can be ordered by.
var interestOrders = []struct {
	head string
	of   func(interestRow) model.Num
}{
	{"open interest", func(r interestRow) model.Num { return r.usd }},
	{"OI 7d", func(r interestRow) model.Num { return r.view.OIChange7dPct }},
	{"price 7d", func(r interestRow) model.Num { return r.view.Change7dPct }},
}

// DrawInterest draws open interest by sector: how much, how it changed, and
// which way the money went.
func DrawInterest(a grid.Area, in pane.Input) int {
	inner := pane.Frame(a, in, pane.Title{Name: "Open interest"})
	if len(in.Snap.Sectors) == 0 {
		pane.Wait(inner, in, "waiting for the first open interest")
		return 0
	}
	rows := interestRows(in)
	if in.Track != nil {
		for _, o := range interestOrders {
			in.Track.Sorts = append(in.Track.Sorts, o.head)
		}
	}
	if by := in.Sort.By; by > 0 && by <= len(interestOrders) {
		pane.SortBy(rows, in.Sort.Reverse, interestOrders[by-1].of)
	}
	names := 8
	for i := range rows {
		names = max(names, grid.Width(label(in.Snap, rows[i].view.Sector, inner.W()))+2)
	}
	names = min(names, max(inner.W()-38, 8))
	head := inner.Row(0)
	head.TextRight(names+9, 0, theme.Header, "USD")
	head.TextRight(names+18, 0, theme.Header, "OI 7d %")
	head.TextRight(names+27, 0, theme.Header, "price 7d")
	head.Text(names+29, 0, theme.Header, "of the last day")
	win := in.Rows(inner, pane.List{
		Top: 1, N: len(rows),
		Key:  func(i int) string { return rows[i].view.Sector },
		Draw: func(line grid.Area, i int) { drawInterest(line, in, rows[i], names) },
	})
	pane.ScrollMark(a, in, win, len(rows))
	return win.Overflow
}

func drawInterest(line grid.Area, in pane.Input, r interestRow, x int) {
	name := label(in.Snap, r.view.Sector, line.W())
	if r.view.Parent != "" {
		name = "· " + name
	}
	line.TextFit(0, 0, x, pane.SectorStyle(in.Snap, r.view.Sector, theme.Muted), name, in.Theme.Glyphs.Ellipsis)
	if usd, ok := r.usd.Value(); ok {
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
	g := r.signal
	switch {
	case g == nil:
		if why := pane.Why(r.view.OIChange7dPct); why != "" {
			return "? " + why, theme.Unknown
		}
		return "? not told", theme.Unknown
	case g.State == "unknown" || g.State == "":
		return "? " + strings.TrimPrefix(g.Text, g.Subject+": open interest of the day is "), theme.Unknown
	case g.Active:
		return g.State + ": long inflow", theme.Warn
	default:
		return g.State, theme.Label
	}
}
