package rotation

import (
	"math"
	"slices"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
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
	points []chart.Point // behind the items' tails
	tail   int
	crowd  int      // coins to be shown, 0 where sectors are
	lacks  []string // who has no place, and why for the first
	hidden []string // whose name had no room
}

// newGraph collects what has a place. What is drawn last lies on top and finds a
// place for its name first: sectors over their parts, coins by how far they are
// from the benchmark, and what is brought out over everything.
func newGraph(in pane.Input, list []subject, roomy bool, tail int) *graph {
	g := &graph{in: in, tail: tail}
	if in.Parts.Coins() {
		g.crowd = len(list)
	}
	parts := roomy || in.Parts != pane.PartsWhereRoom
	g.items = make([]item, 0, len(list))
	g.points = make([]chart.Point, 0, len(list)*(tail+1))
	for _, children := range [...]bool{true, false} {
		for i := range list {
			if list[i].child == children && (parts || !children) {
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
	it.faded = !it.chosen && g.in.Highlight != "" || !g.in.Matches(s.key, s.name)
	it.tail = g.plot(recent(s.place, g.length(s, &it), g.in.Back))
	if len(it.tail) == 0 {
		g.lack(s)
		return
	}
	if (!it.child || it.chosen) && g.in.Back == 0 {
		it.developing = g.plot(s.place.Developing) // of many they would crowd the graph
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
func recent(r model.RotationView, n, back int) []model.TailPoint {
	if len(r.Tail) > 0 {
		end := max(len(r.Tail)-back, 1)
		return r.Tail[max(end-n, 0):end]
	}
	x, okX := r.Ratio.Value()
	y, okY := r.RatioMomentum.Value()
	if okX && okY {
		return []model.TailPoint{{x, y}}
	}
	return nil
}

// plot keeps points for the chart.
func (g *graph) plot(tail []model.TailPoint) []chart.Point {
	from := len(g.points)
	for _, p := range tail {
		g.points = append(g.points, chart.Point{X: p[0], Y: p[1]})
	}
	return g.points[from:len(g.points):len(g.points)]
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
