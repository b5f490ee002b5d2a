package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"eddy/feeds/history"
	"eddy/model"
)

func newHistory(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "history",
		Short: "the past on disk: what is held, how large it is, making it smaller",
		Long: "The live desk writes down closed bars, funding and open interest, so that it shows its signals at once\n" +
			"when it starts again and asks the venues only for what happened meanwhile.\n" +
			"Hours are kept for 400 days, days for ever. The file can be deleted at any time: it is loaded anew.",
		Args: noArgs,
	}
	c.AddCommand(newHistoryShow(g), newHistoryCompact(g), newHistoryDelete(g))
	return c
}

func newHistoryShow(g *globals) *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use: "show", Short: "what is held, venue by venue", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withHistory(c.Context(), func(s *history.Store) error {
				sum, err := s.Summary(c.Context())
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(g.io.out).Encode(sum)
				}
				return g.printHistory(sum)
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func newHistoryCompact(g *globals) *cobra.Command {
	days := int(history.Keep / (24 * time.Hour))
	c := &cobra.Command{
		Use: "compact", Short: "drop what is old or gone and give the room back", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if days <= 0 {
				return badUsage(fmt.Errorf("--days %d: give a number above zero, such as 400", days))
			}
			return g.withHistory(c.Context(), func(s *history.Store) error {
				before := s.Bytes()
				if err := s.Compact(c.Context(), time.Duration(days)*24*time.Hour); err != nil {
					return unreachable(err)
				}
				_, err := fmt.Fprintf(g.io.out, "%s: %.1f MB, was %.1f MB\n", s.Path(), megabytes(s.Bytes()), megabytes(before))
				return err
			})
		},
	}
	c.Flags().IntVar(&days, "days", days, "keep hours, funding and open interest of so many days")
	return c
}

func newHistoryDelete(g *globals) *cobra.Command {
	return &cobra.Command{
		Use: "delete", Short: "delete the store; it is loaded anew at the next start", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			path := g.historyPath()
			if err := history.Remove(c.Context(), path); err != nil {
				return unreachable(err)
			}
			_, err := fmt.Fprintf(g.io.out, "%s: deleted\n", path)
			return err
		},
	}
}

// withHistory opens the store that is there, for as long as do runs.
func (g *globals) withHistory(ctx context.Context, do func(*history.Store) error) error {
	path := g.historyPath()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return unreachable(fmt.Errorf("history: %s: there is none yet; the live desk begins one", path))
	}
	s, err := history.Open(ctx, path, time.Now)
	if err != nil {
		return unreachable(err)
	}
	return errors.Join(do(s), s.Close())
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }

func (g *globals) printHistory(sum history.Summary) error {
	var page strings.Builder
	fmt.Fprintf(&page, "%s: %.1f MB, %d bars corrected by their venues, %d bars venues do not have\n\n",
		model.CleanText(sum.Path), megabytes(sum.Bytes), sum.Corrected, sum.Holes)
	w := tabwriter.NewWriter(&page, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "venue\tcontracts\thours\tdays\tfunding\topen interest\tfrom\tto\t")
	for _, p := range sum.Places {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%s\t%s\t  %s\n", p.Venue, p.Contracts, p.Hours, p.Days, p.Funding, p.OpenInterest,
			dateOf(p.From), dateOf(p.To), p.Origin)
	}
	_ = w.Flush() // a strings.Builder takes everything
	_, err := io.WriteString(g.io.out, page.String())
	return err
}

// dateOf writes a moment to the minute, a dash for one that is not known.
func dateOf(m model.Millis) string {
	if !m.Known() {
		return "-"
	}
	return m.Time().Format("2006-01-02 15:04")
}
