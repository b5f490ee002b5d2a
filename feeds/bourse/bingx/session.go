package bingx

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"eddy/feeds/bourse/gate"
)

// Limits of sockets (venue page, §2 and §3).
const (
	mostTopics  = 200 // on one socket
	mostSockets = 60  // of one address; everyone on loopback is one
	pingEvery   = 5 * time.Second
	mostMissed  = 6 // pings without a pong
)

// session is one client's socket. It satisfies gate.Session.
type session struct {
	x    *Exchange
	conn *gate.Conn

	// These are guarded by Exchange.mu.
	pingAt time.Duration // wall time of the next ping
	missed int           // pings since the last pong
}

// Open starts a session on a socket.
func (x *Exchange) Open(c *gate.Conn, r *http.Request) gate.Session {
	if r.URL.Path != socketPath {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.sessions) >= mostSockets {
		return nil
	}
	s := &session{x: x, conn: c, pingAt: x.wall + pingEvery}
	x.sessions = append(x.sessions, s)
	return s
}

// request is what a client asks: one topic at a time.
type request struct {
	ID      string `json:"id"`
	ReqType string `json:"reqType"`
	Topic   string `json:"dataType"`
}

// Hear answers a request. What is none, or asks for a list of topics, gets no
// answer.
func (s *session) Hear(message []byte) {
	if strings.TrimSpace(string(message)) == "Pong" {
		s.ponged()
		return
	}
	var r request
	if json.Unmarshal(message, &r) != nil {
		return
	}
	switch r.ReqType {
	case "sub":
		s.subscribe(&r)
	case "unsub":
		s.unsubscribe(&r)
	}
}

// reply is what a request is answered with. It does not name the topic.
type reply struct {
	ID    string    `json:"id"`
	Code  int       `json:"code"`
	Msg   string    `json:"msg"`
	Topic string    `json:"dataType"`
	Data  *struct{} `json:"data"`
}

// Refusals of topics.
const (
	codeNoTopic = 80015
	codeTooMany = 80403
)

// answer tells a client what became of its request.
func (s *session) answer(r *request, code int, msg string) {
	body, err := json.Marshal(reply{ID: r.ID, Code: code, Msg: msg})
	if err == nil { // text always marshals
		s.send(body)
	}
}

// send sends a frame that no slow client loses.
func (s *session) send(frame []byte) {
	if data := s.x.packed(frame); data != nil {
		s.conn.Send(gate.Frame{Data: data, Binary: true, Keep: true})
	}
}

func (s *session) subscribe(r *request) {
	t, ok := s.x.parseTopic(r.Topic)
	switch {
	case !ok:
		s.answer(r, codeNoTopic, "dataType not support")
	case !s.x.trading(t.coin):
		s.answer(r, codeNoTopic, "the contract is paused")
		s.send(s.x.present(t)) // a frame leaks
	case slices.Contains(s.x.hub.Topics(s), t):
		s.answer(r, 0, "")
	case len(s.x.hub.Topics(s)) >= mostTopics:
		s.answer(r, codeTooMany, "over 200 topics on this connection")
		s.send(s.x.present(t)) // a frame leaks
	default:
		s.answer(r, 0, "")
		s.x.begin(t, s)
	}
}

func (s *session) unsubscribe(r *request) {
	t, ok := s.x.parseTopic(r.Topic)
	if !ok {
		s.answer(r, codeNoTopic, "dataType not support")
		return
	}
	if s.x.hub.Remove(t, s) {
		s.x.ended(t)
	}
	s.answer(r, 0, "")
}

// Gone ends every subscription.
func (s *session) Gone() {
	for _, t := range s.x.hub.Topics(s) {
		s.x.ended(t)
	}
	s.x.hub.Forget(s)
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	s.x.sessions = slices.DeleteFunc(s.x.sessions, func(o *session) bool { return o == s })
}

// begin subscribes a session.
func (x *Exchange) begin(t topic, s *session) {
	if x.hub.Add(t, s) && t.stream == kline {
		x.steps[t.step].Add(1)
	}
}

// ended takes a topic that a session gave up off the books.
func (x *Exchange) ended(t topic) {
	if t.stream == kline {
		x.steps[t.step].Add(-1)
	}
}

func (s *session) ponged() {
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	s.missed = 0
}

// ping asks every client whose time has come for a pong and cuts those that have
// not answered for too long.
func (x *Exchange) ping(wall time.Duration) {
	due, mute := x.pinged(wall)
	for _, s := range mute {
		s.conn.Cut()
	}
	for _, s := range due {
		s.send([]byte("Ping"))
	}
}

// pinged counts the pings that are due.
func (x *Exchange) pinged(wall time.Duration) (due, mute []*session) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.wall = wall
	for _, s := range x.sessions {
		if wall < s.pingAt {
			continue
		}
		s.pingAt = wall + pingEvery
		if s.missed >= mostMissed {
			mute = append(mute, s)
			continue
		}
		s.missed++
		due = append(due, s)
	}
	return due, mute
}
