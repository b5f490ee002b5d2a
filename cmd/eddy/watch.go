package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"eddy/model"
	"eddy/strategy"
)

// watchOptions are the flags of `eddy watch`.
type watchOptions struct {
	demo      bool
	json      bool
	alerts    bool
	once      bool
	wait      time.Duration
	every     time.Duration
	span      time.Duration
	portfolio string
	market    demoOptions
}

func newWatch(g *globals) *cobra.Command {
	o := &watchOptions{}
	c := &cobra.Command{
		Use:   "watch",
		Short: "the same engine without a screen: text, or one JSON snapshot a line",
		Example: "  eddy watch --demo --json --once\n" +
			"  eddy watch --every 5s --for 1m\n" +
			"  eddy watch --alerts --json",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return badUsage(err)
			}
			return g.watch(c.Context(), o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.demo, "demo", false, "listen to the embedded exchange instead of the configured venues")
	f.BoolVar(&o.json, "json", false, "print snapshots as JSON, one a line")
	f.BoolVar(&o.alerts, "alerts", false, "print alerts alone, as they come, grow worse and go: a headless alarm")
	f.BoolVar(&o.once, "once", false, "print one snapshot as soon as every venue has answered, or when --wait runs out")
	f.DurationVar(&o.wait, "wait", 10*time.Second, "how long --once waits")
	f.DurationVar(&o.every, "every", time.Second, "time between two snapshots")
	f.DurationVar(&o.span, "for", 0, "stop after this long (0: never)")
	f.StringVar(&o.portfolio, "portfolio", "", "show this portfolio.toml `FILE`")
	o.market.addFlags(f)
	return c
}

func (o *watchOptions) check() error {
	switch {
	case o.every <= 0:
		return fmt.Errorf("--every %s: give a time above zero, such as 1s", o.every)
	case o.wait <= 0:
		return fmt.Errorf("--wait %s: give a time above zero, such as 10s", o.wait)
	case o.span < 0:
		return fmt.Errorf("--for %s: give a time above zero, or leave it out", o.span)
	default:
		return nil
	}
}

func (g *globals) watch(ctx context.Context, o *watchOptions) error {
	log, closeLog, err := g.openLog()
	if err != nil {
		return err
	}
	printed := func(ctx context.Context, s *session) error {
		if t := g.io.terminal(); o.alerts && t != nil {
			s.alarm.screen.show(t)
		}
		return o.print(ctx, s, g.io.out)
	}
	if o.demo {
		err = g.runDemo(ctx, &o.market, o.portfolio, log, printed)
	} else {
		err = g.runLive(ctx, o.portfolio, log, printed)
	}
	return errors.Join(err, closeLog())
}

// print writes snapshots until the time is up, the reader goes away or ctx
// ends.
func (o *watchOptions) print(ctx context.Context, run *session, out io.Writer) error {
	if o.once && !o.alerts {
		s, err := firstWhole(ctx, run.mailbox, o.wait)
		if err != nil {
			return err
		}
		if err := o.write(out, s, run.plans); err != nil {
			return err
		}
		return reached(s)
	}
	if o.span > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, o.span, errTimeUp)
		defer cancel()
	}
	err := o.followWhat(ctx, run, promptWriter{ctx, out})
	if errors.Is(context.Cause(ctx), errTimeUp) {
		return nil
	}
	return err
}

// followWhat follows the alerts or the whole picture.
func (o *watchOptions) followWhat(ctx context.Context, run *session, out io.Writer) error {
	if o.alerts {
		return o.followAlerts(ctx, run.mailbox, run.alarm.earlier, out)
	}
	return o.follow(ctx, run, out)
}

var errTimeUp = errors.New("time is up")

func (o *watchOptions) follow(ctx context.Context, run *session, out io.Writer) error {
	tick := time.NewTicker(o.every)
	defer tick.Stop()
	reader := run.mailbox.Reader()
	for {
		s, err := reader.Next(ctx)
		if err != nil {
			return err
		}
		if err := o.write(out, s, run.plans); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (o *watchOptions) write(out io.Writer, s *model.Snapshot, plans *deskPlans) error {
	p, err := plans.rotationOf(s)
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(out, s, p)
	}
	if err := writeText(out, s, p); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out)
	return err
}

// firstWhole waits for a snapshot in which every venue has answered and its
// history is loaded, at most for so long; then the newest there is must do.
func firstWhole(ctx context.Context, box *strategy.Mailbox, wait time.Duration) (*model.Snapshot, error) {
	return firstThat(ctx, box, wait, isWhole)
}

// firstThat waits for a snapshot that is enough; when the time is up it takes the
// newest there is.
func firstThat(ctx context.Context, box *strategy.Mailbox, wait time.Duration, isEnough func(*model.Snapshot) bool) (*model.Snapshot, error) {
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	reader := box.Reader()
	var newest *model.Snapshot
	for {
		s, err := reader.Next(limited)
		switch {
		case err == nil && isEnough(s):
			return s, nil
		case err == nil:
			newest = s
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case newest != nil:
			return newest, nil
		default:
			return nil, errors.New("the engine said nothing; please report this")
		}
	}
}

// reached returns an error when no venue at all speaks.
func reached(s *model.Snapshot) error {
	var words []string
	for _, v := range s.Venues {
		if v.State == model.LinkLive || v.State == model.LinkStale {
			return nil
		}
		words = append(words, fmt.Sprintf("%s %s: %s", v.Venue, v.State, cmp.Or(v.LastError, "no answer")))
	}
	return unreachable(fmt.Errorf("no venue could be reached (%s); `eddy doctor` tries them one by one", strings.Join(words, "; ")))
}

// isWhole tells whether every enabled venue speaks, every coin has a price and
// the last trade of every contract is known (they come later than marks on
// Binance, every two seconds), and the signals stand: either no history is still on its way, or what came is
// enough for the phase and every sector.
func isWhole(s *model.Snapshot) bool {
	for _, v := range s.Venues {
		if v.State != model.LinkLive && v.State != model.LinkOff {
			return false
		}
	}
	for _, a := range s.Assets {
		if !a.Price.Fresh() || slices.ContainsFunc(a.Quotes, lacksLast) {
			return false
		}
	}
	return s.AsOf.Known() && (isLoaded(s) || hasSignals(s))
}

func lacksLast(q model.QuoteView) bool { return q.Last.IsZero() }

func isLoaded(s *model.Snapshot) bool {
	for _, p := range s.Backfill {
		if !p.Complete() {
			return false
		}
	}
	return len(s.Backfill) > 0
}

func hasSignals(s *model.Snapshot) bool {
	for _, v := range s.Sectors {
		if !v.Index.Fresh() || !v.RatioMomentum.Fresh() || !v.Change7dPct.Fresh() {
			return false
		}
	}
	return s.Phase.Phase != model.PhaseUnknown
}
