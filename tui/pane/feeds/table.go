package feeds

import (
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// column is one figure of the table of venues.
type column struct {
	head  string
	width int  // with the gap before it
	bad   bool // more than none asks for attention
	of    func(*model.VenueHealth) model.Num
	text  func(pane.Input, *model.VenueHealth) string
}

// table is the figures in the order they stand, and in which they have room.
var table = []column{
	{"age", 6, false, func(v *model.VenueHealth) model.Num { return pane.WholeSeconds(v.AgeMs) }, func(_ pane.Input, v *model.VenueHealth) string { return pane.Age(v.AgeMs) }},
	{"frames", 9, false, func(v *model.VenueHealth) model.Num { return v.FrameRate }, rate},
	{"errors", 8, true, func(v *model.VenueHealth) model.Num { return model.Known(float64(v.Errors)) }, func(in pane.Input, v *model.VenueHealth) string { return in.Brief(float64(v.Errors)) }},
	{"relinks", 9, true, func(v *model.VenueHealth) model.Num { return model.Known(float64(v.Reconnects)) }, func(in pane.Input, v *model.VenueHealth) string { return in.Brief(float64(v.Reconnects)) }},
	{"skew ms", 8, false, func(v *model.VenueHealth) model.Num { return v.SkewMs }, func(in pane.Input, v *model.VenueHealth) string { return in.Or(v.SkewMs, pane.Format{Signed: true}) }},
	{"symbols", 9, false, func(v *model.VenueHealth) model.Num { return model.Known(float64(v.Symbols)) }, func(_ pane.Input, v *model.VenueHealth) string { return strconv.Itoa(v.Symbols) }},
	{"refused", 9, true, func(v *model.VenueHealth) model.Num { return model.Known(float64(len(v.Refused))) }, func(_ pane.Input, v *model.VenueHealth) string { return strconv.Itoa(len(v.Refused)) }},
	{"dropped", 9, true, func(v *model.VenueHealth) model.Num { return model.Known(float64(v.Dropped)) }, func(in pane.Input, v *model.VenueHealth) string { return in.Brief(float64(v.Dropped)) }},
	{"bytes", 8, false, func(v *model.VenueHealth) model.Num { return model.Known(float64(v.Bytes)) }, func(in pane.Input, v *model.VenueHealth) string { return in.Brief(float64(v.Bytes)) }},
}

// venueOrders are the columns venues can be ordered by: every figure, and the
// words.
var venueOrders = func() []pane.Order[*model.VenueHealth] {
	list := make([]pane.Order[*model.VenueHealth], 0, len(table)+2)
	for _, c := range table {
		list = append(list, pane.Order[*model.VenueHealth]{Head: c.head, Of: c.of})
	}
	return append(list,
		pane.Order[*model.VenueHealth]{Head: "state", Words: func(v *model.VenueHealth) string { return v.State.String() }},
		pane.Order[*model.VenueHealth]{Head: "name", Words: func(v *model.VenueHealth) string { return string(v.Venue) }})
}()

// Venues lists the venues that pass the filter, as the reader ordered them.
func Venues(in *pane.Input) []*model.VenueHealth {
	return pane.Pick(in, pane.Refs(in.Snap.Venues), func(v *model.VenueHealth) string { return string(v.Venue) + " " + v.State.String() }, venueOrders)
}

// stateWidth is the room for a state in words.
const stateWidth = 11

// troubleFrom is the room from which on a row tells what is wrong, too.
const troubleFrom = 16

// DrawVenues draws the table of the venues.
func DrawVenues(a grid.Area, in pane.Input) int {
	list := Venues(&in)
	inner := pane.Frame(a, in, pane.Title{Name: "Venues", Note: note(in.Snap)})
	if len(in.Snap.Venues) == 0 {
		pane.Say(inner, in, theme.Muted, "waiting for the first venue to be started")
		return 0
	}
	names := nameWidth(in.Snap.Venues)
	drawHead(inner.Row(0), in, names)
	return in.Rows(a, inner, pane.List{
		Top: 1, N: len(list),
		Key:  func(i int) string { return string(list[i].Venue) },
		Draw: func(line grid.Area, i int) { drawRow(line, in, list[i], names) },
	}).Overflow
}

// nameWidth is the column after the names' signs and the longest of them.
func nameWidth(venues []model.VenueHealth) int {
	w := 4
	for i := range venues {
		w = max(w, grid.Width(string(venues[i].Venue)))
	}
	return 2 + w + 1
}

func drawHead(line grid.Area, in pane.Input, names int) {
	in.WordHead(line, names, "state")
	x := names + stateWidth
	for _, c := range table {
		if x += c.width; x > line.W() {
			return
		}
		in.Head(line, x, c.head)
	}
}

func drawRow(line grid.Area, in pane.Input, v *model.VenueHealth, names int) {
	st := theme.Link(v.State)
	line.Set(0, 0, st, in.Theme.Glyphs.Link(v.State))
	line.Text(2, 0, theme.Label, string(v.Venue))
	line.TextFit(names, 0, stateWidth, st, v.State.String(), in.Theme.Glyphs.Ellipsis)
	x := names + stateWidth
	for _, c := range table {
		if x+c.width > line.W() {
			return
		}
		x += c.width
		ink := theme.Label
		if c.bad {
			ink = theme.Muted
			if n, _ := c.of(v).Value(); n > 0 {
				ink = theme.Warn
			}
		}
		line.TextRight(x, 0, ink, c.text(in, v))
	}
	if room := line.W() - x - 3; room >= troubleFrom && v.State != model.LinkLive {
		line.TextFit(x+3, 0, room, st, strings.TrimSpace(v.LastError), in.Theme.Glyphs.Ellipsis)
	}
}
