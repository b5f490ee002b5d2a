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

// The table stands beneath the graph where that leaves the graph its size.
const (
	tableFromW = 64
	graphLeast = 20
)

// row is one line of the table.
type row struct {
	sector *model.SectorView
	place  model.RotationView
	at     model.TailPoint
	known  bool
}

// withTable draws the table at the foot of an area, where there is room, and
// returns what is left for the graph.
func withTable(a grid.Area, in pane.Input, step model.Interval) grid.Area {
	rows := tableRows(in, step)
	if a.W() < tableFromW || a.H()-len(rows)-1 < graphLeast {
		return a
	}
	top := a.H() - len(rows) - 1
	drawTableHead(a.Row(top), in)
	for i := range rows {
		drawTableRow(a.Row(top+1+i), in, &rows[i])
	}
	return a.Sub(0, 0, a.W(), top)
}

// tableOrder is the order of the quadrants: clockwise from where a sector wants
// to be.
var tableOrder = []model.Quadrant{model.Leading, model.Improving, model.Weakening, model.Lagging, model.QuadrantUnknown}

// tableRows lists the sectors by quadrant, within it by score (analytics §1.5:
// half of each coordinate's distance from 100), the highest first.
func tableRows(in pane.Input, step model.Interval) []row {
	rows := make([]row, 0, len(in.Snap.Sectors))
	for i := range in.Snap.Sectors {
		v := &in.Snap.Sectors[i]
		if v.Parent != "" && in.Parts == pane.PartsNever {
			continue
		}
		r := row{sector: v}
		r.place, _ = view(v, step)
		if n := len(r.place.Tail); n > 0 {
			r.at, r.known = r.place.Tail[max(n-1-in.Back, 0)], true
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		if c := cmp.Compare(slices.Index(tableOrder, a.quadrant()), slices.Index(tableOrder, b.quadrant())); c != 0 {
			return c
		}
		return cmp.Compare(b.at[0]+b.at[1], a.at[0]+a.at[1])
	})
	return rows
}

func (r *row) quadrant() model.Quadrant {
	if !r.known {
		return model.QuadrantUnknown
	}
	return model.QuadrantOf(r.at[0], r.at[1])
}

// Ends of the table's columns.
const (
	quadrantAt  = 14
	ratioEnd    = 34
	momentumEnd = 44
	headingEnd  = 54
	velocityEnd = 64
)

func drawTableHead(line grid.Area, in pane.Input) {
	line.Text(quadrantAt, 0, theme.Header, "quadrant")
	for _, h := range []struct {
		end  int
		text string
	}{{ratioEnd, "ratio"}, {momentumEnd, "momentum"}, {headingEnd, "heading °"}, {velocityEnd, "velocity"}} {
		line.TextRight(h.end, 0, theme.Header, h.text)
	}
}

func drawTableRow(line grid.Area, in pane.Input, r *row) {
	st := theme.Label
	if r.sector.Parent != "" {
		st = theme.Muted
	}
	name := shortName(r.sector)
	if r.sector.Parent != "" {
		name = "· " + name
	}
	line.TextFit(0, 0, quadrantAt-1, pane.SectorStyle(in.Snap, r.sector.Sector, st), name, in.Theme.Glyphs.Ellipsis)
	if !r.known {
		line.TextFit(quadrantAt, 0, line.W()-quadrantAt, theme.Unknown, pane.Why(r.place.Ratio, r.place.RatioMomentum), in.Theme.Glyphs.Ellipsis)
		return
	}
	q := r.quadrant()
	line.Text(quadrantAt, 0, theme.Quadrant(q, 0), string(q))
	figure := pane.Format{Decimals: 2}
	in.Number(line, ratioEnd, 0, st, model.Known(r.at[0]), figure)
	in.Number(line, momentumEnd, 0, st, model.Known(r.at[1]), figure)
	if in.Back > 0 {
		return // the snapshot tells how it moves now
	}
	heading := r.place.Heading
	in.Number(line, headingEnd, 0, st, heading, pane.Format{})
	in.Number(line, velocityEnd, 0, st, r.place.Velocity, figure)
	if deg, ok := heading.Value(); ok && line.W() > velocityEnd+14 {
		line.Text(velocityEnd+2, 0, theme.Muted, compass(deg))
	}
}

// compass says a heading in words: north is gaining momentum, east gaining
// strength against the benchmark.
func compass(deg float64) string {
	words := [...]string{"gaining pace", "strengthening", "gaining ground", "losing pace", "slowing", "weakening", "losing ground", "turning up"}
	return words[int(math.Round(deg/45))%len(words)]
}
