package bybit

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"eddy/feeds/bourse/gate"
)

// maxArgs is how many characters of topics one socket may ask for (venue page,
// §2).
const maxArgs = 21_000

// session is one client's socket. It satisfies gate.Session.
type session struct {
	x    *Exchange
	conn *gate.Conn
	id   string // of the connection
	args int    // characters asked for; under Exchange.mu
}

// Open starts a session on a socket.
func (x *Exchange) Open(c *gate.Conn, r *http.Request) gate.Session {
	if r.URL.Path != socketPath {
		return nil
	}
	return &session{x: x, conn: c, id: "eddy-" + strconv.FormatUint(x.conns.Add(1), 10)}
}

// request is what a client asks.
type request struct {
	ID   string   `json:"req_id"`
	Op   string   `json:"op"`
	Args []string `json:"args"`
}

// Hear answers a request.
func (s *session) Hear(message []byte) {
	var r request
	if err := json.Unmarshal(message, &r); err != nil {
		s.answer(&r, "error:request not a valid json")
		return
	}
	switch r.Op {
	case "ping":
		s.pong(&r)
	case "subscribe":
		s.answer(&r, s.subscribe(r.Args))
	case "unsubscribe":
		s.answer(&r, s.unsubscribe(r.Args))
	default:
		s.answer(&r, "error:unknown op "+strconv.Quote(clip(r.Op)))
	}
}

// reply is what a request is answered with.
type reply struct {
	Success bool   `json:"success"`
	Message string `json:"ret_msg"`
	Conn    string `json:"conn_id"`
	ID      string `json:"req_id,omitempty"`
	Op      string `json:"op"`
}

// answer tells a client what became of its request; an empty refusal is a yes.
func (s *session) answer(r *request, refusal string) {
	s.send(reply{Success: refusal == "", Message: refusal, Conn: s.id, ID: r.ID, Op: r.Op})
}

func (s *session) pong(r *request) {
	s.send(reply{Success: true, Message: "pong", Conn: s.id, ID: r.ID, Op: "ping"})
}

// send sends an answer, which no slow client loses.
func (s *session) send(r reply) {
	if body, err := json.Marshal(r); err == nil { // text and a truth always marshal
		s.conn.Send(gate.Frame{Data: body, Keep: true})
	}
}

// subscribe asks for topics: for all of them or, where one cannot be had, for
// none. The snapshots go out before the answer does.
func (s *session) subscribe(names []string) (refusal string) {
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	topics, refusal := s.fresh(names)
	if refusal != "" {
		return refusal
	}
	for _, n := range names {
		s.args += len(n)
	}
	for _, t := range topics {
		s.x.begin(t, s)
	}
	return ""
}

// fresh reads the names of topics the session does not hear yet.
func (s *session) fresh(names []string) (topics []topic, refusal string) {
	if len(names) == 0 {
		return nil, "error:no args"
	}
	total, heard := s.args, s.x.hub.Topics(s)
	for _, n := range names {
		t, ok := s.x.parseTopic(n)
		if !ok {
			return nil, "error:handler not found,topic:" + clip(n)
		}
		if slices.Contains(heard, t) || slices.Contains(topics, t) {
			return nil, "error:already subscribed,topic:" + clip(n)
		}
		topics = append(topics, t)
		if total += len(n); total > maxArgs {
			return nil, fmt.Sprintf("error:args of a connection over %d characters", maxArgs)
		}
	}
	return topics, ""
}

func (s *session) unsubscribe(names []string) (refusal string) {
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	for _, t := range s.x.hub.Topics(s) {
		if n := s.x.nameOf(t); slices.Contains(names, n) && s.x.hub.Remove(t, s) {
			s.args -= len(n)
			s.x.ended(t)
		}
	}
	return ""
}

// Gone ends every subscription.
func (s *session) Gone() {
	for _, t := range s.x.hub.Topics(s) {
		s.x.ended(t)
	}
	s.x.hub.Forget(s)
}

// begin subscribes a session and sends it the snapshot that its topic begins
// with. The caller holds mu.
func (x *Exchange) begin(t topic, s *session) {
	first := len(x.hub.Sessions(t)) == 0
	x.hub.Add(t, s)
	switch t.stream {
	case kline:
		x.steps[t.step].Add(1)
	case tickers:
		if first {
			x.sheets[t.coin] = x.fullSheet(t.coin)
		}
		s.conn.Send(gate.Frame{Data: x.appendSnapshot(nil, t.coin), Keep: true})
	case book:
		if frame := x.appendBook(nil, x.present(t.coin)); frame != nil {
			s.conn.Send(gate.Frame{Data: frame, Keep: true})
		}
	}
}

// ended takes a topic that a session gave up off the books.
func (x *Exchange) ended(t topic) {
	if t.stream == kline {
		x.steps[t.step].Add(-1)
	}
}

// clip keeps what a client wrote short in an answer.
func clip(s string) string {
	if len(s) > 64 {
		return s[:64]
	}
	return s
}
