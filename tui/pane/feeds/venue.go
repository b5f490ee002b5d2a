package feeds

import (
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// columns are the places of a venue row's parts: the column after the last
// digit, 0 where there is no room.
type columns struct {
	name                     int
	state                    int
	age, rate, errors, links int
	skew                     int
	symbols, dropped, bytes  int
}

// measure finds the places in w cells, the age first and the clock's skew last.
// Sources of slow series stand in the same columns as the venues.
func measure(s *model.Snapshot, w int) columns {
	c := columns{name: 4}
	for i := range s.Venues {
		c.name = max(c.name, grid.Width(string(s.Venues[i].Venue)))
	}
	for i := range s.ContextSources {
		c.name = max(c.name, grid.Width(s.ContextSources[i].Source))
	}
	x := 2 + c.name + 1
	c.state = x
	x += len("connecting")
	for _, f := range []struct {
		at    *int
		width int
	}{{&c.age, 5}, {&c.rate, 9}, {&c.errors, 9}, {&c.links, 12}, {&c.skew, 11}, {&c.symbols, 12}, {&c.dropped, 12}, {&c.bytes, 11}} {
		if x+f.width > w {
			break
		}
		x += f.width
		*f.at = x
	}
	return c
}

func (c columns) draw(line grid.Area, in pane.Input, v *model.VenueHealth) {
	st := theme.Link(v.State)
	line.Set(0, 0, st, in.Theme.Glyphs.Link(v.State))
	line.Text(2, 0, theme.Label, string(v.Venue))
	line.Text(c.state, 0, st, v.State.String())
	if c.age > 0 {
		line.TextRight(c.age, 0, theme.Label, pane.Age(v.AgeMs))
	}
	if c.rate > 0 {
		line.TextRight(c.rate, 0, theme.Muted, rate(in, v))
	}
	counted := func(end int, n uint64, word string, bad bool) {
		if end == 0 {
			return
		}
		ink := theme.Muted
		if n > 0 && bad {
			ink = theme.Warn
		}
		line.TextRight(end, 0, ink, strconv.FormatUint(n, 10)+word)
	}
	counted(c.errors, v.Errors, " err", true)
	counted(c.links, v.Reconnects, " relinks", true)
	counted(c.symbols, uint64(max(v.Symbols, 0)), " symbols", false)
	counted(c.dropped, v.Dropped, " dropped", true)
	if c.bytes > 0 {
		line.TextRight(c.bytes, 0, theme.Muted, in.Brief(float64(v.Bytes))+"B")
	}
	if ms, ok := v.SkewMs.Value(); ok && c.skew > 0 {
		line.TextRight(c.skew, 0, theme.Muted, in.Text(ms, pane.Format{Signed: true, Suffix: " ms"}))
	}
}

// rate is frames a second, or frames so far where the rate is not measured.
func rate(in pane.Input, v *model.VenueHealth) string {
	if r, ok := v.FrameRate.Value(); ok {
		return in.Count(r) + "/s"
	}
	return in.Brief(float64(v.Frames)) + " fr"
}
