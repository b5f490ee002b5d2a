package bingx

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// refusal is why a request was refused. It travels with HTTP 200.
type refusal struct {
	Code int
	Msg  string
}

var (
	noAPI     = &refusal{100400, "this api is not exist, please refer to the API docs"}
	tooMany   = &refusal{100410, "rate limited"}
	badSymbol = &refusal{109425, "symbol not exist"}
	paused    = &refusal{109415, "the contract is suspended"}
)

// badParameter is the refusal of a request that makes no sense.
func badParameter(name string) *refusal { return &refusal{109400, "Invalid parameters: " + name} }

// endpoints holds the paths served (venue page, §6).
var endpoints = map[string]func(*Exchange, query) (any, *refusal){
	"/openApi/swap/v2/server/time":            (*Exchange).serverTime,
	"/openApi/swap/v2/quote/contracts":        (*Exchange).contracts,
	"/openApi/swap/v2/quote/premiumIndex":     (*Exchange).premiumIndex,
	"/openApi/swap/v2/quote/ticker":           (*Exchange).tickers,
	"/openApi/swap/v2/quote/bookTicker":       (*Exchange).bookTickers,
	"/openApi/swap/v2/quote/openInterest":     (*Exchange).openInterest,
	"/openApi/swap/v2/quote/fundingRate":      (*Exchange).fundingRate,
	"/openApi/swap/v3/quote/klines":           (*Exchange).klines,
	"/openApi/swap/v1/market/markPriceKlines": (*Exchange).markKlines,
}

// envelope is what every answer comes in.
type envelope struct {
	Code int    `json:"code"`
	Msg  string `json:"msg"`
	Data any    `json:"data,omitempty"`
}

// ServeREST answers a request.
func (x *Exchange) ServeREST(w http.ResponseWriter, r *http.Request) {
	if status := x.limit.take(w, r.URL.Path); status != http.StatusOK {
		writeBody(w, status, envelope{Code: tooMany.Code, Msg: tooMany.Msg})
		return
	}
	answer, known := endpoints[r.URL.Path]
	if !known {
		writeBody(w, http.StatusOK, envelope{Code: noAPI.Code, Msg: noAPI.Msg})
		return
	}
	v, bad := answer(x, query{r.URL.Query()})
	if bad != nil {
		writeBody(w, http.StatusOK, envelope{Code: bad.Code, Msg: bad.Msg})
		return
	}
	writeBody(w, http.StatusOK, envelope{Data: v})
}

func writeBody(w http.ResponseWriter, status int, e envelope) {
	body, err := json.Marshal(e)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has left needs no answer
}

func (x *Exchange) serverTime(query) (any, *refusal) {
	return map[string]int64{"serverTime": int64(x.view.Now())}, nil
}

// query reads the parameters of a request.
type query struct{ url.Values }

// coin returns the coin asked for, which must be traded.
func (x *Exchange) coin(q query) (int, *refusal) {
	if q.Get("symbol") == "" {
		return 0, badParameter("symbol is missing")
	}
	coin, ok := x.coinOf[q.Get("symbol")]
	switch {
	case !ok:
		return 0, badSymbol
	case !x.trading(coin):
		return 0, paused
	}
	return coin, nil
}

// each answers with an object for the symbol asked for, or with a list for all
// of them. Coins that have nothing to say are left out of the list.
func (x *Exchange) each(q query, one func(coin int) (any, bool)) (any, *refusal) {
	if q.Get("symbol") != "" {
		coin, bad := x.coin(q)
		if bad != nil {
			return nil, bad
		}
		v, ok := one(coin)
		if !ok {
			return nil, paused
		}
		return v, nil
	}
	list := []any{}
	for coin := range x.coins {
		if v, ok := one(coin); ok && x.trading(coin) {
			list = append(list, v)
		}
	}
	return list, nil
}

// limit returns how many rows are wanted.
func (q query) limit(usual, most int) (int, *refusal) {
	s := q.Get("limit")
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		return 0, badParameter("limit must be between 1 and " + strconv.Itoa(most))
	}
	return n, nil
}

// span returns the past that is asked for, newest rows first where it has no
// beginning. The venue's end is inclusive.
func (q query) span(coin int) (market.Span, *refusal) {
	s := market.Span{Coin: coin}
	for _, p := range []struct {
		name string
		at   *model.Millis
	}{{"startTime", &s.From}, {"endTime", &s.To}} {
		text := q.Get(p.name)
		if text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return s, badParameter(p.name)
		}
		*p.at = model.Millis(n)
	}
	if s.To.Known() && s.From > s.To {
		return s, badParameter("startTime is after endTime")
	}
	s.Newest = !s.From.Known()
	return s, nil
}
