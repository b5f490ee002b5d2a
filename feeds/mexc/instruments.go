package mexc

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"eddy/feeds/figure"
	"eddy/model"
)

// listing is one contract of /contract/detail. Its numbers are kept as they are
// written: some have exponents.
type listing struct {
	Symbol       string          `json:"symbol"`
	BaseCoin     string          `json:"baseCoin"`
	QuoteCoin    string          `json:"quoteCoin"`
	SettleCoin   string          `json:"settleCoin"`
	ContractSize json.Number     `json:"contractSize"`
	PriceUnit    json.Number     `json:"priceUnit"`
	VolUnit      json.Number     `json:"volUnit"`
	MaxLeverage  json.Number     `json:"maxLeverage"`
	TakerFee     json.RawMessage `json:"takerFeeRate"`
	State        *int            `json:"state"`
	FutureType   int             `json:"futureType"` // 1 perpetual; old lists do not tell
	Type         int             `json:"type"`       // 2 stocks and the like
}

const (
	perpetual = 1
	stock     = 2
)

// Catalogue is what the venue's own list tells.
type Catalogue struct {
	Instruments []model.Instrument
	NotCoins    []model.Instrument // contracts on stocks and the like
	Unreadable  int                // contracts that could not be read and are left out
}

// ReadInstruments reads a list of contracts: the body of /contract/detail, of
// all contracts or of one. Coin-margined contracts are left out.
func ReadInstruments(body []byte) (Catalogue, error) {
	var list struct {
		Success *bool           `json:"success"`
		Code    json.Number     `json:"code"`
		Message string          `json:"message"`
		Data    json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return Catalogue{}, fmt.Errorf("mexc: contract/detail: %w", err)
	}
	if list.Success != nil && !*list.Success {
		code, err := strconv.ParseFloat(list.Code.String(), 64)
		return Catalogue{}, errors.New("mexc: contract/detail: " + refusalText([]byte(list.Message), figure.Number{V: code, OK: err == nil}))
	}
	rows, err := figure.List(list.Data)
	if err != nil {
		return Catalogue{}, fmt.Errorf("mexc: contract/detail: %w", err)
	}
	var c Catalogue
	for _, raw := range rows {
		c.add(raw)
	}
	if len(c.Instruments)+len(c.NotCoins) == 0 {
		return c, errors.New("mexc: contract/detail: the list is empty")
	}
	return c, nil
}

// add reads one contract of the list.
func (c *Catalogue) add(raw json.RawMessage) {
	var l listing
	if err := json.Unmarshal(raw, &l); err != nil || l.Symbol == "" || len(l.Symbol) > figure.MaxSymbol {
		c.Unreadable++
		return
	}
	in, ok := l.instrument()
	in.Tiers = readTiers(raw)
	switch {
	case !ok:
	case l.Type == stock:
		c.NotCoins = append(c.NotCoins, in)
	default:
		c.Instruments = append(c.Instruments, in)
	}
}

// instrument converts a listing. It says false for what is not followed.
func (l *listing) instrument() (model.Instrument, bool) {
	c := newContract(model.CleanText(l.Symbol))
	if c.Refusal != "" || l.SettleCoin != "" && l.SettleCoin != l.QuoteCoin {
		return model.Instrument{}, false
	}
	in := model.Instrument{
		Venue: model.MEXC, Symbol: c.Symbol, Asset: c.Asset, Quote: c.quote,
		Kind: c.kind, Multiplier: c.Multiplier,
		Trading: l.State != nil && *l.State == enabled,
		Tick:    exact(l.PriceUnit), Lot: exact(l.VolUnit), MaxLeverage: exact(l.MaxLeverage), TakerFee: figure.Fee(l.TakerFee),
	}
	if l.FutureType > perpetual {
		in.Kind = model.ContractDated
	}
	if size, err := l.ContractSize.Float64(); err == nil && model.ValidPrice(size) {
		in.ContractSize = model.InCoins(size, c.Multiplier)
	}
	return in, true
}

// mostExponent keeps a hostile exponent from becoming a number of a billion
// digits.
const mostExponent = 40

// exact reads a number of the list, 0 when it tells none.
func exact(n json.Number) decimal.Decimal {
	v, err := decimal.NewFromString(n.String())
	if err != nil || v.Exponent() > mostExponent || v.Exponent() < -mostExponent || v.IsNegative() {
		return decimal.Zero
	}
	return v
}
