package bingx

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/feeds/figure"
	"eddy/model"
)

// envelope is what REST wraps every body in.
type envelope struct {
	Code json.Number     `json:"code"`
	Msg  string          `json:"msg"`
	Data json.RawMessage `json:"data"`
}

// listing is one contract of the list, or a row of premiumIndex, which tells
// names and funding intervals only. The list is read a few times a day, which
// encoding/json is good enough for; the names do not collide by case.
type listing struct {
	Symbol            string          `json:"symbol"`
	Currency          string          `json:"currency"`
	PricePrecision    json.Number     `json:"pricePrecision"`
	QuantityPrecision json.Number     `json:"quantityPrecision"`
	MinUSDT           json.Number     `json:"tradeMinUSDT"`
	MaxLeverage       json.Number     `json:"maxLongLeverage"`
	Status            json.Number     `json:"status"`
	OpenByAPI         string          `json:"apiStateOpen"`
	FundingIntervalH  json.Number     `json:"fundingIntervalHours"`
	TakerFee          json.RawMessage `json:"takerFeeRate"`
}

// Catalogue is what the venue's own list tells.
type Catalogue struct {
	Instruments []model.Instrument
	NotCoins    []model.Instrument // contracts on stocks, currencies and goods
	Unreadable  int                // contracts that could not be read and are left out
}

// ReadInstruments reads a list of contracts: the body of contracts, or that of
// premiumIndex, which tells names and, in newer rows, funding intervals only.
func ReadInstruments(body []byte) (Catalogue, error) {
	var list envelope
	if err := json.Unmarshal(body, &list); err != nil {
		return Catalogue{}, fmt.Errorf("bingx: contracts: %w", err)
	}
	if code, err := list.Code.Float64(); err == nil && code != 0 {
		return Catalogue{}, errors.New("bingx: contracts: " + refusalText([]byte(list.Msg), figure.Number{V: code, OK: true}))
	}
	rows, err := figure.List(list.Data)
	if err != nil {
		return Catalogue{}, fmt.Errorf("bingx: contracts: %w", err)
	}
	var c Catalogue
	for _, raw := range rows {
		c.add(raw)
	}
	if len(c.Instruments)+len(c.NotCoins) == 0 {
		return c, errors.New("bingx: contracts: the list is empty")
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
	base, _, _ := strings.Cut(l.Symbol, "-")
	switch {
	case !ok:
	case !isCoin(base):
		c.NotCoins = append(c.NotCoins, in)
	default:
		c.Instruments = append(c.Instruments, in)
	}
}

// online is the status of a contract that trades (venues/bingx §6).
const online = "1"

// instrument converts a listing. It says false for what is not followed. Sizes
// are coins, or units of a multiplied base.
func (l *listing) instrument() (model.Instrument, bool) {
	c := newContract(model.CleanText(l.Symbol))
	if c.Refusal != "" {
		return model.Instrument{}, false
	}
	in := model.Instrument{
		Venue: model.BingX, Symbol: c.Symbol, Asset: c.Asset, Quote: c.quote,
		Kind: c.kind, Multiplier: c.Multiplier, ContractSize: c.Multiplier,
		Trading: l.Status.String() == online && l.OpenByAPI != "false",
		Tick:    step(l.PricePrecision), Lot: step(l.QuantityPrecision),
		MinNotional: exact(l.MinUSDT), MaxLeverage: exact(l.MaxLeverage), TakerFee: figure.Fee(l.TakerFee),
	}
	if h, err := l.FundingIntervalH.Float64(); err == nil && plausibleHours(h) {
		in.FundingIntervalH = h
	}
	return in, true
}

// mostDecimals is more than any venue writes; it keeps a hostile count from
// becoming a number of a billion digits.
const mostDecimals = 40

// step turns a count of decimals into the step it allows: 2 into 0.01. That the
// tick is this has no second source.
func step(decimals json.Number) decimal.Decimal {
	n, err := decimals.Int64()
	if err != nil || n < 0 || n > mostDecimals {
		return decimal.Zero
	}
	return decimal.New(1, -int32(n))
}

// exact reads a number of the list, 0 when it tells none.
func exact(n json.Number) decimal.Decimal {
	v, err := decimal.NewFromString(n.String())
	if err != nil || v.Exponent() > mostDecimals || v.Exponent() < -mostDecimals || v.IsNegative() {
		return decimal.Zero
	}
	return v
}
