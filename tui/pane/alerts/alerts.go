// Package alerts is the pane that lists what happened, the newest first below
// what is critical and still open.
package alerts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	s := in.Snap
	rows := pane.Pick(&in, newestFirst(s.Alerts), func(r *model.AlertRow) string { return r.Text + " " + r.Source }, orders)
	inner := pane.Frame(a, in, pane.Title{Name: "Alerts", Note: note(s)})
	if len(s.Alerts) == 0 {
		pane.Say(inner, in, theme.Muted, waiting(s))
		return 0
	}
	return in.Rows(a, inner, pane.List{
		N:    len(rows),
		Key:  func(i int) string { return rows[i].ID },
		Draw: func(line grid.Area, i int) { drawAlert(line, in, rows[i]) },
	}).Overflow
}

// orders are what the alerts can be ordered by beside time.
var orders = []pane.Order[*model.AlertRow]{
	{Head: "severity", Of: func(r *model.AlertRow) model.Num { return pane.Rank(r.Severity) }},
	{Head: "age", Of: func(r *model.AlertRow) model.Num { return model.Known(-float64(r.Since)) }},
	{Head: "subject", Words: func(r *model.AlertRow) string { return r.Subject }},
	{Head: "source", Words: func(r *model.AlertRow) string { return r.Source }},
}

// note counts what is still open.
func note(s *model.Snapshot) string {
	open := 0
	for i := range s.Alerts {
		if !s.Alerts[i].Cleared.Known() {
			open++
		}
	}
	if open == 0 {
		return ""
	}
	return strconv.Itoa(open) + " open"
}

func waiting(s *model.Snapshot) string {
	if len(s.Sectors) == 0 {
		return pane.Waiting(s, "no alerts yet")
	}
	return "nothing has fired: sectors entering a quadrant, phase changes, funding, feeds and liquidation distances are watched"
}

// newestFirst orders the alerts by time. Critical ones that are still open stay
// on top: no burst of news may push them out of sight.
func newestFirst(alerts []model.AlertRow) []*model.AlertRow {
	rows := pane.Refs(alerts)
	slices.SortStableFunc(rows, func(a, b *model.AlertRow) int {
		if isPinned(a) != isPinned(b) {
			if isPinned(a) {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Since, a.Since)
	})
	return rows
}

func isPinned(a *model.AlertRow) bool { return a.Severity == model.Critical && !a.Cleared.Known() }

// mark returns the sign of an alert's severity.
func mark(in pane.Input, a *model.AlertRow) rune {
	g := in.Theme.Glyphs
	switch {
	case isOver(a):
		return g.Yes
	case a.Severity == model.Critical:
		return g.Alarm
	case a.Severity == model.Warning:
		return g.Bang
	default:
		return g.Flat
	}
}

// isOver tells whether an alert's cause is gone. What is closed as it is written
// is an event, which has no end.
func isOver(a *model.AlertRow) bool { return a.Cleared > a.Since }

// drawAlert writes one alert: when, how bad, what, and where there is room by
// which rule.
func drawAlert(line grid.Area, in pane.Input, a *model.AlertRow) {
	st := theme.Severity(a.Severity)
	text := a.Text
	if isOver(a) {
		st = theme.Muted
		text += ", over since " + pane.Clock(a.Cleared, in.Snap.AsOf)
	}
	line.TextRight(6, 0, theme.Muted, pane.Clock(a.Since, in.Snap.AsOf))
	line.Set(8, 0, st, mark(in, a))
	after := line.TextFit(10, 0, max(line.W()-10, 0), st, text, in.Theme.Glyphs.Ellipsis)
	if subject := a.Subject; !isOver(a) && strings.HasPrefix(text, subject) {
		line.TextFit(10, 0, min(grid.Width(subject), max(line.W()-11, 0)), pane.SectorStyle(in.Snap, subject, st), subject, "")
	}
	if after+2+grid.Width(a.Source) <= line.W() {
		line.TextRight(line.W(), 0, theme.Header, a.Source)
	}
}
