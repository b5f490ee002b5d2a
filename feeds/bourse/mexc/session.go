package mexc

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"eddy/feeds/bourse/gate"
)

// socketPath is where the venue speaks of everything.
const socketPath = "/edge"

// Limits of a socket (venue page, §2 and §3): no number of subscriptions is
// published; so many were seen to work, and a client that relies on more is
// taught better.
const (
	pingWithin = 60 * time.Second
	mostTopics = 150
)

// session is one client's socket. It satisfies gate.Session.
type session struct {
	x    *Exchange
	conn *gate.Conn

	mu     sync.Mutex
	pinged time.Time // when the client last did, or the socket opened
	doomed bool      // cut at the next tick
}

// Open starts a session on a socket.
func (x *Exchange) Open(c *gate.Conn, r *http.Request) gate.Session {
	if r.URL.Path != socketPath {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	s := &session{x: x, conn: c, pinged: x.now()}
	x.sessions[s] = true
	return s
}

// request is what a client asks.
type request struct {
	Method string `json:"method"`
	Param  struct {
		Symbol   string `json:"symbol"`
		Interval string `json:"interval"`
	} `json:"param"`
}

// Hear answers a request. One whose method is not known gets no answer.
func (s *session) Hear(message []byte) {
	var r request
	if err := json.Unmarshal(message, &r); err != nil {
		s.answer("rs.error", "Invalid request")
		return
	}
	verb, name, _ := strings.Cut(r.Method, ".")
	kind, known := streamNamed(name)
	switch {
	case r.Method == "ping":
		s.pong()
	case known && verb == "sub":
		s.subscribe(kind, &r)
	case known && verb == "unsub":
		s.unsubscribe(kind, &r)
	}
}

// pong answers a ping, which keeps the socket alive.
func (s *session) pong() {
	s.mu.Lock()
	s.pinged = s.x.now()
	s.mu.Unlock()
	now := strconv.FormatInt(int64(s.x.view.Now()), 10)
	s.reply([]byte(`{"channel":"pong","data":` + now + `,"ts":` + now + `}`))
}

// reply sends an answer, which no slow client loses.
func (s *session) reply(body []byte) { s.conn.Send(gate.Frame{Data: body, Keep: true}) }

// answer tells a client what became of its request. It does not say which.
func (s *session) answer(channel, words string) {
	body, err := json.Marshal(struct {
		Channel string `json:"channel"`
		Data    string `json:"data"`
		Stamp   int64  `json:"ts"`
	}{channel, words, int64(s.x.view.Now())})
	if err == nil { // text always marshals
		s.reply(body)
	}
}

// topic reads what a request is about, and refuses what there is not.
func (s *session) topic(kind stream, r *request) (topic, bool) {
	t := topic{stream: kind}
	if kind == tickers {
		return t, true
	}
	var ok bool
	if t.coin, ok = s.x.trading(r.Param.Symbol); !ok {
		s.answer("rs.error", "Contract ["+clip(r.Param.Symbol)+"] not exists")
		return t, false
	}
	if kind == kline {
		if t.step, ok = klineStep(r.Param.Interval); !ok {
			s.answer("rs.error", "interval ["+clip(r.Param.Interval)+"] not exists")
			return t, false
		}
	}
	return t, true
}

func (s *session) subscribe(kind stream, r *request) {
	t, ok := s.topic(kind, r)
	if !ok {
		return
	}
	s.answer("rs."+r.Method, "success")
	if !s.x.hub.Add(t, s) {
		return
	}
	if kind == kline {
		s.x.steps[t.step].Add(1)
	}
	if len(s.x.hub.Topics(s)) > mostTopics {
		s.doom()
	}
	s.x.first(s, t)
}

func (s *session) unsubscribe(kind stream, r *request) {
	t, ok := s.topic(kind, r)
	if !ok {
		return
	}
	if s.x.hub.Remove(t, s) && kind == kline {
		s.x.steps[t.step].Add(-1)
	}
	s.answer("rs."+r.Method, "success")
}

// Gone ends every subscription.
func (s *session) Gone() {
	for _, t := range s.x.hub.Topics(s) {
		if t.stream == kline {
			s.x.steps[t.step].Add(-1)
		}
	}
	s.x.hub.Forget(s)
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	delete(s.x.sessions, s)
}

func (s *session) doom() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.doomed = true
}

// over tells whether the socket is to be cut: it asked for too much, or has not
// pinged for too long.
func (s *session) over(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.doomed || now.Sub(s.pinged) > pingWithin
}

// clip keeps what a client wrote short in an answer.
func clip(s string) string {
	if len(s) > 64 {
		return s[:64]
	}
	return s
}
