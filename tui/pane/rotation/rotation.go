// Package rotation is the pane with the rotation graph: every sector a head and
// a fading tail around the benchmark at (100, 100).
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
	g := newGraph(in, a, step, tail)
	title := pane.Title{Name: "Rotation", Note: note(in, step, tail), Fixed: true}
	inner := pane.Frame(a, in, title)
	if len(g.items) == 0 {
		pane.Wait(inner, in, missing(in.Snap, step))
		return 0
	}
	g.draw(withTable(inner, in, step))
	return 0
}

func note(in pane.Input, step model.Interval, tail int) string {
	if step <= 0 {
		return ""
	}
	dot := in.Theme.Glyphs.Dot
	text := step.String() + dot + "tail " + strconv.Itoa(tail)
	if in.Back > 0 {
		text += dot + strconv.Itoa(in.Back) + " bars ago"
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

// missing says what the graph waits for, in the words of the first sector that
// has none.
func missing(s *model.Snapshot, step model.Interval) string {
	for i := range s.Sectors {
		r, ok := view(&s.Sectors[i], step)
		if !ok {
			return "no rotation on " + step.String() + " bars: t changes the timeframe"
		}
		if why := pane.Why(r.Ratio, r.RatioMomentum); why != "" {
			return "rotation " + why
		}
	}
	return "waiting for the first rotation point"
}
