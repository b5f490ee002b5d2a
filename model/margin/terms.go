package margin

import (
	"eddy/model/margin/exact"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// figures are the numbers of a position that the arithmetic starts from.
type figures struct {
	qty, entry, mark, lever num

	atEntry num // N0 = q*E
	value   num // N = q*P
	upnl    num // s*q*(P-E)
}

func figuresOf(p *Position) figures {
	f := figures{qty: exact.Of(p.Qty), entry: exact.Of(p.Entry), mark: exact.Of(p.Mark), lever: exact.Of(p.Leverage)}
	f.atEntry = f.qty.Mul(f.entry)
	f.value = f.qty.Mul(f.mark)
	f.upnl = p.Side.signed(f.value.Sub(f.atEntry))
	return f
}

// terms is what a venue asks of one position: the rates in force and how they
// move with the price.
type terms struct {
	rule *Rule

	table   *tier.Table   // by notional, when the row depends on the price
	row     *tier.Figures // in force at every price, when table is nil
	bracket int           // of row, counted from 1; 0 = a rate given by hand

	fee      num  // f, charged on the notional; 0 where it is reserved
	reserve  num  // F, the fixed closing fee; 0 where it is not reserved
	frozen   bool // maintenance does not move with the price
	frozenMM num  // maintenance and fee at entry, when frozen

	source      *tier.Table         // the table they were taken from; nil for a rate given by hand
	maxLeverage decimal.NullDecimal // for the size at entry; none when nobody told
}

// market is where terms are looked up: a venue's rule and everyone's tiers.
type market struct {
	rule *Rule
	book *tier.Book
}

// resolve finds the terms of a position, which has passed its checks.
func (m market) resolve(p *Position, x figures, f *faults) terms {
	rule, t := m.rule, terms{rule: m.rule}
	fee := rule.TakerFee
	if p.Terms.Fee.Valid {
		fee = p.Terms.Fee.Decimal
	}
	if rule.Fee == FeeReserved {
		t.reserve = closingFee(p.Side, x, exact.Of(fee))
	} else {
		t.fee = exact.Of(fee)
	}
	if !t.findRow(m.book, p, x, f) {
		return t
	}
	at, k := t.at(x.atEntry)
	if rule.FrozenAtEntry {
		t.frozen, t.table, t.row, t.bracket = true, nil, at, k
		t.frozenMM = required(at, x.atEntry, t.fee)
	}
	t.checkLeverage(p.Leverage, x, at, f)
	return t
}

// findRow sets table or row. It reports false after adding a fault.
func (t *terms) findRow(book *tier.Book, p *Position, x figures, f *faults) bool {
	if own := p.Terms.Rate; own.Valid {
		t.row = &tier.Figures{Open: true, Rate: exact.Of(own.Decimal)}
		if p.Terms.Amount.Valid {
			t.row.Amount = exact.Of(p.Terms.Amount.Decimal)
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
	return t.useTable(table, x, f)
}

func (t *terms) useTable(table *tier.Table, x figures, f *faults) bool {
	size, now := x.atEntry, x.value
	if table.Basis == tier.Coins {
		size, now = x.qty, x.qty
	}
	i, beyond := table.At(size)
	if !beyond && now.Cmp(size) > 0 {
		size = now
		_, beyond = table.At(size)
	}
	if beyond {
		end, _ := table.Largest()
		f.add("qty", ErrBeyondTiers, "a size of %s is beyond the last bracket of the table, %s", size, end)
		return false
	}
	t.source, t.maxLeverage = table, some(table.Row(i).MaxLeverage)
	if table.Basis == tier.Coins {
		t.row, t.bracket = table.Figures(i), i+1
		return true
	}
	t.table = table
	return true
}

// checkLeverage refuses a leverage the venue would not open: above the
// bracket's highest, or so high that the position would be liquidated at once,
// 1/L <= m + f - D/N0 (margin §4).
func (t *terms) checkLeverage(leverage decimal.Decimal, x figures, at *tier.Figures, f *faults) {
	if most := t.maxLeverage; most.Valid && leverage.GreaterThan(most.Decimal) {
		f.add("leverage", ErrLeverage, "%s is above %s, the most %s offers for a size of %s", leverage, most.Decimal, t.rule.Venue, x.atEntry)
		return
	}
	if need := required(at, x.atEntry, t.fee); x.lever.Mul(need).Cmp(x.atEntry) >= 0 {
		f.add("leverage", ErrLeverage, "at %s the initial margin does not exceed the maintenance margin of %s: liquidated at once",
			leverage, need.Decimal().Round(8))
	}
}

// at returns the row in force at a notional and its bracket, counted from 1.
func (t *terms) at(notional num) (*tier.Figures, int) {
	if t.table == nil {
		return t.row, t.bracket
	}
	i, _ := t.table.At(notional)
	return t.table.Figures(i), i + 1
}

// required is what a row asks for a notional with the fee of closing it:
// N*(m+f) - D.
func required(r *tier.Figures, notional, fee num) num {
	return notional.Mul(r.Rate.Add(fee)).Sub(r.Amount)
}

// closingFee is Bybit's reserve, F = q*E*(1 - s/L)*taker: the fee of closing at
// the bankruptcy price (margin §3).
func closingFee(side Side, x figures, taker num) num {
	bankrupt := x.atEntry.Sub(side.signed(x.atEntry.Quo(x.lever, moneyPlaces)))
	return bankrupt.Mul(taker)
}
