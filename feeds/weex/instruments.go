package weex

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"eddy/feeds/figure"
	"eddy/model"
)

// listing is one contract of exchangeInfo. The list has no word on whether a
// contract trades: those that do not any more vanish from it.
type listing struct {
	Symbol            string          `json:"symbol"`
	BaseAsset         string          `json:"baseAsset"`
	QuoteAsset        string          `json:"quoteAsset"`
	ContractType      string          `json:"contractType"`
	PricePrecision    *int32          `json:"pricePrecision"`    // decimals
	QuantityPrecision *int32          `json:"quantityPrecision"` // decimals
	ContractVal       decimal.Decimal `json:"contractVal"`       // the step of quantities, and no multiplier
	Delivery          []string        `json:"delivery"`          // times of day of settlements
	MaxLeverage       decimal.Decimal `json:"maxLeverage"`
	TakerFee          json.RawMessage `json:"takerFeeRate"`
}

// Catalogue is what the venue's own list tells.
type Catalogue struct {
	Instruments []model.Instrument
	Unreadable  int // contracts that could not be read and are left out
}

// ReadInstruments reads a list of contracts: the body of exchangeInfo, or that
// of premiumIndex, which tells names and funding intervals only.
func ReadInstruments(body []byte) (Catalogue, error) {
	if firstByte(body) == '[' {
		list, err := readPremiums(body)
		return Catalogue{Instruments: list}, err
	}
	var info struct {
		Symbols []json.RawMessage `json:"symbols"` // read one by one: a strange contract must not cost the others
	}
	if err := json.Unmarshal(body, &info); err != nil {
		return Catalogue{}, fmt.Errorf("weex: exchangeInfo: %w", err)
	}
	if len(info.Symbols) == 0 {
		return Catalogue{}, errors.New("weex: exchangeInfo lists no contracts")
	}
	var c Catalogue
	for _, raw := range info.Symbols {
		var l listing
		if err := json.Unmarshal(raw, &l); err != nil {
			c.Unreadable++
			continue
		}
		if in, ok := l.instrument(); ok {
			c.Instruments = append(c.Instruments, in)
		}
	}
	return c, nil
}

// firstByte returns the first byte that is not white space, 0 when there is
// none.
func firstByte(body []byte) byte {
	for _, c := range body {
		if c > ' ' {
			return c
		}
	}
	return 0
}

// perpetual is the sort of contract the model follows; TRADIFI_PERPETUAL are
// stocks, indices and metals, whose names may be those of coins.
const perpetual = "PERPETUAL"

// instrument converts a listing. It says false for contracts that are not
// followed: those not quoted in dollars, such as those for practice in SUSDT.
func (l *listing) instrument() (model.Instrument, bool) {
	c := newContract(model.CleanText(l.Symbol))
	quote := model.CleanText(l.QuoteAsset)
	if l.Symbol == "" || len(l.Symbol) > figure.MaxSymbol || c.Refusal != "" || quote != "" && !slices.Contains(dollars, quote) {
		return model.Instrument{}, false
	}
	in := model.Instrument{
		Venue: model.WEEX, Symbol: c.Symbol, Asset: c.Asset, Quote: quote,
		Kind: model.ContractPerpetual, Multiplier: c.Multiplier, Trading: true,
		FundingIntervalH: dailyH(l.Delivery), MaxLeverage: l.MaxLeverage, TakerFee: figure.Fee(l.TakerFee),
	}
	if l.ContractType != "" && l.ContractType != perpetual {
		in.Kind = model.ContractUnknown
	}
	if base := model.CleanText(l.BaseAsset); base != "" {
		in.Asset, in.Multiplier = model.SplitMultiplier(base)
	}
	in.ContractSize = in.Multiplier // sizes count units of the base currency
	l.steps(&in)
	return in, true
}

// mostDecimals is more than any price has.
const mostDecimals = 18

// steps works out tick and lot.
func (l *listing) steps(in *model.Instrument) {
	if p := l.PricePrecision; p != nil && *p >= 0 && *p <= mostDecimals {
		in.Tick = decimal.New(1, -*p)
	}
	switch p := l.QuantityPrecision; {
	case l.ContractVal.IsPositive():
		in.Lot = l.ContractVal
	case p != nil && *p >= 0 && *p <= mostDecimals:
		in.Lot = decimal.New(1, -*p)
	}
}

// dailyH returns the hours between settlements at the given times of day, 0
// where they are not evenly spread.
func dailyH(times []string) float64 {
	if len(times) == 0 {
		return 0
	}
	at := make([]time.Duration, len(times))
	for i, text := range times {
		t, err := time.Parse(time.TimeOnly, text)
		if err != nil {
			return 0
		}
		at[i] = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
	}
	slices.Sort(at)
	step := 24 * time.Hour / time.Duration(len(at))
	for i := range at {
		if at[i]-at[0] != time.Duration(i)*step {
			return 0
		}
	}
	return step.Hours()
}

// readPremiums reads the body of premiumIndex with the decoder of hot frames,
// which knows its rows.
func readPremiums(body []byte) ([]model.Instrument, error) {
	events, err := NewDecoder().Decode(body, 0, nil)
	var list []model.Instrument
	for i := range events {
		if ev := &events[i]; ev.Kind == model.KindMark && ev.Asset != "" {
			list = append(list, model.Instrument{
				Venue: model.WEEX, Symbol: ev.Symbol, Asset: ev.Asset, Kind: model.ContractPerpetual,
				Multiplier: ev.Multiplier, ContractSize: ev.Multiplier, FundingIntervalH: ev.FundingIntervalH,
			})
		}
	}
	if len(list) > 0 {
		return list, nil
	}
	if err == nil {
		err = errors.New("weex: the list names no contracts")
	}
	return nil, err
}
