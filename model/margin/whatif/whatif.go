// Package whatif asks the margin arithmetic what a futures account would be
// with other leverages and margin modes: the same legs, the same marks, exact
// to the last digit. It reads the plain figures a snapshot carries.
package whatif

import (
	"fmt"
	"slices"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// Change is what is other about a leg. The zero value changes nothing.
type Change struct {
	Leverage decimal.NullDecimal
	Mode     margin.Mode // NoMode keeps it
	Hold     margin.Hold // what stays while the leverage moves
}

// IsZero tells whether a change changes nothing.
func (c Change) IsZero() bool { return !c.Leverage.Valid && c.Mode == margin.NoMode }

// Account is a futures account that can be asked.
type Account struct {
	base margin.Account
	book *tier.Book
}

// New takes an account's figures. An error says which leg's figures cannot be
// read or whose brackets make no ladder; a leg without brackets is left to
// Evaluate, which names it.
func New(in *model.AccountInput) (*Account, error) {
	if in.Why != "" {
		return nil, fmt.Errorf("what if: %s", in.Why)
	}
	a := &Account{base: margin.Account{Venue: in.Venue, Wallet: in.Wallet}, book: tier.NewBook()}
	for i := range in.Legs {
		l := &in.Legs[i]
		p, ok := position(l)
		if !ok {
			return nil, fmt.Errorf("what if: %s is neither long nor short, or neither cross nor isolated", l.Symbol)
		}
		a.base.Positions = append(a.base.Positions, p)
		if len(l.Tiers) == 0 {
			continue
		}
		table, err := tableOf(in.Venue, l)
		if err != nil {
			return nil, fmt.Errorf("what if: %w", err)
		}
		a.book.Set(table)
	}
	return a, nil
}

func position(l *model.LegInput) (margin.Position, bool) {
	side, sided := margin.ParseSide(l.Side)
	mode, backed := margin.ParseMode(l.Mode)
	return margin.Position{
		Symbol: l.Symbol, Side: side, Mode: mode, Qty: l.Qty, Entry: l.Entry, Mark: l.Mark, Leverage: l.Leverage,
		Stop: l.Stop, Index: l.Index, Beta: l.Beta, Tick: l.Tick,
		Funding: margin.Funding{Rate: l.Funding, IntervalH: l.FundingH},
	}, sided && backed
}

func tableOf(venue model.Venue, l *model.LegInput) (*tier.Table, error) {
	head := tier.Head{Venue: venue, Symbol: l.Symbol, Origin: tier.Origin{Source: l.TiersFrom}}
	rows := make([]tier.Row, len(l.Tiers))
	for i, t := range l.Tiers {
		if t.ByContracts {
			head.Basis = tier.Coins
		}
		rows[i] = tier.Row{Cap: t.Cap, Open: t.Cap.IsZero(), Rate: t.Rate, Amount: t.Amount, MaxLeverage: t.MaxLeverage}
		if i > 0 {
			rows[i].Floor = rows[i-1].Cap
		}
	}
	return tier.New(head, rows)
}

// Evaluate works the account out with a change for each leg, in their order;
// legs beyond the changes stay as they are. Errors are those of
// margin.Evaluate: a leverage the venue does not offer, above all.
func (a *Account) Evaluate(changes []Change) (*margin.Report, error) {
	return margin.Evaluate(a.with(changes), a.book)
}

func (a *Account) with(changes []Change) margin.Account {
	out := a.base
	out.Positions = slices.Clone(a.base.Positions)
	for i := range min(len(changes), len(out.Positions)) {
		changes[i].apply(&out.Positions[i])
	}
	return out
}

// sizePlaces is how exactly a size that follows a leverage is cut, as in
// margin.Report.Slide.
const sizePlaces = 8

// apply changes a position. With HoldMargin the size follows the leverage, and
// what backs the leg is the same money.
func (c Change) apply(p *margin.Position) {
	if c.Mode != margin.NoMode {
		p.Mode = c.Mode
	}
	if !c.Leverage.Valid {
		return
	}
	if c.Hold == margin.HoldMargin && p.Leverage.IsPositive() {
		p.Qty = p.Qty.Mul(c.Leverage.Decimal).DivRound(p.Leverage, sizePlaces)
	}
	p.Leverage = c.Leverage.Decimal
}
