package hyperliquid

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// meta is the body of {"type":"meta"}. It is read a few times a day, which
// encoding/json is good enough for; the names do not collide by case.
type meta struct {
	Universe []json.RawMessage `json:"universe"` // read one by one: a strange contract must not cost the others
	Tables   json.RawMessage   `json:"marginTables"`
}

// contractRow is one contract of the universe.
type contractRow struct {
	Name        string `json:"name"`
	SizeDigits  *int32 `json:"szDecimals"`
	MaxLeverage int64  `json:"maxLeverage"`
	Delisted    bool   `json:"isDelisted"`
	MarginTable any    `json:"marginTableId"` // a number; anything else is not told
}

// Catalogue is what the venue's own list tells.
type Catalogue struct {
	Instruments []model.Instrument
	Universe    []string // every name by its position, also of contracts that are not followed
	Unreadable  int      // contracts that could not be read and are left out
}

// quoteCurrency is what contracts of the first dex are quoted and margined in.
const quoteCurrency = "USDC"

var errNoList = errors.New("hyperliquid: meta lists no contracts")

// ReadInstruments reads a list of contracts: the body of meta, of
// metaAndAssetCtxs, or of allPerpMetas, of which the first dex counts.
func ReadInstruments(body []byte) (Catalogue, error) {
	list := json.RawMessage(body)
	var marks []float64
	if r := scan.Over(body); r.Sort() == scan.Array {
		var parts []json.RawMessage
		if err := json.Unmarshal(body, &parts); err != nil {
			return Catalogue{}, fmt.Errorf("hyperliquid: meta: %w", err)
		}
		if len(parts) == 0 {
			return Catalogue{}, errNoList
		}
		list = parts[0]
		if len(parts) > 1 {
			marks = readMarks(parts[1])
		}
	}
	var m meta
	if err := json.Unmarshal(list, &m); err != nil {
		return Catalogue{}, fmt.Errorf("hyperliquid: meta: %w", err)
	}
	c := m.catalogue(marks)
	if len(c.Instruments) == 0 {
		return Catalogue{}, errNoList
	}
	return c, nil
}

// readMarks returns the mark prices of contexts by position, nil when the body
// holds none.
func readMarks(body []byte) (marks []float64) {
	r := scan.Over(body)
	for ok := r.Array(); ok && r.Element(); {
		var f figures
		f.read(&r)
		marks = append(marks, f.mark.V)
	}
	if r.End() != nil {
		return nil
	}
	return marks
}

// catalogue converts the rows. Marks, where there is one for each row, tell the
// step of prices.
func (m *meta) catalogue(marks []float64) Catalogue {
	c := Catalogue{Universe: make([]string, 0, len(m.Universe))}
	tables := readTables(m.Tables)
	for i, raw := range m.Universe {
		var row contractRow
		if err := json.Unmarshal(raw, &row); err != nil {
			c.Unreadable++
			row = contractRow{}
		}
		c.Universe = append(c.Universe, row.Name)
		in, ok := row.instrument()
		if !ok {
			continue
		}
		if len(marks) == len(m.Universe) && row.SizeDigits != nil {
			in.Tick = tick(marks[i], *row.SizeDigits)
		}
		in.Tiers = tiersOf(tables, row.tableID())
		c.Instruments = append(c.Instruments, in)
	}
	return c
}

// tableID is the number of the contract's margin table, 0 when it is not told.
func (row *contractRow) tableID() int64 {
	id, _ := row.MarginTable.(float64) // what is no number is not told
	return int64(id)
}

// instrument converts a row. It says false for contracts that are not followed.
func (row *contractRow) instrument() (model.Instrument, bool) {
	c := newContract(model.CleanText(row.Name))
	if row.Name == "" || len(row.Name) > figure.MaxSymbol || c.Symbol != row.Name || c.Refusal != "" {
		return model.Instrument{}, false
	}
	in := model.Instrument{
		Venue: model.Hyperliquid, Symbol: c.Symbol, Asset: c.Asset, Quote: quoteCurrency,
		Kind: model.ContractPerpetual, Multiplier: c.Multiplier, ContractSize: c.Multiplier,
		Trading: !row.Delisted, FundingIntervalH: fundingHours, MinNotional: leastOrder,
	}
	if row.SizeDigits != nil && *row.SizeDigits >= 0 && *row.SizeDigits <= priceDigits {
		in.Lot = decimal.New(1, -*row.SizeDigits)
	}
	if row.MaxLeverage > 0 {
		in.MaxLeverage = decimal.NewFromInt(row.MaxLeverage)
	}
	return in, true
}

// Rules of prices (venues/hyperliquid §5): at most five significant figures and
// at most six decimals less those of the size; whole numbers are always fine.
const (
	significant = 5
	priceDigits = 6
)

// leastOrder is the least value of an order, in dollars.
var leastOrder = decimal.NewFromInt(10)

// tick returns the step of prices near a price, zero when that is not known.
func tick(price float64, sizeDigits int32) decimal.Decimal {
	if !model.ValidPrice(price) || sizeDigits < 0 || sizeDigits > priceDigits {
		return decimal.Decimal{}
	}
	digits := significant - 1 - int32(math.Floor(math.Log10(price)))
	return decimal.New(1, -max(min(digits, priceDigits-sizeDigits), 0))
}
