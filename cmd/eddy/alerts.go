package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"eddy/cmd/internal/alertlog"
	"eddy/cmd/internal/notify"
	"eddy/model"
	"eddy/strategy/alert"
	"eddy/strategy/playbook"
)

func newAlerts(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "alerts",
		Short: "the alerts: those that were raised, the rules behind them, the ways they leave by",
		Long: "alerts lists what was raised, shows the rules and why one did not fire, and tries the channels.\n" +
			"Rules of your own stand in alerts.toml beside the configuration.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newAlertsList(g), newAlertsRules(g), newAlertsCheck(g), newAlertsTest(g), newAlertsWhy(g))
	return c
}

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

func newAlertsRules(g *globals) *cobra.Command {
	var text bool
	c := &cobra.Command{
		Use:   "rules",
		Short: "the rules that are in force, those of the playbook among them",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			if text {
				_, err := g.io.out.Write(alert.Text())
				return err
			}
			return g.listRules()
		},
	}
	c.Flags().BoolVar(&text, "text", false, "print the file of the rules that ship, to copy from")
	return c
}

func (g *globals) listRules() error {
	r, err := g.loadRules("")
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(g.io.out, 0, 0, 2, ' ', 0)
	for _, rule := range r.All() {
		each := string(rule.Each)
		if each != "" {
			each = "each " + each
		}
		when := strings.Join(strings.Fields(rule.When), " ")
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", rule.ID, rule.Severity, rule.On, each, when, rule.Source); err != nil {
			return err
		}
	}
	return w.Flush()
}

// loadRules compiles the rules that ship with those of a file, or of the
// configuration where none is named.
func (g *globals) loadRules(path string) (*alert.Rules, error) {
	c, err := g.load()
	if err != nil {
		return nil, err
	}
	uni, err := loadUniverse(c)
	if err != nil {
		return nil, badFile(err)
	}
	book, err := playbook.LoadFor(c.Playbook, uni)
	if err != nil {
		return nil, badUsage(err)
	}
	if path == "" {
		if path, err = g.rulesPath(c); err != nil {
			return nil, badUsage(err)
		}
	}
	r, err := alert.Load(path, uni, book.ForProfile(c.Profile))
	if err != nil {
		return nil, badUsage(err)
	}
	return r, nil
}

func newAlertsCheck(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE",
		Short: "check a file of rules and tell everything that is wrong with it",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := g.loadRules(args[0])
			for _, p := range playbook.ProblemsOf(err) {
				if _, err := fmt.Fprintln(g.io.out, p); err != nil {
					return err
				}
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(g.io.out, "%s is fine: %d rules in force\n", args[0], len(r.All()))
			return err
		},
	}
}

func newAlertsTest(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "test",
		Short: "send a test through every channel and tell what became of it",
		Args:  noArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return g.testAlerts(c.Context()) },
	}
}

func (g *globals) testAlerts(ctx context.Context) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	a := &alarm{screen: &screen{}}
	if t := g.io.terminal(); t != nil {
		a.screen.show(t)
	}
	channels, err := a.channels(c.Alerts, true, os.Getenv)
	if err != nil {
		return badUsage(err)
	}
	failed := false
	desk := notify.NewDesk(notify.Config{Channels: channels, Now: time.Now})
	for _, s := range desk.Try(ctx, notify.TestMessage(model.MillisOf(time.Now()))) {
		word := "ok"
		switch {
		case s.Failed > 0:
			word, failed = s.LastError, true
		case s.Channel == (notify.Terminal{}).Name() && a.screen.isDark():
			word = "not tried, the output is no terminal"
		}
		if _, err := fmt.Fprintf(g.io.out, "%s: %s\n", s.Channel, word); err != nil {
			return err
		}
	}
	if failed {
		return errors.New("a channel failed")
	}
	return nil
}

func newAlertsWhy(g *globals) *cobra.Command {
	o := &watchOptions{once: true, every: time.Second}
	c := &cobra.Command{
		Use:     "why [RULE]",
		Short:   "how each rule stands with each of its subjects now: why it did not fire",
		Example: "  eddy alerts why liquidation\n  eddy alerts why --demo",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			rule := ""
			if len(args) > 0 {
				rule = args[0]
			}
			return g.explainRules(c.Context(), o, rule)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.demo, "demo", false, "listen to the embedded exchange instead of the configured venues")
	f.BoolVar(&o.json, "json", false, "one JSON object a line")
	f.DurationVar(&o.wait, "wait", 10*time.Second, "how long to wait for a whole picture")
	f.StringVar(&o.portfolio, "portfolio", "", "with this portfolio.toml `FILE`")
	o.market.addFlags(f)
	return c
}

func (g *globals) explainRules(ctx context.Context, o *watchOptions, rule string) error {
	g.bystander = true
	log, closeLog, err := g.openLog()
	if err != nil {
		return err
	}
	explained := func(ctx context.Context, s *session) error {
		snap, err := firstWhole(ctx, s.mailbox, o.wait)
		if err != nil {
			return err
		}
		return explain(g.io.out, snap.AlertRules, rule, o.json)
	}
	if o.demo {
		err = g.runDemo(ctx, &o.market, o.portfolio, log, explained)
	} else {
		err = g.runLive(ctx, o.portfolio, log, explained)
	}
	return errors.Join(err, closeLog())
}

// explain writes how the rules of a name stand, all of them for "".
func explain(out io.Writer, views []model.RuleView, rule string, asJSON bool) error {
	found := false
	for i := range views {
		v := &views[i]
		if rule != "" && v.Rule != rule {
			continue
		}
		found = true
		if asJSON {
			if err := json.NewEncoder(out).Encode(v); err != nil {
				return err
			}
			continue
		}
		if _, err := fmt.Fprintf(out, "%s %s: %s: %s\n", v.Rule, v.Subject, v.State, v.Why); err != nil {
			return err
		}
	}
	if !found {
		return badUsage(fmt.Errorf("no rule %q has a subject now: `eddy alerts rules` lists them", model.CleanText(rule)))
	}
	return nil
}
