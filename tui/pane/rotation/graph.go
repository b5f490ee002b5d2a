package rotation

import (
	"math"
	"slices"
	"strconv"
	"strings"

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

// Roomy tells whether a pane of that size shows sub-sectors where it may choose.
func Roomy(w, h int) bool { return w-4 >= childrenFromW && h-2 >= childrenFromH }

// From so many coins on they are drawn as sub-sectors are, with tails half as
// long, and from throngFrom on a quarter.
const (
	crowdFrom  = 9
	throngFrom = 21
)

// item is one mark on the graph.
type item struct {
	name       string
	child      bool
	chosen     bool          // the reader brought it out
	faded      bool          // another one is brought out
	ink        grid.Style    // of the name
	tail       []chart.Point // oldest first, the head last
	developing []chart.Point
}

func (i *item) head() chart.Point { return i.tail[len(i.tail)-1] }

// graph is what is to be drawn and what is not known.
type graph struct {
	in     pane.Input
	items  []item
	step   model.Interval
	tail   int
	crowd  int      // coins to be shown, 0 where sectors are
	lacks  []string // who has no place, and why for the first
	hidden []string // whose name had no room
}

// newGraph collects what has a place. What is drawn last lies on top and finds a
// place for its name first: sectors over their parts, coins by how far they are
// from the benchmark, and what is brought out over everything.
func newGraph(in pane.Input, roomy bool, step model.Interval, tail int) *graph {
	g := &graph{in: in, step: step, tail: tail}
	list := subjects(in, step)
	if in.Parts == pane.PartsWhereRoom && !roomy {
		list = slices.DeleteFunc(list, func(s subject) bool { return s.child })
	}
	if in.Parts.Coins() {
		g.crowd = len(list)
	}
	g.items = make([]item, 0, len(list))
	for _, children := range [...]bool{true, false} {
		for i := range list {
			if list[i].child == children {
				g.add(&list[i])
			}
		}
	}
	slices.SortStableFunc(g.items, g.before)
	return g
}

// before tells which of two marks is drawn first.
func (g *graph) before(a, b item) int {
	switch {
	case a.chosen != b.chosen:
		if b.chosen {
			return -1
		}
		return 1
	case g.crowd == 0 || far(a.head()) == far(b.head()):
		return 0
	case far(a.head()) < far(b.head()):
		return -1
	default:
		return 1
	}
}

// far is how far a point is from the benchmark.
func far(p chart.Point) float64 { return math.Hypot(p.X-100, p.Y-100) }

func (g *graph) add(s *subject) {
	it := item{name: s.name, child: s.child || g.crowd >= crowdFrom, ink: s.ink}
	it.chosen = g.in.Highlight == s.key
	it.faded = !it.chosen && g.in.Highlight != "" || !g.in.Matches(s.key) && !g.in.Matches(s.name)
	it.tail = recent(s.place, g.length(s, &it), g.in.Back)
	if len(it.tail) == 0 {
		g.lack(s)
		return
	}
	if (!it.child || it.chosen) && g.in.Back == 0 {
		it.developing = toPoints(s.place.Developing) // of many they would crowd the graph
	}
	g.items = append(g.items, it)
}

// length is how many points of its tail a mark shows.
func (g *graph) length(s *subject, it *item) int {
	switch {
	case it.chosen:
		return g.tail
	case s.child || g.crowd >= crowdFrom && g.crowd < throngFrom:
		return max(g.tail/2, MinTail)
	case g.crowd >= throngFrom:
		return max(g.tail/4, MinTail)
	default:
		return g.tail
	}
}

// lack notes who has no place, and why the first has none.
func (g *graph) lack(s *subject) {
	why := pane.Why(s.place.Ratio, s.place.RatioMomentum)
	if why == "" {
		return
	}
	if len(g.lacks) == 0 {
		g.lacks = append(g.lacks, s.name+" "+why)
		return
	}
	g.lacks = append(g.lacks, s.name)
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
		for _, points := range [...][]chart.Point{g.items[i].tail, g.items[i].developing} {
			for _, p := range points {
				x, y = max(x, math.Abs(p.X-100)), max(y, math.Abs(p.Y-100))
			}
		}
	}
	return chart.Plane{Center: chart.Point{X: 100, Y: 100}, HalfX: chart.NiceHalf(x), HalfY: chart.NiceHalf(y), W: w, H: h}
}

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
	g.corners(a, labels)
	g.scale(a, plane, labels)
	for i := range g.items {
		g.marks(a, plane, labels, &g.items[i])
	}
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
	top := level(100 + p.HalfY)
	if w >= 50 {
		put(w-len(right)-len("ratio ")-1, cy-1, "ratio")
		top += " momentum"
	}
	put(cx+1, 0, top)
	put(cx+1, h-1, level(100-p.HalfY))
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

// marks draws where something is and where the open bar would put it. What is
// faded has the smaller mark, so that it shows without colour too.
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
