package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"eddy/model"
)

func newAlertsWhy(g *globals) *cobra.Command {
	o := &watchOptions{once: true, every: time.Second}
	c := &cobra.Command{
		Use:     "why [RULE]",
		Short:   "how each rule stands with each of its subjects now: why it did not fire",
		Example: "  eddy alerts why liquidation\n  eddy alerts why --demo",
		Args:    oneArgOrNone,
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
