package flow

import (
	"math"
	"strconv"
	"strings"
	"time"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Funding asks for attention above 3 bp per 8 h (analytics §4.2, heat) and is
// excessive at 5 bp (C-26).
const (
	hot       = 3
	excessive = 5
)

// The table's columns: each venue takes cellWidth, the weighted mean of all
// allWidth.
const (
	cellWidth = 9
	allWidth  = 10
)

// DrawHeat draws funding by sector, coin and venue.
func DrawHeat(a grid.Area, in pane.Input) int {
	s := in.Snap
	title := pane.Title{Name: "Funding", Note: "bp per 8 h, longs pay above zero"}
	rows := heatRows(s)
	if len(rows) == 0 {
		pane.Wait(pane.Frame(a, in, title), in, "waiting for the first funding rate")
		return 0
	}
	list := chosen(&in, rows)
	w := pane.Inner(a, in).W()
	names := heatNames(in, list, w)
	fits := max(min((w-names-allWidth)/cellWidth, len(s.Venues)), 0)
	if fits < len(s.Venues) {
		title.Note += ", " + strconv.Itoa(fits) + " of " + strconv.Itoa(len(s.Venues)) + " venues"
	}
	inner := pane.Frame(a, in, title)
	drawHeatHead(inner, in, rows, names, fits)
	return in.Rows(a, inner, pane.List{
		Top: 2, N: len(list),
		Key:  func(i int) string { return list[i].key },
		Draw: func(line grid.Area, i int) { drawHeat(line, in, list[i], names, fits) },
	}).Overflow
}

// chosen picks the rows that pass the filter, in the order asked for: as they
// come, or by what is paid, on all venues or on one.
func chosen(in *pane.Input, rows []heatRow) []*heatRow {
	orders := make([]pane.Order[*heatRow], 0, len(in.Snap.Venues)+2)
	orders = append(orders, pane.Order[*heatRow]{Head: "all", Of: func(r *heatRow) model.Num { return r.all }})
	for v := range in.Snap.Venues {
		orders = append(orders, pane.Order[*heatRow]{Head: string(in.Snap.Venues[v].Venue), Of: func(r *heatRow) model.Num { return r.cells[v].mean() }})
	}
	orders = append(orders, pane.Order[*heatRow]{Head: "name", Words: func(r *heatRow) string { return r.name }})
	return pane.Pick(in, pane.Refs(rows), func(r *heatRow) string { return r.name }, orders)
}

func heatNames(in pane.Input, list []*heatRow, w int) int {
	longest := 7
	for _, r := range list {
		longest = max(longest, grid.Width(r.title(in.Snap, w)))
	}
	return min(longest, max(w-allWidth-cellWidth, 8))
}

// drawHeatHead names the venues and says when each settles next.
func drawHeatHead(inner grid.Area, in pane.Input, rows []heatRow, x, fits int) {
	inner.Text(0, 1, theme.Muted, "settles")
	in.Head(inner, x+allWidth, "all")
	for v := range fits {
		end := x + allWidth + (v+1)*cellWidth
		in.HeadAs(inner, end, string(in.Snap.Venues[v].Venue), heatName(in.Snap.Venues[v].Venue))
		word, style := "?", theme.Unknown
		if left, ok := untilNext(nextOf(rows, v), in.Snap.AsOf); ok {
			word, style = countdown(left), theme.Label
		}
		inner.TextRight(end, 1, style, word)
	}
}

// heatName is a venue's name, in three letters where a column has no room for all
// of it.
func heatName(v model.Venue) string {
	if len(v) >= cellWidth {
		return pane.VenueCode(v)
	}
	return string(v)
}

// nextOf is the nearest settlement of a venue.
func nextOf(rows []heatRow, v int) model.Millis {
	next := model.Millis(0)
	for i := range rows {
		if n := rows[i].cells[v].next; n.Known() && (!next.Known() || n < next) {
			next = n
		}
	}
	return next
}

// countdown writes a time to come, such as "2h13m".
func countdown(d time.Duration) string {
	text := d.Truncate(time.Minute).String()
	if d < time.Minute {
		return "<1m"
	}
	return strings.TrimSuffix(text, "0s")
}

func drawHeat(line grid.Area, in pane.Input, r *heatRow, x, fits int) {
	st := theme.Muted
	if !r.isCoin {
		st = pane.SectorStyle(in.Snap, r.key, theme.Label)
	}
	line.TextFit(0, 0, x, st, r.title(in.Snap, line.W()), in.Theme.Glyphs.Ellipsis)
	drawRate(line, in, x+allWidth, r.all)
	for v := range fits {
		drawRate(line, in, x+allWidth+(v+1)*cellWidth, r.cells[v].mean())
	}
}

// drawRate writes a rate and, beside it, how hot it is: the figure and the sign
// tell what the colour does.
func drawRate(line grid.Area, in pane.Input, end int, n model.Num) {
	v, ok := n.Value()
	if !ok {
		in.Number(line, end-2, 0, theme.Unknown, n, pane.Format{Decimals: 2})
		return
	}
	st, sign := heatOf(in, v)
	in.Number(line, end-2, 0, st, n, pane.Format{Decimals: 2, Signed: true})
	line.Set(end-1, 0, st, sign)
}

func heatOf(in pane.Input, v float64) (grid.Style, rune) {
	g := in.Theme.Glyphs
	switch {
	case v >= excessive:
		return theme.Critical, g.Alarm
	case v >= hot:
		return theme.Warn, g.Bang
	case math.Abs(v) < 0.005:
		return theme.Flat, ' '
	case v <= -excessive: // shorts pay as much: fuel for a squeeze
		return theme.Warn, g.Bang
	case v < 0:
		return theme.Loss, ' '
	default:
		return theme.Label, ' '
	}
}
