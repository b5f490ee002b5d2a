package plan

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// WriteJSON writes a plan as an indented object.
func WriteJSON(w io.Writer, p *model.Plan) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(p)
}

var csvHeader = []string{
	"n", "status", "action", "bucket", "asset", "venue", "symbol", "side", "qty", "price", "notional", "leverage", "margin", "stop", "target",
	"fee", "spread", "slippage", "funding_day", "reason", "title", "tranche", "next_tranche",
	"fee_basis",
}

// WriteCSV writes legs as rows under a header, those a choice keeps.
func WriteCSV(w io.Writer, p *model.Plan, keep func(*model.PlanLeg) bool) error {
	out := csv.NewWriter(w)
	if err := out.Write(csvHeader); err != nil {
		return err
	}
	for i := range p.Legs {
		if l := &p.Legs[i]; keep(l) {
			if err := out.Write(csvRow(l)); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func csvRow(l *model.PlanLeg) []string {
	return []string{
		fmt.Sprint(l.N), l.Status, l.Action, cell(l.Bucket), cell(string(l.Asset)), venueWord(l.Venue), cell(l.Symbol), l.Side,
		l.Qty.String(), l.Price.String(), l.Notional.String(), optional(l.Leverage), optional(l.Margin), optional(l.Stop), optional(l.Target),
		l.Cost.Fee.String(), l.Cost.Spread.String(), slippageCell(&l.Cost), optional(l.Cost.FundingDay), cell(strings.Join(l.Reason, " ")), cell(l.Title), trancheCell(l), l.Next.String(), cell(l.Cost.FeeBasis),
	}
}

// slippageCell is empty where the slippage is not known.
func slippageCell(c *model.PlanCost) string {
	if c.NoSlippage != "" {
		return ""
	}
	return c.Slippage.String()
}

// trancheCell is which part of a leg's purchase this is, "" for one made whole.
func trancheCell(l *model.PlanLeg) string {
	if l.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", l.Tranche, l.Of)
}

// cell is a text as a table's cell: one that a spreadsheet would work out as a
// formula has an apostrophe before it. Names come from files and from venues.
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

func optional(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// Only is a plan with no legs but those a choice keeps. Its totals are left as they
// are: a leg that was skipped counts in none.
func Only(p *model.Plan, keep func(*model.PlanLeg) bool) *model.Plan {
	c := *p
	c.Legs = slices.DeleteFunc(slices.Clone(p.Legs), func(l model.PlanLeg) bool { return !keep(&l) })
	return &c
}

// All keeps every leg that was not skipped, Accepted those that were accepted.
func All(l *model.PlanLeg) bool { return l.Status != model.LegSkipped }

// Accepted keeps the legs that were accepted.
func Accepted(l *model.PlanLeg) bool { return l.Status == model.LegAccepted }

// WriteTicket writes legs as orders to type in by hand, venue by venue, each
// futures leg with its stop. eddy sends none of them.
func WriteTicket(w io.Writer, p *model.Plan, keep func(*model.PlanLeg) bool) error {
	var b strings.Builder
	made := "of prices as given"
	if p.AsOf.Known() {
		made = "made " + p.AsOf.String()
	}
	fmt.Fprintf(&b, "plan %s %s, %s, equity $%s%s\n", p.Playbook, p.Stage, made, p.Equity.StringFixed(2), withoutWords(p))
	if when := schedule(p); when != "" {
		fmt.Fprintf(&b, "  %s\n", when)
	}
	var venues []model.Venue
	for i := range p.Legs {
		if keep(&p.Legs[i]) && !slices.Contains(venues, p.Legs[i].Venue) {
			venues = append(venues, p.Legs[i].Venue)
		}
	}
	for _, v := range venues {
		fmt.Fprintf(&b, "\n%s\n", venueWord(v))
		for i := range p.Legs {
			if l := &p.Legs[i]; keep(l) && l.Venue == v {
				b.WriteString(ticketLines(l))
			}
		}
	}
	if len(venues) == 0 {
		b.WriteString("\nno leg was accepted\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// trancheEnd ends a leg's line with its tranche.
func trancheEnd(l *model.PlanLeg) string {
	if l.Of <= 1 {
		return ""
	}
	return "  " + trancheText(l)
}

func ticketLines(l *model.PlanLeg) string {
	if l.Venue == "" {
		return fmt.Sprintf("  %2d  %-4s %s %s near %s  ($%s)%s\n", l.N, l.Action, l.Qty, l.Asset, l.Price, l.Notional.StringFixed(2), trancheEnd(l))
	}
	verb, back := "buy", "sell"
	if (l.Side == "short") == (l.Action == model.ActOpen) {
		verb, back = "sell", "buy"
	}
	text := fmt.Sprintf("  %2d  %-4s %s %s near %s  ($%s, %s)%s", l.N, verb, l.Qty, l.Symbol, l.Price, l.Notional.StringFixed(2), l.Side, trancheEnd(l))
	if l.Action != model.ActOpen {
		return text + "  reduce only\n"
	}
	text += fmt.Sprintf("  at %sx isolated, margin $%s\n", optional(l.Leverage), optional(l.Margin))
	return text + fmt.Sprintf("      then %s stop-market %s %s at %s, triggered by the mark, reduce only\n", back, l.Qty, l.Symbol, optional(l.Stop))
}
