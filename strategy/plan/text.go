package plan

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/cost"
)

// WriteText writes a plan as a table for people: its legs, what they come to,
// what was refused and what applies.
func WriteText(w io.Writer, p *model.Plan) error {
	var b strings.Builder
	fmt.Fprintf(&b, "plan  %s %s  phase %s  equity $%s%s\n", p.Playbook, p.Stage, p.Phase.Word(), p.Equity.StringFixed(2), withoutWords(p))
	if p.Title != "" {
		fmt.Fprintf(&b, "      %s\n", p.Title)
	}
	fmt.Fprintf(&b, "      %s\n", pricesOf(p))
	for _, why := range p.OutOfDate {
		fmt.Fprintf(&b, "      out of date: %s\n", why)
	}
	if p.Why != "" {
		fmt.Fprintf(&b, "\nno plan: %s\n", p.Why)
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "      futures margin at most %g %% of equity: %s [%s]\n", p.Cap.Pct, p.Cap.Name, p.Cap.Source)
	if when := schedule(p); when != "" {
		fmt.Fprintf(&b, "      %s\n", when)
	}
	writeLegs(&b, p)
	writeState(&b, p)
	writeLists(&b, p)
	_, err := io.WriteString(w, b.String())
	return err
}

// withoutWords says what the equity leaves out.
func withoutWords(p *model.Plan) string {
	if w := model.Without(p.Unpriced); w != "" {
		return " without " + w + ", no price of which is known"
	}
	return ""
}

// pricesOf says which prices the plan stands on.
func pricesOf(p *model.Plan) string {
	if !p.AsOf.Known() {
		return "prices as given; no market was heard, so spread, turnover and volatility are not known"
	}
	return "prices of " + p.AsOf.Time().UTC().Format(time.DateTime) + " UTC, of the venues that were heard"
}

func writeLegs(b *strings.Builder, p *model.Plan) {
	if len(p.Legs) == 0 {
		b.WriteString("\n" + p.Nothing() + "\n")
		return
	}
	b.WriteByte('\n')
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "#\taction\tcoin\tvenue\tqty\tprice\tnotional\tlev\tmargin\tstop\tcost\tfunding/day\tedge/cost\t  why\t")
	for i := range p.Legs {
		l := &p.Legs[i]
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t  %s\t\n", l.N, strings.TrimSpace(l.Action+" "+l.Side), l.Asset, venueWord(l.Venue),
			l.Qty, l.Price, l.Notional.StringFixed(2), dash(optional(l.Leverage)), dash(optional(l.Margin)), dash(optional(l.Stop)), costWord(&l.Cost),
			dash(optional(l.Cost.FundingDay)), edgeOverCost(l), strings.Join(l.Reason, " "))
	}
	_ = t.Flush() // it writes into a builder, which takes everything
	writeSteps(b, p)
}

// costWord is what a leg costs, with a sign where its slippage comes on top and is
// not known.
func costWord(c *model.PlanCost) string {
	if c.NoSlippage != "" {
		return c.Total().StringFixed(2) + "+?"
	}
	return c.Total().StringFixed(2)
}

// slippageWords says of how many legs the slippage is not in the sum.
func slippageWords(p *model.Plan) string {
	n, why := 0, ""
	for i := range p.Legs {
		if w := p.Legs[i].Cost.NoSlippage; w != "" {
			n, why = n+1, w
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" and the slippage of %d (%s)", n, why)
}

// sourceWord is where a rule stands, "" for one of the house's own.
func sourceWord(source string) string {
	if source == "" {
		return ""
	}
	return " [" + source + "]"
}

func hardness(hard bool) string {
	if hard {
		return "STOP"
	}
	return "ask"
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func edgeOverCost(l *model.PlanLeg) string {
	edge, ok := l.Edge.Value()
	switch {
	case ok && l.Cost.Total().IsPositive():
		return fmt.Sprintf("%.1fx", edge/l.Cost.Total().InexactFloat64())
	case l.Edge.State() == model.NumNotApplicable:
		return "-"
	default:
		return "?"
	}
}

func writeState(b *strings.Builder, p *model.Plan) {
	b.WriteByte('\n')
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "bucket\tnow %\tafter %\ttarget %\t")
	for _, a := range p.After.Allocation {
		before := "0"
		for _, was := range p.Before.Allocation {
			if was.Bucket == a.Bucket {
				before = was.Pct.StringFixed(2)
			}
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t\n", a.Bucket, before, a.Pct.StringFixed(2), numWord(a.Target, "%.2f"))
	}
	_ = t.Flush() // it writes into a builder, which takes everything
	s := &p.After
	fmt.Fprintf(b, "\nmargin %.1f %% of equity, gross futures %.1f %%, net exposure %s, net beta %s, worst liquidation %s, VaR 1 d 95 %% by the past %s\n",
		s.MarginPct, s.GrossPct, told(s.NetPct, "%.1f %%"), told(s.NetBeta, "%.2f"), strings.TrimSpace(told(s.WorstPct, "%.1f %%")+" "+s.Worst), told(s.VaR, "$%.0f"))
	fmt.Fprintf(b, "turnover $%s, %.1f %% of equity; cost $%s%s; funding a day %s; expected edge over cost %s\n",
		p.Totals.Turnover.StringFixed(0), p.Totals.TurnoverPct, p.Totals.Cost.StringFixed(2), slippageWords(p), fundingOf(p), told(p.Totals.EdgeOver, "%.1fx"))
	if words := feeWords(p); words != "" {
		fmt.Fprintf(b, "fees: %s\n", words)
	}
	fmt.Fprintf(b, "turnover penalty $%s, %.3f %% of equity\n", p.Totals.PenaltyUSD.StringFixed(2), p.Totals.Penalty*100)
	if p.Totals.Remainder != "" {
		fmt.Fprintln(b, p.Totals.Remainder)
	}
}

// feeWords says what the legs pay on which venue, each fee once, and where it is
// written.
func feeWords(p *model.Plan) string {
	var parts []string
	for i := range p.Legs {
		l := &p.Legs[i]
		product := cost.Perp
		if l.Symbol == "" {
			product = cost.Spot
		}
		part := fmt.Sprintf("%s %s (%s)", product, l.Cost.FeeBasis, l.Cost.FeeSource)
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

// fundingOf is what the plan's futures receive or pay a day.
func fundingOf(p *model.Plan) string {
	if f := p.Totals.FundingDay; f.Valid {
		return dollars(f.Decimal)
	}
	for i := range p.Legs {
		if p.Legs[i].Symbol != "" {
			return "unknown"
		}
	}
	return "none"
}

// told is a figure, or why there is none.
func told(n model.Num, format string) string {
	if v, ok := n.Value(); ok {
		return fmt.Sprintf(format, v)
	}
	word := "unknown"
	if n.State() == model.NumNotApplicable {
		word = "none"
	}
	if n.Why() != "" {
		word += " (" + n.Why() + ")"
	}
	return word
}

func numWord(n model.Num, format string) string {
	if v, ok := n.Value(); ok {
		return fmt.Sprintf(format, v)
	}
	if n.State() == model.NumNotApplicable {
		return "-"
	}
	return "?"
}

func writeLists(b *strings.Builder, p *model.Plan) {
	if len(p.Refused) > 0 {
		b.WriteString("\nrefused\n")
		for _, r := range p.Refused {
			fmt.Fprintf(b, "  %s: %s: %s%s\n", r.What, r.Why, r.Figure, sourceWord(r.Source))
		}
	}
	if len(p.Notes) > 0 {
		b.WriteString("\nnotes\n")
		for _, n := range p.Notes {
			fmt.Fprintf(b, "  %s: %s\n", n.ID, n.Text)
		}
	}
}

// dollars writes an amount of money, its minus before the sign of the currency.
func dollars(d decimal.Decimal) string {
	if d.IsNegative() {
		return "−$" + d.Neg().StringFixed(2)
	}
	return "$" + d.StringFixed(2)
}
