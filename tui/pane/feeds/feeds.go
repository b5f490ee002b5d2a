// Package feeds is the pane that shows whether the data is alive: every venue's
// state, age and counters, the history still loading, and in words what is
// wrong.
package feeds

import (
	"slices"
	"strconv"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// kind says what a row of the pane shows.
type kind uint8

const (
	progressRow kind = iota
	venueRow
	troubleRow
	refusalsRow // all that a venue refused
	refusalRow
	streamRow
	sourceRow  // a source of slow series
	archiveRow // the store of the past
)

// row is one line of the pane. at is the venue or the piece of history, part
// the refusal or the stream.
type row struct {
	kind     kind
	at, part int
}

// stock is what the rows are of, as the reader ordered it.
type stock struct {
	venues  []*model.VenueHealth
	sources []*model.ContextHealth
}

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	st := stock{Venues(&in), slices.DeleteFunc(switchedOn(in.Snap), func(h *model.ContextHealth) bool { return !in.Keeps(h.Source) })}
	rows := st.compose(&in, pane.Inner(a, in).H())
	inner := pane.Frame(a, in, pane.Title{Name: "Feeds", Note: note(in.Snap)})
	if len(rows) == 0 && in.Filter == "" {
		pane.Say(inner, in, theme.Muted, "waiting for the first venue to be started")
		return 0
	}
	return st.draw(a, inner, in, rows)
}

// draw draws the rows that fit.
func (st *stock) draw(a, inner grid.Area, in pane.Input, rows []row) int {
	cols := measure(in.Snap, inner.W())
	return in.Rows(a, inner, pane.List{
		N: len(rows), Still: true,
		Key:  func(i int) string { return st.key(in.Snap, rows[i]) },
		Draw: func(line grid.Area, i int) { st.drawRow(line, in, cols, rows[i]) },
	}).Overflow
}

// key is what a row is about; "" of a line that tells more of the one above.
func (st *stock) key(s *model.Snapshot, r row) string {
	switch r.kind {
	case progressRow:
		return s.Backfill[r.at].What
	case venueRow:
		return string(st.venues[r.at].Venue)
	case sourceRow:
		return st.sources[r.at].Source
	case archiveRow:
		return archiveName
	default:
		return ""
	}
}

func (st *stock) drawRow(line grid.Area, in pane.Input, cols columns, r row) {
	switch r.kind {
	case progressRow:
		drawProgress(line, in, &in.Snap.Backfill[r.at])
	case venueRow:
		cols.draw(line, in, st.venues[r.at])
	case troubleRow:
		trouble(line, in, st.venues[r.at])
	case refusalsRow:
		drawRefusals(line, in, st.venues[r.at])
	case refusalRow:
		drawRefusal(line, in, &st.venues[r.at].Refused[r.part])
	case streamRow:
		drawStream(line, in, &st.venues[r.at].Streams[r.part])
	case sourceRow:
		cols.drawSource(line, in, st.sources[r.at])
	case archiveRow:
		drawArchive(line, in, &in.Snap.History)
	}
}

// DrawSources draws what is no venue: history still loading, the slow sources,
// and the store of the past.
func DrawSources(a grid.Area, in pane.Input) int {
	st := stock{sources: pane.Pick(&in, switchedOn(in.Snap), func(h *model.ContextHealth) string { return h.Source + " " + h.State.String() }, sourceOrders)}
	rows := append(loading(&in), st.rest(&in)...)
	inner := pane.Frame(a, in, pane.Title{Name: "Sources"})
	if len(rows) == 0 && in.Filter == "" {
		pane.Say(inner, in, theme.Muted, "no slow source is switched on, and nothing of the past is kept")
		return 0
	}
	return st.draw(a, inner, in, rows)
}

// loading lists the history that is still on its way.
func loading(in *pane.Input) []row {
	rows := make([]row, 0, len(in.Snap.Backfill))
	for i := range in.Snap.Backfill {
		if p := &in.Snap.Backfill[i]; !p.Complete() && in.Keeps(p.What) {
			rows = append(rows, row{kind: progressRow, at: i})
		}
	}
	return rows
}

// note counts the venues that deliver.
func note(s *model.Snapshot) string {
	live := 0
	for i := range s.Venues {
		if s.Venues[i].State == model.LinkLive {
			live++
		}
	}
	if len(s.Venues) == 0 {
		return ""
	}
	return strconv.Itoa(live) + " of " + strconv.Itoa(len(s.Venues)) + " live"
}

// compose lists the rows: history still loading, then the venues, with each
// refused contract and each kind of stream where everything fits into h lines.
func (st *stock) compose(in *pane.Input, h int) []row {
	head, rest := loading(in), st.rest(in)
	if full := slices.Concat(head, st.venueRows(true), rest); len(full) <= h {
		return full
	}
	return slices.Concat(head, st.venueRows(false), rest)
}

// venueRows lists the venues and what is wrong with each; in detail each
// refused contract on a line of its own, and the kinds of streams.
func (st *stock) venueRows(detail bool) []row {
	rows := make([]row, 0, 2*len(st.venues))
	for i, v := range st.venues {
		rows = append(rows, row{kind: venueRow, at: i})
		if v.State != model.LinkLive && v.LastError != "" {
			rows = append(rows, row{kind: troubleRow, at: i})
		}
		if len(v.Refused) > 0 && !detail {
			rows = append(rows, row{kind: refusalsRow, at: i})
		}
		if detail {
			rows = appendParts(rows, refusalRow, i, len(v.Refused))
			rows = appendParts(rows, streamRow, i, len(v.Streams))
		}
	}
	return rows
}

// rest lists what is no venue: the slow sources, and the store of the past where
// there is one.
func (st *stock) rest(in *pane.Input) []row {
	rows := make([]row, 0, len(st.sources)+1)
	for i := range st.sources {
		rows = append(rows, row{kind: sourceRow, at: i})
	}
	if !in.Snap.History.IsZero() && in.Keeps(archiveName) {
		rows = append(rows, row{kind: archiveRow})
	}
	return rows
}

func appendParts(rows []row, k kind, at, n int) []row {
	for part := range n {
		rows = append(rows, row{k, at, part})
	}
	return rows
}

// drawProgress writes how far a piece of history is.
func drawProgress(line grid.Area, in pane.Input, p *model.Progress) {
	count := strconv.Itoa(p.Done) + "/" + strconv.Itoa(p.Total)
	if left := p.Until.Sub(in.Snap.Clock); p.Until.Known() && left > 0 && line.W() >= 40 {
		count += ", " + string(pane.AppendAge(nil, left)) + " left"
	}
	x := line.TextFit(0, 0, max(line.W()*2/5, 8), theme.Label, p.What, in.Theme.Glyphs.Ellipsis)
	end := line.W() - len(count)
	line.Text(end, 0, theme.Label, count)
	if p.Error != "" && line.W() >= 60 {
		end -= 2
		room := min(grid.Width(p.Error), line.W()/2)
		end -= room
		line.TextFit(end, 0, room, theme.Warn, p.Error, in.Theme.Glyphs.Ellipsis)
	}
	if p.Total > 0 && end-x > 4 {
		chart.Bar(line.Sub(x+1, 0, end-x-2, 1), float64(p.Done)/float64(p.Total), in.Thin(theme.BarFill))
	}
}

// trouble writes what is wrong with a venue and for how long.
func trouble(line grid.Area, in pane.Input, v *model.VenueHealth) {
	text := v.LastError
	if v.Since.Known() && in.Snap.Clock > v.Since {
		text = "for " + string(pane.AppendAge(nil, in.Snap.Clock.Sub(v.Since))) + ": " + text
	}
	line.TextFit(4, 0, max(line.W()-4, 0), theme.Link(v.State), text, in.Theme.Glyphs.Ellipsis)
}

// drawStream writes one kind of stream of a venue.
func drawStream(line grid.Area, in pane.Input, s *model.StreamHealth) {
	line.Set(4, 0, theme.Link(s.State), in.Theme.Glyphs.Link(s.State))
	text := count(s.Topics, "topic")
	if s.Silent > 0 {
		text += ", " + strconv.Itoa(s.Silent) + " silent"
	}
	line.TextFit(6, 0, 12, theme.Muted, s.Name, in.Theme.Glyphs.Ellipsis)
	x := line.TextFit(19, 0, line.W()-19, theme.Muted, text, in.Theme.Glyphs.Ellipsis)
	if s.LastFrame.Known() {
		line.Text(max(x+2, 36), 0, theme.Muted, streamAge(in, s))
	}
}
