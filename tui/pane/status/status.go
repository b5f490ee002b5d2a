// Package status is the desk's last line: whether the data is alive, and which
// keys apply now.
package status

import (
	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Hint is a key and what it does.
type Hint struct{ Key, Does string }

// fullNamesFrom is the width from which venues are written out.
const fullNamesFrom = 110

// Draw draws the line. Hints that do not fit leave from the front, so that help
// and quit, which come last, stay.
func Draw(a grid.Area, in pane.Input, hints []Hint) {
	start := drawHints(a, hints)
	left := a.Sub(0, 0, max(start-2, 0), 1)
	segs := venues(in, a.W() >= fullNamesFrom)
	segs = append(segs, oldest(in.Snap), events(in))
	pane.Segments(left, in, 1, segs)
}

// drawHints writes the hints that fit into the right half and returns where
// they begin.
func drawHints(a grid.Area, hints []Hint) int {
	width := func(h Hint) int { return grid.Width(h.Key) + 1 + grid.Width(h.Does) + 2 }
	room := a.W()/2 - 1
	if a.W() < 60 {
		room = a.W() * 2 / 3
	}
	used, first := 0, len(hints)
	for first > 0 && used+width(hints[first-1]) <= room {
		first--
		used += width(hints[first])
	}
	start := a.W() - used
	x := start
	for _, h := range hints[first:] {
		x = a.Text(x, 0, theme.Key, h.Key)
		x = a.Text(x+1, 0, theme.Hint, h.Does) + 2
	}
	return start
}

// venues lists every feed with its sign, and its age where that says something.
func venues(in pane.Input, fullNames bool) []pane.Segment {
	segs := make([]pane.Segment, 0, 3*len(in.Snap.Venues)+2)
	for i := range in.Snap.Venues {
		v := &in.Snap.Venues[i]
		name := string(v.Venue)
		if !fullNames && len(name) > 3 {
			name = name[:3]
		}
		segs = append(segs,
			pane.Segment{Text: name, Style: theme.Muted, Rank: 2},
			pane.Segment{Text: " " + string(in.Theme.Glyphs.Link(v.State)), Style: theme.Link(v.State), Rank: 2, Tight: true})
		if fullNames || v.State == model.LinkStale {
			segs = append(segs, pane.Segment{Text: " " + pane.Age(v.AgeMs), Style: theme.Muted, Rank: 3, Tight: true})
		}
	}
	return segs
}

// events is how much the engine is fed.
func events(in pane.Input) pane.Segment {
	if in.Snap.EventsPerSecond <= 0 {
		return pane.Segment{}
	}
	return pane.Segment{Text: in.Count(in.Snap.EventsPerSecond) + "/s", Style: theme.Muted, Rank: 5}
}

// oldest names the input that has been silent longest, when it is not one that
// just ticked.
func oldest(s *model.Snapshot) pane.Segment {
	const worthSaying = 5_000
	worst, age := "", 0.0
	for i := range s.Venues {
		v := &s.Venues[i]
		if ms, ok := v.AgeMs.Value(); ok && v.State != model.LinkOff && ms > age {
			worst, age = string(v.Venue), ms
		}
	}
	if age < worthSaying {
		return pane.Segment{}
	}
	return pane.Segment{Text: "oldest " + worst + " " + pane.Age(model.Known(age)), Style: theme.Warn, Rank: 4}
}
