package feeds

import (
	"strconv"
	"time"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// line is a line of what is told of a venue: a word and what it says, a heading,
// or a stream.
type line struct {
	head   string
	text   string
	ink    grid.Style
	stream *model.StreamHealth
}

// detailWidth is the room for the words at the left.
const detailWidth = 11

// DrawVenue draws what there is to tell of a venue; nil is none.
func DrawVenue(a grid.Area, in pane.Input, v *model.VenueHealth) int {
	if v == nil {
		pane.Say(pane.Frame(a, in, pane.Title{Name: "Venue"}), in, theme.Muted, "the venue under the cursor is told of here")
		return 0
	}
	inner := pane.Frame(a, in, pane.Title{Name: "Venue " + string(v.Venue)})
	lines := broken(venueLines(in, v), inner.W()-detailWidth)
	win := pane.Scrolled(in.Scroll, len(lines), inner.H())
	for i := win.First; i < win.Last; i++ {
		lines[i].draw(inner.Row(i-win.First), in)
	}
	pane.ScrollMark(a, in, win, len(lines))
	return win.Overflow
}

func (l *line) draw(row grid.Area, in pane.Input) {
	if l.stream != nil {
		drawStream(row, in, l.stream)
		return
	}
	row.TextFit(0, 0, detailWidth-1, theme.Header, l.head, in.Theme.Glyphs.Ellipsis)
	row.TextFit(detailWidth, 0, row.W()-detailWidth, l.ink, l.text, in.Theme.Glyphs.Ellipsis)
}

// broken breaks what is too long at blanks.
func broken(lines []line, w int) []line {
	out := make([]line, 0, len(lines))
	for _, l := range lines {
		parts := pane.Wrap(l.text, max(w, 8))
		if len(parts) == 0 {
			out = append(out, l)
			continue
		}
		for i, part := range parts {
			more := line{text: part, ink: l.ink}
			if i == 0 {
				more.head = l.head
			}
			out = append(out, more)
		}
	}
	return out
}

// venueLines tells how a venue is: what is wrong first, then its streams, then
// what it has counted.
func venueLines(in pane.Input, v *model.VenueHealth) []line {
	state := v.State.String()
	if v.Since.Known() && in.Snap.Clock > v.Since {
		state += " for " + string(pane.AppendAge(nil, in.Snap.Clock.Sub(v.Since)))
	}
	lines := []line{{head: "state", text: state, ink: theme.Link(v.State)}}
	lines = append(lines, line{head: "age", text: pane.Age(v.AgeMs) + whyOf(v.AgeMs), ink: theme.Label})
	fault := line{head: "last error", text: v.LastError, ink: theme.Warn}
	if v.LastError == "" {
		fault.text, fault.ink = "none", theme.Muted
	}
	lines = append(lines, fault)
	for i := range v.Refused {
		lines = append(lines, line{head: "refused", text: v.Refused[i].Symbol + ": " + v.Refused[i].Why + since(in, v.Refused[i].Since), ink: theme.Warn})
	}
	lines = append(lines, line{head: "clock skew", text: skew(in, v), ink: theme.Label})
	streams := line{head: "streams", text: count(len(v.Streams), "kind"), ink: theme.Muted}
	if len(v.Streams) == 0 {
		streams.text = "none told of yet"
	}
	lines = append(lines, streams)
	for i := range v.Streams {
		lines = append(lines, line{stream: &v.Streams[i]})
	}
	return append(
		lines,
		counted(in, "errors", v.Errors, true), counted(in, "relinks", v.Reconnects, true), counted(in, "dropped", v.Dropped, true),
		line{head: "frames", text: in.Brief(float64(v.Frames)) + ", now " + rate(in, v) + ", " + in.Brief(float64(v.Bytes)) + "B", ink: theme.Label},
		line{head: "symbols", text: strconv.Itoa(v.Symbols), ink: theme.Label},
	)
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

func counted(in pane.Input, head string, n uint64, bad bool) line {
	l := line{head: head, text: in.Brief(float64(n)), ink: theme.Label}
	if bad && n > 0 {
		l.ink = theme.Warn
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
