package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"eddy/feeds/tape"
	"eddy/model"
)

// recordOptions are the flags of `eddy record`.
type recordOptions struct {
	demo      bool
	span      time.Duration
	fileSize  string
	portfolio string
	market    demoOptions
}

func newRecord(g *globals) *cobra.Command {
	o := &recordOptions{}
	c := &cobra.Command{
		Use:   "record FILE",
		Short: "tape everything that is heard, to be played again with `eddy replay`",
		Long: "record listens like the desk and writes to FILE every frame as it was received, everything else the engine\n" +
			"is told, and the order of it all, until --for runs out or it is interrupted. `eddy replay FILE` shows it\n" +
			"again; `eddy replay FILE --verify` proves that it gives the same snapshots.\n" +
			"A long tape is several files: x.tape, x.2.tape, x.3.tape. Keep them together and name the first one.\n" +
			"A tape holds market data, your portfolio and your events, and no keys: there are none.",
		Example: "  eddy record monday.tape --for 1h\n" +
			"  eddy record fault.tape --demo --faults binance:cut@20s --for 1m",
		Args: oneArg,
		RunE: func(c *cobra.Command, args []string) error {
			if o.span < 0 {
				return badUsage(fmt.Errorf("--for %s: give a time above zero, or leave it out", o.span))
			}
			var err error
			if g.tapeFile, err = o.fileBytes(); err != nil {
				return badUsage(err)
			}
			return g.record(c.Context(), o, args[0])
		},
	}
	f := c.Flags()
	f.BoolVar(&o.demo, "demo", false, "listen to the embedded exchange instead of the configured venues")
	f.DurationVar(&o.span, "for", 0, "stop after this long (0: when interrupted)")
	f.StringVar(&o.fileSize, "file-size", "1GiB", "go on in another file when one reaches this `SIZE`")
	f.StringVar(&o.portfolio, "portfolio", "", "tape this portfolio.toml `FILE` with it")
	o.market.addFlags(f)
	return c
}

// leastFile is what a file holds at least: a few seconds of a busy market.
const leastFile = 100_000

// fileBytes reads --file-size.
func (o *recordOptions) fileBytes() (int64, error) {
	n, err := sizeOf(o.fileSize)
	switch {
	case err != nil:
		return 0, fmt.Errorf("--file-size %w", err)
	case n < leastFile:
		return 0, fmt.Errorf("--file-size %s: give 100KB at least", o.fileSize)
	default:
		return n, nil
	}
}

func (g *globals) record(ctx context.Context, o *recordOptions, file string) error {
	log, closeLog, err := g.openLog()
	if err != nil {
		return err
	}
	g.tape = file
	var deck *tape.Deck
	watched := func(ctx context.Context, s *session) error {
		deck = s.deck
		return g.tellTape(ctx, deck, o.span)
	}
	if o.demo {
		err = g.runDemo(ctx, &o.market, o.portfolio, log, watched)
	} else {
		err = g.runLive(ctx, o.portfolio, log, watched)
	}
	if deck != nil {
		fmt.Fprintln(g.io.err, tapeLine(deck.Status()))
	}
	return errors.Join(err, closeLog())
}

// tellEvery is the time between two lines about a recording.
const tellEvery = 5 * time.Second

// tellTape says how a recording goes until the time is up (0: never), ctx ends
// or the tape does.
func (g *globals) tellTape(ctx context.Context, deck *tape.Deck, span time.Duration) error {
	var over <-chan time.Time
	if span > 0 {
		timer := time.NewTimer(span)
		defer timer.Stop()
		over = timer.C
	}
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			if s := deck.Status(); !s.Recording {
				return unreachable(errors.New(cmp.Or(s.Fault, "the tape ended")))
			}
		case <-tick.C:
			fmt.Fprintln(g.io.err, tapeLine(deck.Status()))
		case <-over:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// tapeLine says how large a tape is.
func tapeLine(s tape.Status) string {
	line := fmt.Sprintf("%s: %.1f MB", s.Path, megabytes(s.Bytes))
	if s.Files > 1 {
		line += fmt.Sprintf(" in %d files", s.Files)
	}
	line += fmt.Sprintf(", %d frames, %d events told", s.Frames, s.Events)
	if s.Unsure > 0 {
		line += fmt.Sprintf("; %d long answers by REST are kept by their beginning, also if one was not understood: more came at once than are held", s.Unsure)
	}
	return line
}

// alertsNow are the alerts a tape begins with: those on show, or those of earlier
// runs where nothing is shown yet. The user's events go another way.
func (s *session) alertsNow(earlier []model.AlertRow) (rows []model.AlertRow) {
	newest := s.mailbox.Newest()
	if newest == nil {
		return earlier
	}
	for _, a := range newest.Alerts {
		if a.Rule != "event" {
			rows = append(rows, a)
		}
	}
	slices.Reverse(rows) // a snapshot has the newest first
	return rows
}

// record begins a tape of the session.
func (s *session) record(file string) error {
	setup, err := s.setup()
	if err != nil {
		return err
	}
	err = s.deck.Start(file, setup)
	var path *os.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.As(err, &path):
		return unreachable(err)
	case err != nil:
		return badUsage(err)
	default:
		return nil
	}
}
