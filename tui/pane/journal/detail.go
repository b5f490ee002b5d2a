package journal

import (
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// DrawDetail draws an entry with all that is told of it; nil is none.
func DrawDetail(a grid.Area, in pane.Input, e *Entry) int {
	inner := pane.Frame(a, in, pane.Title{Name: "Entry", Note: noteOf(e)})
	if e == nil {
		pane.Say(inner, in, theme.Muted, "the entry under the cursor is told of here")
		return 0
	}
	return pane.Lines(a, inner, in, headWidth, linesOf(in, e))
}

// headWidth is the room for the words at the left.
const headWidth = 12

func noteOf(e *Entry) string {
	if e == nil {
		return ""
	}
	return words[e.Kind]
}

func linesOf(in pane.Input, e *Entry) []pane.Line {
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

func alertLines(in pane.Input, a *model.AlertRow) []pane.Line {
	lines := []pane.Line{{Text: a.Text, Ink: theme.Strong}, {}}
	add := func(head, text string, ink grid.Style) {
		if text != "" {
			lines = append(lines, pane.Line{Head: head, Text: text, Ink: ink})
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
func evidence(in pane.Input, heading string, list []model.Evidence) []pane.Line {
	if len(list) == 0 {
		return nil
	}
	lines := []pane.Line{{}, {Text: heading, Ink: theme.Strong}}
	for i := range list {
		ev := &list[i]
		shown := ev.Shown
		if shown == "" {
			shown = in.Or(ev.Value, pane.Format{Decimals: 2})
		}
		text := ev.Text
		if ev.Threshold != "" && ev.Threshold != ev.Shown { // a flag that says what is asked for says it once
			text += " (" + ev.Threshold + ")"
		}
		if why := ev.Value.Why(); why != "" {
			text += ": " + why
		}
		sign, ink := vote(in, ev.State)
		lines = append(lines, pane.Line{Head: string(sign) + " " + shown, Text: text, Ink: ink})
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

func eventLines(in pane.Input, e *model.EventRow) []pane.Line {
	f := pane.Format{Decimals: 2, Signed: true}
	left := in.Or(e.Weight, f)
	if why := pane.Why(e.Weight); why != "" {
		left += ": " + why
	}
	lines := []pane.Line{
		{Text: e.Text, Ink: theme.Strong}, {},
		{Head: "happened", Text: stamp(e.Time), Ink: theme.Label},
		{Head: "of", Text: e.Subject, Ink: theme.Label},
		{Head: "sort", Text: e.Judgement.Kind, Ink: theme.Label},
		{Head: "score", Text: in.Text(e.Score, f) + ", worth " + left + " now", Ink: theme.Label},
		{Head: "half-life", Text: strconv.FormatFloat(e.HalfLifeH, 'f', -1, 64) + " h", Ink: theme.Label},
		{Head: "from", Text: e.Judgement.Source, Ink: theme.Muted},
	}
	return append(lines, pane.Line{Head: "whose", Text: "your own word: no feed measures it", Ink: theme.Muted})
}
