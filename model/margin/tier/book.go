package tier

import "eddy/model"

type key struct {
	venue  model.Venue
	symbol string
}

// Book finds the table of a symbol. It is not safe for use by several
// goroutines while one of them calls Set.
type Book struct {
	tables map[key]*Table
}

// NewBook returns an empty book.
func NewBook() *Book { return &Book{tables: map[key]*Table{}} }

// Lookup returns the table of a symbol, which is written exactly as the venue
// writes it. There is no default table: ok is false for a symbol nobody told
// the tiers of.
func (b *Book) Lookup(v model.Venue, symbol string) (t *Table, ok bool) {
	if b == nil {
		return nil, false
	}
	t, ok = b.tables[key{v, symbol}]
	return t, ok
}

// Set puts a table in the place of the one its symbol has. A live table is
// never replaced by one that is not, and an older live table never replaces a
// newer one; Set reports whether the table was taken.
func (b *Book) Set(t *Table) bool {
	k := key{t.Venue, t.Symbol}
	if old := b.tables[k]; old != nil && old.Origin.Live {
		if !t.Origin.Live || t.Origin.AsOf < old.Origin.AsOf {
			return false
		}
	}
	b.tables[k] = t
	return true
}

// Clone returns a book with the same tables that can be changed by itself.
func (b *Book) Clone() *Book {
	c := &Book{tables: make(map[key]*Table, len(b.tables))}
	for k, t := range b.tables {
		c.tables[k] = t
	}
	return c
}

// Len returns how many tables the book holds.
func (b *Book) Len() int { return len(b.tables) }
