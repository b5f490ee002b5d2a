package okx_test

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
	answers map[string]answer // by path; none: an empty list
	refuses string            // the instrument whose index is refused
	asked   []string          // REST requests
	sockets []*socket
	joined  chan *socket
}

// answer is what a path says.
type answer struct {
	status int
	body   string
}

// socket is one client of the fake.
type socket struct {
	x    *exchange
	path string
	ws   *websocket.Conn

	mu      sync.Mutex
	streams []string
	news    chan struct{} // a token per request
}

const listPath = "/api/v5/public/instruments"

// listed composes a list of swaps. SOL's index is not what its name suggests.
func listed(coins ...string) answer {
	var rows []string
	for _, c := range coins {
		index := c + "-USDT"
		if c == "SOL" {
			index = "SOL-USD"
		}
		rows = append(rows, fmt.Sprintf(`{"instId":"%[1]s-USDT-SWAP","instType":"SWAP","ctType":"linear","ctVal":"1","ctMult":"1","ctValCcy":%[1]q,"uly":%[2]q,"state":"live","expTime":"","tickSz":"0.1","lotSz":"1","lever":"50"}`, c, index))
	}
	return answer{200, `{"code":"0","msg":"","data":[` + strings.Join(rows, ",") + `]}`}
}

func newExchange(t *testing.T, coins ...string) *exchange {
	x := &exchange{t: t, answers: map[string]answer{listPath: listed(coins...)}, joined: make(chan *socket, 64)}
	x.server = httptest.NewServer(http.HandlerFunc(x.serve))
	t.Cleanup(x.server.Close)
	t.Cleanup(x.cut)
	return x
}

func (x *exchange) ws(path string) string {
	return "ws" + strings.TrimPrefix(x.server.URL, "http") + "/" + path
}

func (x *exchange) serve(w http.ResponseWriter, r *http.Request) {
	if websocket.IsWebSocketUpgrade(r) {
		x.accept(w, r)
		return
	}
	x.mu.Lock()
	x.asked = append(x.asked, r.URL.RequestURI())
	a, known := x.answers[r.URL.Path]
	x.mu.Unlock()
	if !known {
		a = answer{200, `{"code":"0","msg":"","data":[]}`}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	fmt.Fprint(w, a.body)
}

func (x *exchange) answer(path string, a answer) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.answers[path] = a
}

// requests returns how many REST requests so far hold part.
func (x *exchange) requests(part string) (n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, r := range x.asked {
		if strings.Contains(r, part) {
			n++
		}
	}
	return n
}

// awaitRequest waits for a REST request that holds part.
func (x *exchange) awaitRequest(part string) {
	x.t.Helper()
	deadline := time.After(20 * time.Second)
	for x.requests(part) == 0 {
		select {
		case <-time.After(time.Millisecond):
		case <-deadline:
			x.t.Fatalf("nobody asked for %s", part)
		}
	}
}

func (x *exchange) accept(w http.ResponseWriter, r *http.Request) {
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &socket{x: x, path: strings.TrimPrefix(r.URL.Path, "/"), ws: ws, news: make(chan struct{}, 64)}
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

// obey follows a request and answers each argument.
func (s *socket) obey(frame []byte) {
	if string(frame) == "ping" {
		s.say("pong")
		return
	}
	var req struct {
		Op   string
		Args []struct{ Channel, InstID string }
	}
	if err := json.Unmarshal(frame, &req); err != nil {
		s.say(`{"event":"error","code":"60012","msg":"Invalid request"}`)
		return
	}
	s.x.mu.Lock()
	refuses := s.x.refuses
	s.x.mu.Unlock()
	for _, a := range req.Args {
		if a.Channel == "index-tickers" && a.InstID == refuses {
			s.say(`{"event":"error","code":"60018","msg":"Wrong URL or channel:index-tickers, instId:` + refuses + ` doesn't exist. Please use the correct URL, channel and parameters referring to API document.","connId":"a1"}`)
			continue
		}
		s.note(req.Op, a.Channel+":"+a.InstID)
		s.say(fmt.Sprintf(`{"event":%q,"arg":{"channel":%q,"instId":%q},"connId":"a1"}`, req.Op, a.Channel, a.InstID))
	}
	s.news <- struct{}{}
}

func (s *socket) note(op, stream string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if op == "subscribe" {
		s.streams = append(s.streams, stream)
		return
	}
	s.streams = slices.DeleteFunc(s.streams, func(n string) bool { return n == stream })
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

// meet waits for a client on the named sockets and for its first request.
func (x *exchange) meet(paths ...string) []*socket {
	x.t.Helper()
	found := make([]*socket, len(paths))
	for missing := len(paths); missing > 0; {
		select {
		case s := <-x.joined:
			at := slices.Index(paths, s.path)
			if at < 0 {
				x.t.Fatalf("a client on %q", s.path)
			}
			found[at] = s
			missing--
		case <-time.After(10 * time.Second):
			x.t.Fatalf("no client on every one of %v", paths)
		}
	}
	for _, s := range found {
		select {
		case <-s.news:
		case <-time.After(10 * time.Second):
			x.t.Fatalf("no request on %s", s.path)
		}
	}
	return found
}
