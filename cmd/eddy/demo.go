package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"

	"eddy/cmd/internal/config"
	"eddy/feeds/bourse"
	"eddy/model"
)

// demoOptions say what market the embedded exchange plays.
type demoOptions struct {
	seed     uint64
	speed    float64
	scenario string
	data     string
	from     string
	venues   string
	faults   string
	listen   string
	rate     float64
}

func (o *demoOptions) addFlags(f *pflag.FlagSet) {
	f.Uint64Var(&o.seed, "seed", 24, "seed of the synthetic market; the same seed gives the same market")
	f.Float64Var(&o.speed, "speed", bourse.DefaultSpeed, "market time per wall time")
	f.Float64Var(&o.rate, "rate", 0, "frames a second of all venues together, of 60 coins (0: as often as the venues speak)")
	f.StringVar(&o.scenario, "scenario", "", "play a named `SCENARIO` (see --help)")
	f.StringVar(&o.data, "data", "", "drive the market with the bars in `DIR` (SYM.csv or SYM.csv.gz)")
	f.StringVar(&o.from, "from", "", "where the market begins in the bars, as `DATE` 2022-01-31")
	f.StringVar(&o.venues, "venues", "", "venues to serve, `a,b` or all (default binance)")
	f.StringVar(&o.faults, "faults", "", "trouble to order, such as `binance:silent@30s+20s`")
}

// defaultDemo is a demo as the command without flags gives it.
func defaultDemo() *demoOptions {
	o := &demoOptions{}
	o.addFlags(pflag.NewFlagSet("", pflag.ContinueOnError))
	return o
}

func newDemo(g *globals) *cobra.Command {
	o := &demoOptions{}
	desk := &deskOptions{}
	c := &cobra.Command{
		Use:   "demo",
		Short: "the desk on an embedded exchange: no network, no files",
		Long: "demo starts an exchange on loopback that speaks the venues' own protocols, and the desk on it.\n" +
			"Its market is synthetic, regimes and rotations coming quicker than in life, or follows the bars of --data.\n\n" +
			"Scenarios:\n" + scenarioList(),
		Example: "  eddy demo\n" +
			"  eddy demo --seed 42 --speed 3600\n" +
			"  eddy demo --data bars/ --from 2022-04-01 --speed 20000",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			log, closeLog, err := g.openLog()
			if err != nil {
				return err
			}
			show := func(ctx context.Context, s *session) error { return g.showDesk(ctx, s, desk, log) }
			open := func() error { return g.runDemo(c.Context(), o, desk.portfolio, log, show) }
			return errors.Join(withSettings(desk, open), closeLog())
		},
	}
	o.addFlags(c.Flags())
	desk.addFlags(c.Flags())
	return c
}

func scenarioList() string {
	var b strings.Builder
	for _, s := range bourse.Scenarios() {
		fmt.Fprintf(&b, "  %-18s %s\n", s.Name, s.Text)
	}
	return strings.TrimRight(b.String(), "\n")
}

// build makes the embedded exchange the options describe.
func (o *demoOptions) build() (*bourse.Bourse, error) {
	if o.speed == 0 {
		return nil, badUsage(errors.New("--speed 0: market time would stand still; give a number above zero, such as 600"))
	}
	venues, err := o.venueList()
	if err != nil {
		return nil, badUsage(err)
	}
	from, err := o.start()
	if err != nil {
		return nil, badUsage(err)
	}
	if o.from != "" && o.data == "" {
		return nil, badUsage(errors.New("--from says where to begin in the bars of --data DIR, which is missing"))
	}
	if err := o.reachData(); err != nil {
		return nil, unreachable(err)
	}
	b, err := bourse.New(bourse.Config{
		Listen: o.listen, Venues: venues, Speed: o.speed, Rate: o.rate, Faults: o.faults,
		Seed: o.seed, Scenario: o.scenario, Demo: true, Context: true, DataDir: o.data, From: from,
	})
	switch {
	case errors.Is(err, bourse.ErrConfig):
		return nil, badUsage(err)
	case err != nil:
		return nil, unreachable(err)
	default:
		return b, nil
	}
}

// reachData tells whether the folder of bars is there at all; what is wrong
// inside it is a mistake of another sort.
func (o *demoOptions) reachData() error {
	if o.data == "" {
		return nil
	}
	if _, err := os.Stat(o.data); err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	return nil
}

func (o *demoOptions) start() (model.Millis, error) {
	if o.from == "" {
		return 0, nil
	}
	t, err := time.Parse(time.DateOnly, o.from)
	if err != nil {
		return 0, fmt.Errorf("--from %q: write a date as 2022-01-31", o.from)
	}
	return model.MillisOf(t), nil
}

// venueList reads --venues: nothing means binance alone.
func (o *demoOptions) venueList() ([]model.Venue, error) {
	switch o.venues {
	case "":
		return []model.Venue{model.Binance}, nil
	case "all":
		return bourse.Venues(), nil
	}
	var list []model.Venue
	for _, name := range strings.Split(o.venues, ",") {
		v := model.Venue(strings.TrimSpace(name))
		if !v.Valid() {
			return nil, fmt.Errorf("--venues %q: %q is not known, use all or some of %v", o.venues, name, model.AllVenues)
		}
		list = append(list, v)
	}
	return list, nil
}

// runDemo runs the embedded exchange and a session on it until show returns.
func (g *globals) runDemo(ctx context.Context, o *demoOptions, portfolio string, log *slog.Logger, show func(context.Context, *session) error) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	b, err := o.build()
	if err != nil {
		return err
	}
	// A portfolio of the configuration is the user's own, at real prices; the
	// demo shows its sample unless a file is named for it.
	c.Portfolio.File = ""
	c, err = config.OnlyAt(c, b.Endpoints())
	if err != nil {
		return errors.Join(err, b.Close())
	}
	s, err := g.open(sources{
		config: c, portfolio: portfolio, seed: samplePortfolio(c.Enabled()[0]),
		mode: model.ModeDemo, label: b.Label(), market: b.MarketTime, speed: o.speed,
	}, log)
	if err != nil {
		return errors.Join(err, b.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() error { return b.Run(inner) })
	group.Go(func() error { return tellEnd(inner, b, s, c.Enabled()[0]) })
	shown := s.run(inner, func(ctx context.Context) error { return show(ctx, s) })
	cancel()
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return errors.Join(shown, unreachable(err))
	}
	return shown
}

// tellEnd puts a line on the desk when recorded bars have come to their end:
// what follows is silence, and silence should have a reason.
func tellEnd(ctx context.Context, b *bourse.Bourse, s *session, venue model.Venue) error {
	select {
	case <-b.Done():
	case <-ctx.Done():
		return nil
	}
	end := b.MarketTime()
	return s.handover.Put(ctx, []model.Event{{
		Kind: model.KindLink, Venue: venue, Received: model.MillisOf(time.Now()),
		Text: "the recorded bars have ended on " + end.Time().Format(time.DateOnly) + "; nothing more will come",
	}})
}

// runLive runs a session on the configured venues until show returns.
func (g *globals) runLive(ctx context.Context, portfolio string, log *slog.Logger, show func(context.Context, *session) error) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	s, err := g.open(sources{config: c, portfolio: portfolio, ledger: g.ledgerPath(), mode: model.ModeLive}, log)
	if err != nil {
		return err
	}
	return s.run(ctx, func(ctx context.Context) error { return show(ctx, s) })
}
