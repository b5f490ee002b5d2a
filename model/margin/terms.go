package margin

import (
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// terms is what a venue asks of one position: the rates in force and how they
// move with the price.
type terms struct {
	rule *Rule

	table   *tier.Table // by notional, when the row depends on the price
	row     tier.Row    // in force at every price, when table is nil
	bracket int         // of row, counted from 1; 0 = a rate given by hand

	fee      decimal.Decimal // f, charged on the notional; 0 where it is reserved
	reserve  decimal.Decimal // F, the fixed closing fee; 0 where it is not reserved
	frozen   bool            // maintenance does not move with the price
	frozenMM decimal.Decimal // maintenance and fee at entry, when frozen

	maxLeverage decimal.NullDecimal // for the size at entry; none when nobody told
}

// resolve finds the terms of a position. The position itself has passed Check.
func resolve(rule *Rule, book *tier.Book, p Position, f *faults) terms {
	t := terms{rule: rule}
	entry := p.entryValue()
	fee := rule.TakerFee
	if p.Terms.Fee.Valid {
		fee = p.Terms.Fee.Decimal
	}
	if rule.Fee == FeeReserved {
		t.reserve = closingFee(p, entry, fee)
	} else {
		t.fee = fee
	}
	if !t.findRow(book, p, entry, f) {
		return t
	}
	at, _ := t.at(entry)
	if rule.FrozenAtEntry {
		t.frozen, t.table, t.row = true, nil, at
		t.frozenMM = required(at, entry, t.fee)
	}
	t.checkLeverage(p.Leverage, entry, at, f)
	return t
}

// findRow sets table or row. It reports false after adding a fault.
func (t *terms) findRow(book *tier.Book, p Position, entry decimal.Decimal, f *faults) bool {
	if own := p.Terms.Rate; own.Valid {
		t.row = tier.Row{Open: true, Rate: own.Decimal}
		if p.Terms.Amount.Valid {
			t.row.Amount = p.Terms.Amount.Decimal
		}
		return true
	}
	table := p.Terms.Table
	if table == nil {
		table, _ = book.Lookup(t.rule.Venue, p.Symbol)
	}
	if table == nil {
		f.add("symbol", ErrUnknownTiers, "no maintenance margin tiers are known for it on %s; give maintenance_margin_rate", t.rule.Venue)
		return false
	}
	return t.useTable(table, p, entry, f)
}

func (t *terms) useTable(table *tier.Table, p Position, entry decimal.Decimal, f *faults) bool {
	size, now := entry, p.notional()
	if table.Basis == tier.Coins {
		size, now = p.Qty, p.Qty
	}
	i, beyond := table.At(size)
	_, beyondNow := table.At(now)
	if beyond || beyondNow {
		end, _ := table.Largest()
		f.add("qty", ErrBeyondTiers, "its size of %s is beyond the largest bracket of the table, %s", decimal.Max(size, now), end)
		return false
	}
	t.maxLeverage = some(table.Row(i).MaxLeverage)
	if table.Basis == tier.Coins {
		t.row, t.bracket = table.Row(i), i+1
		return true
	}
	t.table, t.bracket = table, i+1 // the bracket matters only to a rule frozen at entry
	return true
}

// checkLeverage refuses a leverage the venue would not open: above the
// bracket's highest, or so high that the position would be liquidated at once,
// 1/L <= m + f - D/N0 (margin §4).
func (t *terms) checkLeverage(leverage, entry decimal.Decimal, at tier.Row, f *faults) {
	if most := t.maxLeverage; most.Valid && leverage.GreaterThan(most.Decimal) {
		f.add("leverage", ErrLeverage, "%s is above %s, the most %s offers for a size of %s", leverage, most.Decimal, t.rule.Venue, entry)
		return
	}
	if need := required(at, entry, t.fee); leverage.Mul(need).GreaterThanOrEqual(entry) {
		f.add("leverage", ErrLeverage, "at %s the initial margin does not exceed the maintenance margin of %s: liquidated at once", leverage, need.Round(8))
	}
}

// at returns the row in force at a notional and its bracket, counted from 1.
func (t *terms) at(notional decimal.Decimal) (tier.Row, int) {
	if t.table == nil {
		return t.row, t.bracket
	}
	i, _ := t.table.At(notional)
	return t.table.Row(i), i + 1
}

// required is what a row asks for a notional with the fee of closing it:
// N*(m+f) - D.
func required(r tier.Row, notional, fee decimal.Decimal) decimal.Decimal {
	return notional.Mul(r.Rate.Add(fee)).Sub(r.Amount)
}

// closingFee is Bybit's reserve, F = q*E*(1 - s/L)*taker: the fee of closing at
// the bankruptcy price (margin §3).
func closingFee(p Position, entry, taker decimal.Decimal) decimal.Decimal {
	share := one.Sub(p.Side.signed(div(one, p.Leverage)))
	return entry.Mul(share).Mul(taker)
}
