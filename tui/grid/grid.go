package grid

// Style selects one of the escape prefixes of a Look. Zero is plain
// text in the terminal's own colours.
type Style uint16

// selected is the bit of a Style that marks the row the reader is on.
const selected Style = 1 << 15

// cell is one place on the sheet. glyph is a rune, or the bitwise complement of
// an index into Grid.clusters for a character of several runes, or rightHalf.
type cell struct {
	glyph rune
	style Style
}

// rightHalf marks the second cell of a wide character.
const rightHalf rune = 0

// Grid is a sheet of w by h cells.
type Grid struct {
	w, h     int
	cells    []cell
	clusters []string
}

// New returns a blank sheet.
func New(w, h int) *Grid {
	g := &Grid{}
	g.Reset(w, h)
	return g
}

// Reset makes the sheet blank at a new size, reusing its memory.
func (g *Grid) Reset(w, h int) {
	g.w, g.h = max(w, 0), max(h, 0)
	n := g.w * g.h
	if cap(g.cells) < n {
		g.cells = make([]cell, n)
	}
	g.cells = g.cells[:n]
	for i := range g.cells {
		g.cells[i] = cell{glyph: ' '}
	}
	g.clusters = g.clusters[:0]
}

// Area returns the whole sheet to draw on.
func (g *Grid) Area() Area { return Area{grid: g, w: g.w, h: g.h} }

// put writes one character of the given width, which must lie inside the row.
// Half of a wide character it lands on becomes a blank.
func (g *Grid) put(x, y, width int, c cell) {
	i := y*g.w + x
	row := g.cells[y*g.w : (y+1)*g.w]
	if row[x].glyph == rightHalf && x > 0 {
		row[x-1].glyph = ' '
	}
	if end := x + width; end < g.w && row[end].glyph == rightHalf {
		row[end].glyph = ' '
	}
	g.cells[i] = c
	for k := 1; k < width; k++ {
		g.cells[i+k] = cell{glyph: rightHalf, style: c.style}
	}
}

// keep stores a character of several runes and returns its glyph.
func (g *Grid) keep(cluster string) rune {
	g.clusters = append(g.clusters, cluster)
	return ^rune(len(g.clusters) - 1)
}
