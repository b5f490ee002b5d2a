package journal

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/pane"
)

// exportHead names the columns of an export.
var exportHead = []string{"time", "kind", "severity", "rule", "subject", "text", "value", "threshold", "cleared", "acknowledged", "source", "inputs", "after_pct"}

// Export writes what the journal shows as CSV, in the order it shows it. A figure that
// is not known is an empty field.
func Export(w io.Writer, in pane.Input, kind Kind) error {
	out := csv.NewWriter(w)
	rows := [][]string{exportHead}
	for _, e := range Entries(&in, kind) {
		row := record(in, &e)
		for i := range row {
			row[i] = unformula(row[i])
		}
		rows = append(rows, row)
	}
	return out.WriteAll(rows)
}

// unformula keeps a spreadsheet from taking a text for a formula. Numbers stay
// what they are.
func unformula(s string) string {
	if _, err := strconv.ParseFloat(s, 64); err == nil || s == "" || !strings.ContainsRune("=+-@", rune(s[0])) {
		return s
	}
	return "'" + s
}

func record(in pane.Input, e *Entry) []string {
	at := e.At().String()
	if r := e.Rule; r != nil {
		return []string{at, "rule", string(r.Severity), r.Rule, r.Subject, r.State + ": " + r.Why, "", "", "", "", r.Source, frozen(in, r.Evidence), ""}
	}
	if e.Alert == nil {
		return []string{at, "event", "", "", e.Event.Subject, e.Event.Text, number(model.Known(e.Event.Score)), "", "", "", e.Event.Judgement.Source, "", ""}
	}
	a := e.Alert
	seen := "no"
	if a.Acknowledged {
		seen = "yes"
	}
	return []string{
		at, strings.TrimSuffix(e.Kind.String(), "s"), string(a.Severity), a.Rule, a.Subject, a.Text,
		number(a.Value), number(a.Threshold), overAt(a).String(), seen, a.Source, frozen(in, a.Inputs), number(a.AfterPct),
	}
}

func number(n model.Num) string {
	v, ok := n.Value()
	if !ok {
		return ""
	}
	return string(pane.AppendNumber(nil, v, pane.Format{Decimals: 6}, '-'))
}

// frozen writes inputs as they were, one after the other.
func frozen(in pane.Input, list []model.Evidence) string {
	parts := make([]string, len(list))
	for i := range list {
		shown := list[i].Shown
		if shown == "" {
			shown = in.Or(list[i].Value, pane.Format{Decimals: 4})
		}
		parts[i] = list[i].Text + " " + shown + " (" + list[i].Threshold + ")"
	}
	return strings.Join(parts, "; ")
}
