package risk

import (
	"eddy/model/margin"

	"github.com/shopspring/decimal"
)

// Response is the output of `eddy risk`.
type Response struct {
	Positions []Position `json:"positions"`
	Account   Account    `json:"account"`
	Stress    []Stress   `json:"stress"`
	ByBeta    []Stress   `json:"stress_by_beta,omitempty"` // shocks of BTC, every mark by its beta; only when all betas are given
	Warnings  []string   `json:"warnings"`
}

// Position is one position evaluated. LiquidationPrice is null when there is
// none; DistancePct is of the mark, below zero once it is passed.
type Position struct {
	Symbol                string `json:"symbol"`
	Side                  string `json:"side"`
	MarginMode            string `json:"margin_mode"`
	Notional              Value  `json:"notional"`
	InitialMargin         Value  `json:"initial_margin"`
	MaintenanceMargin     Value  `json:"maintenance_margin"`
	ClosingFee            Value  `json:"closing_fee,omitzero"` // tested with the maintenance margin
	Margin                Value  `json:"margin,omitzero"`      // backing of an isolated position
	Bracket               *int   `json:"bracket"`              // from 1; null for a rate given by hand
	LiquidationPrice      Value  `json:"liquidation_price"`
	LiquidationBracket    *int   `json:"liquidation_bracket,omitempty"`
	OppositeLiquidation   Value  `json:"opposite_liquidation_price,omitzero"` // on the other side of the mark: hedges only
	LiquidationPassed     bool   `json:"liquidation_passed,omitempty"`
	DistancePct           Value  `json:"distance_pct"`
	UPnL                  Value  `json:"upnl"`
	StopBeforeLiquidation *bool  `json:"stop_before_liquidation"` // null without a stop
	MaxLeverage           Value  `json:"max_leverage"`
	FundingPerDay         Value  `json:"funding_per_day"`       // above zero: received
	FundingNext           Value  `json:"funding_next,omitzero"` // of the next settlement
	FundingAPRPct         Value  `json:"funding_apr_pct,omitzero"`
	Tiers                 string `json:"tiers,omitempty"` // where the tiers come from, and their day
}

// Account is the sum of it all. Equity counts every position; Cross is the part
// the cross positions share.
type Account struct {
	Equity            Value   `json:"equity"`
	MaintenanceMargin Value   `json:"maintenance_margin"`
	MarginRatio       Value   `json:"margin_ratio"`       // maintenance margin over equity
	FirstToLiquidate  *string `json:"first_to_liquidate"` // when all marks move together; null: none
	JointMovePct      Value   `json:"joint_move_pct"`     // of all marks alike
	JointMoveBetaPct  Value   `json:"joint_move_beta_pct,omitzero"`
	FirstByBeta       string  `json:"first_to_liquidate_by_beta,omitempty"`

	UPnL              Value  `json:"upnl"`
	Notional          Value  `json:"notional"`
	InitialMargin     Value  `json:"initial_margin"`
	ClosingFee        Value  `json:"closing_fee,omitzero"`
	EffectiveLeverage Value  `json:"effective_leverage"`
	Joint             []Move `json:"joint"`
	Cross             *Cross `json:"cross,omitempty"`
}

// Move is a joint move that liquidates something, nearest first.
type Move struct {
	MovePct Value  `json:"move_pct"`
	Symbol  string `json:"symbol"`
	Side    string `json:"side"`
	Cross   bool   `json:"cross"` // the whole pool goes with it
}

// Cross is the pool of the cross positions. Ratio is what the venue tests,
// liquidated at 1; VenueRatio is the same as the venue shows it.
type Cross struct {
	Wallet            Value `json:"wallet"`
	Equity            Value `json:"equity"`
	MaintenanceMargin Value `json:"maintenance_margin"`
	Free              Value `json:"free"`
	Ratio             Value `json:"ratio"`
	VenueRatio        Value `json:"venue_ratio"`
	HigherIsSafer     bool  `json:"higher_is_safer"`
}

// Stress is the account after a move of all marks.
type Stress struct {
	ShockPct   string   `json:"shock_pct"`
	Equity     Value    `json:"equity"`
	Change     Value    `json:"change"`
	Liquidated []string `json:"liquidated"`
	Legs       []Shaken `json:"legs"`
}

// Shaken is a position after a move. MarginRatio is of what backs it, its own
// margin or the cross pool; null when nothing is left of that.
type Shaken struct {
	Symbol      string `json:"symbol"`
	Side        string `json:"side"`
	Mark        Value  `json:"mark"`
	PnL         Value  `json:"pnl"` // made by the move
	MarginRatio Value  `json:"margin_ratio"`
	Liquidated  bool   `json:"liquidated"`
}

// present turns a report into a response.
func present(a margin.Account, r *margin.Report, rows []margin.StressRow) *Response {
	rule, _ := margin.RuleOf(a.Venue) // the report proves that there is one
	out := &Response{
		Positions: make([]Position, len(r.Legs)),
		Stress:    make([]Stress, len(rows)),
		Warnings:  append([]string{}, r.Warnings...),
	}
	for i := range r.Legs {
		out.Positions[i] = presentLeg(rule, &a.Positions[i], &r.Legs[i])
	}
	out.Account = presentAccount(r)
	for i, row := range rows {
		out.Stress[i] = presentStress(r, row, row.ShockPct, uniformly)
	}
	return out
}

// uniformly moves every mark by the whole shock.
func uniformly(*margin.Position) decimal.Decimal { return decimal.NewFromInt(1) }

// byBeta moves every mark by its beta times the shock.
func byBeta(p *margin.Position) decimal.Decimal { return p.Beta.Decimal }

// presentStress shows one shock; share is how much of it a position's mark
// takes.
func presentStress(r *margin.Report, row margin.StressRow, shock decimal.Decimal, share func(*margin.Position) decimal.Decimal) Stress {
	out := Stress{
		ShockPct: shock.String(), Equity: money(row.Equity), Change: money(row.Change),
		Liquidated: symbols(r, row.Liquidated), Legs: []Shaken{},
	}
	gone := make(map[int]bool, len(row.Liquidated))
	for _, i := range row.Liquidated {
		gone[i] = true
	}
	after, err := r.AfterEach(func(p *margin.Position) decimal.Decimal { return share(p).Mul(shock).Shift(-2) })
	if err != nil {
		return out // a beta that takes a price to zero: the row stands, its legs cannot be told
	}
	for i, l := range after.Legs {
		out.Legs = append(out.Legs, Shaken{
			Symbol: r.Legs[i].Symbol, Side: r.Legs[i].Side.String(), Mark: money(l.Mark), PnL: money(l.PnL),
			MarginRatio: rate(l.Ratio), Liquidated: gone[i],
		})
	}
	return out
}

func presentLeg(rule *margin.Rule, p *margin.Position, l *margin.Leg) Position {
	liq := l.Liquidation
	out := Position{
		Symbol: l.Symbol, Side: l.Side.String(), MarginMode: l.Mode.String(),
		Notional: money(l.Notional), InitialMargin: money(l.InitialMargin),
		MaintenanceMargin: money(l.Maintenance), UPnL: money(l.UPnL),
		Bracket:            count(l.Bracket),
		LiquidationPrice:   price(rule.Rounded(liq, p.Tick)),
		LiquidationBracket: count(liq.Bracket),
		LiquidationPassed:  liq.State == margin.LiqPassed,
		DistancePct:        rate(liq.DistancePct),
		MaxLeverage:        maxLeverage(l),
		FundingPerDay:      funding(p, l),
		Tiers:              l.Tiers,
	}
	if !l.ClosingFee.IsZero() {
		out.ClosingFee = money(l.ClosingFee)
	}
	if l.Backing.Valid {
		out.Margin = money(l.Backing.Decimal)
	}
	if l.Opposite.Price.Valid {
		out.OppositeLiquidation = price(rule.Rounded(l.Opposite, p.Tick))
	}
	if before, ok := l.Stop.Protects(); ok {
		out.StopBeforeLiquidation = &before
	}
	if l.FundingNext.Valid {
		out.FundingNext = money(l.FundingNext.Decimal)
	}
	if l.FundingAPR.Valid {
		out.FundingAPRPct = rate(percent(l.FundingAPR))
	}
	return out
}

// count is a bracket's number, nil for none.
func count(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func maxLeverage(l *margin.Leg) Value {
	if !l.MaxLeverage.Valid {
		return Value{kind: unknown, why: "the rate was given by hand; no table says"}
	}
	return rate(l.MaxLeverage)
}

func funding(p *margin.Position, l *margin.Leg) Value {
	why := "no funding_rate given"
	if p.Funding.Rate.Valid {
		why = "no funding_interval_h given"
	}
	return moneyOr(l.FundingPerDay, why)
}

func percent(d decimal.NullDecimal) decimal.NullDecimal {
	d.Decimal = d.Decimal.Shift(2)
	return d
}

func presentAccount(r *margin.Report) Account {
	t := r.Account
	out := Account{
		Equity: money(t.Equity), MaintenanceMargin: money(t.Maintenance), MarginRatio: rate(t.MarginRatio),
		UPnL: money(t.UPnL), Notional: money(t.Notional), InitialMargin: money(t.InitialMargin),
		EffectiveLeverage: rate(t.Leverage), JointMovePct: Value{kind: null}, Joint: []Move{},
	}
	if !t.ClosingFee.IsZero() {
		out.ClosingFee = money(t.ClosingFee)
	}
	for _, m := range r.Joint() {
		out.Joint = append(out.Joint, presentMove(r, m))
	}
	if len(out.Joint) > 0 {
		out.FirstToLiquidate, out.JointMovePct = &out.Joint[0].Symbol, out.Joint[0].MovePct
	}
	if moves, ok := r.JointByBeta(); ok && len(moves) > 0 {
		first := presentMove(r, moves[0])
		out.FirstByBeta, out.JointMoveBetaPct = first.Symbol, first.MovePct
	}
	out.Cross = presentCross(r)
	return out
}

func presentMove(r *margin.Report, m margin.Move) Move {
	l := &r.Legs[m.Leg]
	return Move{
		MovePct: rate(decimal.NullDecimal{Decimal: m.Pct, Valid: true}),
		Symbol:  l.Symbol, Side: l.Side.String(), Cross: m.Cross,
	}
}

// presentCross returns the pool, nil when no position shares it.
func presentCross(r *margin.Report) *Cross {
	for i := range r.Legs {
		if r.Legs[i].Mode != margin.Cross {
			continue
		}
		c := r.Cross
		return &Cross{
			Wallet: money(c.Wallet), Equity: money(c.Equity), MaintenanceMargin: money(c.Maintenance),
			Free: money(c.Free), Ratio: rate(c.Ratio), VenueRatio: rate(c.VenueRatio), HigherIsSafer: c.HigherIsSafer,
		}
	}
	return nil
}

// symbols names legs, each symbol once.
func symbols(r *margin.Report, legs []int) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, i := range legs {
		if s := r.Legs[i].Symbol; !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
