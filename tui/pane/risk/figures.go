package risk

import (
	"math"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// fact is a figure as it is and, where it is asked to be another, as it would
// be, each already in words.
func fact(in pane.Input, now, then string) string {
	if then == "" || then == now {
		return now
	}
	return now + " " + in.Theme.Glyphs.Arrow + " " + then
}

// num crosses the border from exact money to what is shown.
func num(d decimal.Decimal) model.Num { return model.Known(d.InexactFloat64()) }

func dollars(in pane.Input, d decimal.Decimal) string {
	if d.IsNegative() {
		return string(in.Theme.Glyphs.Minus) + "$" + in.Dollars(num(d.Neg()))
	}
	return "$" + in.Dollars(num(d))
}

// signedDollars is an amount that is won or lost.
func signedDollars(in pane.Input, d decimal.Decimal) string {
	d = d.Round(0) // what rounds to nothing has no sign
	text := in.Dollars(num(d))
	if d.IsPositive() && text != "0" {
		return "+" + text
	}
	return text
}

func percent(in pane.Input, d decimal.Decimal, f pane.Format) string {
	f.Suffix = " %"
	return in.Text(d.InexactFloat64(), f)
}

// ratio is a share in percent, or what it means that there is none.
func ratio(in pane.Input, d decimal.NullDecimal) string {
	if !d.Valid {
		return "nothing left"
	}
	return percent(in, d.Decimal.Shift(2), pane.Format{Decimals: 1})
}

func times(in pane.Input, d decimal.Decimal) string {
	return in.Text(d.InexactFloat64(), pane.Format{Decimals: 1, Suffix: "x"})
}

// liquidation is the price at which a leg goes, as the venue prints it.
func liquidation(in pane.Input, l *LegState, leg *margin.Leg, sc *Scenario) string {
	input := sc.Accounts[l.Account].Input
	rule, ok := margin.RuleOf(input.Venue)
	switch price := leg.Liquidation.Price; {
	case leg.Liquidation.State == margin.LiqPassed && !price.Valid:
		return "passed"
	case !price.Valid:
		return "none"
	case ok:
		if rounded := rule.Rounded(leg.Liquidation, l.input.Tick); rounded.Valid {
			return in.Price(num(rounded.Decimal))
		}
		fallthrough
	default:
		return in.Price(num(leg.Liquidation.Price.Decimal))
	}
}

// distance is how far the mark is from there in percent, signed by where the
// danger lies.
func distance(in pane.Input, leg *margin.Leg) string {
	d := leg.Liquidation.DistancePct
	if !d.Valid {
		return ""
	}
	if leg.Liquidation.Falling {
		d.Decimal = d.Decimal.Neg()
	}
	return percent(in, d.Decimal, pane.Format{Decimals: 1, Signed: true})
}

// within measures a distance in units of a move that is known in percent.
func within(in pane.Input, leg *margin.Leg, unit model.Num) string {
	u, ok := unit.Value()
	if !ok || u <= 0 || !leg.Liquidation.DistancePct.Valid {
		return ""
	}
	return in.Text(leg.Liquidation.DistancePct.Decimal.InexactFloat64()/u, pane.Format{Decimals: 1})
}

// name is a leg in a few words: "AAVE long".
func name(row *model.PositionRow) string {
	coin := string(row.Asset)
	if coin == "" {
		coin = row.Symbol
	}
	return coin + " " + row.Side
}

// money writes an amount won or lost before column end, thousands apart.
func money(in pane.Input, c grid.Area, end int, n model.Num) {
	v, ok := n.Value()
	if !ok {
		in.Number(c, end, 0, theme.Muted, n, pane.Format{})
		return
	}
	st, text := theme.Signed(v), in.Dollars(model.Known(math.Round(v)+0))
	if v >= 0.5 {
		text = "+" + text
	}
	if !n.Fresh() {
		st = theme.Stale
		c.Set(end, 0, st, '~')
	}
	c.TextRight(end, 0, st, text)
}
