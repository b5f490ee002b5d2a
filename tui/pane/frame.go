package pane

import (
	"strconv"

	"eddy/tui/grid"
	"eddy/tui/theme"
)

// Title is what stands on a pane's upper edge.
type Title struct {
	Name  string // what the pane shows
	Note  string // what applies to it now
	Right string // at the right end; behind the note where the scroll mark stands there
	Fixed bool   // the pane never scrolls
}

// Frame draws the pane's edge and returns the area inside it. Borders are
// quiet; a focused pane shows in its title and its edge.
func Frame(a grid.Area, in Input, t Title) grid.Area {
	if a.Empty() {
		return a
	}
	g := in.Theme.Glyphs
	edge := theme.Border
	if in.Focused {
		edge = theme.BorderFocused
	}
	w, h := a.W(), a.H()
	a.Repeat(0, 0, w, edge, g.Horizontal)
	drawTitle(a, in, t)
	if !hasSides(a, in) {
		return Inner(a, in)
	}
	a.Set(0, 0, edge, g.TopLeft)
	a.Set(w-1, 0, edge, g.TopRight)
	for y := 1; y < h-1; y++ {
		a.Set(0, y, edge, g.Vertical)
		a.Set(w-1, y, edge, g.Vertical)
	}
	a.Set(0, h-1, edge, g.BottomLeft)
	a.Repeat(1, h-1, w-2, edge, g.Horizontal)
	a.Set(w-1, h-1, edge, g.BottomRight)
	return Inner(a, in)
}

// Inner is the area inside a pane's edge.
func Inner(a grid.Area, in Input) grid.Area {
	if !hasSides(a, in) {
		return a.Sub(0, 1, a.W(), a.H()-1)
	}
	return a.Sub(2, 1, a.W()-4, a.H()-2)
}

// hasSides tells whether the edge goes all around.
func hasSides(a grid.Area, in Input) bool { return in.Framed && a.H() >= 2 && a.W() >= 4 }

// noteFrom is the width from which an unframed title carries its note whatever
// its length, cut where it must be.
const noteFrom = 60

// markRoom is what a scroll mark takes at the right end of an edge: "1-9 of 26"
// with its blanks and the edge's end, for lists of up to 999 rows.
const markRoom = 18

// bothFrom is the width from which an unframed edge has room for what became of the
// rows and for the mark; below it the mark gives way.
const bothFrom = 48

// drawTitle writes the title over the upper edge. Without a frame the scroll
// mark stands up here too: it has its room at the right end, what else would
// stand there follows the note, and a note that has no room left stays away,
// since half a figure misleads. A note gives way to what became of a table's rows:
// which are left out, and how they are ordered.
func drawTitle(a grid.Area, in Input, t Title) {
	name := theme.Title
	if in.Focused {
		name = theme.TitleFocused
	}
	w := a.W()
	end, rowsEnd := w-2, w-2
	shares := !in.Framed && !t.Fixed
	if shares {
		end = w - markRoom
	}
	if w >= bothFrom {
		rowsEnd = end
	}
	ell := in.Theme.Glyphs.Ellipsis
	x := a.Text(1, 0, theme.Plain, " ")
	x = a.TextFit(x, 0, w-x-2, name, t.Name, ell)
	rows := in.words(rowsEnd - x - 1)
	noteEnd := end
	if rows != "" {
		noteEnd -= 1 + grid.Width(rows)
	}
	if n := grid.Width(t.Note); n > 0 && x+6 < noteEnd && (in.Framed || w >= noteFrom || x+n <= noteEnd) {
		x = a.Text(x, 0, theme.Border, in.Theme.Glyphs.Dot)
		x = a.TextFit(x, 0, noteEnd-x, theme.Muted, t.Note, ell)
	}
	if n := grid.Width(t.Right); shares && n > 0 && x+n+3 <= end {
		x = a.Text(x, 0, theme.Border, in.Theme.Glyphs.Dot)
		x = a.Text(x, 0, theme.Muted, t.Right)
	}
	if rows != "" {
		x = a.Text(x, 0, theme.Plain, " ")
		x = a.TextFit(x, 0, max(rowsEnd-x, 0), theme.Key, rows, ell)
	}
	a.Text(x, 0, theme.Plain, " ")
	if n := grid.Width(t.Right); !shares && n > 0 && x+n+5 <= w {
		a.Text(w-n-3, 0, theme.Muted, " "+t.Right+" ")
	}
}

// Window is the part of a list of rows that is on show.
type Window struct{ First, Last, Overflow int }

// Scrolled picks which of n rows show in h lines when the reader asked to begin
// at row first.
func Scrolled(first, n, h int) Window {
	overflow := max(n-max(h, 0), 0)
	first = min(max(first, 0), overflow)
	return Window{First: first, Last: min(n, first+max(h, 0)), Overflow: overflow}
}

// scrollMark tells on the pane's edge which of its n rows are on show, when
// they are not all.
func scrollMark(a grid.Area, in Input, win Window, n int) {
	if win.Overflow == 0 || a.W() < 24 || !in.Framed && a.W() < bothFrom && in.words(0) != "" {
		return
	}
	buf := make([]byte, 0, 24)
	buf = append(buf, ' ')
	buf = strconv.AppendInt(buf, int64(win.First+1), 10)
	buf = append(buf, '-')
	buf = strconv.AppendInt(buf, int64(win.Last), 10)
	buf = append(buf, " of "...)
	buf = strconv.AppendInt(buf, int64(n), 10)
	buf = append(buf, ' ')
	y := 0
	if in.Framed {
		y = a.H() - 1
	}
	a.Bytes(a.W()-2-len(buf), y, theme.Muted, buf)
}
