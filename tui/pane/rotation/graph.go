package rotation

import (
	"math"
	"strconv"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// From this inner size on there is room for the sub-sectors too.
const (
	childrenFromW = 56
	childrenFromH = 18
)

// item is one sector on the graph.
type item struct {
	name       string
	child      bool
	faded      bool          // another one is brought out
	ink        grid.Style    // of the name
	tail       []chart.Point // oldest first, the head last
	developing []chart.Point
}

func (i *item) head() chart.Point { return i.tail[len(i.tail)-1] }

// graph is what is to be drawn and what is not known.
type graph struct {
	in    pane.Input
	items []item
	lacks string // the first sector without a place, and why
}

// newGraph collects the sectors that have a place. Sub-sectors come first so
// that the sectors are drawn over them.
func newGraph(in pane.Input, a grid.Area, step model.Interval, tail int) *graph {
	g := &graph{in: in, items: make([]item, 0, len(in.Snap.Sectors))}
	if in.Parts == pane.PartsAlways || in.Parts == pane.PartsWhereRoom && a.W()-4 >= childrenFromW && a.H()-2 >= childrenFromH {
		g.collect(true, step, max(tail/2, MinTail))
	}
	g.collect(false, step, tail)
	return g
}

func (g *graph) collect(children bool, step model.Interval, tail int) {
	for i := range g.in.Snap.Sectors {
		v := &g.in.Snap.Sectors[i]
		if (v.Parent != "") != children {
			continue
		}
		r, _ := view(v, step)
		points := recent(r, tail, g.in.Back)
		if len(points) == 0 {
			if why := pane.Why(r.Ratio, r.RatioMomentum); why != "" && g.lacks == "" {
				g.lacks = shortName(v) + " " + why
			}
			continue
		}
		g.items = append(g.items, item{
			name: shortName(v), child: children, ink: pane.SectorStyle(g.in.Snap, v.Sector, theme.Muted),
			tail: points, developing: g.developing(r, children), faded: g.in.Highlight != "" && g.in.Highlight != v.Sector,
		})
	}
}

func shortName(v *model.SectorView) string {
	if v.Short != "" {
		return v.Short
	}
	return v.Sector
}

// recent returns the last n points of a tail as it was some bars back; a place
// without a tail is a tail of one.
func recent(r model.RotationView, n, back int) []chart.Point {
	if len(r.Tail) > 0 {
		end := max(len(r.Tail)-back, 1)
		return toPoints(r.Tail[max(end-n, 0):end])
	}
	x, okX := r.Ratio.Value()
	y, okY := r.RatioMomentum.Value()
	if okX && okY {
		return []chart.Point{{X: x, Y: y}}
	}
	return nil
}

// developing is where the open bar would put a sector. Sub-sectors go without:
// their marks would crowd the graph; so does the past.
func (g *graph) developing(r model.RotationView, child bool) []chart.Point {
	if child || g.in.Back > 0 {
		return nil
	}
	return toPoints(r.Developing)
}

func toPoints(tail []model.TailPoint) []chart.Point {
	points := make([]chart.Point, len(tail))
	for i, p := range tail {
		points[i] = chart.Point{X: p[0], Y: p[1]}
	}
	return points
}

// plane returns the window that holds every point.
func (g *graph) plane(w, h int) chart.Plane {
	var x, y float64
	for i := range g.items {
		for _, p := range g.items[i].tail {
			x, y = max(x, math.Abs(p.X-100)), max(y, math.Abs(p.Y-100))
		}
		for _, p := range g.items[i].developing {
			x, y = max(x, math.Abs(p.X-100)), max(y, math.Abs(p.Y-100))
		}
	}
	return chart.Plane{Center: chart.Point{X: 100, Y: 100}, HalfX: chart.NiceHalf(x), HalfY: chart.NiceHalf(y), W: w, H: h}
}

// draw draws axes, tails, heads and names, in this order.
func (g *graph) draw(a grid.Area) {
	if a.Empty() {
		return
	}
	if g.lacks != "" && a.H() > 6 {
		pane.Note(a, g.in, a.H()-1, g.lacks)
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
		g.tail(dots, plane, &g.items[i])
	}
	dots.Draw(a, g.in.Theme.Glyphs.Dots)
	g.corners(a, labels)
	g.scale(a, plane, labels)
	for i := range g.items {
		g.marks(a, plane, labels, &g.items[i])
	}
	// Sectors choose their place before their parts do.
	for i := len(g.items) - 1; i >= 0; i-- {
		g.label(a, plane, labels, &g.items[i])
	}
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

// corners writes the quadrants' names.
func (g *graph) corners(a grid.Area, labels *chart.Labels) {
	w, h := a.W(), a.H()
	corner := func(q model.Quadrant, right, bottom bool) {
		name := string(q)
		x, y := 0, 0
		if right {
			x = w - len(name)
		}
		if bottom {
			y = h - 1
		}
		a.Text(x, y, theme.Quadrant(q, 2), name)
		labels.Take(x-1, y, len(name)+2)
	}
	corner(model.Improving, false, false)
	corner(model.Leading, true, false)
	corner(model.Lagging, false, true)
	corner(model.Weakening, true, true)
}

// scale writes where the axes end, in the numbers' own unit.
func (g *graph) scale(a grid.Area, p chart.Plane, labels *chart.Labels) {
	w, h := a.W(), a.H()
	cx, cy := p.Cell(p.Center)
	if w < 32 || h < 9 {
		return
	}
	put := func(x, y int, text string) {
		a.Text(x, y, theme.Header, text)
		labels.Take(x, y, len(text))
	}
	left, right := level(100-p.HalfX), level(100+p.HalfX)
	put(0, cy, left)
	put(w-len(right), cy, right)
	put(cx+1, 0, level(100+p.HalfY))
	put(cx+1, h-1, level(100-p.HalfY))
	if w >= 50 {
		put(w-len(right)-len("ratio ")-1, cy-1, "ratio")
		put(cx+2+len(level(100+p.HalfY)), 0, "momentum")
	}
}

func level(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// tail draws a path, fading with age, in the colour of the quadrant it passes.
func (g *graph) tail(d *chart.Dots, p chart.Plane, it *item) {
	n := len(it.tail)
	p.Tail(d, it.tail, func(i int) grid.Style {
		age := (n - 1 - i) * theme.Fades / n
		switch {
		case it.faded:
			age = theme.Fades - 1
		case it.child:
			age = max(age, 2)
		}
		return theme.Quadrant(quadrant(it.tail[i]), age)
	})
}

func quadrant(p chart.Point) model.Quadrant { return model.QuadrantOf(p.X, p.Y) }

// marks draws where a sector is and where the open bar would put it.
func (g *graph) marks(a grid.Area, p chart.Plane, labels *chart.Labels, it *item) {
	gl := g.in.Theme.Glyphs
	x, y := p.Cell(it.head())
	for _, d := range it.developing {
		if dx, dy := p.Cell(d); dx != x || dy != y {
			a.Set(dx, dy, theme.Quadrant(quadrant(d), 1), gl.Developing)
			labels.Take(dx, dy, 1)
		}
	}
	mark, age := gl.Head, 0
	if it.child {
		mark, age = gl.ChildHead, 1
	}
	if it.faded {
		age = theme.Fades - 1
	}
	a.Set(x, y, theme.Quadrant(quadrant(it.head()), age), mark)
	labels.Take(x, y, 1)
}

// label writes a sector's name beside its head.
func (g *graph) label(a grid.Area, p chart.Plane, labels *chart.Labels, it *item) {
	x, y := p.Cell(it.head())
	if lx, ly, ok := labels.Place(x, y, grid.Width(it.name)); ok {
		ink := it.ink
		if it.faded {
			ink = theme.Stale
		}
		a.Text(lx, ly, ink, it.name)
	}
}
