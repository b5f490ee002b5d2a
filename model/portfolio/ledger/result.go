package ledger

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// Result is what one lot, leg or sector has earned, in US dollars.
type Result struct {
	ID         string // of the lot or leg; "" for fees of a coin or of the account, and for sums
	What       string // "SOL", "ETHUSDT short on binance", or a sector
	Asset      model.Asset
	Realised   decimal.Decimal // by price
	Unrealised decimal.Decimal
	Funding    decimal.Decimal // received; below zero, paid
	Fees       decimal.Decimal // paid
}

// Total is everything together.
func (r *Result) Total() decimal.Decimal {
	return r.Realised.Add(r.Unrealised).Add(r.Funding).Sub(r.Fees)
}

func (r *Result) add(o *Result) {
	r.Realised, r.Unrealised = r.Realised.Add(o.Realised), r.Unrealised.Add(o.Unrealised)
	r.Funding, r.Fees = r.Funding.Add(o.Funding), r.Fees.Add(o.Fees)
}

// Prices tells what things trade at; ok is false for what has no price.
type Prices struct {
	Spot func(a model.Asset) (p decimal.Decimal, ok bool)
	Mark func(l *Leg) (p decimal.Decimal, ok bool)
}

// Results returns the profit of every lot and leg, sold and closed ones
// included, in the order they began, then what belongs to none of them.
// missing names what is held without a price; its unrealised part is then not
// in the results.
func (s *State) Results(p Prices) (rows []Result, missing []string) {
	for i := range s.Lots {
		l := &s.Lots[i]
		r := Result{ID: l.ID, What: string(l.Asset), Asset: l.Asset, Realised: l.Realised}
		if l.Qty.IsPositive() {
			if price, ok := p.Spot(l.Asset); ok {
				r.Unrealised = l.Qty.Mul(price.Sub(l.Cost))
			} else {
				missing = append(missing, string(l.Asset))
			}
		}
		rows = append(rows, r)
	}
	for i := range s.Legs {
		l := &s.Legs[i]
		r := Result{
			ID: l.ID, What: fmt.Sprintf("%s %s on %s", l.Symbol, l.Side, l.Venue), Asset: l.Asset,
			Realised: l.Realised, Funding: l.Funding, Fees: l.Fees,
		}
		if l.Qty.IsPositive() {
			if mark, ok := p.Mark(l); ok {
				r.Unrealised = signed(l.Side, l.Qty.Mul(mark).Sub(l.Cost))
			} else {
				missing = append(missing, r.What)
			}
		}
		rows = append(rows, r)
	}
	rows = append(rows, s.Other...)
	slices.Sort(missing)
	return rows, slices.Compact(missing)
}

// SpotRealised is what the sales of each coin outside the core have earned, in
// the order the coins came in.
func (s *State) SpotRealised() []model.RealisedGain {
	var out []model.RealisedGain
	for i := range s.Lots {
		l := &s.Lots[i]
		at := slices.IndexFunc(out, func(g model.RealisedGain) bool { return g.Asset == l.Asset })
		switch {
		case l.Core || l.Realised.IsZero():
		case at < 0:
			out = append(out, model.RealisedGain{Asset: l.Asset, USD: l.Realised})
		default:
			out[at].USD = out[at].USD.Add(l.Realised)
		}
	}
	return out
}

// BySector sums results by the sector of their coin, in the order sectors first
// appear.
func BySector(rows []Result, sectorOf func(model.Asset) string) []Result {
	var out []Result
	for i := range rows {
		name := sectorOf(rows[i].Asset)
		at := slices.IndexFunc(out, func(r Result) bool { return r.What == name })
		if at < 0 {
			out = append(out, Result{What: name})
			at = len(out) - 1
		}
		out[at].add(&rows[i])
	}
	return out
}

// Sum adds results up.
func Sum(rows []Result) Result {
	out := Result{What: "total"}
	for i := range rows {
		out.add(&rows[i])
	}
	return out
}
