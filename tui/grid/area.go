package grid

import "strings"

// Area is a rectangle of a Grid with its own coordinates. Whatever is drawn
// outside it is dropped. It is a value; copying it is cheap.
type Area struct {
	grid *Grid
	x, y int // of the top left corner on the sheet
	w, h int
}

// W returns the width in cells.
func (a Area) W() int { return a.w }

// H returns the height in lines.
func (a Area) H() int { return a.h }

// Y returns the line of the whole sheet on which the area begins.
func (a Area) Y() int { return a.y }

// X returns the column of the whole sheet on which the area begins.
func (a Area) X() int { return a.x }

// Empty tells whether nothing can be drawn on the area.
func (a Area) Empty() bool { return a.w <= 0 || a.h <= 0 }

// Sub returns the part of the area at (x, y), cut to what the area has.
func (a Area) Sub(x, y, w, h int) Area {
	if x < 0 {
		w, x = w+x, 0
	}
	if y < 0 {
		h, y = h+y, 0
	}
	w, h = min(w, a.w-x), min(h, a.h-y)
	if w <= 0 || h <= 0 {
		return Area{grid: a.grid}
	}
	return Area{grid: a.grid, x: a.x + x, y: a.y + y, w: w, h: h}
}

// Row returns line y as an area of its own.
func (a Area) Row(y int) Area { return a.Sub(0, y, a.w, 1) }

// Set writes a single-width character.
func (a Area) Set(x, y int, st Style, r rune) {
	if x < 0 || y < 0 || x >= a.w || y >= a.h {
		return
	}
	a.grid.put(a.x+x, a.y+y, 1, cell{glyph: r, style: st})
}

// Repeat writes a single-width character n times to the right.
func (a Area) Repeat(x, y, n int, st Style, r rune) {
	for i := range n {
		a.Set(x+i, y, st, r)
	}
}

// Select marks the area as the row the reader is on.
func (a Area) Select() {
	for y := a.y; y < a.y+a.h; y++ {
		row := a.grid.cells[y*a.grid.w+a.x : y*a.grid.w+a.x+a.w]
		for i := range row {
			row[i].style |= selected
		}
	}
}

// Clear blanks the area.
func (a Area) Clear() {
	for y := range a.h {
		a.Repeat(0, y, a.w, 0, ' ')
	}
}

// Text writes s at (x, y) and returns the column after it, also where the text
// ran over the edge and was cut: writing on from there is harmless. Control
// characters are dropped.
func (a Area) Text(x, y int, st Style, s string) int {
	for len(s) > 0 {
		r, width, size := next(s)
		if width > 0 {
			a.write(x, y, width, st, s[:size], r)
			x += width
		}
		s = s[size:]
	}
	return x
}

// Bytes is Text for a number just formatted into a buffer. It takes ASCII and
// single runes only.
func (a Area) Bytes(x, y int, st Style, b []byte) int {
	for _, r := range string(b) {
		a.Set(x, y, st, r)
		x++
	}
	return x
}

// write puts one character that takes width cells, or blanks where only half
// of it fits.
func (a Area) write(x, y, width int, st Style, cluster string, r rune) {
	if y < 0 || y >= a.h || x+width <= 0 || x >= a.w {
		return
	}
	if x < 0 || x+width > a.w {
		a.Repeat(x, y, width, st, ' ')
		return
	}
	if r < 0 {
		r = a.grid.keep(strings.Clone(cluster))
	}
	a.grid.put(a.x+x, a.y+y, width, cell{glyph: r, style: st})
}

// TextRight writes s so that it ends before column end.
func (a Area) TextRight(end, y int, st Style, s string) {
	a.Text(end-Width(s), y, st, s)
}

// TextFit writes s into w cells, cut with the ellipsis where it is longer, and
// returns the column after what was written.
func (a Area) TextFit(x, y, w int, st Style, s, ellipsis string) int {
	part := a.Sub(x, y, w, 1)
	if x < 0 || part.Empty() {
		return x
	}
	if Width(s) <= w {
		return x + part.Text(0, 0, st, s)
	}
	room := w - Width(ellipsis)
	if room <= 0 {
		return x + min(part.Text(0, 0, st, s), w)
	}
	at := part.Sub(0, 0, room, 1).Text(0, 0, st, Cut(s, room))
	return x + part.Text(at, 0, st, ellipsis)
}
