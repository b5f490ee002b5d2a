package weex

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gorilla/websocket"

	"eddy/feeds/bourse/gate"
)

// What a socket may do (venue page, §2).
const (
	mostStreams    = 100
	mostRefusals   = 6 // the last of them closes the socket
	mostOperations = 240
	operationsSpan = time.Hour
	mostSockets    = 20
	mostUnanswered = 10 // pings
	pingEvery      = time.Minute
	idleFor        = time.Minute // without a subscription
)

// session is one client's socket. It satisfies gate.Session. What it keeps is
// under Exchange.mu.
type session struct {
	x    *Exchange
	conn *gate.Conn

	since      time.Duration // wall time it opened at, or its last stream was taken back
	pinged     time.Duration
	unanswered int
	refusals   int
	from       time.Duration // the span operations are counted in
	operations int
	closed     bool
}

// Open starts a session on a socket and greets the client.
func (x *Exchange) Open(c *gate.Conn, r *http.Request) gate.Session {
	if r.URL.Path != socketPath {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.sessions) >= mostSockets {
		return nil
	}
	s := &session{x: x, conn: c, since: x.wall, pinged: x.wall, from: x.wall}
	x.sessions = append(x.sessions, s)
	s.say(`{"cid":"eddy-` + strconv.Itoa(len(x.sessions)) + `","event":"connected","time":"` + stamp(x.view.Now()) + `"}`)
	return s
}

// request is what a client asks.
type request struct {
	Method string          `json:"method"`
	Params []string        `json:"params"`
	ID     json.RawMessage `json:"id"`
}

// Hear answers a request.
func (s *session) Hear(message []byte) {
	var r request
	err := json.Unmarshal(message, &r)
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	switch {
	case s.closed:
	case err != nil:
		s.refuse(&r, "INVALID_ARGUMENT: not a valid request")
	case r.Method == "PONG":
		s.unanswered = 0
	case r.Method == "PING":
		s.accept(&r)
	case r.Method == "SUBSCRIBE" && s.operate():
		s.subscribe(&r)
	case r.Method == "UNSUBSCRIBE" && s.operate():
		s.unsubscribe(&r)
	case !s.closed:
		s.refuse(&r, "INVALID_ARGUMENT: invalid method : "+clip(r.Method))
	}
}

// operate counts an operation on subscriptions and tells whether it is within
// the limit; one too many cuts the socket.
func (s *session) operate() bool {
	if s.x.wall-s.from >= operationsSpan {
		s.from, s.operations = s.x.wall, 0
	}
	if s.operations++; s.operations > mostOperations {
		s.end()
		return false
	}
	return true
}

// end cuts the socket without a word.
func (s *session) end() {
	s.closed = true
	s.conn.Cut()
}

// subscribe asks for streams: for all of them or, where one cannot be had, for
// none. Snapshots go out before the answer does.
func (s *session) subscribe(r *request) {
	topics := make([]topic, 0, len(r.Params))
	for _, name := range r.Params {
		t, wrong := s.x.parseTopic(name)
		if wrong != "" {
			s.refuse(r, wrong)
			return
		}
		topics = append(topics, t)
	}
	switch {
	case len(topics) == 0:
		s.refuse(r, "INVALID_ARGUMENT: no params")
		return
	case len(s.x.hub.Topics(s))+len(topics) > mostStreams:
		s.refuse(r, "INVALID_ARGUMENT: too many subscriptions")
		return
	}
	for _, t := range topics {
		s.x.begin(t, s)
	}
	s.accept(r)
}

func (s *session) unsubscribe(r *request) {
	for _, name := range r.Params {
		if t, wrong := s.x.parseTopic(name); wrong == "" && s.x.hub.Remove(t, s) {
			s.x.ended(t)
		}
	}
	s.since = s.x.wall
	s.accept(r)
}

// accept answers with yes.
func (s *session) accept(r *request) { s.say(`{"result":true,"id":` + r.id() + `}`) }

// refuse answers with no. The sixth time closes the socket.
func (s *session) refuse(r *request, why string) {
	words, err := json.Marshal(why)
	if err != nil {
		return // text always marshals
	}
	s.say(`{"result":false,"id":` + r.id() + `,"msg":` + string(words) + `}`)
	if s.refusals++; s.refusals >= mostRefusals {
		s.closed = true
		s.conn.Close(websocket.CloseInvalidFramePayloadData, "too many invalid requests")
	}
}

// id returns the request's id as the client wrote it.
func (r *request) id() string {
	if len(r.ID) == 0 {
		return "0"
	}
	return string(r.ID)
}

// say sends a text that no slow client loses.
func (s *session) say(text string) { s.conn.Send(gate.Frame{Data: []byte(text), Keep: true}) }

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

// begin subscribes a session and sends it what its stream begins with. A
// stream that is heard already begins anew. The caller holds mu.
func (x *Exchange) begin(t topic, s *session) {
	if x.hub.Add(t, s) && t.stream == kline {
		x.steps[t.which].Add(1)
	}
	if first := x.snapshot(t); first != nil {
		s.conn.Send(gate.Frame{Data: first, Keep: true})
	}
}

// ended notes that a session hears a topic no more.
func (x *Exchange) ended(t topic) {
	if t.stream == kline {
		x.steps[t.which].Add(-1)
	}
}

// attend pings sessions and cuts those that do not answer or hear nothing. The
// caller holds mu.
func (x *Exchange) attend() {
	for _, s := range x.sessions {
		if len(x.hub.Topics(s)) == 0 {
			if x.wall-s.since >= idleFor {
				s.end()
			}
			continue
		}
		if x.wall-s.pinged < pingEvery {
			continue
		}
		s.pinged = x.wall
		if s.unanswered++; s.unanswered > mostUnanswered {
			s.end()
			continue
		}
		s.say(`{"event":"ping","time":"` + stamp(x.view.Now()) + `"}`)
	}
}
