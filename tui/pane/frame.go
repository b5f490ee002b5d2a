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
	Right string // at the right end
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
	if !in.Framed {
		return a.Sub(0, 1, w, h-1)
	}
	if h < 2 || w < 4 {
		return a.Sub(0, 1, w, h-1)
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
	return a.Sub(2, 1, w-4, h-2)
}

// noteFrom is the width from which an unframed title carries its note whatever
// its length.
const noteFrom = 60

// fits tells whether the whole note has room behind column x of an edge of w
// cells, and a scroll mark where there can be one.
func (t Title) fits(x, w int) bool { return t.Fixed || x+grid.Width(t.Note)+18 <= w }

// drawTitle writes the title over the upper edge; the right end yields first.
func drawTitle(a grid.Area, in Input, t Title) {
	name := theme.Title
	if in.Focused {
		name = theme.TitleFocused
	}
	w := a.W()
	x := a.Text(1, 0, theme.Plain, " ")
	ell := in.Theme.Glyphs.Ellipsis
	x = a.TextFit(x, 0, w-x-2, name, t.Name, ell)
	// Without a frame the scroll mark stands up here too: a narrow title rule has
	// no room for both, and half a figure misleads.
	if t.Note != "" && x+6 < w && (in.Framed || w >= noteFrom || t.fits(x, w)) {
		x = a.Text(x, 0, theme.Border, in.Theme.Glyphs.Dot)
		x = a.TextFit(x, 0, w-x-2, theme.Muted, t.Note, ell)
	}
	if in.Filter != "" && x+4 < w {
		x = a.Text(x, 0, theme.Plain, " ")
		x = a.TextFit(x, 0, w-x-2, theme.Key, "/"+in.Filter, ell)
	}
	a.Text(x, 0, theme.Plain, " ")
	if n := grid.Width(t.Right); n > 0 && x+n+5 <= w {
		at := w - n - 3
		a.Text(at, 0, theme.Plain, " ")
		a.Text(at+1, 0, theme.Muted, t.Right)
		a.Text(at+1+n, 0, theme.Plain, " ")
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

// ScrollMark tells on the pane's edge which of its n rows are on show, when
// they are not all.
func ScrollMark(a grid.Area, in Input, win Window, n int) {
	if win.Overflow == 0 || a.W() < 24 {
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
