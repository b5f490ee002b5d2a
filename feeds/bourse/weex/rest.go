package weex

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// refusal is the body of a refused request.
type refusal struct {
	Code int    `json:"code"`
	Msg  string `json:"msg"`
}

// Why requests are refused (venue page, §5).
const (
	emptyParameter = -1141
	badParameter   = -1142
	badSymbol      = -1121
)

func invalid(name string) *refusal {
	return &refusal{badParameter, "Parameter '" + name + "' is invalid."}
}

// endpoint answers one path.
type endpoint struct {
	weight int
	answer func(*Exchange, query) (any, *refusal)
}

const pathPrefix = "/capi/v3/market/"

// endpoints holds the paths served (venue page, §5).
var endpoints = map[string]endpoint{
	"exchangeInfo":      {1, (*Exchange).exchangeInfo},
	"premiumIndex":      {1, (*Exchange).premiumIndex},
	"ticker/24hr":       {40, (*Exchange).dayTickers},
	"ticker/bookTicker": {1, (*Exchange).bookTickers},
	"klines":            {1, (*Exchange).klines},
	"historyKlines":     {5, (*Exchange).historyKlines},
	"fundingRate":       {5, (*Exchange).fundingRate},
	"openInterest":      {2, (*Exchange).openInterest},
	"symbolPrice":       {1, (*Exchange).symbolPrice},
	"depth":             {1, (*Exchange).depth},
	"time":              {1, (*Exchange).serverTime},
}

// ServeREST answers a request.
func (x *Exchange) ServeREST(w http.ResponseWriter, r *http.Request) {
	name, found := strings.CutPrefix(r.URL.Path, pathPrefix)
	e, known := endpoints[name]
	if !found || !known {
		writeJSON(w, http.StatusNotFound, map[string]any{
			"timestamp": x.view.Now().Time().Format("2006-01-02T15:04:05.000-07:00"),
			"status":    http.StatusNotFound, "error": "Not Found", "path": r.URL.Path,
		})
		return
	}
	if !x.weights.take(w, e.weight) {
		return
	}
	v, bad := e.answer(x, query{r.URL.Query()})
	if bad != nil {
		writeJSON(w, http.StatusBadRequest, bad)
		return
	}
	writeJSON(w, http.StatusOK, v)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has left needs no answer
}

// query reads the parameters of a request.
type query struct{ url.Values }

// limit returns how many rows are wanted.
func (q query) limit(usual, most int) (int, *refusal) {
	s := q.Get("limit")
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		return 0, invalid("limit")
	}
	return n, nil
}

// moment returns a time in milliseconds, 0 where it was not sent.
func (q query) moment(name string) (model.Millis, *refusal) {
	s := q.Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, invalid(name)
	}
	return model.Millis(n), nil
}

// span returns startTime and endTime, 0 where they were not sent.
func (q query) span() (from, to model.Millis, bad *refusal) {
	if from, bad = q.moment("startTime"); bad != nil {
		return 0, 0, bad
	}
	if to, bad = q.moment("endTime"); bad != nil {
		return 0, 0, bad
	}
	if from.Known() && to.Known() && from > to {
		return 0, 0, invalid("startTime")
	}
	return from, to, nil
}

// coin returns the coin of the symbol asked for. Delisted contracts are as
// unknown as those that never were.
func (x *Exchange) coin(q query) (int, *refusal) {
	symbol := q.Get("symbol")
	if symbol == "" {
		return 0, &refusal{emptyParameter, "Parameter 'symbol' is empty."}
	}
	coin, ok := x.trading(strings.ToUpper(symbol))
	if !ok {
		return 0, &refusal{badSymbol, "Invalid symbol."}
	}
	return coin, nil
}

// each answers with a list of the symbol asked for, or of all. Coins that have
// nothing to say are left out.
func (x *Exchange) each(q query, one func(coin int) (any, bool)) (any, *refusal) {
	coins := make([]int, 0, len(x.coins))
	if q.Get("symbol") != "" {
		coin, bad := x.coin(q)
		if bad != nil {
			return nil, bad
		}
		coins = append(coins, coin)
	} else {
		for coin := range x.coins {
			coins = append(coins, coin)
		}
	}
	list := []any{}
	for _, coin := range coins {
		if v, ok := one(coin); ok {
			list = append(list, v)
		}
	}
	return list, nil
}

func (x *Exchange) serverTime(query) (any, *refusal) {
	return map[string]int64{"serverTime": int64(x.view.Now())}, nil
}

// instrument is a row of exchangeInfo.
type instrument struct {
	Symbol            string   `json:"symbol"`
	BaseAsset         string   `json:"baseAsset"`
	QuoteAsset        string   `json:"quoteAsset"`
	MarginAsset       string   `json:"marginAsset"`
	PricePrecision    int      `json:"pricePrecision"`
	QuantityPrecision int      `json:"quantityPrecision"`
	ContractVal       float64  `json:"contractVal"`
	Delivery          []string `json:"delivery"`
	Forward           bool     `json:"forwardContractFlag"`
	MinLeverage       int      `json:"minLeverage"`
	MaxLeverage       int      `json:"maxLeverage"`
	MakerFeeRate      float64  `json:"makerFeeRate"`
	TakerFeeRate      float64  `json:"takerFeeRate"`
	MinOrderSize      float64  `json:"minOrderSize"`
	MaxOrderSize      float64  `json:"maxOrderSize"`
	MaxPositionSize   float64  `json:"maxPositionSize"`
	ContractType      string   `json:"contractType"`
	UnderlyingType    string   `json:"underlyingType"`
}

// exchangeInfo answers with the contracts that are traded; the others vanish.
func (x *Exchange) exchangeInfo(query) (any, *refusal) {
	list := []instrument{}
	for coin, c := range x.coins {
		if state, _ := x.view.Status(coin); state != market.Trading {
			continue
		}
		lot := 1.0
		for range c.LotDecimals {
			lot /= 10
		}
		lot = market.Round(lot, c.LotDecimals)
		list = append(list, instrument{
			Symbol: x.symbols[coin], BaseAsset: string(c.Asset), QuoteAsset: "USDT", MarginAsset: "USDT",
			PricePrecision: c.PriceDecimals, QuantityPrecision: c.LotDecimals, ContractVal: lot,
			Delivery: x.delivery(coin), Forward: true, MinLeverage: 1, MaxLeverage: 100,
			MakerFeeRate: 0.0002, TakerFeeRate: 0.0008, MinOrderSize: lot, MaxOrderSize: 1e6 * lot, MaxPositionSize: 1e7 * lot,
			ContractType: "PERPETUAL", UnderlyingType: "COIN",
		})
	}
	return map[string]any{"assets": []any{}, "symbols": list}, nil
}

// delivery lists the times of day of a coin's settlements.
func (x *Exchange) delivery(coin int) []string {
	times := []string{}
	hours, _, ok := x.view.FundingIntervals(coin)
	if !ok {
		return times
	}
	step := time.Duration(hours * float64(time.Hour))
	for at := time.Duration(0); at < 24*time.Hour; at += step {
		times = append(times, time.Unix(0, 0).UTC().Add(at).Format(time.TimeOnly))
	}
	return times
}
