package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"eddy/cmd/internal/config"
	"eddy/cmd/internal/notify"
	"eddy/model"
	"eddy/model/universe"
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
	r, err := g.loadRules()
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

// loadRules compiles the rules that ship with those of the configuration.
func (g *globals) loadRules() (*alert.Rules, error) {
	c, uni, book, err := g.rulesFor()
	if err != nil {
		return nil, err
	}
	r, err := alert.Load(g.rulesPath(c), uni, book)
	if err != nil {
		return nil, badFile(err)
	}
	return r, nil
}

// rulesFor reads what rules are checked against.
func (g *globals) rulesFor() (config.Config, *universe.Universe, *playbook.Playbook, error) {
	c, err := g.load()
	if err != nil {
		return c, nil, nil, err
	}
	uni, err := loadUniverse(c)
	if err != nil {
		return c, nil, nil, badFile(err)
	}
	book, err := playbook.LoadFor(c.Playbook, uni)
	if err != nil {
		return c, nil, nil, badUsage(err)
	}
	return c, uni, book.ForProfile(c.Profile), nil
}

func newAlertsCheck(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE",
		Short: "check a file of rules and tell everything that is wrong with it",
		Args:  oneArg,
		RunE:  func(_ *cobra.Command, args []string) error { return g.checkRules(args[0]) },
	}
}

// checkRules prints every problem with its place, as `playbook check` does.
func (g *globals) checkRules(path string) error {
	_, uni, book, err := g.rulesFor()
	if err != nil {
		return err
	}
	r, err := alert.Load(path, uni, book)
	problems := playbook.ProblemsOf(err)
	switch {
	case len(problems) > 0:
		return g.printProblems(problems)
	case err != nil:
		return badFile(err)
	}
	_, err = fmt.Fprintf(g.io.out, "%s is fine: %d rules in force\n", path, len(r.All()))
	return err
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
