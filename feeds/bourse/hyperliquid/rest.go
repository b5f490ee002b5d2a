package hyperliquid

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Rows of lists and what they weigh (venue page, §5).
const (
	mostCandles    = 5000
	mostPayments   = 500
	usualWeight    = 20
	lightWeight    = 2
	candleRowsUnit = 60 // rows of bars for one more of weight
	fundingRows    = 20 // the same of settlements
	longestRequest = 64 << 10
)

// question is the body of a request.
type question struct {
	Type string  `json:"type"`
	Dex  string  `json:"dex"`
	Coin *string `json:"coin"`
	Req  *struct {
		Coin     string       `json:"coin"`
		Interval string       `json:"interval"`
		Start    model.Millis `json:"startTime"`
		End      model.Millis `json:"endTime"`
	} `json:"req"`
	Start model.Millis `json:"startTime"`
	End   model.Millis `json:"endTime"`
}

// answer is a body with what it weighs beyond the usual.
type answer struct {
	status int
	body   []byte
	extra  int
}

// The ways in which the venue says no.
var (
	unprocessable = answer{status: http.StatusUnprocessableEntity, body: []byte("Failed to deserialize the JSON body into the target type")}
	unknownCoin   = answer{status: http.StatusInternalServerError, body: []byte("null")}
)

func good(body []byte) answer { return answer{status: http.StatusOK, body: body} }

// endpoint answers one type of question.
type endpoint struct {
	weight int
	answer func(*Exchange, question) answer
}

// endpoints holds the types served.
var endpoints = map[string]endpoint{
	"meta":             {usualWeight, (*Exchange).meta},
	"metaAndAssetCtxs": {usualWeight, (*Exchange).metaAndContexts},
	"allPerpMetas":     {usualWeight, (*Exchange).allMetas},
	"perpDexs":         {usualWeight, func(*Exchange, question) answer { return good([]byte("[null]")) }},
	"candleSnapshot":   {usualWeight, (*Exchange).candleSnapshot},
	"fundingHistory":   {usualWeight, (*Exchange).fundingHistory},
	"l2Book":           {lightWeight, (*Exchange).book},
	"allMids":          {lightWeight, (*Exchange).mids},
	"exchangeStatus":   {lightWeight, (*Exchange).status},
}

// ServeREST answers a request.
func (x *Exchange) ServeREST(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != "/info":
		http.NotFound(w, r)
		return
	case r.Method != http.MethodPost:
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	case !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		w.WriteHeader(http.StatusUnsupportedMediaType)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, longestRequest))
	var q question
	if err != nil || json.Unmarshal(body, &q) != nil {
		writeAnswer(w, unprocessable)
		return
	}
	x.serve(w, q)
}

// serve weighs a question and answers it. What rows weigh is known only with
// the answer and counts against the next one.
func (x *Exchange) serve(w http.ResponseWriter, q question) {
	e, known := endpoints[q.Type]
	if !known {
		writeAnswer(w, unprocessable)
		return
	}
	if !x.limits.take(&x.limits.weight, e.weight, weightPerMinute) {
		tooMany(w)
		return
	}
	if q.Dex != "" {
		writeAnswer(w, unknownCoin)
		return
	}
	a := e.answer(x, q)
	x.limits.take(&x.limits.weight, a.extra, weightPerMinute)
	writeAnswer(w, a)
}

func writeAnswer(w http.ResponseWriter, a answer) { writeBody(w, a.status, a.body) }

func writeBody(w http.ResponseWriter, status int, body []byte) {
	kind := "application/json"
	if status == http.StatusUnprocessableEntity {
		kind = "text/plain; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has left needs no answer
}

// universe returns the coins listed, in the order all lists keep.
func (x *Exchange) universe() []int {
	var list []int
	for coin := range x.coins {
		if x.listed(coin) {
			list = append(list, coin)
		}
	}
	return list
}

// appendMeta writes the list of contracts.
func (x *Exchange) appendMeta(b []byte, universe []int) []byte {
	b = append(b, `{"universe":[`...)
	for i, coin := range universe {
		if i > 0 {
			b = append(b, ',')
		}
		c := &x.coins[coin]
		b = strconv.AppendInt(append(b, `{"szDecimals":`...), int64(c.lotDecimals), 10)
		b = append(append(append(b, `,"name":"`...), c.name...), `","maxLeverage":20,"marginTableId":20`...)
		if x.delisted(coin) {
			b = append(b, `,"isDelisted":true`...)
		}
		b = append(b, '}')
	}
	return append(b, `],"marginTables":[],"collateralToken":0}`...)
}

func (x *Exchange) meta(question) answer { return good(x.appendMeta(nil, x.universe())) }

func (x *Exchange) allMetas(question) answer {
	return good(append(x.appendMeta([]byte{'['}, x.universe()), ']'))
}

// metaAndContexts writes the list and the figures of each by position.
func (x *Exchange) metaAndContexts(question) answer {
	universe, now := x.universe(), x.view.Now()
	b := append(x.appendMeta([]byte{'['}, universe), `,[`...)
	for i, coin := range universe {
		if i > 0 {
			b = append(b, ',')
		}
		before := len(b)
		b = x.appendContext(b, market.Change{Kind: market.MarkMoved, Coin: coin, At: now})
		if len(b) == before {
			b = x.appendFrozen(b, coin)
		}
	}
	return good(append(b, `]]`...))
}

// coin returns the coin asked for.
func (x *Exchange) coin(name string) (int, bool) {
	coin, known := x.coinOf[name]
	return coin, known && x.listed(coin)
}

func (x *Exchange) candleSnapshot(q question) answer {
	if q.Req == nil || q.Req.Start <= 0 {
		return unprocessable
	}
	step, known := candleStep(q.Req.Interval)
	if !known {
		return unprocessable
	}
	coin, known := x.coin(q.Req.Coin)
	if !known {
		return unknownCoin
	}
	span := market.Span{Coin: coin, Step: candleSteps[step].step, From: q.Req.Start, Limit: mostCandles, Newest: true}
	if q.Req.End.Known() {
		span.To = q.Req.End + 1 // the venue's end is inclusive
	}
	bars := x.view.Bars(span)
	b := []byte{'['}
	for i, bar := range bars {
		if i > 0 {
			b = append(b, ',')
		}
		b = x.appendCandle(b, coin, step, bar)
	}
	a := good(append(b, ']'))
	a.extra = len(bars) / candleRowsUnit
	return a
}

func (x *Exchange) book(q question) answer {
	if q.Coin == nil {
		return unprocessable
	}
	coin, known := x.coin(*q.Coin)
	if !known {
		return good([]byte("null"))
	}
	return good(x.appendDepthData(nil, market.Change{Kind: market.QuoteMoved, Coin: coin, At: x.view.Now()}))
}

func (x *Exchange) mids(question) answer { return good(x.appendMidsData(nil)) }

func (x *Exchange) status(question) answer {
	b := appendTime([]byte(`{"specialStatuses":null,"time":`), x.view.Now())
	return good(append(b, '}'))
}
