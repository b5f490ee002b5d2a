package rotation

import (
	"cmp"
	"math"
	"slices"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// The table stands beneath the graph from this inner size on, and takes at most
// two fifths of it; what has no room there is scrolled to.
const (
	tableFromW = 44
	tableFromH = 18
)

// row is one line of the table.
type row struct {
	subject
	at    model.TailPoint
	known bool

	heading, velocity model.Num
}

// hasTable tells whether there is room for the table inside the pane.
func hasTable(inner grid.Area) bool { return inner.W() >= tableFromW && inner.H() >= tableFromH }

// withTable draws the table at the foot of the pane, and returns what is left for
// the graph and how many rows there are beyond those on show.
func withTable(a, inner grid.Area, in pane.Input, rows []row) (rest grid.Area, overflow int) {
	high := max(min(len(rows), (inner.H()-1)*2/5), 1)
	top := inner.H() - high - 1
	foot := inner.Sub(0, top, inner.W(), high+1)
	drawTableHead(foot.Row(0), in)
	win := in.Rows(a, foot, pane.List{
		Top: 1, N: len(rows),
		Key:  func(i int) string { return rows[i].key },
		Draw: func(line grid.Area, i int) { drawTableRow(line, in, &rows[i]) },
	})
	return inner.Sub(0, 0, inner.W(), top), win.Overflow
}

// orders are the columns the table can be ordered by.
var orders = []pane.Order[row]{
	{Head: "ratio", Of: func(r row) model.Num { return known(r.at[0], r.known) }},
	{Head: "momentum", Of: func(r row) model.Num { return known(r.at[1], r.known) }},
	{Head: "degrees", Of: func(r row) model.Num { return whole(r.heading) }},
	{Head: "velocity", Of: func(r row) model.Num { return r.velocity }},
	{Head: "name", Words: func(r row) string { return r.key }},
}

func known(v float64, ok bool) model.Num {
	if !ok {
		return model.Unknown("")
	}
	return model.Known(v)
}

// quadrantOrder is the order of the quadrants: clockwise from where a sector
// wants to be.
var quadrantOrder = []model.Quadrant{model.Leading, model.Improving, model.Weakening, model.Lagging, model.QuadrantUnknown}

// tableRows lists what the graph is about by quadrant, within it by score
// (analytics §1.5: half of each coordinate's distance from 100), the highest
// first, or as the reader ordered it.
func tableRows(in *pane.Input, list []subject) []row {
	rows := make([]row, len(list))
	for i := range list {
		rows[i] = newRow(list[i], in.Back)
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		if c := cmp.Compare(slices.Index(quadrantOrder, a.quadrant()), slices.Index(quadrantOrder, b.quadrant())); c != 0 {
			return c
		}
		return cmp.Compare(b.at[0]+b.at[1], a.at[0]+a.at[1])
	})
	return pane.Pick(in, rows, func(r row) string { return r.key + " " + r.name }, orders)
}

// newRow reads a place as it was some bars back.
func newRow(s subject, back int) row {
	r := row{subject: s, heading: s.place.Heading, velocity: s.place.Velocity}
	p := recent(s.place, 2, back)
	if len(p) > 0 {
		r.at, r.known = p[len(p)-1], true
	}
	if back > 0 {
		r.heading, r.velocity = lastStep(p)
	}
	return r
}

// lastStep is the direction and the length of the step between two points of the
// past (analytics §1.5); the snapshot tells those of the last one.
func lastStep(p []model.TailPoint) (heading, velocity model.Num) {
	if len(p) < 2 {
		return model.Unknown("no step yet"), model.Unknown("no step yet")
	}
	dx, dy := p[1][0]-p[0][0], p[1][1]-p[0][1]
	size := math.Hypot(dx, dy)
	if size < stillness {
		return model.Unknown("no step yet"), model.Known(size)
	}
	return model.Known(math.Mod(450-math.Atan2(dy, dx)*180/math.Pi, 360)), model.Known(size)
}

// stillness is the step below which a heading means nothing (analytics §1.5).
const stillness = 1e-9

func (r *row) quadrant() model.Quadrant {
	if !r.known {
		return model.QuadrantUnknown
	}
	return model.QuadrantOf(r.at[0], r.at[1])
}

// Where the table's columns begin or end; those that do not fit are left out.
const (
	quadrantAt  = 14
	ratioEnd    = 32
	momentumEnd = 42
	headingEnd  = 52
	velocityEnd = 62
	wordsAt     = 64
	ofAt        = 80
)

func drawTableHead(line grid.Area, in pane.Input) {
	line.Text(quadrantAt, 0, theme.Header, "quadrant")
	for _, h := range []struct {
		end  int
		text string
	}{{ratioEnd, "ratio"}, {momentumEnd, "momentum"}, {headingEnd, "degrees"}, {velocityEnd, "velocity"}} {
		if h.end < line.W() {
			in.Head(line, h.end, h.text)
		}
	}
	if line.W() > wordsAt+12 {
		line.Text(wordsAt, 0, theme.Header, "heading")
	}
	if in.Parts.Coins() && line.W() > ofAt+6 {
		line.Text(ofAt, 0, theme.Header, "of")
	}
}

func drawTableRow(line grid.Area, in pane.Input, r *row) {
	ell := in.Theme.Glyphs.Ellipsis
	st, name := theme.Label, r.name
	if r.child {
		st, name = theme.Muted, "· "+name
	}
	line.TextFit(0, 0, quadrantAt-1, r.ink, name, ell)
	if !r.known {
		line.TextFit(quadrantAt, 0, line.W()-quadrantAt, theme.Unknown, pane.Why(r.place.Ratio, r.place.RatioMomentum), ell)
		return
	}
	q := r.quadrant()
	line.Text(quadrantAt, 0, theme.Quadrant(q, 0), string(q))
	figure := pane.Format{Decimals: 2}
	in.Number(line, ratioEnd, 0, st, model.Known(r.at[0]), figure)
	in.Number(line, momentumEnd, 0, st, model.Known(r.at[1]), figure)
	if in.Parts.Coins() && line.W() > ofAt+6 {
		line.TextFit(ofAt, 0, line.W()-ofAt, theme.Muted, r.of, ell)
	}
	heading := whole(r.heading)
	if headingEnd < line.W() {
		in.Number(line, headingEnd, 0, st, heading, pane.Format{})
	}
	if velocityEnd < line.W() {
		in.Number(line, velocityEnd, 0, st, r.velocity, figure)
	}
	if deg, ok := heading.Value(); ok && line.W() > wordsAt+12 {
		line.Text(wordsAt, 0, theme.Muted, compass(deg))
	}
}

// whole rounds a heading to degrees below 360: north is 0.
func whole(heading model.Num) model.Num {
	deg, ok := heading.Value()
	if !ok {
		return heading
	}
	return model.Known(math.Mod(math.Round(deg), 360))
}

// compass says a heading in words: north is gaining momentum, east gaining
// strength against the benchmark.
func compass(deg float64) string {
	words := [...]string{"gaining pace", "strengthening", "gaining ground", "losing pace", "slowing", "weakening", "losing ground", "turning up"}
	return words[int(math.Round(deg/45))%len(words)]
}
