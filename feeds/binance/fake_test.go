package binance_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const (
	hour = int64(3600_000)
	now0 = int64(1790002800000) + 10*60_000 // ten past an hour on the fake exchange's clock

	lateStamp = 9 // ms behind the full hour that settlements are stamped (venues/binance §6)
)

// exchange is a small fake of the venue: two routes and a few REST endpoints.
type exchange struct {
	t      *testing.T
	server *httptest.Server

	mu       sync.Mutex
	now      int64
	bases    []string        // what is listed against USDT
	down     map[string]bool // REST paths that answer 503
	asked    []string        // REST requests
	sockets  []*socket
	accepted int           // connections so far
	hold     chan struct{} // not nil: bars are on their way until it is closed
	joined   chan *socket
}

// socket is one client of the fake.
type socket struct {
	route string
	ws    *websocket.Conn

	mu      sync.Mutex
	streams []string
	news    chan struct{} // a token per request
}

func newExchange(t *testing.T) *exchange {
	x := &exchange{t: t, now: now0, bases: []string{"BTC", "1000PEPE", "币安人生"}, down: map[string]bool{}, joined: make(chan *socket, 64)}
	x.server = httptest.NewServer(http.HandlerFunc(x.serve))
	t.Cleanup(x.server.Close)
	t.Cleanup(x.cut)
	return x
}

func (x *exchange) ws(route string) string {
	return "ws" + strings.TrimPrefix(x.server.URL, "http") + "/" + route
}

func (x *exchange) serve(w http.ResponseWriter, r *http.Request) {
	if route, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/"), "/stream"); ok {
		x.accept(route, w, r)
		return
	}
	x.mu.Lock()
	x.asked = append(x.asked, r.URL.RequestURI())
	down, now, hold, bases := x.down[r.URL.Path], x.now, x.hold, x.bases
	x.mu.Unlock()
	if down {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	q := r.URL.Query()
	switch r.URL.Path {
	case "/fapi/v1/exchangeInfo":
		fmt.Fprintf(w, `{"serverTime":%d,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":2400}],"symbols":[%s]}`, now, listing(bases...))
	case "/fapi/v1/fundingInfo":
		fmt.Fprint(w, `[{"symbol":"1000PEPEUSDT","fundingIntervalHours":4,"updateTime":null}]`)
	case "/fapi/v1/klines":
		x.klines(w, q.Get("symbol"), q.Get("interval"), q.Get("limit"), q.Get("endTime"))
		if hold != nil {
			select {
			case <-hold:
			case <-r.Context().Done():
			}
		}
	case "/fapi/v1/fundingRate":
		fmt.Fprintf(w, `[{"symbol":%q,"fundingTime":%d,"fundingRate":"0.0001"}]`, q.Get("symbol"), now-now%(8*hour)+lateStamp)
	case "/futures/data/openInterestHist":
		fmt.Fprintf(w, `[{"symbol":%q,"sumOpenInterest":"5","sumOpenInterestValue":"50","timestamp":%d}]`, q.Get("symbol"), now)
	case "/fapi/v1/openInterest":
		if q.Get("symbol") == "币安人生USDT" {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"code":-1121,"msg":"Invalid symbol."}`)
			return
		}
		fmt.Fprintf(w, `{"openInterest":"7","symbol":%q,"time":%d}`, q.Get("symbol"), now)
	default:
		http.NotFound(w, r)
	}
}

// listing composes the rows of a list of contracts.
func listing(bases ...string) string {
	var rows []string
	for _, b := range bases {
		rows = append(rows, fmt.Sprintf(`{"symbol":"%[1]sUSDT","baseAsset":%[1]q,"quoteAsset":"USDT","contractType":"PERPETUAL","status":"TRADING","deliveryDate":4133404800000}`, b))
	}
	return strings.Join(rows, ",")
}

// klines answers with hourly or daily bars up to now, the last one open. The
// exchange began 3000 bars ago.
func (x *exchange) klines(w http.ResponseWriter, symbol, interval, limitText, endText string) {
	step := map[string]int64{"1h": hour, "1d": 24 * hour}[interval]
	limit, err := strconv.ParseInt(limitText, 10, 64)
	if step == 0 || err != nil || symbol == "" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"code":-1120,"msg":"Invalid interval."}`)
		return
	}
	x.mu.Lock()
	now := x.now
	x.mu.Unlock()
	last := now - now%step
	if end, err := strconv.ParseInt(endText, 10, 64); err == nil {
		last = min(last, end-end%step)
	}
	first := max(last-(limit-1)*step, now-now%step-2999*step)
	rows := []string{}
	for t := first; t <= last; t += step {
		rows = append(rows, fmt.Sprintf(`[%d,"100","110","90","105","2",%d,"1",1,"1","1","0"]`, t, t+step-1))
	}
	fmt.Fprint(w, "["+strings.Join(rows, ",")+"]")
}

func (x *exchange) accept(route string, w http.ResponseWriter, r *http.Request) {
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &socket{route: route, ws: ws, news: make(chan struct{}, 64)}
	x.mu.Lock()
	x.sockets = append(x.sockets, s)
	x.accepted++
	x.mu.Unlock()
	x.joined <- s
	for {
		_, frame, err := ws.ReadMessage()
		if err != nil {
			_ = ws.Close() // it is gone already
			return
		}
		s.obey(frame)
	}
}

// obey follows a request and acknowledges it.
func (s *socket) obey(frame []byte) {
	var req struct {
		Method string   `json:"method"`
		Params []string `json:"params"`
		ID     uint64   `json:"id"`
	}
	if err := json.Unmarshal(frame, &req); err != nil {
		s.say(`{"code":3,"msg":"Invalid JSON"}`)
		return
	}
	s.mu.Lock()
	switch req.Method {
	case "SUBSCRIBE":
		s.streams = append(s.streams, req.Params...)
	case "UNSUBSCRIBE":
		s.streams = slices.DeleteFunc(s.streams, func(n string) bool { return slices.Contains(req.Params, n) })
	}
	s.mu.Unlock()
	s.say(fmt.Sprintf(`{"result":null,"id":%d}`, req.ID))
	s.news <- struct{}{}
}

// say sends a frame.
func (s *socket) say(frame string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.ws.WriteMessage(websocket.TextMessage, []byte(frame)) // a client that left hears nothing
}

// subscribed returns the streams in order of their names.
func (s *socket) subscribed() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(slices.Values(s.streams))
}

// cut ends every connection without a close frame.
func (x *exchange) cut() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, s := range x.sockets {
		_ = s.ws.NetConn().Close() // it may be gone already
	}
	x.sockets = nil
}

func (x *exchange) setNow(now int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.now = now
}

// list changes what is listed.
func (x *exchange) list(bases ...string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.bases = bases
}

func (x *exchange) setDown(path string, down bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.down[path] = down
}

// requests returns the REST requests so far that hold part.
func (x *exchange) requests(part string) (list []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, r := range x.asked {
		if strings.Contains(r, part) {
			list = append(list, r)
		}
	}
	return list
}

// await waits for a request by REST.
func (x *exchange) await(part string) {
	x.t.Helper()
	for end := time.Now().Add(15 * time.Second); len(x.requests(part)) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			x.t.Fatalf("nobody asks for %s", part)
		}
	}
}

// meet waits for a client on each route and for its first request.
func (x *exchange) meet() (public, market *socket) {
	x.t.Helper()
	for public == nil || market == nil {
		select {
		case s := <-x.joined:
			if s.route == "public" {
				public = s
			} else {
				market = s
			}
		case <-time.After(10 * time.Second):
			x.t.Fatal("no client on both routes")
		}
	}
	for _, s := range []*socket{public, market} {
		select {
		case <-s.news:
		case <-time.After(10 * time.Second):
			x.t.Fatalf("no request on %s", s.route)
		}
	}
	return public, market
}
