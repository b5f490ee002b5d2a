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
func ruleLines(in pane.Input, r *model.RuleView) []line {
	lines := []line{{text: strings.NewReplacer("{subject}", r.Subject, "{value}", "…", "{threshold}", "…", "{note}", "…").Replace(r.Title), ink: theme.Strong}, {}}
	for _, l := range []line{
		{"stands", r.State, ruleInk(r)},
		{"because", r.Why, theme.Label},
		{"rule", r.Rule, theme.Label},
		{"of", r.Subject, theme.Label},
		{"severity", string(r.Severity), theme.Severity(r.Severity)},
		{"fires when", r.When, theme.Label},
		{"from", r.Source, theme.Muted},
	} {
		if l.text != "" {
			lines = append(lines, l)
		}
	}
	return append(lines, evidence(in, "What it asks, as it is", r.Evidence)...)
}
