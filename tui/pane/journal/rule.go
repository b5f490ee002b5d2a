package journal

import (
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// ruleText says in a line how a rule stands with its subject.
func ruleText(r *model.RuleView) string {
	text := r.Rule
	if r.Subject != "" {
		text += " " + r.Subject
	}
	return text + ": " + r.Why
}

// stateWidth is the room for a rule's state.
const stateWidth = 11

// drawRule writes how a rule stands, and why it did not fire.
func drawRule(line grid.Area, in pane.Input, r *model.RuleView) {
	st := ruleInk(r)
	line.TextFit(0, 0, stateWidth, st, r.State, in.Theme.Glyphs.Ellipsis)
	after := line.TextFit(stateWidth+2, 0, max(line.W()-stateWidth-2, 0), st, ruleText(r), in.Theme.Glyphs.Ellipsis)
	if after+2+grid.Width(r.Source) <= line.W() {
		line.TextRight(line.W(), 0, theme.Header, r.Source)
	}
}

func ruleInk(r *model.RuleView) grid.Style {
	switch r.State {
	case "open":
		return theme.Severity(r.Severity)
	case "unknown":
		return theme.Unknown
	default:
		return theme.Label
	}
}

// ruleLines tells of a rule: what it asks, what is missing, and every figure of
// it now.
func ruleLines(in pane.Input, r *model.RuleView) []pane.Line {
	lines := []pane.Line{{Text: strings.NewReplacer("{subject}", r.Subject, "{value}", "…", "{threshold}", "…", "{note}", "…").Replace(r.Title), Ink: theme.Strong}, {}}
	for _, l := range []pane.Line{
		{Head: "stands", Text: r.State, Ink: ruleInk(r)},
		{Head: "because", Text: r.Why, Ink: theme.Label},
		{Head: "rule", Text: r.Rule, Ink: theme.Label},
		{Head: "of", Text: r.Subject, Ink: theme.Label},
		{Head: "severity", Text: string(r.Severity), Ink: theme.Severity(r.Severity)},
		{Head: "fires when", Text: r.When, Ink: theme.Label},
		{Head: "from", Text: r.Source, Ink: theme.Muted},
	} {
		if l.Text != "" {
			lines = append(lines, l)
		}
	}
	return append(lines, evidence(in, "What it asks, as it is", r.Evidence)...)
}
