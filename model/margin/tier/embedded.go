package tier

import (
	"bytes"
	_ "embed" // the table file beside this one
	"fmt"
	"sync"
	"time"

	"eddy/model"

	"github.com/pelletier/go-toml/v2"
	"github.com/shopspring/decimal"
)

//go:embed tiers.toml
var embeddedFile []byte

// embedded parses the file once; it is part of the program and a test proves
// that it loads.
var embedded = sync.OnceValues(func() (*Book, error) { return Parse(embeddedFile) })

// Embedded returns a book of the dated fallback tables: Binance, Bybit and
// Hyperliquid. The other venues have none; their tiers must come from the venue
// or from the user. The book is the caller's own to change.
func Embedded() (*Book, error) {
	b, err := embedded()
	if err != nil {
		return nil, fmt.Errorf("embedded tiers: %w", err)
	}
	return b.Clone(), nil
}

// file is the form of a table file: columns, one entry a row.
type file struct {
	Origin []fileOrigin `toml:"origin"`
	Table  []fileTable  `toml:"table"`
}

type fileOrigin struct {
	Venue  string `toml:"venue"`
	AsOf   string `toml:"as_of"` // a day; empty when the source has none
	Source string `toml:"source"`
}

type fileTable struct {
	Venue    string   `toml:"venue"`
	Symbol   string   `toml:"symbol"`
	Floor    []string `toml:"floor"`
	End      string   `toml:"end"` // cap of the last row; empty = open
	Rate     []string `toml:"rate"`
	Amount   []string `toml:"amount"`
	Leverage []string `toml:"leverage"`
}

// Parse reads a table file. Unknown keys, unknown venues, bad numbers and rows
// that make no ladder are errors that name the table.
func Parse(data []byte) (*Book, error) {
	var f file
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&f); err != nil {
		return nil, fmt.Errorf("tiers: %w", err)
	}
	origins, err := readOrigins(f.Origin)
	if err != nil {
		return nil, err
	}
	b := NewBook()
	for _, ft := range f.Table {
		t, err := ft.table(origins)
		if err != nil {
			return nil, fmt.Errorf("tiers: %s %s: %w", ft.Venue, ft.Symbol, err)
		}
		b.Set(t)
	}
	return b, nil
}

func readOrigins(list []fileOrigin) (map[model.Venue]Origin, error) {
	out := make(map[model.Venue]Origin, len(list))
	for _, o := range list {
		origin := Origin{Source: model.CleanText(o.Source)}
		if o.AsOf != "" {
			day, err := time.Parse(time.DateOnly, o.AsOf)
			if err != nil {
				return nil, fmt.Errorf("tiers: origin %s: as_of: %w", o.Venue, err)
			}
			origin.AsOf = model.MillisOf(day)
		}
		out[model.Venue(o.Venue)] = origin
	}
	return out, nil
}

func (ft fileTable) table(origins map[model.Venue]Origin) (*Table, error) {
	v := model.Venue(ft.Venue)
	origin, ok := origins[v]
	if !ok || !v.Valid() {
		return nil, fmt.Errorf("no origin for this venue: %w", ErrTable)
	}
	rows, err := ft.rows()
	if err != nil {
		return nil, err
	}
	return New(Head{Venue: v, Symbol: ft.Symbol, Origin: origin}, rows)
}

// rows reads the columns. Without rates the table is one of leverages only.
func (ft fileTable) rows() ([]Row, error) {
	floors, err := decimals("floor", ft.Floor, len(ft.Floor))
	if err != nil {
		return nil, err
	}
	levers, err := decimals("leverage", ft.Leverage, len(floors))
	if err != nil {
		return nil, err
	}
	if len(ft.Rate) == 0 {
		steps := make([]Step, len(floors))
		for i := range steps {
			steps[i] = Step{Floor: floors[i], MaxLeverage: levers[i]}
		}
		return FromLeverage(steps), nil
	}
	rates, err := decimals("rate", ft.Rate, len(floors))
	if err != nil {
		return nil, err
	}
	amounts, err := decimals("amount", ft.Amount, len(floors))
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(floors))
	for i := range rows {
		rows[i] = Row{Floor: floors[i], Rate: rates[i], Amount: amounts[i], MaxLeverage: levers[i]}
		if i > 0 {
			rows[i-1].Cap = floors[i]
		}
	}
	return rows, ft.close(rows)
}

// close gives the last row its end.
func (ft fileTable) close(rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	last := &rows[len(rows)-1]
	if ft.End == "" {
		last.Open = true
		return nil
	}
	end, err := decimal.NewFromString(ft.End)
	if err != nil {
		return fmt.Errorf("end: %w", err)
	}
	last.Cap = end
	return nil
}

func decimals(column string, texts []string, want int) ([]decimal.Decimal, error) {
	if len(texts) != want {
		return nil, fmt.Errorf("%s has %d entries, floor has %d: %w", column, len(texts), want, ErrTable)
	}
	out := make([]decimal.Decimal, len(texts))
	for i, s := range texts {
		d, err := decimal.NewFromString(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", column, err)
		}
		out[i] = d
	}
	return out, nil
}
