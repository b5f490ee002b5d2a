package backtest

import (
	"fmt"
	"strings"

	"eddy/model"
	"eddy/strategy/cost"
)

// Charge is what a venue took in fees of all trades of a product.
type Charge struct {
	Venue    model.Venue  `json:"venue,omitempty"` // "": no venue in particular
	Product  cost.Product `json:"product"`
	RateBP   float64      `json:"rate_bp"`  // basis points of the notional
	Source   string       `json:"source"`   // where the rate is written
	Notional float64      `json:"notional"` // traded, US dollars
	Paid     float64      `json:"paid"`     // US dollars
}

// Charges lists the fees that were paid by venue and product, in the order they
// were met first. A liquidation takes the margin and pays no fee.
func (r *Result) Charges() (out []Charge) {
	at := make(map[Charge]int) // by venue and product alone
	for i := range r.Decisions {
		for k := range r.Decisions[i].Trades {
			t := &r.Decisions[i].Trades[k]
			if t.Action == liquidated {
				continue
			}
			key := Charge{Venue: t.Venue, Product: t.product()}
			n, met := at[key]
			if !met {
				n, at[key] = len(out), len(out)
				out = append(out, r.priced(key))
			}
			out[n].Notional += t.Notional
			out[n].Paid += t.Fee
		}
	}
	return out
}

// priced tells what a charge is charged by.
func (r *Result) priced(c Charge) Charge {
	fee := r.Rules.Fees.Of(c.Venue, c.Product)
	c.RateBP, c.Source = cost.BasisPoints(fee.Rate*r.Rules.CostFactor), fee.Source
	return c
}

// ChargeWords says in words which fees of which venue were charged.
func (r *Result) ChargeWords() string {
	var parts []string
	for _, c := range r.Charges() {
		fee := cost.Fee{Venue: c.Venue, Rate: c.RateBP / 1e4}
		parts = append(parts, fmt.Sprintf("%s %s, %s (%s)", c.Product, fee, money(cents(c.Paid)), c.Source))
	}
	if len(parts) == 0 {
		return "No trade paid a fee."
	}
	return "Fees, every order taken from the book: " + strings.Join(parts, "; ") + "."
}
