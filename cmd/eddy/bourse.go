package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"eddy/feeds/bourse"
	"eddy/model"
)

func newBourse(g *globals) *cobra.Command {
	o := &demoOptions{}
	c := &cobra.Command{
		Use:   "bourse",
		Short: "the embedded exchange alone, printing what to put into a configuration",
		Args:  noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			b, err := o.build()
			if err != nil {
				return err
			}
			if err := g.printEndpoints(b); err != nil {
				return err
			}
			return cmp.Or(b.Run(c.Context()), c.Context().Err())
		},
	}
	o.addFlags(c.Flags())
	c.Flags().StringVar(&o.listen, "listen", "127.0.0.1:0", "`ADDRESS` to listen on; further venues take the ports after it")
	return c
}

// printEndpoints prints the addresses as the tables of a configuration.
func (g *globals) printEndpoints(b *bourse.Bourse) error {
	if _, err := fmt.Fprintf(g.io.out, "# %s\n", b.Label()); err != nil {
		return err
	}
	var current model.Venue
	for _, e := range b.Endpoints() {
		if e.Venue != current {
			current = e.Venue
			if _, err := fmt.Fprint(g.io.out, tableOf(e.Venue)); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(g.io.out, "%s = %q\n", e.Key, e.URL); err != nil {
			return err
		}
	}
	return nil
}

// tableOf writes the head of a table of the configuration.
func tableOf(v model.Venue) string {
	if v == bourse.Macro {
		return "[macro]\n"
	}
	return fmt.Sprintf("[venues.%s]\nenabled = true\n", v)
}
