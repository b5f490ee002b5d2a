package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"eddy/model/margin/risk"
	"eddy/model/margin/tier"
)

func newRisk(g *globals) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "risk [FILE]",
		Short: "margin, liquidation and stress for the positions in FILE or on standard input",
		Long: "risk reads positions as JSON and prints margins, liquidation prices and what shocks would do.\n" +
			"The form of both is described in the README.",
		Args: oneArgOrNone,
		RunE: func(_ *cobra.Command, args []string) error {
			file := "-"
			if len(args) == 1 {
				file = args[0]
			}
			return g.risk(file, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of a table")
	return c
}

func (g *globals) risk(file string, asJSON bool) error {
	in := g.io.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return unreachable(fmt.Errorf("risk: %w", err))
		}
		defer f.Close() // only read
		in = f
	}
	err := writeRisk(in, g.io.out, asJSON)
	if risk.IsInput(err) {
		return badUsage(err)
	}
	return err
}

func writeRisk(in io.Reader, out io.Writer, asJSON bool) error {
	if asJSON {
		return risk.Run(in, out)
	}
	request, err := risk.Read(in)
	if err != nil {
		return err
	}
	tiers, err := tier.Embedded()
	if err != nil {
		return err
	}
	response, err := risk.Evaluate(request, tiers)
	if err != nil {
		return err
	}
	return response.WriteText(out)
}
