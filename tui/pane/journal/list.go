package journal

import (
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// DrawList draws the journal. said is what the desk has to say of it, such as
// where it was written to.
func DrawList(a grid.Area, in pane.Input, kind Kind, said string) int {
	list := Entries(&in, kind)
	title := pane.Title{Name: "Journal", Note: kind.String()}
	if said != "" {
		title.Note += in.Theme.Glyphs.Dot + said
	}
	if open := openOf(list); open > 0 {
		title.Right = strconv.Itoa(open) + " open"
	}
	inner := pane.Frame(a, in, title)
	if len(list) == 0 && in.Filter == "" {
		pane.Say(inner, in, theme.Muted, nothing(in, kind))
		return 0
	}
	return in.Rows(a, inner, pane.List{
		N:    len(list),
		Key:  func(i int) string { return list[i].Key() },
		Draw: func(line grid.Area, i int) { drawEntry(line, in, &list[i]) },
	}).Overflow
}

// openOf counts alerts whose cause stands and that nobody has acknowledged.
func openOf(list []Entry) int {
	n := 0
	for i := range list {
		if a := list[i].Alert; a != nil && a.IsOpen() && !a.Acknowledged {
			n++
		}
	}
	return n
}

// nothing says why the journal is empty.
func nothing(in pane.Input, kind Kind) string {
	switch {
	case kind == Event:
		return "no events of your own yet: E notes one"
	case kind == Decision:
		return "no decisions yet: phases and states are decided at daily closes"
	case kind == Rule && len(in.Snap.AlertRules) == 0:
		return "no rule has been asked yet"
	case len(in.Snap.Sectors) == 0:
		return pane.Waiting(in.Snap, "nothing has happened yet")
	default:
		return "nothing has fired yet"
	}
}

// words are how a kind is written in its column.
var words = [...]string{Alert: "alert", Event: "event", Decision: "decided", Rule: "rule"}

// drawEntry writes when, what sort, how bad, and what.
func drawEntry(line grid.Area, in pane.Input, e *Entry) {
	if e.Rule != nil {
		drawRule(line, in, e.Rule)
		return
	}
	line.TextRight(11, 0, theme.Muted, e.At().Time().Format("01-02 15:04"))
	x := 13
	if line.W() >= 60 {
		line.Text(x, 0, theme.Header, words[e.Kind])
		x += 9
	}
	sign, st := mark(in, e)
	line.Set(x, 0, st, sign)
	after := line.TextFit(x+2, 0, max(line.W()-x-2, 0), st, e.Text()+tail(in, e), in.Theme.Glyphs.Ellipsis)
	if source := e.Source(); after+2+grid.Width(source) <= line.W() {
		line.TextRight(line.W(), 0, theme.Header, source)
	}
}

// mark is the sign of how bad an entry is, or that it is over.
func mark(in pane.Input, e *Entry) (rune, grid.Style) {
	g := in.Theme.Glyphs
	if e.Alert == nil {
		return g.Flat, theme.Label
	}
	st := theme.Severity(e.Alert.Severity)
	switch {
	case isOver(e.Alert):
		return g.Yes, theme.Muted
	case e.Alert.Severity == model.Critical:
		return g.Alarm, st
	case e.Alert.Severity == model.Warning:
		return g.Bang, st
	default:
		return g.Flat, st
	}
}

// isOver tells whether an alert's cause is gone. What is closed as it is written
// has no end.
func isOver(a *model.AlertRow) bool { return a.Cleared > a.Since }

// tail is what became of an alert, in words.
func tail(in pane.Input, e *Entry) string {
	a := e.Alert
	if a == nil {
		return ""
	}
	text := ""
	if isOver(a) {
		text = ", over since " + pane.Clock(a.Cleared, in.Snap.AsOf)
	}
	if a.Acknowledged {
		text += ", seen"
	}
	if a.IsSnoozed(in.Snap.Clock) {
		text += ", snoozed"
	}
	return text
}
