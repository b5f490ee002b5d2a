package okx

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// apiError is a refusal. It comes with HTTP 200.
type apiError struct {
	Code string `json:"code"`
	Msg  string `json:"msg"`
	Data []any  `json:"data"`
}

func refusal(code, msg string) *apiError { return &apiError{code, msg, []any{}} }

var noInstrument = refusal("51001", "Instrument ID, Instrument ID code, or Spread ID doesn't exist.")

func badParameter(name string) *apiError { return refusal("51000", "Parameter "+name+" error") }

// limitSpan is the time in which the venue counts requests of each path, and of
// each instrument where it does (venue page, §5).
const limitSpan = 2 * time.Second

// endpoint answers one path with rows separated by commas.
type endpoint struct {
	limit   int  // requests in limitSpan
	perInst bool // counted for each instrument
	answer  func(*Exchange, query) ([]byte, *apiError)
}

// endpoints holds the paths served (venue page, §5).
var endpoints = map[string]endpoint{
	"/api/v5/public/time":                                {10, false, (*Exchange).serverTime},
	"/api/v5/public/instruments":                         {20, false, (*Exchange).instruments},
	"/api/v5/public/funding-rate":                        {20, true, (*Exchange).fundingNow},
	"/api/v5/public/funding-rate-history":                {10, true, (*Exchange).fundingHistory},
	"/api/v5/public/open-interest":                       {20, false, (*Exchange).interestNow},
	"/api/v5/public/position-tiers":                      {10, false, (*Exchange).positionTiers},
	"/api/v5/public/mark-price":                          {10, false, (*Exchange).markPrices},
	"/api/v5/market/index-tickers":                       {20, false, (*Exchange).indexPrices},
	"/api/v5/market/tickers":                             {20, false, (*Exchange).allTickers},
	"/api/v5/market/candles":                             {40, false, (*Exchange).candles},
	"/api/v5/market/history-candles":                     {20, false, (*Exchange).historyCandles},
	"/api/v5/rubik/stat/contracts/open-interest-history": {10, false, (*Exchange).interestHistory},
}

// ServeREST answers a request.
func (x *Exchange) ServeREST(w http.ResponseWriter, r *http.Request) {
	e, known := endpoints[r.URL.Path]
	if !known {
		write(w, http.StatusNotFound, []byte(`{"msg":"Invalid URL","code":"50404","data":[]}`))
		return
	}
	q := query{r.URL.Query()}
	key := r.URL.Path
	if e.perInst {
		key += " " + q.Get("instId")
	}
	if !x.limits.Take(key, e.limit) {
		tooMany(w)
		return
	}
	rows, bad := e.answer(x, q)
	if bad != nil {
		body, err := json.Marshal(bad)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		write(w, http.StatusOK, body)
		return
	}
	body := append([]byte(`{"code":"0","msg":"","data":[`), rows...)
	write(w, http.StatusOK, append(body, `]}`...))
}

// tooMany answers a request beyond the limit. The venue does not say how long
// to wait.
func tooMany(w http.ResponseWriter) {
	write(w, http.StatusTooManyRequests, []byte(`{"msg":"Too Many Requests","code":"50011"}`))
}

func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has left needs no answer
}

// query reads the parameters of a request.
type query struct{ url.Values }

// limit returns how many rows are wanted. The venue cuts what is too much.
func (q query) limit(usual, most int) (int, *apiError) {
	s := q.Get("limit")
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, badParameter("limit")
	}
	return min(n, most), nil
}

// moment returns a time, 0 where it was not sent.
func (q query) moment(name string) (model.Millis, *apiError) {
	s := q.Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, badParameter(name)
	}
	return model.Millis(n), nil
}

// window returns what "after" and "before" ask for, against intuition: records
// older than after and newer than before (venue page, §5).
func (q query) window() (from, to model.Millis, bad *apiError) {
	if to, bad = q.moment("after"); bad != nil {
		return 0, 0, bad
	}
	if from, bad = q.moment("before"); bad != nil {
		return 0, 0, bad
	}
	if from.Known() {
		from++
	}
	return from, to, nil
}

// coin returns the coin of the swap asked for.
func (x *Exchange) coin(q query) (int, *apiError) {
	inst := q.Get("instId")
	if inst == "" {
		return 0, refusal("50014", "Parameter instId can not be empty.")
	}
	coin, listed := x.coinOf[inst]
	if !listed {
		return 0, noInstrument
	}
	return coin, nil
}

// each answers with the row of the instrument asked for, or with those of all.
// Coins that have nothing to say are left out. Only swaps are listed here.
func (x *Exchange) each(q query, names map[string]int, one func(b []byte, coin int) []byte) ([]byte, *apiError) {
	if sort := q.Get("instType"); sort != "" && sort != "SWAP" {
		return nil, nil
	}
	if inst := q.Get("instId"); inst != "" {
		coin, listed := names[inst]
		if !listed {
			return nil, noInstrument
		}
		return one(nil, coin), nil
	}
	var b []byte
	for coin := range x.coins {
		b = appendRow(b, func(b []byte) []byte { return one(b, coin) })
	}
	return b, nil
}

// appendRow appends a row behind a comma, nothing when it is empty.
func appendRow(b []byte, row func([]byte) []byte) []byte {
	before := len(b)
	if before > 0 {
		b = append(b, ',')
	}
	start := len(b)
	if b = row(b); len(b) == start {
		return b[:before]
	}
	return b
}

func (x *Exchange) serverTime(query) ([]byte, *apiError) {
	return append(appendTime([]byte(`{"ts":`), x.view.Now()), '}'), nil
}

func (x *Exchange) allTickers(q query) ([]byte, *apiError) {
	return x.each(q, x.coinOf, func(b []byte, coin int) []byte { return x.present(b, topic{stream: tickers, coin: coin}) })
}

func (x *Exchange) markPrices(q query) ([]byte, *apiError) {
	return x.each(q, x.coinOf, func(b []byte, coin int) []byte { return x.present(b, topic{stream: markPrice, coin: coin}) })
}

func (x *Exchange) indexPrices(q query) ([]byte, *apiError) {
	return x.each(q, x.indexOf, func(b []byte, coin int) []byte { return x.present(b, topic{stream: indexTickers, coin: coin}) })
}

func (x *Exchange) interestNow(q query) ([]byte, *apiError) {
	return x.each(q, x.coinOf, x.appendInterest)
}

func (x *Exchange) fundingNow(q query) ([]byte, *apiError) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	return x.present(nil, topic{stream: fundingRate, coin: coin}), nil
}

// instruments lists the swaps.
func (x *Exchange) instruments(q query) ([]byte, *apiError) {
	switch q.Get("instType") {
	case "SWAP":
		return x.each(q, x.coinOf, x.appendInstrument)
	case "FUTURES", "SPOT":
		return nil, nil
	default:
		return nil, badParameter("instType")
	}
}

// appendInstrument writes a row of instruments, with the fields that tell names,
// sizes, steps and state.
func (x *Exchange) appendInstrument(b []byte, coin int) []byte {
	c := &x.coins[coin]
	state, off := x.view.Status(coin)
	expiry := ""
	if off.Known() {
		expiry = strconv.FormatInt(int64(off), 10)
	}
	row, err := json.Marshal(map[string]any{
		"instId": c.swap, "instType": "SWAP", "instFamily": c.index, "uly": c.index, "alias": "", "baseCcy": "", "quoteCcy": "",
		"ctType": "linear", "ctVal": text(c.size, 2), "ctMult": "1", "ctValCcy": string(c.Asset), "settleCcy": "USDT",
		"expTime": expiry, "listTime": strconv.FormatInt(int64(x.view.Stage().Calendar().First), 10), "futureSettlement": false,
		"lever": "50", "lotSz": text(step(c.decimals), c.decimals), "minSz": text(step(c.decimals), c.decimals),
		"tickSz": text(step(c.PriceDecimals), c.PriceDecimals), "state": stateName(state), "ruleType": "normal", "instIdCode": 10459 + coin,
	})
	if err != nil {
		return b // cannot happen: strings always marshal
	}
	return append(b, row...)
}

// stateName returns a coin's state in the venue's words.
func stateName(s market.State) string {
	switch s {
	case market.Pending:
		return "preopen"
	case market.Closed:
		return "suspend"
	default:
		return "live"
	}
}
