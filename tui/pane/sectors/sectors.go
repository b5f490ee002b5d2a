// Package sectors is the pane that lists every sector and sub-sector with its
// figures.
package sectors

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	s := in.Snap
	list := pick(&in)
	inner := pane.Frame(a, in, pane.Title{Name: "Sectors", Note: s.Timeframe.String()})
	if len(s.Sectors) == 0 {
		pane.Wait(inner, in, "waiting for the first sector index")
		return 0
	}
	names := nameWidth(s.Sectors, inner.W())
	widths := choose(inner.W() - names - 1) // a stale figure's mark may follow the last column
	drawHead(inner.Row(0), in, names, widths)

	note, st := remark(s.Sectors)
	rows := inner.H() - 1
	if rows > len(s.Sectors) {
		rows = len(s.Sectors)
		inner.TextFit(0, inner.H()-1, inner.W(), st, note, in.Theme.Glyphs.Ellipsis)
	}
	return in.Rows(a, inner.Sub(0, 0, inner.W(), 1+rows), pane.List{
		Top: 1, N: len(list),
		Key:  func(i int) string { return list[i].Sector },
		Draw: func(row grid.Area, i int) { drawRow(row, in, list[i], names, widths) },
	}).Overflow
}

// childMark stands before a sub-sector's name.
const childMark = "· "

// nameWidth returns the room for names: the longest, but no more than what
// leaves the most wanted figures in place.
func nameWidth(views []model.SectorView, w int) int {
	longest := 0
	for i := range views {
		longest = max(longest, grid.Width(title(&views[i], w)))
	}
	return min(longest, max(w-30, 8))
}

// title returns a sector's name as it fits: whole where there is room for it.
func title(v *model.SectorView, w int) string {
	name := v.Sector
	if w < 56 && v.Short != "" {
		name = v.Short
	}
	if v.Parent != "" {
		return childMark + name
	}
	return name
}

func drawHead(row grid.Area, in pane.Input, x int, widths [12]int) {
	for i, c := range columns {
		if widths[i] == 0 {
			continue
		}
		if c.head == "quadrant" || c.head == "index" {
			in.WordHead(row, x+2, c.head)
		} else {
			in.Head(row, x+widths[i], c.head)
		}
		x += widths[i]
	}
}

// withheldFrom is the share of members with old prices above which a sector's
// score is withheld (design law 6): what else there is of it is no more than old.
const withheldFrom = 0.5

func drawRow(row grid.Area, in pane.Input, v *model.SectorView, x int, widths [12]int) {
	st := pane.SectorStyle(in.Snap, v.Sector, theme.Muted)
	if v.StaleShare.Or(0) > 0 {
		st = theme.Stale
	}
	row.TextFit(0, 0, x, st, title(v, row.W()), in.Theme.Glyphs.Ellipsis)
	if v.Degraded || len(v.Gaps) > 0 {
		row.Set(x, 0, theme.Warn, in.Theme.Glyphs.Bang)
	}
	in.Faded = in.Faded || v.StaleShare.Or(0) > withheldFrom
	for i, c := range columns {
		if widths[i] > 0 {
			c.draw(in, row.Sub(x, 0, row.W()-x, 1), widths[i], v)
			x += widths[i]
		}
	}
}

// remark is the line below the table and its style: what is wrong with the
// data, or else how much of it there is.
func remark(views []model.SectorView) (string, grid.Style) {
	least, most := 1.0, 0.0
	known := false
	for i := range views {
		v := &views[i]
		if why := pane.Why(v.Momentum, v.Change7dPct, v.Ratio, v.RSI, v.Funding8hPct); why != "" {
			return v.Sector + ": " + why, theme.Unknown
		}
		if v.Degraded {
			return v.Sector + ": fewer than five members have a price", theme.Warn
		}
		if len(v.Gaps) > 0 {
			return v.Sector + ": " + missing(v.Gaps), theme.Warn
		}
		if c, ok := v.Coverage.Value(); ok {
			least, known = min(least, c), true
		}
		most = max(most, v.StaleShare.Or(0))
	}
	if !known {
		return "coverage not known yet", theme.Muted
	}
	st := theme.Muted
	if most > 0 {
		st = theme.Warn
	}
	return "coverage " + percent(least) + ", stale " + percent(most), st
}

// missing says which figures stand on bars that members lack, and on how many
// at most.
func missing(gaps map[string]int) string {
	most := 0
	for _, n := range gaps {
		most = max(most, n)
	}
	names := slices.Sorted(maps.Keys(gaps))
	for i := range names {
		names[i] = strings.TrimSuffix(strings.ReplaceAll(names[i], "_", " "), " pct")
	}
	bars := strconv.Itoa(most) + " missing bars: "
	if most == 1 {
		bars = "a missing bar: "
	}
	return "figures stand on " + bars + strings.Join(names, ", ")
}

func percent(share float64) string { return strconv.Itoa(int(share*100+0.5)) + " %" }
