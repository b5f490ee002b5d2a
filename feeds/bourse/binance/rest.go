package binance

import (
	"encoding/json"
	"net/http"
	"strconv"

	"eddy/model"
)

// apiError is the body of a refused request.
type apiError struct {
	Code int    `json:"code"`
	Msg  string `json:"msg"`
}

var (
	badSymbol   = &apiError{-1121, "Invalid symbol."}
	badInterval = &apiError{-1120, "Invalid interval."}
	badPeriod   = &apiError{-1130, "parameter 'period' is invalid."}
	noSymbol    = &apiError{-1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."}
	notCarried  = &apiError{-4108, "Symbol is on delivering or delivered or settling or closed or pre-trading."}
	noInterest  = &apiError{-1000, "Open interest is not known for this symbol."}
)

// endpoint answers one path. It returns what is to be written as JSON: raw
// bytes, or anything that marshals.
type endpoint struct {
	weight func(query) int
	pool   pool
	answer func(*Exchange, query) (any, *apiError)
}

func fixed(n int) func(query) int { return func(query) int { return n } }

// oneOrAll is the weight of calls that are cheaper for a single symbol.
func oneOrAll(one, all int) func(query) int {
	return func(q query) int {
		if q.Get("symbol") != "" {
			return one
		}
		return all
	}
}

// endpoints holds the paths served (venue page, §6).
var endpoints = map[string]endpoint{
	"/fapi/v1/ping":                  {fixed(1), noPool, func(*Exchange, query) (any, *apiError) { return json.RawMessage(`{}`), nil }},
	"/fapi/v1/time":                  {fixed(1), noPool, (*Exchange).serverTime},
	"/fapi/v1/exchangeInfo":          {fixed(1), noPool, (*Exchange).exchangeInfo},
	"/fapi/v1/klines":                {klineWeight, noPool, (*Exchange).klines},
	"/fapi/v1/continuousKlines":      {klineWeight, noPool, (*Exchange).continuousKlines},
	"/fapi/v1/premiumIndex":          {oneOrAll(1, 10), noPool, (*Exchange).premiumIndex},
	"/fapi/v1/fundingRate":           {fixed(0), fundingPool, (*Exchange).fundingRate},
	"/fapi/v1/fundingInfo":           {fixed(0), fundingPool, (*Exchange).fundingInfo},
	"/fapi/v1/openInterest":          {fixed(1), noPool, (*Exchange).openInterest},
	"/futures/data/openInterestHist": {fixed(0), statisticPool, (*Exchange).openInterestHist},
	"/fapi/v1/ticker/24hr":           {oneOrAll(1, 40), noPool, (*Exchange).dayTickers},
	"/fapi/v1/ticker/bookTicker":     {oneOrAll(2, 5), noPool, (*Exchange).bookTickers},
	"/fapi/v1/ticker/price":          {oneOrAll(1, 2), noPool, (*Exchange).prices},
	"/fapi/v2/ticker/price":          {oneOrAll(1, 2), noPool, (*Exchange).prices},
}

// ServeREST answers a request.
func (x *Exchange) ServeREST(w http.ResponseWriter, r *http.Request) {
	e, known := endpoints[r.URL.Path]
	if !known {
		writeError(w, http.StatusNotFound, apiError{-5000, "Path " + r.URL.Path + ", Method " + r.Method + " is invalid"})
		return
	}
	q := query{r.URL.Query()}
	if !x.weights.take(w, e.weight(q), e.pool) {
		return
	}
	v, bad := e.answer(x, q)
	if bad != nil {
		writeError(w, http.StatusBadRequest, *bad)
		return
	}
	writeJSON(w, http.StatusOK, v)
}

func writeError(w http.ResponseWriter, status int, e apiError) { writeJSON(w, status, e) }

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, raw := v.([]byte)
	if !raw {
		var err error
		if body, err = json.Marshal(v); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has left needs no answer
}

// coin returns the coin of the symbol asked for.
func (x *Exchange) coin(q query) (int, *apiError) {
	symbol := q.Get("symbol")
	if symbol == "" {
		return 0, noSymbol
	}
	coin, ok := x.coinOf[symbol]
	if !ok {
		return 0, badSymbol
	}
	return coin, nil
}

// each answers with one entry for the symbol asked for, or with a list for all
// of them. Coins that have nothing to say are left out of the list.
func (x *Exchange) each(q query, one func(coin int) (any, bool)) (any, *apiError) {
	if q.Get("symbol") != "" {
		coin, bad := x.coin(q)
		if bad != nil {
			return nil, bad
		}
		v, ok := one(coin)
		if !ok {
			return nil, notCarried
		}
		return v, nil
	}
	all := make([]any, 0, len(x.coins))
	for coin := range x.coins {
		if v, ok := one(coin); ok {
			all = append(all, v)
		}
	}
	return all, nil
}

func (x *Exchange) serverTime(query) (any, *apiError) {
	return map[string]int64{"serverTime": int64(x.view.Now())}, nil
}

// text writes a number as the venue does, a string of fixed decimals.
func text(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }

// ms is a moment as the venue writes it.
func ms(t model.Millis) int64 { return int64(t) }
