package weex_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"eddy/feeds/feedtest"
	"eddy/feeds/station"
	"eddy/feeds/weex"
	"eddy/model"
)

// stub is a venue of one contract whose socket a test speaks through.
type stub struct {
	t       *testing.T
	asked   chan request // what the client asked for
	sockets chan *websocket.Conn
	premium string // the body of premiumIndex
}

// request is a client frame.
type request struct {
	Method string   `json:"method"`
	Params []string `json:"params"`
	ID     int      `json:"id"`
}

func newStub(t *testing.T, premium string) (*stub, weex.Config) {
	t.Helper()
	s := &stub{t: t, asked: make(chan request, 256), sockets: make(chan *websocket.Conn, 8), premium: premium}
	server := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(server.Close)
	return s, weex.Config{
		Rest: server.URL, WS: "ws" + strings.TrimPrefix(server.URL, "http") + "/ws", Setup: station.Setup{Assets: []model.Asset{"SOL"}},
	}
}

func (s *stub) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case websocket.IsWebSocketUpgrade(r):
		s.accept(w, r)
	case strings.HasSuffix(r.URL.Path, "/exchangeInfo"):
		fmt.Fprint(w, `{"symbols":[{"symbol":"SOLUSDT","baseAsset":"SOL","quoteAsset":"USDT","contractType":"PERPETUAL"}]}`)
	case strings.HasSuffix(r.URL.Path, "/premiumIndex"):
		fmt.Fprint(w, s.premium)
	case strings.HasSuffix(r.URL.Path, "/openInterest"):
		fmt.Fprint(w, `{"code":-1121,"msg":"Invalid symbol."}`) // a refusal in a good answer
	default:
		fmt.Fprint(w, `[]`)
	}
}

func (s *stub) accept(w http.ResponseWriter, r *http.Request) {
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s.sockets <- ws
	for {
		_, frame, err := ws.ReadMessage()
		if err != nil {
			_ = ws.Close() // it is gone already
			return
		}
		var q request
		if json.Unmarshal(frame, &q) == nil {
			s.asked <- q
		}
	}
}

// hear waits for a request.
func (s *stub) hear(method string) request {
	s.t.Helper()
	for deadline := time.After(15 * time.Second); ; {
		select {
		case q := <-s.asked:
			if q.Method == method {
				return q
			}
		case <-deadline:
			s.t.Fatalf("no %s", method)
		}
	}
}

func (s *stub) say(ws *websocket.Conn, frames ...string) {
	s.t.Helper()
	for _, f := range frames {
		if err := ws.WriteMessage(websocket.TextMessage, []byte(f)); err != nil {
			s.t.Fatal(err)
		}
	}
}

const soleBook = `{"e":"depthSnapshot","E":1794001001000,"s":"SOLUSDT","U":1,"u":10,"l":15,"d":"SNAPSHOT","b":[["100","1"]],"a":[["101","1"]]}`

// TestPingsAreAnsweredAndBooksHealed hears a ping, then a change that does not
// follow the one before.
func TestPingsAreAnsweredAndBooksHealed(t *testing.T) {
	t.Parallel()
	s, c := newStub(t, `[{"symbol":"SOLUSDT","forecastFundingRate":"0.0001","nextFundingTime":1794009600000,"time":1794002402345,"collectCycle":240}]`)
	v, e := open(t, c)
	ws := <-s.sockets
	if q := s.hear("SUBSCRIBE"); len(q.Params) != 3 {
		t.Errorf("asked for %v", q.Params)
	}
	s.say(ws, `{"result":true,"id":1}`, `{"event":"ping","time":"1794001000000"}`, soleBook)
	s.hear("PONG")
	e.Await(t, 0, "the book", feedtest.Figures(model.KindQuote, "SOLUSDT", bookFields))
	s.say(ws, `{"e":"depth","E":1794001001500,"s":"SOLUSDT","U":12,"u":13,"l":15,"d":"CHANGED","b":[["99","1"]],"a":[]}`)
	if q := s.hear("UNSUBSCRIBE"); len(q.Params) != 1 || q.Params[0] != "SOLUSDT@depth15" {
		t.Errorf("took back %v", q.Params)
	}
	if q := s.hear("SUBSCRIBE"); len(q.Params) != 1 || q.Params[0] != "SOLUSDT@depth15" {
		t.Errorf("asked anew for %v", q.Params)
	}
	at := e.Count()
	s.say(ws, strings.Replace(soleBook, `"101"`, `"100.5"`, 1))
	if ev, _ := e.Await(t, at, "the book again", feedtest.Figures(model.KindQuote, "SOLUSDT", bookFields)); ev.Ask != 100.5 {
		t.Errorf("got %+v", ev)
	}
	if ev, _ := e.Await(t, 0, "funding", feedtest.Kind(model.KindFunding)); ev.FundingIntervalH != 4 {
		t.Errorf("got %+v", ev)
	}
	if h := v.Health(); h.Errors != 1 || h.Reconnects != 0 { // the refused open interest is the one error
		t.Errorf("health: got %+v", h)
	}
}

// TestStrangeFramesHarmNothing sends what no venue should and then a ticker.
func TestStrangeFramesHarmNothing(t *testing.T) {
	t.Parallel()
	s, c := newStub(t, `{"code":-1142,"msg":"nonsense"}`)
	v, e := open(t, c)
	ws := <-s.sockets
	s.hear("SUBSCRIBE")
	s.say(ws,
		`{"e":"ticker","E":1794001000250,"s":"SOLUSDT","d":[{"c":"0","m":"-5"}]}`,
		`{"e":"ticker","E":1794001000251,"s":"ПРИВЕТUSDT","d":[{"c":"5"}]}`,
		`{"e":"tick`, "\x00\xff", `[]`, `null`, `{"e":5}`, `{"e":"ticker","E":99999999999999999,"s":"SOLUSDT","d":[{"c":"1e0"}]}`,
		`{"result":false,"id":4711,"msg":"somebody else's"}`,
		`{"e":"ticker","s":"`+strings.Repeat("A", 2<<20)+`"}`,
		`{"e":"ticker","E":1794001000300,"s":"SOLUSDT","d":[{"c":"77","m":"76.5"}]}`,
	)
	ev, _ := e.Await(t, 0, "the good one behind them", func(ev model.Event) bool { return ev.Kind == model.KindQuote && ev.Last == 77 })
	if ev.Mark != 76.5 {
		t.Errorf("got %+v", ev)
	}
	e.Await(t, 0, "what went wrong", feedtest.Kind(model.KindError))
	if h := v.Health(); h.Errors < 5 || h.LastError == "" || h.Reconnects != 0 || h.State != model.LinkLive {
		t.Errorf("health: got %+v", h)
	}
}
