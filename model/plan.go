package model

import (
	"encoding/json"

	"github.com/shopspring/decimal"
)

// Plan is a proposed rotation: legs in the order they are to be made, what each
// costs and does, what was refused and what applies. It is immutable; what the
// user decides about it makes another. Money, prices and sizes are exact and
// written as strings; ratios are statistics.
type Plan struct {
	AsOf       Millis          `json:"as_of,omitzero"`
	Playbook   string          `json:"playbook"`
	Procedure  string          `json:"procedure,omitempty"` // the name it was asked for by
	Stage      string          `json:"stage,omitempty"`
	Title      string          `json:"title,omitempty"`
	WhatIf     bool            `json:"what_if,omitempty"` // the stage was chosen, it is not the one that applies
	Phase      Phase           `json:"phase"`
	Confidence Num             `json:"confidence,omitzero"`
	Profile    string          `json:"profile,omitempty"`
	Equity     decimal.Decimal `json:"equity"`
	Unpriced   []Unpriced      `json:"unpriced,omitempty"` // held, and not in the equity
	Cap        PlanCap         `json:"cap,omitzero"`       // on futures: the smallest that applies (C-4)

	Pace  *PlanPace  `json:"pace,omitempty"` // nil for one that was asked for: it is shown whole
	Moves []PlanMove `json:"moves,omitempty"`

	Legs    []PlanLeg     `json:"legs"`
	Totals  PlanTotals    `json:"totals"`
	Before  PlanState     `json:"before"`
	After   PlanState     `json:"after"`
	Refused []PlanRefusal `json:"refused"`
	Notes   []PlanNote    `json:"notes"`

	OutOfDate []string `json:"out_of_date,omitempty"` // why the plan no longer fits what is known now
	Why       string   `json:"why,omitempty"`         // why there are no legs

	// Basis is what the planner worked with, for the planner alone.
	Basis any `json:"-"`
}

// PlanPace is how fast a live plan buys: in tranches, and within what the books
// of earlier rotations leave (analytics §6). What cuts risk is not held back.
type PlanPace struct {
	Signal  bool    `json:"signal"`         // a change of signal; else drift
	Tranche int     `json:"tranche"`        // that is due, from 1
	Of      int     `json:"of"`             //
	Next    Millis  `json:"next,omitzero"`  // from when on the tranche after it may be bought; zero: it is the last
	Asked   float64 `json:"asked"`          // points of equity the whole rotation would buy
	Room    Num     `json:"room"`           // points the limits leave; not known without books
	Left    float64 `json:"left,omitempty"` // points they keep back
	Held    string  `json:"held,omitempty"` // why nothing is bought now
}

// PlanMove is a move of the playbook, or a profit to be taken, that shapes the
// plan.
type PlanMove struct {
	MoveDone
	Title  string `json:"title"`
	Source string `json:"source"`
	Made   bool   `json:"made,omitempty"` // with an earlier plan of this stage
}

// Nothing says why a plan has no legs.
func (p *Plan) Nothing() string {
	switch {
	case p.Pace != nil && p.Pace.Held != "":
		return "nothing to do yet: " + p.Pace.Held
	case p.isAllCore():
		return "nothing to do: all of it is core, which is never rotated (S2-CONS-1)"
	case len(p.Refused) > 0:
		return "nothing to do: what does not lie within its band is refused"
	default:
		return "nothing to do: every bucket lies within its band"
	}
}

// coreBucket is the bucket of what is never traded, as playbooks name it.
const coreBucket = "Core"

// isAllCore tells whether nothing is held that may be traded.
func (p *Plan) isAllCore() bool {
	for i := range p.Before.Allocation {
		if s := &p.Before.Allocation[i]; s.Bucket != coreBucket && !s.USD.IsZero() {
			return false
		}
	}
	return len(p.Before.Allocation) > 0
}

// PlanCap is a limit with the rule it comes from.
type PlanCap struct {
	Pct    float64 `json:"pct"` // of equity, posted margin
	Name   string  `json:"name"`
	Source string  `json:"source"`
}

// The actions of legs.
const (
	ActSell   = "sell"   // spot into stablecoins
	ActBuy    = "buy"    // spot from stablecoins
	ActOpen   = "open"   // a futures leg, or more of one
	ActClose  = "close"  // all of a futures leg
	ActReduce = "reduce" // a part of one
)

// The states of legs.
const (
	LegProposed = "proposed"
	LegAccepted = "accepted"
	LegSkipped  = "skipped"
	LegEdited   = "edited" // changed by hand and not accepted yet
)

// PlanLeg is one step of a plan. In JSON a spot leg has null for venue, symbol and
// side.
type PlanLeg struct {
	N      int    `json:"n"`
	ID     string `json:"id"`
	Action string `json:"action"`
	Bucket string `json:"bucket"`
	Asset  Asset  `json:"asset"`
	Venue  Venue  `json:"-"` // "" is any spot market
	Symbol string `json:"-"`
	Side   string `json:"-"` // long or short

	Qty      decimal.Decimal     `json:"qty"`
	Price    decimal.Decimal     `json:"price"`
	Notional decimal.Decimal     `json:"notional"`
	Leverage decimal.NullDecimal `json:"leverage"` // null for spot
	Margin   decimal.NullDecimal `json:"margin"`
	Stop     decimal.NullDecimal `json:"stop"`
	Target   decimal.NullDecimal `json:"target"` // the price at which it has done its work; null where a condition says so

	LeverageCap decimal.NullDecimal `json:"leverage_cap"`          // null for spot
	StopCrosses Num                 `json:"stop_crosses,omitzero"` // the leverage from which liquidation comes before the stop
	Liquidation decimal.NullDecimal `json:"liquidation_price"`     // null: none
	DistancePct Num                 `json:"distance_pct,omitzero"`

	Title        string     `json:"title"`
	Reason       []string   `json:"reason"` // ledger ids
	Evidence     []Evidence `json:"evidence"`
	StopBy       string     `json:"stop_by,omitempty"`
	Exit         string     `json:"exit,omitempty"`         // what the target means, in words
	Invalidation string     `json:"invalidation,omitempty"` // what makes the leg wrong

	Tranche int                 `json:"tranche,omitempty"` // from 1; 0: the leg is made whole
	Of      int                 `json:"of,omitempty"`
	Next    Millis              `json:"next_tranche,omitzero"`
	Move    string              `json:"move,omitempty"`   // the move of the playbook it belongs to
	OptIn   bool                `json:"opt_in,omitempty"` // the playbook offers it and does not ask for it
	Gain    decimal.NullDecimal `json:"realises"`         // what closing it realises before costs, signed; null where nothing is closed (C-33)

	Cost       PlanCost    `json:"cost"`
	Edge       Num         `json:"edge"` // expected, US dollars; not applicable where a leg cuts risk
	EdgeBps    Num         `json:"edge_bps,omitzero"`
	SignalAgeD Num         `json:"signal_age_days,omitzero"`
	MovePassed Num         `json:"move_passed_pct,omitzero"` // how far the price went since the signal (S2-CONS-4)
	Before     PlanState   `json:"before"`
	After      PlanState   `json:"after"`
	Guards     []PlanGuard `json:"guards"`
	Status     string      `json:"status"`

	Tolerance Num `json:"tolerance_pct,omitzero"` // a move beyond it asks to be re-priced
	MovedPct  Num `json:"moved_pct,omitzero"`     // since it was priced
}

// PlanCost is what a leg costs, US dollars. Funding is received above zero and
// paid below; null for spot.
type PlanCost struct {
	Fee         decimal.Decimal     `json:"fee"`
	FeeBasis    string              `json:"fee_basis,omitempty"`  // rate and venue: "5.5 bp on bybit"
	FeeSource   string              `json:"fee_source,omitempty"` // where the rate is written
	Spread      decimal.Decimal     `json:"spread"`
	Slippage    decimal.Decimal     `json:"slippage"`
	Funding8h   decimal.NullDecimal `json:"funding_8h"`
	FundingNext decimal.NullDecimal `json:"funding_next"`
	FundingDay  decimal.NullDecimal `json:"funding_day"`
	Basis       string              `json:"basis,omitempty"` // what of it is not measured

	NoSlippage string `json:"-"` // why the slippage is not known; it is no part of the total then
}

// MarshalJSON writes a slippage that is not known as the reason, never as zero.
func (c PlanCost) MarshalJSON() ([]byte, error) {
	type plain PlanCost
	if c.NoSlippage == "" {
		return json.Marshal(plain(c))
	}
	return json.Marshal(struct {
		plain
		Slippage Num `json:"slippage"`
	}{plain(c), Unknown(c.NoSlippage)})
}

// Total is what is paid to make the trade, funding aside.
func (c *PlanCost) Total() decimal.Decimal { return c.Fee.Add(c.Spread).Add(c.Slippage) }

// PlanState is the portfolio at a point of the plan.
type PlanState struct {
	Equity     decimal.Decimal `json:"equity"`
	Allocation []PlanShare     `json:"allocation"` // sums to 100 percent of equity
	Cash       decimal.Decimal `json:"cash"`       // posted margin included
	Free       decimal.Decimal `json:"free"`       // cash that is not posted
	Margin     decimal.Decimal `json:"margin"`
	MarginPct  float64         `json:"margin_pct"`
	Gross      decimal.Decimal `json:"gross"` // futures notional
	GrossPct   float64         `json:"gross_pct"`
	NetPct     Num             `json:"net_pct"`  // spot and signed futures over equity
	NetBeta    Num             `json:"net_beta"` // in units of the first benchmark coin, over equity
	WorstPct   Num             `json:"worst_liquidation_pct"`
	Worst      string          `json:"worst_liquidation,omitempty"` // the leg it is of
	VaR        Num             `json:"var_1d_95"`                   // US dollars, a loss is positive: by the stored past, as the risk view
	Cost       decimal.Decimal `json:"cost_so_far"`
}

// PlanShare is a bucket's share of equity.
type PlanShare struct {
	Bucket string          `json:"bucket"`
	USD    decimal.Decimal `json:"usd"`
	Pct    decimal.Decimal `json:"pct"`
	Target Num             `json:"target_pct"`
}

// PlanGuard is a rule a leg is held against. A hard one that fails cannot be
// passed at all, a soft one only by saying so.
type PlanGuard struct {
	ID     string `json:"id"`
	Text   string `json:"text"` // with the figure
	Passed bool   `json:"passed"`
	Hard   bool   `json:"hard"`
	Source string `json:"source,omitempty"`
}

// PlanTotals are sums over the legs that were not skipped.
type PlanTotals struct {
	Turnover    decimal.Decimal     `json:"turnover"`     // half of what is traded in spot, US dollars
	TurnoverPct float64             `json:"turnover_pct"` // of equity
	Cost        decimal.Decimal     `json:"cost"`
	FundingDay  decimal.NullDecimal `json:"funding_day"`
	Edge        Num                 `json:"edge"`
	EdgeOver    Num                 `json:"edge_over_cost"`
	Penalty     float64             `json:"turnover_penalty"`     // what the change of spot costs, a fraction of equity (analytics §6)
	PenaltyUSD  decimal.Decimal     `json:"turnover_penalty_usd"` // the same in US dollars
	Accepted    int                 `json:"accepted"`
	Skipped     int                 `json:"skipped"`
	Spent       decimal.Decimal     `json:"spent"`               // cost of what was accepted
	Remainder   string              `json:"remainder,omitempty"` // where what rounding and refusals leave stays
}

// Open is how many of so many legs nobody has decided on.
func (t *PlanTotals) Open(legs int) int { return legs - t.Accepted - t.Skipped }

// PlanRefusal is something that was not proposed, with the figure that speaks
// against it.
type PlanRefusal struct {
	What   string `json:"what"`
	Why    string `json:"why"`
	Figure string `json:"figure"`
	Source string `json:"source,omitempty"`
}

// PlanNote is something to know about a plan: a contradiction of the articles
// that applies (C-n), or a choice that was made.
type PlanNote struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// PlanAsk says which plan is wanted. The zero value asks for the stage that
// applies now.
type PlanAsk struct {
	Playbook  string // "" = the desk's own
	Stage     string
	Procedure string // a procedure of the articles by name; goes before the two
	OptIn     bool   // with the legs the playbook offers and does not ask for
}

// The kinds of steps.
const (
	StepAccept   = "accept"
	StepSkip     = "skip"
	StepSize     = "size"     // Value is the new size in coins
	StepLeverage = "leverage" // Value is the new leverage
	StepReprice  = "reprice"  // Value is the new price
)

// PlanStep is one decision about a leg. The steps taken are a list; undoing one
// takes the last off.
type PlanStep struct {
	Leg     string // its ID
	Kind    string
	Value   decimal.Decimal
	Confirm bool // soft guards that fail are passed on purpose
}
