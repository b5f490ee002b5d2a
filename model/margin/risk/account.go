package risk

import (
	"fmt"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// maxDigits bounds a figure's text: no venue writes longer ones, and longer
// ones only burn time.
const maxDigits = 64

// reader turns the texts of a request into figures and gathers what is wrong
// with them.
type reader struct {
	index  int
	symbol string
	faults margin.InputErrors
}

func (r *reader) fault(field, format string, args ...any) {
	r.faults = append(r.faults, &margin.InputError{
		Index: r.index, Symbol: r.symbol, Field: field,
		Why: fmt.Sprintf(format, args...), Err: margin.ErrValue,
	})
}

// optional reads a figure that may be absent.
func (r *reader) optional(field string, t text) decimal.NullDecimal {
	switch {
	case !t.given:
		return decimal.NullDecimal{}
	case t.odd:
		r.fault(field, "must be a decimal number in a string")
		return decimal.NullDecimal{}
	case len(t.s) > maxDigits:
		r.fault(field, "is longer than %d characters", maxDigits)
		return decimal.NullDecimal{}
	}
	d, err := decimal.NewFromString(t.s)
	if err != nil {
		r.fault(field, "%q is not a decimal number", t.s)
		return decimal.NullDecimal{}
	}
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

// required reads a figure that must be there.
func (r *reader) required(field string, t text) decimal.Decimal {
	if !t.given {
		r.fault(field, "missing")
	}
	return r.optional(field, t).Decimal
}

// mark reads the mark; margin says what a missing one means.
func (r *reader) mark(t text) decimal.Decimal {
	d := r.optional("mark", t)
	if d.Valid && d.Decimal.IsZero() {
		r.fault("mark", "must be above zero, is 0")
	}
	return d.Decimal
}

// account turns the request into an account and the shocks to apply.
func (q *Request) account() (margin.Account, []decimal.Decimal, margin.InputErrors) {
	r := reader{index: -1}
	a := margin.Account{Venue: model.Venue(q.Venue.s)}
	if !q.Venue.given {
		r.fault("venue", "missing")
	}
	a.Wallet = r.required("wallet", q.Wallet)
	shocks := make([]decimal.Decimal, len(q.ShockPct))
	for i, s := range q.ShockPct {
		shocks[i] = r.required(fmt.Sprintf("shock_pct[%d]", i), s)
	}
	for i := range q.Positions {
		r.index, r.symbol = i, q.Positions[i].Symbol.s
		a.Positions = append(a.Positions, r.position(a.Venue, &q.Positions[i]))
	}
	return a, shocks, r.faults
}

func (r *reader) position(v model.Venue, in *position) margin.Position {
	p := margin.Position{
		Symbol:   in.Symbol.s,
		Qty:      r.required("qty", in.Qty),
		Entry:    r.required("entry", in.Entry),
		Mark:     r.mark(in.Mark),
		Leverage: r.required("leverage", in.Leverage),
		Margin:   r.optional("margin", in.Margin),
		Stop:     r.optional("stop", in.Stop),
		Index:    r.optional("index", in.Index),
		Beta:     r.optional("beta", in.Beta),
		Tick:     r.optional("tick", in.Tick),
	}
	p.Side, p.Mode = r.side(in.Side), r.mode(in.MarginMode)
	p.Terms = margin.Terms{
		Rate:   r.optional("maintenance_margin_rate", in.Rate),
		Amount: r.optional("maintenance_amount", in.Amount),
		Fee:    r.optional("fee_rate", in.Fee),
		Table:  r.table(v, in),
	}
	p.Funding = margin.Funding{
		Rate:      r.optional("funding_rate", in.FundingRate),
		IntervalH: r.optional("funding_interval_h", in.FundingIntervalH),
	}
	return p
}

func (r *reader) side(t text) margin.Side {
	s, ok := margin.ParseSide(t.s)
	if !ok {
		r.fault("side", "must be long or short, is %q", t.s)
	}
	return s
}

func (r *reader) mode(t text) margin.Mode {
	m, ok := margin.ParseMode(t.s)
	if !ok {
		r.fault("margin_mode", "must be cross or isolated, is %q", t.s)
	}
	return m
}

// table reads tiers given by hand; nil without any.
func (r *reader) table(v model.Venue, in *position) *tier.Table {
	if len(in.Tiers) == 0 {
		return nil
	}
	head := tier.Head{Venue: v, Symbol: in.Symbol.s, Origin: tier.Origin{Source: "given with the position"}}
	switch in.TiersBy.s {
	case "", "notional":
	case "coins":
		head.Basis = tier.Coins
	default:
		r.fault("tiers_by", "must be notional or coins, is %q", in.TiersBy.s)
		return nil
	}
	before := len(r.faults)
	rows := r.rows(in.Tiers)
	if len(r.faults) > before {
		return nil
	}
	table, err := tier.New(head, rows)
	if err != nil {
		r.fault("tiers", "%v", err)
		return nil
	}
	return table
}

func (r *reader) rows(steps []step) []tier.Row {
	rows := make([]tier.Row, len(steps))
	for i, s := range steps {
		field := func(name string) string { return fmt.Sprintf("tiers[%d].%s", i, name) }
		end := r.optional(field("up_to"), s.UpTo)
		rows[i] = tier.Row{
			Cap: end.Decimal, Open: !end.Valid,
			Rate:        r.required(field("maintenance_margin_rate"), s.Rate),
			Amount:      r.optional(field("maintenance_amount"), s.Amount).Decimal,
			MaxLeverage: r.required(field("max_leverage"), s.MaxLeverage),
		}
		if i > 0 {
			rows[i].Floor = rows[i-1].Cap
		}
	}
	return rows
}
