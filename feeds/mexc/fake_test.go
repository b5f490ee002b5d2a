package mexc_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// exchange is a small fake of the venue that does what a test tells it to, for
// what the embedded exchange does not do by itself.
type exchange struct {
	t      *testing.T
	server *httptest.Server

	mu      sync.Mutex
	answers map[string]string // by path behind the prefix
	refused string            // the symbol that does not exist
	asked   []string          // REST requests
	sockets []*socket
	joined  chan *socket
}

// socket is one client of the fake.
type socket struct {
	x  *exchange
	ws *websocket.Conn

	mu    sync.Mutex
	heard []string
	news  chan struct{} // a token per request
}

// detail composes a list of contracts of a tenth of a coin.
func detail(bases ...string) string {
	var rows []string
	for _, b := range bases {
		rows = append(rows, fmt.Sprintf(`{"symbol":"%[1]s_USDT","baseCoin":%[1]q,"quoteCoin":"USDT","settleCoin":"USDT","contractSize":0.1,"futureType":1,"state":0}`, b))
	}
	return `{"success":true,"code":0,"data":[` + strings.Join(rows, ",") + `]}`
}

func newExchange(t *testing.T, bases ...string) *exchange {
	var rates []string
	for _, b := range bases {
		rates = append(rates, fmt.Sprintf(`{"symbol":"%s_USDT","fundingRate":0.0001,"collectCycle":4,"nextSettleTime":1794009600000,"timestamp":%d}`, b, stamp0))
	}
	x := &exchange{t: t, joined: make(chan *socket, 16), answers: map[string]string{
		"detail":       detail(bases...),
		"funding_rate": `{"success":true,"code":0,"data":[` + strings.Join(rates, ",") + `]}`,
	}}
	x.server = httptest.NewServer(http.HandlerFunc(x.serve))
	t.Cleanup(x.server.Close)
	t.Cleanup(x.cut)
	return x
}

func (x *exchange) ws() string { return "ws" + strings.TrimPrefix(x.server.URL, "http") + "/edge" }

func (x *exchange) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/edge" {
		x.accept(w, r)
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/api/v1/contract/")
	x.mu.Lock()
	x.asked = append(x.asked, path)
	body, known := x.answers[path]
	x.mu.Unlock()
	switch {
	case known:
	case strings.HasPrefix(path, "kline/"):
		body = `{"success":true,"code":0,"data":{"time":[],"open":[],"close":[],"high":[],"low":[],"vol":[],"amount":[]}}`
	default:
		body = `{"success":true,"code":0,"data":{"resultList":[]}}`
	}
	_, _ = w.Write([]byte(body)) // a client that left needs no answer
}

func (x *exchange) accept(w http.ResponseWriter, r *http.Request) {
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &socket{x: x, ws: ws, news: make(chan struct{}, 1024)}
	x.mu.Lock()
	x.sockets = append(x.sockets, s)
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

// obey notes a request and answers it.
func (s *socket) obey(frame []byte) {
	var req struct {
		Method string
		Param  struct{ Symbol, Interval string }
	}
	if err := json.Unmarshal(frame, &req); err != nil || req.Method == "ping" {
		return
	}
	s.mu.Lock()
	s.heard = append(s.heard, strings.TrimSpace(req.Method+" "+req.Param.Symbol+" "+req.Param.Interval))
	s.mu.Unlock()
	s.x.mu.Lock()
	refused := s.x.refused == req.Param.Symbol
	s.x.mu.Unlock()
	if refused {
		s.say(`{"channel":"rs.error","data":"Contract [` + req.Param.Symbol + `] not exists","ts":1794000000000}`)
	} else {
		s.say(`{"channel":"rs.` + req.Method + `","data":"success","ts":1794000000000}`)
	}
	s.news <- struct{}{}
}

// say sends a frame.
func (s *socket) say(frame string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.ws.WriteMessage(websocket.TextMessage, []byte(frame)) // a client that left hears nothing
}

// await waits until so many requests were made and returns them in order of
// their names.
func (s *socket) await(t *testing.T, n int) []string {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		s.mu.Lock()
		got := slices.Sorted(slices.Values(s.heard))
		s.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-s.news:
		case <-deadline:
			t.Fatalf("heard only %v", got)
		}
	}
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

func (x *exchange) answer(path, body string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.answers[path] = body
}

func (x *exchange) refuse(symbol string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.refused = symbol
}

// requests returns how often a path was asked for.
func (x *exchange) requests(path string) (n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, p := range x.asked {
		if p == path {
			n++
		}
	}
	return n
}

// meet waits for a client.
func (x *exchange) meet() *socket {
	x.t.Helper()
	select {
	case s := <-x.joined:
		return s
	case <-time.After(20 * time.Second):
		x.t.Fatal("no client")
		return nil
	}
}
