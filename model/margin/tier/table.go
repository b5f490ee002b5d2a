package tier

import (
	"errors"
	"fmt"

	"eddy/model"
	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// Basis says what a table's bounds count.
type Basis uint8

// The bases of tables.
const (
	Notional Basis = iota // settle currency: the row changes with the price
	Coins                 // base units (OKX and MEXC publish contracts): it does not
)

// Origin says where a table comes from.
type Origin struct {
	Source string       // in words, cleaned
	AsOf   model.Millis // the day of the snapshot, or when a live table was read; 0 = not dated
	Live   bool         // told by the venue while running
}

// String returns the origin for a line of text: what it is and its day.
func (o Origin) String() string {
	day := "undated"
	if o.AsOf.Known() {
		day = o.AsOf.Time().Format("2006-01-02")
	}
	if o.Live {
		return "live, " + day
	}
	return o.Source + ", " + day
}

// Head names a table.
type Head struct {
	Venue  model.Venue
	Symbol string // as the venue writes it
	Basis  Basis
	Origin Origin
}

// Table is the ladder of brackets of one symbol, lowest first. It is immutable
// and valid: there is no table with holes.
type Table struct {
	Head
	rows       []Row
	figures    []Figures
	continuous bool
}

// ErrTable is wrapped by every error about rows that make no ladder.
var ErrTable = errors.New("not a table of tiers")

// New checks rows and returns the table they make. Errors wrap ErrTable and
// say which row is wrong: no rows, holes or overlaps, rates outside (0, 1) or
// falling, leverages below 1 or rising, negative amounts, or a maintenance
// margin that falls where the size grows.
func New(h Head, rows []Row) (*Table, error) {
	t := &Table{Head: h, rows: append([]Row(nil), rows...), continuous: true}
	if len(t.rows) == 0 {
		return nil, t.wrong(0, "there are no rows")
	}
	for i := range t.rows {
		if why := t.checkRow(i); why != "" {
			return nil, t.wrong(i, why)
		}
		if why := t.checkStep(i); why != "" {
			return nil, t.wrong(i, why)
		}
		t.figures = append(t.figures, t.rows[i].figures())
	}
	return t, nil
}

func (t *Table) wrong(row int, why string) error {
	return fmt.Errorf("%s %s: row %d: %s: %w", t.Venue, t.Symbol, row+1, why, ErrTable)
}

// checkRow looks at a row by itself.
func (t *Table) checkRow(i int) string {
	r := t.rows[i]
	switch {
	case r.Open && i != len(t.rows)-1:
		return "only the last row may be open"
	case !r.Open && !r.Cap.GreaterThan(r.Floor):
		return fmt.Sprintf("the cap %s is not above the floor %s", r.Cap, r.Floor)
	case !r.Rate.IsPositive() || !r.Rate.LessThan(one):
		return fmt.Sprintf("the rate %s is not between 0 and 1", r.Rate)
	case r.Amount.IsNegative():
		return fmt.Sprintf("the amount %s is negative", r.Amount)
	case r.MaxLeverage.LessThan(one):
		return fmt.Sprintf("the highest leverage %s is below 1", r.MaxLeverage)
	}
	return ""
}

// checkStep looks at a row against the one below, and notes whether
// maintenance margin is continuous where they meet.
func (t *Table) checkStep(i int) string {
	r := t.rows[i]
	if i == 0 {
		if !r.Floor.IsZero() {
			return fmt.Sprintf("the ladder begins at %s, not at 0", r.Floor)
		}
		return ""
	}
	below := t.rows[i-1]
	switch {
	case r.Floor.GreaterThan(below.Cap):
		return fmt.Sprintf("a hole between %s and %s", below.Cap, r.Floor)
	case r.Floor.LessThan(below.Cap):
		return fmt.Sprintf("%s to %s is covered twice", r.Floor, below.Cap)
	case r.Rate.LessThan(below.Rate):
		return fmt.Sprintf("the rate falls from %s to %s", below.Rate, r.Rate)
	case r.MaxLeverage.GreaterThan(below.MaxLeverage):
		return fmt.Sprintf("the highest leverage rises from %s to %s", below.MaxLeverage, r.MaxLeverage)
	case t.Basis == Coins:
		return ""
	}
	return t.checkEdge(below, r)
}

// slackRate is how far maintenance margin may fall at an edge before the
// amounts are taken for wrong: venues round deductions, to a cent or a digit.
var slackRate = decimal.New(1, -3)

// checkEdge compares the maintenance margin of two rows where they meet.
func (t *Table) checkEdge(below, above Row) string {
	lower, upper := below.Maintenance(above.Floor), above.Maintenance(above.Floor)
	if !lower.Equal(upper) {
		t.continuous = false
	}
	if lower.Sub(upper).GreaterThan(lower.Abs().Mul(slackRate)) {
		return fmt.Sprintf("maintenance margin falls from %s to %s at %s: the amount is wrong", lower, upper, above.Floor)
	}
	return ""
}

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.rows) }

// Row returns row i, counted from 0.
func (t *Table) Row(i int) Row { return t.rows[i] }

// Figures returns the figures of row i for arithmetic. They must not be
// changed.
func (t *Table) Figures(i int) *Figures { return &t.figures[i] }

// At returns the row a size belongs to, counted from 0. A size exactly at an
// edge belongs to the lower row (margin §4). beyond is set when the size is
// above the last row, which is then the nearest the table has.
func (t *Table) At(size exact.Num) (i int, beyond bool) {
	for i := range t.figures {
		if f := &t.figures[i]; f.Open || size.Cmp(f.Cap) <= 0 {
			return i, false
		}
	}
	return len(t.figures) - 1, true
}

// Continuous tells whether maintenance margin has no jump at any edge, which
// makes the liquidation price of a single leg unique. A table by coins has
// jumps in size but none in price.
func (t *Table) Continuous() bool { return t.continuous }

// Largest returns the size the table ends at; ok is false when it has no end.
func (t *Table) Largest() (size decimal.Decimal, ok bool) {
	last := t.rows[len(t.rows)-1]
	return last.Cap, !last.Open
}
