// Package rotation is the pane with the rotation graph: every sector, or every
// coin, a head and a fading tail around the benchmark at (100, 100).
package rotation

import (
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
)

// DefaultTail is how many points a tail has until the reader changes it
// (analytics §1.5); MinTail and MaxTail are how far that goes.
const (
	DefaultTail = 8
	MinTail     = 2
	MaxTail     = 30
)

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	step, tail := timeframe(in), tailLength(in)
	list := subjects(in, step)
	g := newGraph(in, list, Roomy(a.W(), a.H()), tail)
	tabled := hasTable(pane.Inner(a, in))
	var rows []row
	if tabled {
		rows = tableRows(&in, list)
	}
	inner := pane.Frame(a, in, pane.Title{Name: name(in), Note: note(in, step, tail), Fixed: !tabled})
	if len(g.items) == 0 {
		pane.Wait(inner, in, missing(in, list, step))
		return 0
	}
	if !tabled {
		g.draw(inner)
		return 0
	}
	rest, overflow := withTable(a, inner, in, rows)
	g.draw(rest)
	return overflow
}

// name says what stands on the graph.
func name(in pane.Input) string {
	switch in.Parts {
	case pane.PartsMembers:
		if v := Group(in.Snap, in.Group); v != nil {
			return "Members of " + shortName(v)
		}
		return "Members"
	case pane.PartsCoins:
		return "All members"
	default:
		return "Rotation"
	}
}

func note(in pane.Input, step model.Interval, tail int) string {
	if step <= 0 {
		return ""
	}
	dot := in.Theme.Glyphs.Dot
	text := step.String() + dot + "tail " + strconv.Itoa(tail)
	if in.Back > 0 {
		text += dot + plural(in.Back, "bar") + " ago"
	}
	if in.Highlight != "" {
		text += dot + in.Highlight
	}
	return text
}

// timeframe returns the bar length the graph stands on.
func timeframe(in pane.Input) model.Interval {
	if in.Timeframe > 0 {
		return in.Timeframe
	}
	return in.Snap.Timeframe
}

func tailLength(in pane.Input) int {
	if in.Tail == 0 {
		return DefaultTail
	}
	return min(max(in.Tail, MinTail), MaxTail)
}

// Timeframes lists the bar lengths a snapshot has a graph for.
func Timeframes(s *model.Snapshot) []model.Interval {
	for i := range s.Sectors {
		if n := len(s.Sectors[i].Rotations); n > 0 {
			steps := make([]model.Interval, n)
			for k := range steps {
				steps[k] = s.Sectors[i].Rotations[k].Timeframe
			}
			return steps
		}
	}
	return nil
}

// view returns a sector's place at a bar length, and whether it has one. A
// snapshot without a graph for every timeframe has one for its own.
func view(v *model.SectorView, step model.Interval) (model.RotationView, bool) {
	for i := range v.Rotations {
		if v.Rotations[i].Timeframe == step {
			return v.Rotations[i], true
		}
	}
	if len(v.Rotations) > 0 {
		return model.RotationView{}, false
	}
	return model.RotationView{Timeframe: step, Ratio: v.Ratio, RatioMomentum: v.RatioMomentum, Tail: v.Tail}, true
}

// missing says what the graph waits for, in the words of the first that has no
// place.
func missing(in pane.Input, list []subject, step model.Interval) string {
	for i := range in.Snap.Sectors {
		if _, ok := view(&in.Snap.Sectors[i], step); !ok {
			return "no rotation on " + step.String() + " bars: t changes the timeframe"
		}
	}
	for i := range list {
		if why := pane.Why(list[i].place.Ratio, list[i].place.RatioMomentum); why != "" && !in.Parts.Coins() {
			return "rotation " + why
		} else if why != "" {
			return list[i].name + " " + why
		}
	}
	if v := Group(in.Snap, in.Group); in.Parts == pane.PartsMembers && v != nil && len(list) == 0 {
		return "no venue lists a member of " + v.Sector
	}
	return "waiting for the first rotation point"
}
