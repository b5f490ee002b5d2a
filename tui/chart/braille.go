package chart

import "eddy/tui/grid"

// Dots is a canvas of 2 by 4 dots a cell. A cell shows all its dots in one
// style, that of the dot set last.
type Dots struct {
	w, h int // in cells
	mask []uint8
	ink  []grid.Style
}

// NewDots returns an empty canvas of w by h cells.
func NewDots(w, h int) *Dots {
	w, h = max(w, 0), max(h, 0)
	return &Dots{w: w, h: h, mask: make([]uint8, w*h), ink: make([]grid.Style, w*h)}
}

// dotBits are the braille dots of a cell by row and column: Unicode numbers
// them down the left column, down the right one, and adds the bottom row last.
var dotBits = [4][2]uint8{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

// Set puts one dot. Dots outside the canvas are dropped.
func (d *Dots) Set(x, y int, ink grid.Style) {
	if x < 0 || y < 0 || x >= 2*d.w || y >= 4*d.h {
		return
	}
	i := y/4*d.w + x/2
	d.mask[i] |= dotBits[y%4][x%2]
	d.ink[i] = ink
}

// Line puts the dots of a straight line, both ends included (Bresenham).
func (d *Dots) Line(x0, y0, x1, y1 int, ink grid.Style) { d.Dotted(x0, y0, x1, y1, 1, ink) }

// Dotted puts every n-th dot of a straight line.
func (d *Dots) Dotted(x0, y0, x1, y1, n int, ink grid.Style) {
	dx, dy := abs(x1-x0), -abs(y1-y0)
	sx, sy := direction(x0, x1), direction(y0, y1)
	gap := dx + dy
	for i := 0; ; i++ {
		if i%max(n, 1) == 0 {
			d.Set(x0, y0, ink)
		}
		if x0 == x1 && y0 == y1 {
			return
		}
		twice := 2 * gap
		if twice >= dy {
			gap += dy
			x0 += sx
		}
		if twice <= dx {
			gap += dx
			y0 += sy
		}
	}
}

// Marked tells whether a cell holds any dot.
func (d *Dots) Marked(x, y int) bool {
	return x >= 0 && y >= 0 && x < d.w && y < d.h && d.mask[y*d.w+x] != 0
}

// Form is what a cell's dots are drawn with.
type Form uint8

// The forms: braille has every dot, blocks a quarter of a cell at least, ASCII
// tells the upper from the lower half.
const (
	Braille Form = iota
	Blocks
	ASCII
)

// Draw puts the dots on an area, leaving cells without dots as they are.
func (d *Dots) Draw(a grid.Area, form Form) {
	for y := range d.h {
		for x := range d.w {
			i := y*d.w + x
			if d.mask[i] != 0 {
				a.Set(x, y, d.ink[i], form.rune(d.mask[i]))
			}
		}
	}
}

func (f Form) rune(mask uint8) rune {
	switch f {
	case Braille:
		return rune(0x2800) + rune(mask)
	case Blocks:
		return blockDots(mask)
	default:
		return asciiDots(mask)
	}
}

// quarters are the block characters by which quarters of the cell are full:
// upper left 1, upper right 2, lower left 4, lower right 8.
var quarters = [16]rune{' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'}

// blockDots draws a cell's dots by quarters.
func blockDots(mask uint8) rune {
	q := 0
	for i, dots := range [4]uint8{0x01 | 0x02, 0x08 | 0x10, 0x04 | 0x40, 0x20 | 0x80} {
		if mask&dots != 0 {
			q |= 1 << i
		}
	}
	return quarters[q]
}

// asciiDots draws a cell's dots without braille.
func asciiDots(mask uint8) rune {
	const upper, lower = 0x01 | 0x08 | 0x02 | 0x10, 0x04 | 0x20 | 0x40 | 0x80
	switch {
	case mask&upper != 0 && mask&lower != 0:
		return ':'
	case mask&upper != 0:
		return '\''
	default:
		return '.'
	}
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}

func direction(from, to int) int {
	switch {
	case from < to:
		return 1
	case from > to:
		return -1
	default:
		return 0
	}
}
