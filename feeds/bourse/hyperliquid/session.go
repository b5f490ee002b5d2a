package hyperliquid

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
)

// session is one client's socket. It satisfies gate.Session.
type session struct {
	x    *Exchange
	conn *gate.Conn
	sent atomic.Int64 // wall time since the market began at which it was last sent something
}

// Open starts a session on a socket.
func (x *Exchange) Open(c *gate.Conn, r *http.Request) gate.Session {
	if r.URL.Path != "/ws" || !x.limits.take(&x.limits.connections, 1, newConnections) {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.sessions) >= mostConnections {
		return nil
	}
	s := &session{x: x, conn: c}
	s.sent.Store(int64(x.passed))
	x.sessions = append(x.sessions, s)
	return s
}

// send queues a frame.
func (s *session) send(f gate.Frame, now time.Duration) {
	s.sent.Store(int64(now))
	s.conn.Send(f)
}

// reply sends an answer, which no slow client loses.
func (s *session) reply(body []byte) {
	s.x.mu.Lock()
	now := s.x.passed
	s.x.mu.Unlock()
	s.send(gate.Frame{Data: body, Keep: true}, now)
}

// request is a client's message.
type request struct {
	Method       string       `json:"method"`
	Subscription subscription `json:"subscription"`
}

// Hear answers a request.
func (s *session) Hear(message []byte) {
	if !s.x.limits.take(&s.x.limits.messages, 1, mostMessages) {
		s.conn.Cut()
		return
	}
	var r request
	if err := json.Unmarshal(message, &r); err != nil {
		s.refuse("Error parsing JSON into valid websocket request: " + string(message))
		return
	}
	switch r.Method {
	case "ping":
		s.reply([]byte(`{"channel":"pong"}`))
	case "subscribe", "unsubscribe":
		s.act(r, message)
	default:
		s.refuse("Error parsing JSON into valid websocket request: " + string(message))
	}
}

// longestEcho keeps what a client wrote short in an answer.
const longestEcho = 512

func (s *session) refuse(words string) {
	data, err := json.Marshal(words[:min(len(words), longestEcho)])
	if err != nil {
		return // strings always marshal
	}
	s.reply(append(append([]byte(`{"channel":"error","data":`), data...), '}'))
}

// act subscribes or unsubscribes.
func (s *session) act(r request, message []byte) {
	t, what := s.x.find(r.Subscription)
	switch what {
	case poison:
		s.conn.Cut()
		return
	case malformed:
		s.refuse("Error parsing JSON into valid websocket request: " + string(message))
		return
	}
	echo := r.Subscription.echo(t.channel)
	if r.Method == "unsubscribe" {
		if !s.leave(t) {
			s.refuse("Already unsubscribed: " + string(echo))
			return
		}
		s.ack(r.Method, echo)
		return
	}
	if s.x.subscriptions() >= mostSubscriptions {
		s.refuse("Cannot track more than 1000 total subscriptions.")
		return
	}
	s.join(t, r.Method, echo)
}

// join subscribes. The ack comes before the first data.
func (s *session) join(t topic, method string, echo []byte) {
	if slices.Contains(s.x.hub.Topics(s), t) {
		s.refuse("Already subscribed: " + string(echo))
		return
	}
	s.ack(method, echo)
	s.x.hub.Add(t, s)
	if t.channel == candles {
		s.x.steps[t.step].Add(1)
	}
	s.x.first(t, s)
}

func (s *session) leave(t topic) bool {
	if !s.x.hub.Remove(t, s) {
		return false
	}
	if t.channel == candles {
		s.x.steps[t.step].Add(-1)
	}
	return true
}

func (s *session) ack(method string, echo []byte) {
	b := append([]byte(`{"channel":"subscriptionResponse","data":{"method":"`), method...)
	b = append(append(b, `","subscription":`...), echo...)
	s.reply(append(b, `}}`...))
}

// subscriptions returns how many there are on all sockets.
func (x *Exchange) subscriptions() (n int) {
	x.mu.Lock()
	sessions := slices.Clone(x.sessions)
	x.mu.Unlock()
	for _, s := range sessions {
		n += len(x.hub.Topics(s))
	}
	return n
}

// Gone ends every subscription.
func (s *session) Gone() {
	for _, t := range s.x.hub.Topics(s) {
		if t.channel == candles {
			s.x.steps[t.step].Add(-1)
		}
	}
	s.x.hub.Forget(s)
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	s.x.sessions = slices.DeleteFunc(s.x.sessions, func(o *session) bool { return o == s })
}

// first sends what a new subscriber is told at once.
func (x *Exchange) first(t topic, s *session) {
	var b []byte
	switch ch := (market.Change{Coin: t.coin, At: x.view.Now()}); t.channel {
	case assetContext:
		b = x.appendContextFrame(nil, ch)
	case bestBidAsk:
		b = x.appendBest(nil, ch)
	case depth:
		b = x.appendDepth(nil, ch)
	case allMids:
		b = x.appendMids(nil)
	default:
		return
	}
	if len(b) > 0 {
		s.reply(b)
	}
}
