package binance

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"eddy/feeds/figure"
	"eddy/model"
)

// exchangeInfo is the body of /fapi/v1/exchangeInfo. It holds about 1 MB and is
// read a few times a day, which encoding/json is good enough for; the names do
// not collide by case.
type exchangeInfo struct {
	ServerTime model.Millis `json:"serverTime"`
	RateLimits []struct {
		Type        string `json:"rateLimitType"`
		Interval    string `json:"interval"`
		IntervalNum int    `json:"intervalNum"`
		Limit       int    `json:"limit"`
	} `json:"rateLimits"`
	Symbols []json.RawMessage `json:"symbols"` // read one by one: a strange contract must not cost the others
}

// listing is one contract of exchangeInfo.
type listing struct {
	Symbol       string       `json:"symbol"`
	BaseAsset    string       `json:"baseAsset"`
	QuoteAsset   string       `json:"quoteAsset"`
	MarginAsset  string       `json:"marginAsset"`
	ContractType string       `json:"contractType"`
	Status       string       `json:"status"`
	Delivery     model.Millis `json:"deliveryDate"`
	Filters      []filter     `json:"filters"`
}

// filter is one of a contract's rules. Each sort has fields of its own.
type filter struct {
	Type     string          `json:"filterType"`
	TickSize decimal.Decimal `json:"tickSize"`
	StepSize decimal.Decimal `json:"stepSize"`
	Notional decimal.Decimal `json:"notional"`
}

// Catalogue is what the venue's own list tells.
type Catalogue struct {
	Instruments  []model.Instrument
	ServerTime   model.Millis // the venue's clock when it answered; 0 when not told
	WeightPerMin int          // requests' weight allowed in a minute; 0 when not told
	Unreadable   int          // contracts that could not be read and are left out
}

// ReadInstruments reads a list of contracts: the body of exchangeInfo, or that
// of fundingInfo, which tells names and funding intervals only.
func ReadInstruments(body []byte) (Catalogue, error) {
	if first := firstByte(body); first == '[' {
		list, err := readFundingInfo(body)
		return Catalogue{Instruments: list}, err
	}
	var info exchangeInfo
	if err := json.Unmarshal(body, &info); err != nil {
		return Catalogue{}, fmt.Errorf("binance: exchangeInfo: %w", err)
	}
	if len(info.Symbols) == 0 {
		return Catalogue{}, errors.New("binance: exchangeInfo lists no contracts")
	}
	c := Catalogue{ServerTime: info.ServerTime, WeightPerMin: info.weightPerMinute()}
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

// weightPerMinute returns the limit of request weight, scaled to a minute.
func (e *exchangeInfo) weightPerMinute() int {
	units := map[string]time.Duration{"SECOND": time.Second, "MINUTE": time.Minute, "HOUR": time.Hour, "DAY": 24 * time.Hour}
	for _, l := range e.RateLimits {
		span := units[l.Interval] * time.Duration(l.IntervalNum)
		if l.Type == "REQUEST_WEIGHT" && span > 0 && l.Limit > 0 {
			return int(int64(l.Limit) * int64(time.Minute) / int64(span))
		}
	}
	return 0
}

// instrument converts a listing. It says false for contracts that are not
// followed: those not quoted in dollars.
func (l *listing) instrument() (model.Instrument, bool) {
	c := newContract(model.CleanText(l.Symbol))
	if l.Symbol == "" || len(l.Symbol) > figure.MaxSymbol || c.Refusal != "" {
		return model.Instrument{}, false
	}
	in := model.Instrument{
		Venue: model.Binance, Symbol: c.Symbol, Asset: c.Asset, Quote: model.CleanText(l.QuoteAsset),
		Kind: c.kind, Multiplier: c.Multiplier, ContractSize: c.Multiplier,
		Trading: l.Status == "TRADING",
	}
	if base := model.CleanText(l.BaseAsset); base != "" {
		in.Asset, in.Multiplier = model.SplitMultiplier(base)
		in.ContractSize = in.Multiplier
	}
	if l.Delivery != neverDelivered {
		in.Delivery = l.Delivery
	}
	l.steps(&in)
	return in, true
}

// steps reads tick, lot and minimum from the filters; pricePrecision and
// quantityPrecision are not them (venues/binance §6).
func (l *listing) steps(in *model.Instrument) {
	for i := range l.Filters {
		switch f := &l.Filters[i]; f.Type {
		case "PRICE_FILTER":
			in.Tick = f.TickSize
		case "LOT_SIZE":
			in.Lot = f.StepSize
		case "MIN_NOTIONAL":
			in.MinNotional = f.Notional
		}
	}
}

// readFundingInfo reads the contracts whose funding was ever adjusted.
func readFundingInfo(body []byte) ([]model.Instrument, error) {
	intervals, err := readFundingIntervals(body)
	if err != nil {
		return nil, err
	}
	var list []model.Instrument
	for _, f := range intervals {
		c := newContract(f.symbol)
		if c.Refusal != "" {
			continue
		}
		list = append(list, model.Instrument{
			Venue: model.Binance, Symbol: c.Symbol, Asset: c.Asset, Kind: c.kind,
			Multiplier: c.Multiplier, ContractSize: c.Multiplier, FundingIntervalH: f.hours,
		})
	}
	return list, nil
}

// fundingInterval is what fundingInfo tells of one contract.
type fundingInterval struct {
	symbol string
	hours  float64
}

// readFundingIntervals reads the body of fundingInfo with the decoder of hot
// frames, which knows its rows.
func readFundingIntervals(body []byte) ([]fundingInterval, error) {
	events, err := NewDecoder().Decode(body, 0, nil)
	var list []fundingInterval
	for i := range events {
		if ev := &events[i]; ev.Kind == model.KindFunding && ev.Has.Has(model.FieldFundingInterval) {
			list = append(list, fundingInterval{ev.Symbol, ev.FundingIntervalH})
		}
	}
	if len(list) == 0 && err != nil {
		return nil, fmt.Errorf("binance: fundingInfo: %w", errors.Unwrap(err)) // Decode has named the venue too
	}
	return list, nil
}

// intervalsOf returns the funding intervals that a list of contracts holds.
func intervalsOf(list []model.Instrument) []fundingInterval {
	var intervals []fundingInterval
	for _, in := range list {
		if in.FundingIntervalH > 0 {
			intervals = append(intervals, fundingInterval{in.Symbol, in.FundingIntervalH})
		}
	}
	return intervals
}

// withFunding returns the instruments with the listed funding intervals filled
// in: fundingInfo names only contracts that were ever adjusted, so a perpetual
// it does not name has the venue's default.
func withFunding(instruments []model.Instrument, listed []fundingInterval) []model.Instrument {
	hours := make(map[string]float64, len(listed))
	for _, f := range listed {
		hours[f.symbol] = f.hours
	}
	out := make([]model.Instrument, len(instruments))
	for i, in := range instruments {
		if in.Kind == model.ContractPerpetual {
			in.FundingIntervalH = defaultFundingH
			if h, ok := hours[in.Symbol]; ok {
				in.FundingIntervalH = h
			}
		}
		out[i] = in
	}
	return out
}
