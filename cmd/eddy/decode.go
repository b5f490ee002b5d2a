package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"eddy/feeds/decode"
	"eddy/model"
)

func newDecode(g *globals) *cobra.Command {
	var venue, instruments string
	c := &cobra.Command{
		Use:   "decode --venue V [--instruments FILE] [FILE]",
		Short: "raw frames of a venue to normalised events, one JSON object a line",
		Long: "decode reads raw frames, one a line, from FILE or standard input and prints what each means.\n" +
			"Order matters: some venues send deltas. A frame that cannot be decoded prints {\"error\":…} and the\n" +
			"command goes on; it then exits with 1.",
		Args: oneArgOrNone,
		RunE: func(_ *cobra.Command, args []string) error {
			file := "-"
			if len(args) == 1 {
				file = args[0]
			}
			return g.decode(model.Venue(venue), instruments, file)
		},
	}
	c.Flags().StringVar(&venue, "venue", "", "the `VENUE` the frames come from: "+strings.Join(decode.Venues(), ", "))
	c.Flags().StringVar(&instruments, "instruments", "", "the venue's own REST instrument list, as `FILE`")
	return c
}

func (g *globals) decode(venue model.Venue, instruments, file string) error {
	if venue == "" {
		return badUsage(fmt.Errorf("decode: --venue is missing: one of %s", strings.Join(decode.Venues(), ", ")))
	}
	var list io.Reader
	if instruments != "" {
		f, err := os.Open(instruments)
		if err != nil {
			return unreachable(fmt.Errorf("decode: instruments: %w", err))
		}
		defer f.Close() // only read
		list = f
	}
	in := g.io.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return unreachable(fmt.Errorf("decode: %w", err))
		}
		defer f.Close() // only read
		in = f
	}
	bad, err := decode.Run(venue, list, in, g.io.out)
	switch {
	case errors.Is(err, decode.ErrVenue):
		return badUsage(fmt.Errorf("decode: %w", err))
	case err != nil:
		return fmt.Errorf("decode: %w", err)
	case bad > 0:
		return errFoundWrong
	default:
		return nil
	}
}
