package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"eddy/cmd/internal/alertlog"
	"eddy/cmd/internal/notify"
	"eddy/model"
	"eddy/strategy/alert"
)

// alertQuery says which alerts are listed and how.
type alertQuery struct {
	open, json, csv bool
	find            string
	severity        string
	since           string
}

func newAlertsList(g *globals) *cobra.Command {
	var q alertQuery
	c := &cobra.Command{
		Use:     "list",
		Short:   "the alerts that were kept, oldest first, and what happened after each",
		Example: "  eddy alerts list --find AAVE\n  eddy alerts list --csv > alerts.csv",
		Args:    noArgs,
		RunE:    func(*cobra.Command, []string) error { return g.listAlerts(&q) },
	}
	f := c.Flags()
	f.BoolVar(&q.open, "open", false, "only those that stand")
	f.BoolVar(&q.json, "json", false, "one JSON object a line")
	f.BoolVar(&q.csv, "csv", false, "as CSV")
	f.StringVar(&q.find, "find", "", "only those with this `WORD` in text, rule, subject or source")
	f.StringVar(&q.severity, "severity", "info", "the least `SEVERITY`: info, warning, critical")
	f.StringVar(&q.since, "since", "", "only since this `DATE`, as 2026-01-31")
	return c
}

func (g *globals) listAlerts(q *alertQuery) error {
	if notify.Rank(model.Severity(q.severity)) == 0 {
		return badUsage(fmt.Errorf("--severity %q: use info, warning or critical", q.severity))
	}
	var from model.Millis
	if q.since != "" {
		t, err := time.Parse(time.DateOnly, q.since)
		if err != nil {
			return badUsage(fmt.Errorf("--since %q: write a date as 2026-01-31", q.since))
		}
		from = model.MillisOf(t)
	}
	rows, err := alertlog.Read(g.alertsPath())
	if err != nil {
		return unreachable(err)
	}
	var list []model.AlertRow
	for i := range rows {
		if a := &rows[i]; a.Since >= from && q.takes(a) {
			list = append(list, *a)
		}
	}
	switch {
	case q.json:
		return writeAlertJSON(g.io.out, list)
	case q.csv:
		return writeAlertCSV(g.io.out, list)
	default:
		return writeAlertTable(g.io.out, list)
	}
}

// takes tells whether an alert is asked for.
func (q *alertQuery) takes(a *model.AlertRow) bool {
	word := strings.ToLower(q.find)
	text := strings.ToLower(strings.Join([]string{a.Text, a.Rule, a.Subject, a.Source}, " "))
	return (!q.open || a.IsOpen()) && strings.Contains(text, word) &&
		notify.Rank(a.Severity) >= notify.Rank(model.Severity(q.severity))
}

func writeAlertJSON(out io.Writer, list []model.AlertRow) error {
	enc := json.NewEncoder(out)
	for i := range list {
		if err := enc.Encode(&list[i]); err != nil {
			return err
		}
	}
	return nil
}

func writeAlertCSV(out io.Writer, list []model.AlertRow) error {
	w := csv.NewWriter(out)
	rows := [][]string{{"id", "since", "cleared", "severity", "rule", "subject", "text", "value", "threshold", "acknowledged", "times", "after_pct", "source", "tape"}}
	for i := range list {
		a := &list[i]
		rows = append(rows, []string{
			a.ID, a.Since.String(), a.Cleared.String(), string(a.Severity), a.Rule, unformula(a.Subject), unformula(a.Text), figureText(a.Value), figureText(a.Threshold),
			fmt.Sprint(a.Acknowledged), fmt.Sprint(a.Times), figureText(a.AfterPct), a.Source, a.Tape,
		})
	}
	return errors.Join(w.WriteAll(rows), w.Error())
}

// unformula keeps a spreadsheet from taking a text for a formula.
func unformula(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func figureText(n model.Num) string {
	if _, ok := n.Value(); !ok {
		return ""
	}
	return alert.Figure(n)
}

func writeAlertTable(out io.Writer, list []model.AlertRow) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(out, "no such alert")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i := range list {
		a := &list[i]
		state := "open"
		if !a.IsOpen() {
			state = "over " + a.Cleared.Time().Format("01-02 15:04")
		}
		after := figureText(a.AfterPct)
		if after != "" {
			after += " % after"
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", a.Since.Time().Format("2006-01-02 15:04"), a.Severity, a.Text, state, after, a.Rule); err != nil {
			return err
		}
	}
	return w.Flush()
}
