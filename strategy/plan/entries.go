package plan

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// ErrNothing is returned where no leg was accepted.
var ErrNothing = errors.New("no leg is accepted")

// ErrGuard is wrapped where an accepted leg breaks a rule that cannot be passed
// once the legs nobody decided on are left out.
var ErrGuard = errors.New("a rule forbids it")

// Settled is the plan as it stands when it is written or exported: what nobody
// decided on counts as left out, and the accepted legs are held against the hard
// guards once more without it.
func Settled(p *model.Plan, now *model.Snapshot, steps []model.PlanStep) (*model.Plan, error) {
	for i := range p.Legs {
		if s := p.Legs[i].Status; s != model.LegAccepted && s != model.LegSkipped {
			steps = append(steps[:len(steps):len(steps)], model.PlanStep{Leg: p.Legs[i].ID, Kind: model.StepSkip})
		}
	}
	alone := Revise(p, now, steps)
	for i := range alone.Legs {
		if l := &alone.Legs[i]; p.Legs[i].Status == model.LegAccepted && l.Status != model.LegAccepted {
			return nil, fmt.Errorf("leg %d, %s: %w: %s", l.N, l.Title, ErrGuard, firstFailure(l))
		}
	}
	if alone.Totals.Accepted == 0 {
		return nil, ErrNothing
	}
	return alone, nil
}

// Entries turns the accepted legs into the entries of one group of the paper
// ledger: fills at the plan's prices less spread and slippage, fees apart, and
// what the limits on the next plan count from.
func Entries(p *model.Plan, now *model.Snapshot, steps []model.PlanStep) ([]ledger.Entry, error) {
	alone, err := Settled(p, now, steps)
	if err != nil {
		return nil, err
	}
	var out []ledger.Entry
	for i := range alone.Legs {
		if l := &alone.Legs[i]; l.Status == model.LegAccepted {
			out = append(out, entriesOf(l, now)...)
		}
	}
	return append(out, Done(alone)), nil
}

// HoldingsChanged tells whether what is held is no longer what a plan began with.
func HoldingsChanged(p *model.Plan, now *model.Snapshot) bool {
	b, ok := p.Basis.(*basis)
	if !ok {
		return false
	}
	then, is := held(b.in.Snapshot), held(now)
	return then != nil && is != nil && !sameHoldings(then, is)
}

func firstFailure(l *model.PlanLeg) string {
	for _, g := range l.Guards {
		if !g.Passed {
			return g.ID + ": " + g.Text
		}
	}
	return ""
}

func entriesOf(l *model.PlanLeg, now *model.Snapshot) []ledger.Entry {
	e := ledger.Entry{Asset: l.Asset, Qty: l.Qty, Price: fillPrice(l), Note: strings.Join(l.Reason, " ")}
	switch l.Action {
	case model.ActSell:
		e.Kind = ledger.Sell
	case model.ActBuy:
		e.Kind = ledger.Buy
	default:
		e.Kind, e.Venue, e.Symbol, e.Side = ledger.CloseLeg, l.Venue, l.Symbol, portfolio.Side(l.Side)
		if l.Action == model.ActOpen {
			e.Kind, e.Leverage, e.Stop = ledger.OpenLeg, l.Leverage.Decimal, l.Stop.Decimal
		}
		e.Margin = marginOf(l, now)
	}
	fee := ledger.Entry{Kind: ledger.Fee, Asset: l.Asset, Venue: l.Venue, Symbol: e.Symbol, Side: e.Side, Amount: l.Cost.Fee}
	return []ledger.Entry{e, fee}
}

// marginOf is the margin mode of the leg that stands, which the books tell legs
// apart by; a new one is isolated.
func marginOf(l *model.PlanLeg, now *model.Snapshot) portfolio.MarginMode {
	if now == nil || now.Planning == nil || now.Planning.Holdings == nil {
		return portfolio.Isolated
	}
	for i := range now.Planning.Holdings.Futures {
		f := &now.Planning.Holdings.Futures[i]
		if f.Cross && f.Venue == l.Venue && f.Symbol == l.Symbol && f.Short == (l.Side == "short") {
			return portfolio.Cross
		}
	}
	return portfolio.Isolated
}

// fillPrice is the leg's price worsened by what spread and slippage cost.
func fillPrice(l *model.PlanLeg) decimal.Decimal {
	if !l.Qty.IsPositive() {
		return l.Price
	}
	worse := l.Cost.Spread.Add(l.Cost.Slippage).DivRound(l.Qty, priceDigits)
	buys := l.Action == model.ActBuy || (l.Side == "long") == (l.Action == model.ActOpen) && l.Side != ""
	if buys {
		return l.Price.Add(worse)
	}
	return l.Price.Sub(worse)
}
