package rotation

import (
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// draw draws axes, tails, heads and names, in this order, and beneath them who
// could not be shown.
func (g *graph) draw(a grid.Area) {
	if a.Empty() {
		return
	}
	foot := grid.Area{}
	if (len(g.lacks) > 0 || g.crowd >= crowdFrom) && a.H() > 6 {
		foot = a.Row(a.H() - 1)
		a = a.Sub(0, 0, a.W(), a.H()-1)
	}
	plane := g.plane(a.W(), a.H())
	dots := chart.NewDots(a.W(), a.H())
	labels := chart.NewLabels(a.W(), a.H(), dots.Marked)
	g.axes(a, plane)
	for i := range g.items {
		for _, open := range g.items[i].developing {
			plane.Link(dots, g.items[i].head(), open, theme.Quadrant(quadrant(open), theme.Fades-1))
		}
		g.drawTail(dots, plane, &g.items[i])
	}
	dots.Draw(a, g.in.Theme.Glyphs.Dots)
	for i := range g.items {
		g.open(a, plane, labels, &g.items[i])
	}
	for i := range g.items {
		g.mark(a, plane, labels, &g.items[i])
	}
	g.corners(a, labels)
	g.scale(a, plane, labels)
	for i := len(g.items) - 1; i >= 0; i-- {
		g.label(a, plane, labels, &g.items[i])
	}
	pane.Note(foot, g.in, 0, g.remark(foot.W()))
}

// remark says who has no place or no name on the graph: each by name where that
// fits into w cells, else how many.
func (g *graph) remark(w int) string {
	var long, brief []string
	if n := len(g.lacks); n > 0 {
		text := g.lacks[0]
		if n > 1 {
			text += "; no place either: " + strings.Join(g.lacks[1:], ", ")
		}
		long, brief = append(long, text), append(brief, strconv.Itoa(n)+" without a place")
	}
	if n := len(g.hidden); n > 0 {
		long = append(long, "no room for "+plural(n, "name")+": "+strings.Join(g.hidden, ", "))
		brief = append(brief, "no room for "+plural(n, "name"))
	}
	dot := g.in.Theme.Glyphs.Dot
	if text := strings.Join(long, dot); grid.Width(text) <= w || len(g.hidden) == 0 {
		return text
	}
	return strings.Join(brief, dot)
}

// plural writes "1 name", "2 names".
func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

// axes draws the lines through 100.
func (g *graph) axes(a grid.Area, p chart.Plane) {
	gl := g.in.Theme.Glyphs
	cx, cy := p.Cell(p.Center)
	for y := range a.H() {
		a.Set(cx, y, theme.Axis, gl.Vertical)
	}
	a.Repeat(0, cy, a.W(), theme.Axis, gl.Horizontal)
	a.Set(cx, cy, theme.Axis, gl.Cross)
}

// corners writes the quadrants' names, away from the edge where a mark stands in
// the corner itself.
func (g *graph) corners(a grid.Area, labels *chart.Labels) {
	w, h := a.W(), a.H()
	corner := func(q model.Quadrant, right, bottom bool) {
		name := string(q)
		x, y, inwards := 0, 0, 1
		if right {
			x = w - len(name)
		}
		if bottom {
			y, inwards = h-1, -1
		}
		for range h / 2 {
			if labels.Free(x, y, len(name)) {
				a.Text(x, y, theme.Quadrant(q, 1), name)
				labels.Take(x-1, y, len(name)+2)
				return
			}
			y += inwards
		}
	}
	corner(model.Improving, false, false)
	corner(model.Leading, true, false)
	corner(model.Lagging, false, true)
	corner(model.Weakening, true, true)
}

// scale writes where the axes end, in the numbers' own unit, where no mark
// stands there.
func (g *graph) scale(a grid.Area, p chart.Plane, labels *chart.Labels) {
	w, h := a.W(), a.H()
	cx, cy := p.Cell(p.Center)
	if w < 32 || h < 9 {
		return
	}
	put := func(x, y int, text string) (fits bool) {
		if fits = labels.Free(x, y, len(text)); fits {
			a.Text(x, y, theme.Header, text)
			labels.Take(x, y, len(text))
		}
		return fits
	}
	left, right := level(100-p.HalfX), level(100+p.HalfX)
	put(0, cy, left)
	put(w-len(right), cy, right)
	put(cx+1, h-1, level(100-p.HalfY))
	top, named := level(100+p.HalfY), false
	if w >= 50 {
		at := w - len(right) - len("ratio ") - 1
		_ = put(at, cy-1, "ratio") || put(at, cy+1, "ratio") // what it is is said in the help too
		named = put(cx+1, 0, top+" momentum")
	}
	if !named {
		put(cx+1, 0, top)
	}
}

func level(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// drawTail draws a path, fading with age, in the colour of the quadrant it
// passes.
func (g *graph) drawTail(d *chart.Dots, p chart.Plane, it *item) {
	n := len(it.tail)
	p.Tail(d, it.tail, func(i int) grid.Style {
		age := (n - 1 - i) * theme.Fades / n
		switch {
		case it.faded:
			age = theme.Fades - 1
		case it.child && !it.chosen:
			age = max(age, 2)
		}
		return theme.Quadrant(quadrant(it.tail[i]), age)
	})
}

func quadrant(p chart.Point) model.Quadrant { return model.QuadrantOf(p.X, p.Y) }

// open draws where the open bar would put something.
func (g *graph) open(a grid.Area, p chart.Plane, labels *chart.Labels, it *item) {
	for _, d := range it.developing {
		x, y := p.Cell(d)
		a.Set(x, y, theme.Quadrant(quadrant(d), 1), g.in.Theme.Glyphs.Developing)
		labels.Take(x, y, 1)
	}
}

// mark draws where something is. What is faded has the smaller mark, so that it
// shows without colour too.
func (g *graph) mark(a grid.Area, p chart.Plane, labels *chart.Labels, it *item) {
	gl := g.in.Theme.Glyphs
	x, y := p.Cell(it.head())
	mark, age := gl.Head, 0
	if (it.child || it.faded) && !it.chosen {
		mark, age = gl.ChildHead, 1
	}
	if it.faded {
		age = theme.Fades - 1
	}
	a.Set(x, y, theme.Quadrant(quadrant(it.head()), age), mark)
	labels.Take(x, y, 1)
}

// label writes a name beside its head.
func (g *graph) label(a grid.Area, p chart.Plane, labels *chart.Labels, it *item) {
	x, y := p.Cell(it.head())
	lx, ly, ok := labels.Place(x, y, grid.Width(it.name))
	if !ok {
		g.hidden = append(g.hidden, it.name)
		return
	}
	ink := it.ink
	if it.faded {
		ink = theme.Stale
	}
	a.Text(lx, ly, ink, it.name)
}
