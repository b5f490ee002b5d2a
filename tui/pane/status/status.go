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

// Bar is what the desk itself adds to a snapshot.
type Bar struct {
	View  string // the name of the view on show
	Notes []Note // of tapes
	Hints []Hint
}

// Note is a word on something that goes on beside the data.
type Note struct {
	Text  string
	Alarm bool // it deserves a look
}

// Draw draws the line.
func Draw(a grid.Area, in pane.Input, bar Bar) {
	start := drawHints(a, bar.Hints, noteWidth(bar.Notes))
	left := a.Sub(0, 0, max(start-2, 0), 1)
	segs := make([]pane.Segment, 0, 3*len(in.Snap.Venues)+4)
	segs = append(segs, pane.Segment{Text: bar.View, Style: theme.Strong, Rank: 5})
	notes := shortened(bar.Notes, left.W()-2, in.Theme.Glyphs.Ellipsis)
	for _, n := range notes {
		style := theme.Label
		if n.Alarm {
			style = theme.Warn
		}
		segs = append(segs, pane.Segment{Text: n.Text, Style: style, Rank: 1})
	}
	old := oldest(in.Snap)
	name := grid.Width(bar.View) + noteGap
	segs = append(segs, venues(in, left.W()-3-name-noteWidth(notes)-grid.Width(old.Text), name)...)
	segs = append(segs, old, events(in))
	pane.Segments(left, in, 1, segs)
}

// noteGap is the blank after a note, and after the view's name.
const noteGap = 2

// noteWidth is what notes take beside one another.
func noteWidth(notes []Note) (w int) {
	for _, n := range notes {
		w += grid.Width(n.Text) + noteGap
	}
	return w
}

// shortened cuts the longest note where all of them have no room beside one
// another: half a word on a tape is better than none.
func shortened(notes []Note, room int, ellipsis string) []Note {
	longest, used := -1, noteWidth(notes)
	for i := range notes {
		if longest < 0 || grid.Width(notes[i].Text) > grid.Width(notes[longest].Text) {
			longest = i
		}
	}
	if longest < 0 || used <= room {
		return notes
	}
	notes = slices.Clone(notes)
	text := &notes[longest].Text
	*text = grid.Cut(*text, max(grid.Width(*text)-(used-room)-grid.Width(ellipsis), 0)) + ellipsis
	return notes
}

// drawHints writes the hints that fit into the right half, or into a quarter where
// notes need the rest, and returns where they begin.
func drawHints(a grid.Area, hints []Hint, notes int) int {
	room := a.W()/2 - 1
	if a.W() < 60 {
		room = a.W() * 2 / 3
	}
	if notes > 0 {
		room = min(room, max(a.W()-notes-noteGap, a.W()/4))
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

// events is how much the engine is fed.
func events(in pane.Input) pane.Segment {
	if in.Snap.EventsPerSecond <= 0 {
		return pane.Segment{}
	}
	return pane.Segment{Text: in.Count(in.Snap.EventsPerSecond) + " events/s", Style: theme.Muted, Rank: 5}
}

// oldest names the oldest input, once that is worth saying: a coin whose price
// is silent for ten seconds (analytics §11), else a slow series whose source
// does not answer when it should.
func oldest(s *model.Snapshot) pane.Segment {
	const worthSaying = 10_000
	worst, age := "", 0.0
	for i := range s.Assets {
		if ms, ok := s.Assets[i].AgeMs.Value(); ok && ms > age {
			worst, age = string(s.Assets[i].Asset), ms
		}
	}
	if age < worthSaying {
		worst, age = oldestSeries(s)
	}
	if worst == "" {
		return pane.Segment{}
	}
	return pane.Segment{Text: "oldest " + worst + " " + pane.Age(model.Known(age)), Style: theme.Warn, Rank: 4}
}

// oldestSeries names the slow series that is the oldest of those kept from
// earlier, "" when none is.
func oldestSeries(s *model.Snapshot) (worst string, age float64) {
	for i := range s.Context {
		row := &s.Context[i]
		if ms, ok := row.AgeMs.Value(); ok && row.State == model.ContextOld && ms > age {
			worst, age = string(row.Series), ms
		}
	}
	return worst, age
}
