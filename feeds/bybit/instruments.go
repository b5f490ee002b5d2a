package bybit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/feeds/figure"
	"eddy/model"
)

// instrumentsInfo is a page of /v5/market/instruments-info. It is read a few
// times a day, which encoding/json is good enough for.
type instrumentsInfo struct {
	Code    int          `json:"retCode"`
	Message string       `json:"retMsg"`
	Time    model.Millis `json:"time"`
	Result  struct {
		Category string            `json:"category"`
		List     []json.RawMessage `json:"list"` // read one by one: a strange contract must not cost the others
		Next     string            `json:"nextPageCursor"`
	} `json:"result"`
}

// listing is one contract of instruments-info. Numbers are text but for the
// funding interval.
type listing struct {
	Symbol       string `json:"symbol"`
	ContractType string `json:"contractType"`
	Status       string `json:"status"`
	BaseCoin     string `json:"baseCoin"`
	QuoteCoin    string `json:"quoteCoin"`
	Delivery     text   `json:"deliveryTime"`
	FundingMin   text   `json:"fundingInterval"` // minutes
	PreListing   bool   `json:"isPreListing"`
	SymbolType   string `json:"symbolType"`

	Price struct {
		Tick text `json:"tickSize"`
	} `json:"priceFilter"`
	Lot struct {
		Step        text `json:"qtyStep"`
		MinNotional text `json:"minNotionalValue"`
	} `json:"lotSizeFilter"`
	Leverage struct {
		Most text `json:"maxLeverage"`
	} `json:"leverageFilter"`
}

// text is a number as the venue writes it: in quotes, or bare, or nothing in
// quotes where it does not apply.
type text string

// UnmarshalJSON takes a string or a number; null is nothing.
func (t *text) UnmarshalJSON(b []byte) error {
	*t = ""
	switch {
	case len(b) > 0 && b[0] == '"':
		return json.Unmarshal(b, (*string)(t))
	case string(b) != "null":
		*t = text(b)
	}
	return nil
}

// decimal returns the number, zero where there is none. An exponent is not the
// venue's way and could ask for any amount of memory.
func (t text) decimal() decimal.Decimal {
	d, err := decimal.NewFromString(string(t))
	if err != nil || len(t) > longestNumber || strings.ContainsAny(string(t), "eE") {
		return decimal.Decimal{}
	}
	return d
}

// longestNumber is longer than any step or limit, in characters.
const longestNumber = 32

// Catalogue is what the venue's own list tells.
type Catalogue struct {
	Instruments []model.Instrument
	NotCoins    []model.Instrument // contracts on stocks, commodities and currencies, whose names may be those of coins
	ServerTime  model.Millis       // the venue's clock when it answered; 0 when not told
	Next        string             // the cursor of the next page, "" after the last
	Unreadable  int                // contracts that could not be read and are left out
}

// ReadInstruments reads bodies of instruments-info, one page or several one
// after the other.
func ReadInstruments(pages []byte) (Catalogue, error) {
	var c Catalogue
	values := json.NewDecoder(bytes.NewReader(pages))
	for {
		var info instrumentsInfo
		err := values.Decode(&info)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Catalogue{}, fmt.Errorf("bybit: instruments-info: %w", err)
		}
		if info.Code != 0 {
			return Catalogue{}, errors.New("bybit: instruments-info: " + refusalText([]byte(info.Message), figure.Number{V: float64(info.Code), OK: true}))
		}
		c.add(&info)
	}
	if len(c.Instruments)+len(c.NotCoins) == 0 {
		return c, errors.New("bybit: instruments-info lists no contracts")
	}
	return c, nil
}

// add takes over one page.
func (c *Catalogue) add(info *instrumentsInfo) {
	c.ServerTime, c.Next = info.Time, info.Result.Next
	for _, raw := range info.Result.List {
		var l listing
		if err := json.Unmarshal(raw, &l); err != nil {
			c.Unreadable++
			continue
		}
		in, ok := l.instrument(info.Result.Category)
		switch {
		case !ok:
			c.Unreadable++
		case l.isCoin():
			c.Instruments = append(c.Instruments, in)
		default:
			c.NotCoins = append(c.NotCoins, in)
		}
	}
}

// isCoin tells whether the contract is on a coin. New coins are marked
// "innovation"; contracts on other things name what they are.
func (l *listing) isCoin() bool {
	switch l.SymbolType {
	case "stock", "commodity", "forex", "index", "etf":
		return false
	default:
		return true
	}
}

// instrument converts a listing.
func (l *listing) instrument(category string) (model.Instrument, bool) {
	if l.Symbol == "" || len(l.Symbol) > figure.MaxSymbol {
		return model.Instrument{}, false
	}
	c := newContract(model.CleanText(l.Symbol))
	in := model.Instrument{
		Venue: model.Bybit, Symbol: c.Symbol, Asset: c.Asset, Quote: model.CleanText(l.QuoteCoin),
		Kind: l.kind(category, c.kind), Multiplier: c.Multiplier, ContractSize: c.Multiplier,
		Trading: l.Status == "Trading" && !l.PreListing,
		Tick:    l.Price.Tick.decimal(), Lot: l.Lot.Step.decimal(),
		MinNotional: l.Lot.MinNotional.decimal(), MaxLeverage: l.Leverage.Most.decimal(),
	}
	if base := model.CleanText(l.BaseCoin); base != "" {
		in.Asset, in.Multiplier = model.SplitMultiplier(base)
		in.ContractSize = in.Multiplier
	}
	if at, err := strconv.ParseInt(string(l.Delivery), 10, 64); err == nil && at > 0 && at <= figure.LastMoment {
		in.Delivery = model.Millis(at)
	}
	if minutes, err := strconv.ParseFloat(string(l.FundingMin), 64); err == nil && in.Kind == model.ContractPerpetual {
		in.FundingIntervalH = intervalHours(minutes)
	}
	return in, true
}

// kind returns what sort of contract it is, by the venue's word, else by its
// name.
func (l *listing) kind(category string, byName model.ContractKind) model.ContractKind {
	switch l.ContractType {
	case "LinearPerpetual":
		return model.ContractPerpetual
	case "LinearFutures":
		return model.ContractDated
	case "InversePerpetual", "InverseFutures":
		return model.ContractInverse
	}
	if category == "spot" {
		return model.ContractSpot
	}
	return byName
}
