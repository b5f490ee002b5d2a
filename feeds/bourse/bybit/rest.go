package bybit

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"eddy/model"
)

// refusal is why a request was refused. It travels with HTTP 200.
type refusal struct {
	Code int
	Msg  string
}

// paramError is the refusal of a request that makes no sense.
func paramError(msg string) *refusal { return &refusal{10001, "params error: " + msg} }

var badSymbol = paramError("symbol invalid")

// endpoints holds the paths served (venue page, §5).
var endpoints = map[string]func(*Exchange, query) (any, *refusal){
	"/v5/market/time":             (*Exchange).serverTime,
	"/v5/market/instruments-info": (*Exchange).instrumentsInfo,
	"/v5/market/tickers":          (*Exchange).tickerRows,
	"/v5/market/kline":            (*Exchange).klines,
	"/v5/market/funding/history":  (*Exchange).fundingHistory,
	"/v5/market/open-interest":    (*Exchange).openInterest,
	"/v5/market/risk-limit":       (*Exchange).riskLimits,
}

// ServeREST answers a request.
func (x *Exchange) ServeREST(w http.ResponseWriter, r *http.Request) {
	if !x.limit.take() {
		http.Error(w, "access too frequent", http.StatusForbidden)
		return
	}
	answer, known := endpoints[r.URL.Path]
	if !known {
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	v, bad := answer(x, query{r.URL.Query()})
	x.writeBody(w, v, bad)
}

// writeBody writes the envelope every answer comes in.
func (x *Exchange) writeBody(w http.ResponseWriter, v any, bad *refusal) {
	code, msg := 0, "OK"
	if bad != nil {
		code, msg, v = bad.Code, bad.Msg, struct{}{}
	}
	body, err := json.Marshal(struct {
		Code    int      `json:"retCode"`
		Message string   `json:"retMsg"`
		Result  any      `json:"result"`
		Ext     struct{} `json:"retExtInfo"`
		Time    int64    `json:"time"`
	}{Code: code, Message: msg, Result: v, Time: int64(x.view.Now())})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body) // a client that has left needs no answer
}

// rows is the result of most requests.
type rows struct {
	Category string `json:"category"`
	Symbol   string `json:"symbol,omitempty"`
	List     any    `json:"list"`
	Next     string `json:"nextPageCursor"`
}

func (x *Exchange) serverTime(query) (any, *refusal) {
	now := x.view.Now()
	return map[string]string{
		"timeSecond": strconv.FormatInt(int64(now)/1000, 10),
		"timeNano":   strconv.FormatInt(int64(now)*1_000_000, 10),
	}, nil
}

// query reads the parameters of a request.
type query struct{ url.Values }

// linear refuses every category but the one served.
func (q query) linear() *refusal {
	if q.Get("category") != "linear" {
		return paramError("category invalid")
	}
	return nil
}

// coin returns the coin asked for.
func (x *Exchange) coin(q query) (int, *refusal) {
	if bad := q.linear(); bad != nil {
		return 0, bad
	}
	coin, ok := x.coinOf[q.Get("symbol")]
	if !ok {
		return 0, badSymbol
	}
	return coin, nil
}

// limit returns how many rows are wanted; more than the venue gives are cut to
// what it gives.
func (q query) limit(usual, most int) (int, *refusal) {
	s := q.Get("limit")
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, paramError("limit invalid")
	}
	return min(n, most), nil
}

// span returns two times in milliseconds, 0 where they were not sent.
func (q query) span(from, to string) (a, b model.Millis, bad *refusal) {
	read := func(name string) model.Millis {
		s := q.Get(name)
		if s == "" {
			return 0
		}
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 0 {
			bad = paramError(name + " invalid")
		}
		return model.Millis(n)
	}
	a, b = read(from), read(to)
	if bad == nil && a.Known() && b.Known() && a > b {
		bad = paramError(from + " is after " + to)
	}
	return a, b, bad
}

// stamp is a moment as data carry it: milliseconds in a string.
func stamp(t model.Millis) string { return strconv.FormatInt(int64(t), 10) }
