package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"eddy/strategy/backtest"
)

// newSweep adds the subcommand of backtest that turns a playbook's figures.
func newSweep(g *globals, f *backtestFlags) *cobra.Command {
	var asJSON, list bool
	var only, pair []string
	c := &cobra.Command{
		Use:   "sweep --data DIR [--playbook P]",
		Short: "turn each figure of a playbook and say how much the result hangs on it",
		Long: "sweep runs a playbook with one figure at a time halved to doubled, in parallel, prints a table\n" +
			"and a heat map, and walks forward: the setting that was best on a year, on the quarter after it.\n" +
			"Ctrl-C ends it.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o := backtest.SweepOptions{Workers: f.workers, Only: only, Pair: pair}
			return g.sweep(c.Context(), f, o, sweepOutput{asJSON, list})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&list, "list", false, "list the figures that can be turned")
	c.Flags().StringSliceVar(&only, "only", nil, "turn only these `FIGURES`")
	c.Flags().StringSliceVar(&pair, "pair", nil, "turn two `FIGURES` against one another as well")
	return c
}

// sweepOutput says what is printed.
type sweepOutput struct{ json, list bool }

func (g *globals) sweep(ctx context.Context, f *backtestFlags, o backtest.SweepOptions, out sweepOutput) error {
	setups, tape, rules, err := g.backtestInput(ctx, f)
	if err != nil {
		return err
	}
	if len(setups) > 1 {
		return badUsage(errors.New("backtest sweep: name one playbook"))
	}
	if out.list {
		return g.listKnobs(setups[0])
	}
	p := progressOn(g, isTerminal(g.io.err))
	j, err := backtest.Judge(ctx, setups[0], tape, p.tell("reading the bars"))
	if err != nil {
		p.clear()
		return badBars(err)
	}
	o.Progress = p.tell("turning figures")
	s, err := backtest.RunSweep(ctx, j, rules, o)
	p.clear()
	switch {
	case errors.Is(err, backtest.ErrKnob), errors.Is(err, backtest.ErrPair):
		return badUsage(fmt.Errorf("%w (see `eddy backtest sweep --list`)", err))
	case err != nil:
		return badBars(err)
	case out.json:
		return s.WriteJSON(g.io.out)
	default:
		return s.WriteText(g.io.out)
	}
}

func (g *globals) listKnobs(s backtest.Setup) error {
	for _, k := range backtest.Knobs(s.Playbook.ForProfile(s.Profile)) {
		if _, err := fmt.Fprintf(g.io.out, "%-32s %10g  %s\n", k.Name, k.Value, k.Source); err != nil {
			return err
		}
	}
	return nil
}

// progress is a line on standard error that says how far the work is.
type progress struct {
	g     *globals
	shown bool
	mu    sync.Mutex
	last  time.Time
	width int
}

func progressOn(g *globals, shown bool) *progress { return &progress{g: g, shown: shown} }

// progressEvery is the least time between two words.
const progressEvery = 200 * time.Millisecond

// tell returns what takes how much is done; it may be called by many at once.
func (p *progress) tell(what string) func(done, all int) {
	return func(done, all int) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.shown || time.Since(p.last) < progressEvery {
			return
		}
		p.last = time.Now()
		line := fmt.Sprintf("%s: %d of %d", what, done, all)
		fmt.Fprintf(p.g.io.err, "\r%-*s", p.width, line) //nolint:errcheck // progress that cannot be shown is not shown
		p.width = len(line)
	}
}

// clear takes the line away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.width > 0 {
		fmt.Fprintf(p.g.io.err, "\r%s\r", strings.Repeat(" ", p.width)) //nolint:errcheck // as above
	}
}
