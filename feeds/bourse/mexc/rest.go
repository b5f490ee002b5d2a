package mexc

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

// refusal is why a request was refused. It travels with HTTP 200.
type refusal struct {
	Success bool   `json:"success"`
	Code    int    `json:"code"`
	Message string `json:"message"`
}

var (
	tooFrequent = &refusal{Code: 510, Message: "Requests are too frequent. Please try again later!"}
	noContract  = &refusal{Code: 1001, Message: "Contract not exists"}
)

// badParameter is the refusal of a request that makes no sense.
func badParameter(name string) *refusal {
	return &refusal{Code: 600, Message: "Parameter error: " + name}
}

// limitSpan is the time in which the venue counts requests of each path (venue
// page, §6).
const limitSpan = 2 * time.Second

// endpoint answers one path with data. A path that ends in a slash is followed
// by a symbol.
type endpoint struct {
	limit  int // requests in limitSpan
	answer func(*Exchange, query) ([]byte, *refusal)
}

const prefix = "/api/v1/contract/"

// endpoints holds the paths served, behind the prefix (venue page, §6).
var endpoints = map[string]endpoint{
	"ping":                 {20, (*Exchange).serverTime},
	"detail":               {10, (*Exchange).details},
	"ticker":               {10, (*Exchange).tickerRows},
	"funding_rate":         {20, (*Exchange).fundingRows},
	"funding_rate/":        {20, (*Exchange).fundingOne},
	"funding_rate/history": {20, (*Exchange).fundingHistory},
	"kline/":               {20, (*Exchange).klines},
	"index_price/":         {20, (*Exchange).indexNow},
	"fair_price/":          {20, (*Exchange).fairNow},
	"depth/":               {20, (*Exchange).depthNow},
}

// ServeREST answers a request.
func (x *Exchange) ServeREST(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, prefix)
	q := query{Values: r.URL.Query()}
	q.symbol = q.Get("symbol")
	e, known := endpoints[path]
	if !known {
		if at := strings.LastIndexByte(path, '/'); at >= 0 {
			q.symbol, path = path[at+1:], path[:at+1]
			e, known = endpoints[path]
		}
	}
	switch {
	case !known || !strings.HasPrefix(r.URL.Path, prefix):
		http.NotFound(w, r)
		return
	case !x.limits.Take(path, e.limit):
		x.TooMany(w)
		return
	}
	data, bad := e.answer(x, q)
	if bad != nil {
		refuse(w, bad)
		return
	}
	write(w, append(append([]byte(`{"success":true,"code":0,"data":`), data...), '}'))
}

func refuse(w http.ResponseWriter, bad *refusal) {
	body, err := json.Marshal(bad)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	write(w, body)
}

func write(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // a client that has left needs no answer
}

// query reads the parameters of a request.
type query struct {
	url.Values
	symbol string // from the path or the query
}

// number returns a parameter within [1, most], or what is usual.
func (q query) number(name string, usual, most int) (int, *refusal) {
	s := q.Get(name)
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, badParameter(name)
	}
	return min(n, most), nil
}

// seconds returns a time that is sent in seconds, 0 where it was not.
func (q query) seconds(name string) (model.Millis, *refusal) {
	s := q.Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > 1e11 {
		return 0, badParameter(name)
	}
	return model.Millis(n * 1000), nil
}

// coin returns the coin asked for.
func (x *Exchange) coin(q query) (int, *refusal) {
	coin, ok := x.coinOf[q.symbol]
	if !ok {
		return 0, noContract
	}
	return coin, nil
}

// each answers with the rows of all coins or, where one is named, with an
// object.
func (x *Exchange) each(q query, row func([]byte, int) []byte) ([]byte, *refusal) {
	if q.symbol == "" {
		return appendList(nil, len(x.coins), row), nil
	}
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	return orNull(row(nil, coin)), nil
}

func orNull(b []byte) []byte {
	if len(b) == 0 {
		return []byte("null")
	}
	return b
}

func (x *Exchange) serverTime(query) ([]byte, *refusal) { return appendTime(nil, x.view.Now()), nil }

func (x *Exchange) tickerRows(q query) ([]byte, *refusal) {
	return x.each(q, func(b []byte, coin int) []byte {
		return x.appendTicker(b, market.Change{Kind: market.DayMoved, Coin: coin, At: x.view.Now()})
	})
}

func (x *Exchange) fundingRows(query) ([]byte, *refusal) { return x.each(query{}, x.appendFundingRow) }

func (x *Exchange) fundingOne(q query) ([]byte, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	return orNull(x.appendFundingRow(nil, coin)), nil
}

func (x *Exchange) indexNow(q query) ([]byte, *refusal) {
	return x.price(q, "indexPrice", func(m market.Mark) float64 { return m.Index })
}

func (x *Exchange) fairNow(q query) ([]byte, *refusal) {
	return x.price(q, "fairPrice", func(m market.Mark) float64 { return m.Mark })
}

func (x *Exchange) price(q query, name string, pick func(market.Mark) float64) ([]byte, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	m, ok := x.view.Mark(market.Change{Kind: market.MarkMoved, Coin: coin, At: x.view.Now()})
	if !ok {
		return []byte("null"), nil
	}
	c := &x.coins[coin]
	b := append(append([]byte(`{"symbol":"`), c.symbol...), `","`...)
	b = appendNumber(append(append(b, name...), `":`...), pick(m), c.PriceDecimals+finer)
	return append(appendTime(append(b, `,"timestamp":`...), m.At), '}'), nil
}

func (x *Exchange) depthNow(q query) ([]byte, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	b := x.appendDepth(nil, market.Change{Kind: market.QuoteMoved, Coin: coin, At: x.view.Now()})
	if len(b) == 0 {
		b = []byte(`{"asks":[],"bids":[],"version":0}`) // as of a contract that is gone
	}
	return append(appendTime(append(b[:len(b)-1], `,"timestamp":`...), x.view.Now()), '}'), nil
}
