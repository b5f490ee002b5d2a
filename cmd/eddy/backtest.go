package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"eddy/cmd/internal/config"
	"eddy/cmd/internal/tapes"
	"eddy/feeds/history"
	"eddy/model"
	"eddy/strategy"
	"eddy/strategy/backtest"
	"eddy/strategy/playbook"
)

// backtestFlags say over what a playbook is run and how.
type backtestFlags struct {
	data     []string
	store    bool
	funding  string
	playbook string
	profile  string
	optIn    bool
	from, to string
	equity   float64
	fees     feeFlags
	workers  int

	json bool
	html string
}

func newBacktest(g *globals) *cobra.Command {
	f := &backtestFlags{}
	rules := backtest.DefaultRules()
	c := &cobra.Command{
		Use:   "backtest --data DIR [--playbook P]",
		Short: "run the engine over recorded bars and say what a playbook came to",
		Long: "backtest lets the engine see recorded bars in their order and trades what a playbook says\n" +
			"at the opening after each close, with fees, spread, impact, funding and liquidation.\n" +
			"What it prints is how rules behaved in sample, not what they will earn.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return g.backtest(c.Context(), f) },
	}
	flags := c.PersistentFlags()
	flags.StringArrayVar(&f.data, "data", nil, "`DIR` of bars (BTC.csv, ...); again for more, the later goes first where two have a bar")
	flags.BoolVar(&f.store, "history", false, "run over the days the live desk wrote down instead of --data")
	flags.StringVar(&f.funding, "funding", "", "`DIR` of funding (BTC.csv with ts,rate) instead of DIR/funding")
	flags.StringVar(&f.playbook, "playbook", "", "a playbook's `NAME` or file, or all; default: the configured one")
	flags.StringVar(&f.profile, "profile", "", "a `NAME` of profile, beginner or standard; default: the configured one")
	flags.BoolVar(&f.optIn, "opt-in", false, "take the legs a playbook only offers too")
	flags.StringVar(&f.from, "from", "", "first `DAY` that decides, like 2021-06-01; days before it are only looked at")
	flags.StringVar(&f.to, "to", "", "last `DAY`")
	flags.Float64Var(&f.equity, "equity", rules.Equity, "US `DOLLARS` at the start")
	f.fees.add(flags)
	flags.IntVar(&f.workers, "workers", 0, "how many run at once; 0: as many as there are processors")
	c.Flags().BoolVar(&f.json, "json", false, "print JSON, one object a playbook")
	c.Flags().StringVar(&f.html, "html", "", "write a report to `FILE`: one page that opens offline")
	c.AddCommand(newSweep(g, f))
	return c
}

func (g *globals) backtest(ctx context.Context, f *backtestFlags) error {
	setups, tape, rules, err := g.backtestInput(ctx, f)
	if err != nil {
		return err
	}
	if f.html != "" && len(setups) > 1 {
		return badUsage(errors.New("backtest: --html takes one playbook"))
	}
	results := make([]*backtest.Result, len(setups))
	crew, ctx := errgroup.WithContext(ctx)
	crew.SetLimit(backtest.Workers(f.workers))
	for i, s := range setups {
		crew.Go(func() (err error) {
			results[i], err = backtest.Simulate(ctx, s, tape, rules)
			return err
		})
	}
	if err := crew.Wait(); err != nil {
		return badBars(err)
	}
	return g.printResults(f, results)
}

func (g *globals) printResults(f *backtestFlags, results []*backtest.Result) error {
	if f.html != "" {
		if err := writeReport(f.html, results[0]); err != nil {
			return unreachable(fmt.Errorf("backtest: %w", err))
		}
	}
	for i, r := range results {
		write := r.WriteText
		if f.json {
			write = r.WriteJSON
		} else if i > 0 {
			fmt.Fprintln(g.io.out) //nolint:errcheck // the report that follows tells the same error
		}
		if err := write(g.io.out); err != nil {
			return err
		}
	}
	if len(results) > 1 && !f.json {
		return backtest.WriteComparison(g.io.out, results)
	}
	return nil
}

// reportMode lets others read a report: there is no secret in it.
const reportMode = 0o644

// writeReport writes the page beside its place first, so that a report that
// was there stays whole until the new one is.
func writeReport(path string, r *backtest.Result) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".report-*")
	if err != nil {
		return notWritten(path, err)
	}
	defer os.Remove(tmp.Name()) //nolint:errcheck // it is gone once it was renamed
	if err := errors.Join(r.WriteHTML(tmp), tmp.Chmod(reportMode), tmp.Close()); err != nil {
		return notWritten(path, err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return notWritten(path, err)
	}
	return nil
}

// notWritten says why a file could not be written, without the name of the one
// beside it that is only there meanwhile.
func notWritten(path string, err error) error {
	var one *fs.PathError
	var two *os.LinkError
	switch {
	case errors.As(err, &one):
		err = one.Err
	case errors.As(err, &two):
		err = two.Err
	}
	return &fs.PathError{Op: "write", Path: path, Err: err}
}

// backtestInput reads what the flags name.
func (g *globals) backtestInput(ctx context.Context, f *backtestFlags) (setups []backtest.Setup, tape *backtest.Tape, rules backtest.Rules, err error) {
	c, err := g.load()
	if err != nil {
		return nil, nil, rules, err
	}
	u, err := loadUniverse(c)
	if err != nil {
		return nil, nil, rules, badFile(err)
	}
	if rules, err = f.rules(c); err != nil {
		return nil, nil, rules, badUsage(fmt.Errorf("backtest: %w", err))
	}
	names := []string{f.playbook}
	switch f.playbook {
	case "":
		names[0] = c.Playbook
	case "all":
		names = playbook.Names()
	}
	if f.profile != "" {
		c.Profile = f.profile
	}
	for _, name := range names {
		p, err := g.loadPlaybook(name)
		if err != nil {
			return nil, nil, rules, badFile(err)
		}
		if _, known := p.Profiles[c.Profile]; f.profile != "" && !known {
			return nil, nil, rules, badUsage(fmt.Errorf("backtest: playbook %s has no profile %q: use %s", p.Name, model.CleanText(f.profile), strings.Join(slices.Sorted(maps.Keys(p.Profiles)), ", ")))
		}
		setups = append(setups, backtest.Setup{Universe: u, Playbook: p, Profile: c.Profile, Workers: f.workers})
	}
	if tape, err = g.recordedBars(ctx, f, c); err != nil {
		return nil, nil, rules, err
	}
	return setups, tape, rules, nil
}

// recordedBars reads the bars: of the folders, or those the live desk wrote down.
func (g *globals) recordedBars(ctx context.Context, f *backtestFlags, c config.Config) (tape *backtest.Tape, err error) {
	switch {
	case f.store == (len(f.data) > 0):
		return nil, badUsage(errors.New("backtest: name a folder of bars with --data DIR, or --history"))
	case f.store:
		err = g.withHistory(ctx, func(s *history.Store) error {
			tape, err = tapes.FromStore(ctx, s, originsOf(c))
			return err
		})
		if errors.Is(err, tapes.ErrEmpty) {
			err = unreachable(fmt.Errorf("backtest: %w", err))
		}
		return tape, err
	}
	if tape, err = tapes.Load(f.data, f.funding); err != nil {
		return nil, badFile(fmt.Errorf("backtest: %w", err))
	}
	return tape, nil
}

func (f *backtestFlags) rules(c config.Config) (backtest.Rules, error) {
	r := backtest.DefaultRules()
	r.OptIn = f.optIn
	if r.Equity = f.equity; !(r.Equity > 0 && r.Equity < 1e12) {
		return r, errors.New("--equity must be above zero and below 1e12")
	}
	f.fees.lay(&r, c, f.store)
	from, err := dayOf("from", f.from)
	if err != nil {
		return r, err
	}
	to, err := dayOf("to", f.to)
	if err != nil {
		return r, err
	}
	r.From = from
	if to != 0 {
		r.To = to.Add(24 * time.Hour) // the day itself belongs to it
	}
	if r.To != 0 && r.From >= r.To {
		return r, errors.New("--from lies behind --to")
	}
	return r, nil
}

func dayOf(flag, text string) (model.Millis, error) {
	if text == "" {
		return 0, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("--%s: want a day like 2021-06-01, got %q", flag, model.CleanText(text))
	}
	return model.MillisOf(day), nil
}

// badBars marks bars that cannot be run as a mistake of what was given.
func badBars(err error) error {
	if errors.Is(err, backtest.ErrTape) || errors.Is(err, backtest.ErrNoPhase) || errors.Is(err, backtest.ErrWindow) || errors.Is(err, strategy.ErrRecorded) {
		return badUsage(err)
	}
	return err
}
