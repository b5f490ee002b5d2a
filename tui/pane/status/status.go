// Package status is the desk's last line: whether the data is alive, and which
// keys apply now.
package status

import (
	"slices"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Hint is a key and what it does. Where there is no room for all, those of the
// highest rank leave first.
type Hint struct {
	Key, Does string
	Rank      int
}

// fullNamesFrom is the width from which venues are written out.
const fullNamesFrom = 110

// Draw draws the line.
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
	room := a.W()/2 - 1
	if a.W() < 60 {
		room = a.W() * 2 / 3
	}
	hints, used := fitting(hints, room)
	x := a.W() - used
	for _, h := range hints {
		x = a.Text(x, 0, theme.Key, h.Key)
		x = a.Text(x+1, 0, theme.Hint, h.Does) + hintGap
	}
	return a.W() - used
}

// hintGap is the blank after a hint.
const hintGap = 2

// fitting drops hints until the rest fits into room cells, which it returns.
func fitting(hints []Hint, room int) ([]Hint, int) {
	for {
		used, worst := 0, 0
		for i, h := range hints {
			used += grid.Width(h.Key) + 1 + grid.Width(h.Does) + hintGap
			if h.Rank >= hints[worst].Rank {
				worst = i
			}
		}
		if used <= room || len(hints) == 0 {
			return hints, used
		}
		hints = slices.Delete(hints, worst, worst+1)
	}
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
		if _, ok := v.AgeMs.Value(); ok && (fullNames || v.State == model.LinkStale) {
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

// oldest names the coin whose price is the oldest, once that is worth saying: ten
// seconds without a word is silence for a busy coin (analytics §11).
func oldest(s *model.Snapshot) pane.Segment {
	const worthSaying = 10_000
	worst, age := "", 0.0
	for i := range s.Assets {
		if ms, ok := s.Assets[i].AgeMs.Value(); ok && ms > age {
			worst, age = string(s.Assets[i].Asset), ms
		}
	}
	if age < worthSaying {
		return pane.Segment{}
	}
	return pane.Segment{Text: "oldest " + worst + " " + pane.Age(model.Known(age)), Style: theme.Warn, Rank: 4}
}
