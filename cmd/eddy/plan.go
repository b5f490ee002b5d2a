package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"eddy/cmd/internal/config"
	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
	"eddy/strategy/plan"
)

// planOptions are the flags of `eddy plan`.
type planOptions struct {
	json      bool
	csv       bool
	ticket    bool
	list      bool
	demo      bool
	wait      time.Duration
	portfolio string
	prices    string
	ask       model.PlanAsk
	market    demoOptions
}

func newPlan(g *globals) *cobra.Command {
	o := &planOptions{}
	c := &cobra.Command{
		Use:   "plan",
		Short: "the proposed rotation for the portfolio, leg by leg; nothing is sent",
		Long: "plan listens to the venues until it knows enough, works out what the playbook's stage asks of the\n" +
			"portfolio and prints it: sells before buys, hedges before what they cover, each leg with its cost,\n" +
			"stop, reason and the rules that speak against it. With --stage or --procedure it answers \"what if\".\n" +
			"With --prices FILE (lines of COIN,PRICE) it needs no market at all.",
		Example: "  eddy plan\n" +
			"  eddy plan --demo --json\n" +
			"  eddy plan --playbook s1-blueprint --stage b-defi-alpha --portfolio portfolio.toml\n" +
			"  eddy plan --procedure scenario-a --csv",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return badUsage(err)
			}
			return g.plan(c.Context(), o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.json, "json", false, "print JSON instead of a table")
	f.BoolVar(&o.csv, "csv", false, "print the legs as CSV")
	f.BoolVar(&o.ticket, "ticket", false, "print the legs as orders to type in, venue by venue")
	f.BoolVar(&o.list, "list", false, "list the procedures and stages there are")
	f.StringVar(&o.ask.Playbook, "playbook", "", "`PLAYBOOK` to plan by, instead of the configured one")
	f.StringVar(&o.ask.Stage, "stage", "", "`STAGE` of it, instead of the one that applies now")
	f.StringVar(&o.ask.Procedure, "procedure", "", "procedure of the articles by `NAME`, see --list")
	f.BoolVar(&o.ask.OptIn, "opt-in", false, "with the legs the playbook only offers")
	f.StringVar(&o.portfolio, "portfolio", "", "plan for this portfolio.toml `FILE`")
	f.StringVar(&o.prices, "prices", "", "take prices from this CSV `FILE` and listen to nobody")
	f.BoolVar(&o.demo, "demo", false, "listen to the embedded exchange instead of the configured venues")
	f.DurationVar(&o.wait, "wait", 20*time.Second, "how long to wait for the venues and the history")
	o.market.addFlags(f)
	return c
}

func (o *planOptions) check() error {
	forms := 0
	for _, on := range []bool{o.json, o.csv, o.ticket} {
		if on {
			forms++
		}
	}
	switch {
	case forms > 1:
		return errors.New("plan: --json, --csv and --ticket exclude each other")
	case o.ask.Procedure != "" && (o.ask.Playbook != "" || o.ask.Stage != ""):
		return errors.New("plan: --procedure names playbook and stage itself; leave --playbook and --stage out")
	case o.prices != "" && o.demo:
		return errors.New("plan: --prices and --demo exclude each other")
	case o.wait <= 0:
		return fmt.Errorf("--wait %s: give a time above zero, such as 20s", o.wait)
	default:
		return nil
	}
}

func (g *globals) plan(ctx context.Context, o *planOptions) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	uni, err := loadUniverse(c)
	if err != nil {
		return badFile(err)
	}
	planner, err := plan.NewPlanner(c.Playbook, c.Profile, uni, c.Fees())
	if err != nil {
		return err
	}
	if o.list {
		return g.listPlans(planner)
	}
	if o.prices != "" {
		s, err := g.offline(o, c, uni)
		if err != nil {
			return err
		}
		return g.printPlan(o, planner, s)
	}
	return g.planLive(ctx, o)
}

// planLive listens until enough is known, and plans then as the session does: a
// demo has venues, and so fees, of its own.
func (g *globals) planLive(ctx context.Context, o *planOptions) error {
	log, closeLog, err := g.openLog()
	if err != nil {
		return err
	}
	show := func(ctx context.Context, s *session) error {
		snap, err := firstThat(ctx, s.mailbox, o.wait, enoughToPlan())
		if err != nil {
			return err
		}
		if err := reached(snap); err != nil {
			return err
		}
		return g.printPlan(o, s.plans.planner, snap)
	}
	if o.demo {
		err = g.runDemo(ctx, &o.market, o.portfolio, log, show)
	} else {
		err = g.runLive(ctx, o.portfolio, log, show)
	}
	return errors.Join(err, closeLog())
}

// lastChance is how long venues that have failed may still come to life.
const lastChance = 5 * time.Second

// enoughToPlan tells when to plan: once everything is there, or once all that is
// missing are venues that have failed and stay so.
func enoughToPlan() func(*model.Snapshot) bool {
	var since model.Millis
	return func(s *model.Snapshot) bool {
		if !since.Known() {
			since = s.Clock
		}
		isLate := s.Clock.Sub(since) >= lastChance
		return isWhole(s) && (isLate || isLoaded(s)) || isLate && hasAllThatLives(s)
	}
}

// hasAllThatLives tells whether the venues that have not failed have told enough
// for a plan; where all have failed there is nothing to wait for.
func hasAllThatLives(s *model.Snapshot) bool {
	live := 0
	for _, v := range s.Venues {
		switch {
		case v.State == model.LinkLive:
			live++
		case v.State != model.LinkOff && v.LastError == "":
			return false
		}
	}
	return live == 0 || s.AsOf.Known() && hasSignals(s)
}

// offline is a snapshot of prices alone with the portfolio that is named, or the
// books'.
func (g *globals) offline(o *planOptions, c config.Config, uni *universe.Universe) (*model.Snapshot, error) {
	file, err := os.Open(o.prices)
	if err != nil {
		return nil, badFile(err)
	}
	prices, err := plan.ReadPrices(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, badUsage(fmt.Errorf("%s: %w", o.prices, err))
	}
	held, _, err := loadHoldings(sources{config: c, portfolio: o.portfolio, ledger: g.ledgerPath()})
	if err != nil {
		return nil, badFile(err)
	}
	enabled := c.Enabled()
	if len(enabled) == 0 {
		return nil, badUsage(errNoVenue)
	}
	return plan.Offline(prices, uni, enabled[0], holdingsOf(held)), nil
}

// holdingsOf is a portfolio as plans read it, nil for none.
func holdingsOf(p *portfolio.Portfolio) *model.Holdings {
	if p == nil {
		return nil
	}
	return p.Snapshot(ledger.AssetOf)
}

// printPlan makes the plan and prints it. That none can be made is what the
// command found: the exit code says so.
func (g *globals) printPlan(o *planOptions, planner *plan.Planner, s *model.Snapshot) error {
	p, err := planner.Propose(s, o.ask)
	if err != nil {
		return badUsage(err)
	}
	switch {
	case o.json:
		err = plan.WriteJSON(g.io.out, p)
	case o.csv:
		err = plan.WriteCSV(g.io.out, p, plan.All)
	case o.ticket:
		err = plan.WriteTicket(g.io.out, p, plan.All)
	default:
		err = plan.WriteText(g.io.out, p)
	}
	if err == nil && p.Why != "" {
		if o.csv || o.ticket {
			return coded{exitFoundWrong, fmt.Errorf("no plan: %s", p.Why)}
		}
		return errFoundWrong
	}
	return err
}

func (g *globals) listPlans(planner *plan.Planner) error {
	for _, p := range plan.Procedures() {
		if _, err := fmt.Fprintf(g.io.out, "--procedure %-18s %s\n", p.Name, p.Title); err != nil {
			return err
		}
	}
	for _, a := range planner.Offers() {
		if a.Procedure != "" {
			continue
		}
		if _, err := fmt.Fprintf(g.io.out, "--playbook %s --stage %s\n", a.Playbook, a.Stage); err != nil {
			return err
		}
	}
	return nil
}
