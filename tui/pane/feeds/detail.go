package feeds

import (
	"strconv"
	"time"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// detailWidth is the room for the words at the left.
const detailWidth = 11

// DrawVenue draws what there is to tell of a venue; nil is none.
func DrawVenue(a grid.Area, in pane.Input, v *model.VenueHealth) int {
	if v == nil {
		pane.Say(pane.Frame(a, in, pane.Title{Name: "Venue"}), in, theme.Muted, "the venue under the cursor is told of here")
		return 0
	}
	lines := venueLines(&in, v)
	inner := pane.Frame(a, in, pane.Title{Name: "Venue " + string(v.Venue)})
	return pane.Lines(a, inner, in, detailWidth, lines)
}

// venueLines tells how a venue is: what is wrong first, then its streams, then
// what it has counted.
func venueLines(in *pane.Input, v *model.VenueHealth) []pane.Line {
	lines := append(stateLines(*in, v), refusedLines(in, v)...)
	lines = append(lines, pane.Line{Head: "clock skew", Text: skew(*in, v), Ink: theme.Label})
	lines = append(lines, streamLines(in, v)...)
	return append(
		lines,
		counted(*in, "errors", v.Errors, true), counted(*in, "relinks", v.Reconnects, true), counted(*in, "dropped", v.Dropped, true),
		pane.Line{Head: "frames", Text: in.Brief(float64(v.Frames)) + ", now " + rate(*in, v) + ", " + in.Brief(float64(v.Bytes)) + "B", Ink: theme.Label},
		pane.Line{Head: "symbols", Text: strconv.Itoa(v.Symbols), Ink: theme.Label},
	)
}

func stateLines(in pane.Input, v *model.VenueHealth) []pane.Line {
	state := v.State.String()
	if v.Since.Known() && in.Snap.Clock > v.Since {
		state += " for " + string(pane.AppendAge(nil, in.Snap.Clock.Sub(v.Since)))
	}
	fault := pane.Line{Head: "last error", Text: v.LastError, Ink: theme.Warn}
	if v.LastError == "" {
		fault.Text, fault.Ink = "none", theme.Muted
	}
	return []pane.Line{
		{Head: "state", Text: state, Ink: theme.Link(v.State)},
		{Head: "age", Text: pane.Age(v.AgeMs) + whyOf(v.AgeMs), Ink: theme.Label}, fault,
	}
}

// refusedLines tell of the contracts the venue refused.
func refusedLines(in *pane.Input, v *model.VenueHealth) []pane.Line {
	var lines []pane.Line
	for i := range v.Refused {
		if r := &v.Refused[i]; in.Keeps(r.Symbol, r.Why) {
			lines = append(lines, pane.Line{Head: "refused", Text: r.Symbol + ": " + r.Why + since(*in, r.Since), Ink: theme.Warn, Key: r.Symbol})
		}
	}
	return lines
}

// streamOrders are the columns a venue's streams can be ordered by.
var streamOrders = []pane.Order[*model.StreamHealth]{
	{Head: "topics", Of: func(s *model.StreamHealth) model.Num { return model.Known(float64(s.Topics)) }},
	{Head: "silent", Of: func(s *model.StreamHealth) model.Num { return model.Known(float64(s.Silent)) }},
	{Head: "age", Of: func(s *model.StreamHealth) model.Num {
		if !s.LastFrame.Known() {
			return model.Unknown("")
		}
		return pane.WholeSeconds(model.Known(-float64(s.LastFrame)))
	}},
	{Head: "name", Words: func(s *model.StreamHealth) string { return s.Name }},
}

// streamLines count the kinds of streams above those that pass the filter.
func streamLines(in *pane.Input, v *model.VenueHealth) []pane.Line {
	list := pane.Pick(in, pane.Refs(v.Streams), func(s *model.StreamHealth) string { return s.Name }, streamOrders)
	head := pane.Line{Head: "streams", Text: count(len(v.Streams), "kind"), Ink: theme.Muted}
	switch {
	case len(v.Streams) == 0:
		head.Text = "none told of yet"
	case len(list) == 0:
		head.Text += ", none is called " + strconv.Quote(in.Filter) + ": esc shows all"
	}
	lines := []pane.Line{head}
	for _, s := range list {
		lines = append(lines, pane.Line{Draw: func(row grid.Area) { drawStream(row, *in, s) }, Key: s.Name})
	}
	return lines
}

func whyOf(n model.Num) string {
	if why := pane.Why(n); why != "" {
		return ", " + why
	}
	return ""
}

func since(in pane.Input, at model.Millis) string {
	if !at.Known() || in.Snap.Clock <= at {
		return ""
	}
	return ", for " + string(pane.AppendAge(nil, in.Snap.Clock.Sub(at)))
}

// skew says how far the venue's clock is from ours.
func skew(in pane.Input, v *model.VenueHealth) string {
	ms, ok := v.SkewMs.Value()
	switch why := v.SkewMs.Why(); {
	case !ok && why != "":
		return in.Or(v.SkewMs, pane.Format{}) + ", " + why
	case !ok:
		return in.Or(v.SkewMs, pane.Format{})
	}
	text := in.Text(ms, pane.Format{Signed: true, Suffix: " ms"})
	switch {
	case ms > 0:
		return text + ", its clock is ahead"
	case ms < 0:
		return text + ", its clock is behind"
	default:
		return text
	}
}

func counted(in pane.Input, head string, n uint64, bad bool) pane.Line {
	l := pane.Line{Head: head, Text: in.Brief(float64(n)), Ink: theme.Label}
	if bad && n > 0 {
		l.Ink = theme.Warn
	}
	return l
}

// count writes "1 topic", "2 topics".
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

// streamAge is how long ago a stream was heard.
func streamAge(in pane.Input, s *model.StreamHealth) string {
	return string(pane.AppendAge(nil, max(in.Snap.Clock.Sub(s.LastFrame), time.Duration(0))))
}
