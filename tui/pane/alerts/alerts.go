// Package alerts is the pane that lists what happened, the newest first.
package alerts

import (
	"slices"
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// sourceFrom is the inner width from which a row shows the rule it stands on.
const sourceFrom = 58

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	s := in.Snap
	inner := pane.Frame(a, in, pane.Title{Digit: 7, Name: "Alerts", Note: note(s)})
	if len(s.Alerts) == 0 {
		pane.Say(inner, in, theme.Muted, waiting(s))
		return 0
	}
	rows := newestFirst(s.Alerts)
	win := pane.Scrolled(in.Scroll, len(rows), inner.H())
	for i := win.First; i < win.Last; i++ {
		drawAlert(inner.Row(i-win.First), in, rows[i])
	}
	pane.ScrollMark(a, in, win, len(rows))
	return win.Overflow
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

func newestFirst(alerts []model.AlertRow) []*model.AlertRow {
	rows := make([]*model.AlertRow, len(alerts))
	for i := range alerts {
		rows[i] = &alerts[i]
	}
	slices.SortStableFunc(rows, func(a, b *model.AlertRow) int { return int(min(max(b.Since-a.Since, -1), 1)) })
	return rows
}

// mark returns the sign of an alert's severity.
func mark(in pane.Input, a *model.AlertRow) rune {
	g := in.Theme.Glyphs
	switch {
	case a.Cleared.Known():
		return g.Yes
	case a.Severity == model.Critical:
		return g.Alarm
	case a.Severity == model.Warning:
		return g.Bang
	default:
		return g.Flat
	}
}

// drawAlert writes one alert: when, how bad, what, and by which rule of the
// ledger.
func drawAlert(line grid.Area, in pane.Input, a *model.AlertRow) {
	st := theme.Severity(a.Severity)
	text := a.Text
	if a.Cleared.Known() {
		st = theme.Muted
		text += ", over since " + pane.Clock(a.Cleared, in.Snap.AsOf)
	}
	line.TextRight(6, 0, theme.Muted, pane.Clock(a.Since, in.Snap.AsOf))
	line.Set(8, 0, st, mark(in, a))
	end := line.W()
	if line.W() >= sourceFrom && a.Source != "" {
		line.TextRight(end, 0, theme.Header, a.Source)
		end -= grid.Width(a.Source) + 2
	}
	line.TextFit(10, 0, max(end-10, 0), st, text, in.Theme.Glyphs.Ellipsis)
}
