package journal

import (
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// line is a line of the detail: a word and what it says, or a sentence.
type line struct {
	head string
	text string
	ink  grid.Style
}

// DrawDetail draws an entry with all that is told of it; nil is none.
func DrawDetail(a grid.Area, in pane.Input, e *Entry) int {
	inner := pane.Frame(a, in, pane.Title{Name: "Entry", Note: noteOf(e)})
	if e == nil {
		pane.Say(inner, in, theme.Muted, "the entry under the cursor is told of here")
		return 0
	}
	lines := wrapped(linesOf(in, e), inner.W())
	win := pane.Scrolled(in.Scroll, len(lines), inner.H())
	for i := win.First; i < win.Last; i++ {
		row, l := inner.Row(i-win.First), lines[i]
		row.TextFit(0, 0, headWidth-1, theme.Header, l.head, in.Theme.Glyphs.Ellipsis)
		x := headWidth
		if l.head == "" && l.ink == theme.Strong {
			x = 0
		}
		row.TextFit(x, 0, max(row.W()-x, 0), l.ink, l.text, in.Theme.Glyphs.Ellipsis)
	}
	pane.ScrollMark(a, in, win, len(lines))
	return win.Overflow
}

// headWidth is the room for the words at the left.
const headWidth = 12

func noteOf(e *Entry) string {
	if e == nil {
		return ""
	}
	return words[e.Kind]
}

// wrapped breaks what is too long at blanks.
func wrapped(lines []line, w int) []line {
	out := make([]line, 0, len(lines))
	for _, l := range lines {
		room := w - headWidth
		if l.head == "" && l.ink == theme.Strong {
			room = w
		}
		parts := pane.Wrap(l.text, max(room, 8))
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

func linesOf(in pane.Input, e *Entry) []line {
	if e.Rule != nil {
		return ruleLines(in, e.Rule)
	}
	if e.Alert == nil {
		return eventLines(in, e.Event)
	}
	return alertLines(in, e.Alert)
}

// stamp writes a moment whole.
func stamp(at model.Millis) string {
	if !at.Known() {
		return ""
	}
	return at.Time().Format("2006-01-02 15:04:05") + " UTC"
}

func alertLines(in pane.Input, a *model.AlertRow) []line {
	lines := []line{{text: a.Text, ink: theme.Strong}, {}}
	add := func(head, text string, ink grid.Style) {
		if text != "" {
			lines = append(lines, line{head, text, ink})
		}
	}
	add("came", stamp(a.Since), theme.Label)
	add("over", stamp(overAt(a)), theme.Label)
	add("severity", string(a.Severity), theme.Severity(a.Severity))
	add("rule", a.Rule, theme.Label)
	add("of", a.Subject, theme.Label)
	add("value", against(in, a), theme.Label)
	add("do", a.Do, theme.Label)
	add("from", a.Source, theme.Muted)
	if a.Times > 0 {
		times := "once"
		if a.Times > 1 {
			times = strconv.Itoa(a.Times) + " times"
		}
		add("again", times+" while it kept quiet", theme.Muted)
	}
	if a.Acknowledged {
		add("seen", "acknowledged", theme.Good)
	}
	if a.IsSnoozed(in.Snap.Clock) {
		add("snoozed", "until "+stamp(a.Snoozed)+" by the local clock", theme.Muted)
	}
	add("afterwards", afterwards(in, a), theme.Label)
	add("on tape", a.Tape, theme.Muted)
	lines = append(lines, evidence(in, "What it came from, as it was", a.Inputs)...)
	return append(lines, evidence(in, "What made it worse, as it was", a.Worse)...)
}

func overAt(a *model.AlertRow) model.Millis {
	if isOver(a) {
		return a.Cleared
	}
	return 0
}

// against is the figure that decided and the level it was held against.
func against(in pane.Input, a *model.AlertRow) string {
	f := pane.Format{Decimals: 2}
	v, ok := a.Value.Value()
	if !ok {
		return a.Value.Why()
	}
	text := in.Text(v, f)
	if t, known := a.Threshold.Value(); known {
		text += ", against " + in.Text(t, f)
	}
	return text
}

// afterwards is what the market did of it.
func afterwards(in pane.Input, a *model.AlertRow) string {
	v, ok := a.AfterPct.Value()
	if !ok {
		return a.AfterPct.Why()
	}
	text := in.Text(v, pane.Format{Decimals: 1, Signed: true, Suffix: " %"}) + " in the closed days since"
	if a.Settled {
		text = in.Text(v, pane.Format{Decimals: 1, Signed: true, Suffix: " %"}) + " in seven days"
	}
	return text
}

// evidence lists inputs that are frozen: what they were when it came.
func evidence(in pane.Input, heading string, list []model.Evidence) []line {
	if len(list) == 0 {
		return nil
	}
	lines := []line{{}, {text: heading, ink: theme.Strong}}
	for i := range list {
		ev := &list[i]
		shown := ev.Shown
		if shown == "" {
			shown = in.Or(ev.Value, pane.Format{Decimals: 2})
		}
		text := ev.Text
		if ev.Threshold != "" {
			text += " (" + ev.Threshold + ")"
		}
		if why := ev.Value.Why(); why != "" {
			text += ": " + why
		}
		sign, ink := vote(in, ev.State)
		lines = append(lines, line{head: string(sign) + " " + shown, text: text, ink: ink})
	}
	return lines
}

func vote(in pane.Input, s model.EvidenceState) (rune, grid.Style) {
	g := in.Theme.Glyphs
	switch s {
	case model.EvidenceFor:
		return g.For, theme.Label
	case model.EvidenceAgainst:
		return g.Against, theme.Muted
	default:
		return g.Missing, theme.Unknown
	}
}

func eventLines(in pane.Input, e *model.EventRow) []line {
	f := pane.Format{Decimals: 2, Signed: true}
	left := in.Or(e.Weight, f)
	if why := pane.Why(e.Weight); why != "" {
		left += ": " + why
	}
	lines := []line{
		{text: e.Text, ink: theme.Strong}, {},
		{"happened", stamp(e.Time), theme.Label},
		{"of", e.Subject, theme.Label},
		{"sort", e.Judgement.Kind, theme.Label},
		{"score", in.Text(e.Score, f) + ", worth " + left + " now", theme.Label},
		{"half-life", strconv.FormatFloat(e.HalfLifeH, 'f', -1, 64) + " h", theme.Label},
		{"from", e.Judgement.Source, theme.Muted},
	}
	return append(lines, line{head: "whose", text: "your own word: no feed measures it", ink: theme.Muted})
}
