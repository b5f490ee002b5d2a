package binance

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"

	"eddy/feeds/bourse/gate"
)

// maxStreams is how many streams one socket may carry (venue page, §5).
const maxStreams = 1024

// session is one client's socket. It satisfies gate.Session.
type session struct {
	x     *Exchange
	conn  *gate.Conn
	route route

	mu       sync.Mutex
	combined bool     // events come wrapped with their stream's name
	names    []string // everything asked for, good or not
}

// Open starts a session on a socket. Paths are [/public|/market] followed by
// /ws, /ws/<streams> or /stream?streams=<streams>.
func (x *Exchange) Open(c *gate.Conn, r *http.Request) gate.Session {
	s := &session{x: x, conn: c}
	path := r.URL.Path
	if rest, ok := strings.CutPrefix(path, "/public"); ok {
		path, s.route = rest, public
	} else if rest, ok := strings.CutPrefix(path, "/market"); ok {
		path, s.route = rest, marketRoute
	}
	var streams string
	switch rest, isWS := strings.CutPrefix(path, "/ws"); {
	case path == "/stream":
		s.combined, streams = true, r.URL.Query().Get("streams")
	case isWS && (rest == "" || rest[0] == '/'):
		streams = rest
	default:
		return nil
	}
	names := slices.DeleteFunc(strings.Split(streams, "/"), func(n string) bool { return n == "" })
	if len(names) > maxStreams {
		return nil
	}
	s.subscribe(names)
	return s
}

// Hear answers a request.
func (s *session) Hear(message []byte) {
	r, bad := parseRequest(message)
	if bad != nil {
		s.reply(bad.body(r.id))
		return
	}
	answer, bad := s.act(r)
	if bad != nil {
		s.reply(bad.body(r.id))
		return
	}
	s.reply(result(r.id, answer))
}

// reply sends an answer, which no slow client loses.
func (s *session) reply(body []byte) { s.conn.Send(gate.Frame{Data: body, Keep: true}) }

// act carries a request out and returns the value of its result.
func (s *session) act(r request) (string, *refusal) {
	switch r.method {
	case "SUBSCRIBE", "UNSUBSCRIBE":
		names, bad := r.names()
		if bad != nil {
			return "", bad
		}
		if r.method == "UNSUBSCRIBE" {
			s.unsubscribe(names)
			return "null", nil
		}
		if !s.subscribe(names) {
			return "", &refusal{invalidRequest, "Invalid request: too many streams"}
		}
		return "null", nil
	case "LIST_SUBSCRIPTIONS":
		return s.list(), nil
	case "SET_PROPERTY", "GET_PROPERTY":
		return s.property(r)
	default:
		return "", &refusal{invalidRequest, "Invalid request: unknown variant `" + clip(r.method) + "`"}
	}
}

// subscribe asks for streams. One that does not exist, or not on this route,
// is taken down like any other and never heard of again.
func (s *session) subscribe(names []string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := names[:0:0]
	for _, n := range names {
		if !slices.Contains(s.names, n) && !slices.Contains(fresh, n) {
			fresh = append(fresh, n)
		}
	}
	if len(s.names)+len(fresh) > maxStreams {
		return false
	}
	s.names = append(s.names, fresh...)
	for _, n := range fresh {
		t, ok := s.x.parseTopic(n)
		if ok && s.route.carries(t) && s.x.hub.Add(t, s) && t.stream == kline {
			s.x.steps[t.step].Add(1)
		}
	}
	return true
}

func (s *session) unsubscribe(names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = slices.DeleteFunc(s.names, func(n string) bool { return slices.Contains(names, n) })
	for _, n := range names {
		t, ok := s.x.parseTopic(n)
		if ok && s.x.hub.Remove(t, s) && t.stream == kline {
			s.x.steps[t.step].Add(-1)
		}
	}
}

// Gone ends every subscription.
func (s *session) Gone() {
	for _, t := range s.x.hub.Topics(s) {
		if t.stream == kline {
			s.x.steps[t.step].Add(-1)
		}
	}
	s.x.hub.Forget(s)
}

func (s *session) list() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := s.names
	if names == nil {
		names = []string{}
	}
	b, err := json.Marshal(names)
	if err != nil {
		return "[]" // strings always marshal
	}
	return string(b)
}

// property reads or sets the one property there is.
func (s *session) property(r request) (string, *refusal) {
	var name string
	if len(r.params) == 0 || json.Unmarshal(r.params[0], &name) != nil || name != "combined" {
		return "", &refusal{unknownProperty, "Unknown property"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.method == "GET_PROPERTY" {
		if s.combined {
			return "true", nil
		}
		return "false", nil
	}
	if len(r.params) < 2 || json.Unmarshal(r.params[1], &s.combined) != nil {
		return "", &refusal{wrongType, "Invalid value type: expected boolean"}
	}
	return "null", nil
}

// wrapped tells whether the session wants events with their stream's name.
func (s *session) wrapped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.combined
}

// clip keeps what a client wrote short in an answer.
func clip(s string) string {
	if len(s) > 32 {
		return s[:32]
	}
	return s
}
