package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"eddy/model"
	"eddy/strategy/cost"
)

func newFees(g *globals) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "fees",
		Short: "what each venue takes of a trade, where that is written, and what you pay",
		Long: "fees lists the regular tier of each venue in basis points with its source. Every trade that eddy\n" +
			"plans or runs over history pays as a taker: by spot_fee_bp and perp_fee_bp of the configuration\n" +
			"where they are set, else what a venue's own list says of the contract, else this tier.",
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return g.fees(asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON, one object a venue and product")
	return c
}

// feeRow is what a venue takes of a product, in basis points.
type feeRow struct {
	Venue   model.Venue  `json:"venue"`
	Product cost.Product `json:"product"`
	Maker   float64      `json:"maker_bp"`
	Taker   float64      `json:"taker_bp"`
	Source  string       `json:"source"`
	Paid    float64      `json:"paid_bp"` // by this account
	By      string       `json:"paid_by"` // where that is written
}

func (g *globals) fees(asJSON bool) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	rows := feeRows(c.Fees())
	if !asJSON {
		return g.printFees(rows)
	}
	out := json.NewEncoder(g.io.out)
	for i := range rows {
		if err := out.Encode(rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func feeRows(fees cost.Fees) (rows []feeRow) {
	add := func(v model.Venue, p cost.Product, r cost.Rates) {
		paid := fees.Of(v, p)
		rows = append(rows, feeRow{
			Venue: v, Product: p, Maker: cost.BasisPoints(r.Maker), Taker: cost.BasisPoints(r.Taker), Source: r.Source,
			Paid: cost.BasisPoints(paid.Rate), By: paid.Source,
		})
	}
	for _, t := range cost.Tariffs() {
		add(t.Venue, cost.Spot, t.Spot)
		add(t.Venue, cost.Perp, t.Perp)
	}
	return rows
}

func (g *globals) printFees(rows []feeRow) error {
	t := tabwriter.NewWriter(g.io.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "venue\tproduct\tmaker\ttaker\tyou pay\tsource") //nolint:errcheck // Flush tells it
	for i := range rows {
		r := &rows[i]
		source := r.Source
		if r.By != r.Source {
			source = r.By + "; regular: " + source
		}
		fmt.Fprintf(t, "%s\t%s\t%g\t%g\t%g\t%s\n", r.Venue, r.Product, r.Maker, r.Taker, r.Paid, source) //nolint:errcheck // Flush tells it
	}
	return t.Flush()
}
