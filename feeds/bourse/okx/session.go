package okx

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"

	"eddy/feeds/bourse/gate"
)

// The two sockets (venue page, §1).
const (
	publicPath   = "/ws/v5/public"
	businessPath = "/ws/v5/business"
)

// Limits of a socket (venue page, §2 and §4).
const (
	mostOperations = 480 // subscribe and unsubscribe requests in an hour
	mostPayload    = 64 << 10
	mostDials      = 3 // in a second
	idleLimit      = 30 * time.Second
)

// session is one client's socket. It satisfies gate.Session.
type session struct {
	x        *Exchange
	conn     *gate.Conn
	business bool
	id       string

	mu         sync.Mutex
	alive      time.Time // when something was last heard or sent
	hour       time.Time // when the running hour of operations began
	operations int
	doomed     bool // cut at the next tick
}

// Open starts a session on a socket.
func (x *Exchange) Open(c *gate.Conn, r *http.Request) gate.Session {
	path := r.URL.Path
	if path != publicPath && path != businessPath {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	now := x.now()
	if !x.mayDial(now) {
		return nil
	}
	s := &session{x: x, conn: c, business: path == businessPath, alive: now, hour: now}
	s.id = strconv.FormatInt(now.UnixNano()&0xffffffff, 16)
	x.sessions[s] = true
	return s
}

// mayDial counts a connection attempt of the last second.
func (x *Exchange) mayDial(now time.Time) bool {
	recent := x.dialled[:0]
	for _, at := range x.dialled {
		if now.Sub(at) < time.Second {
			recent = append(recent, at)
		}
	}
	x.dialled = append(recent, now)
	return len(x.dialled) <= mostDials
}

// arg is one subscription.
type arg struct {
	Channel string `json:"channel"`
	InstID  string `json:"instId"`
}

// request is what a client asks.
type request struct {
	ID   string `json:"id"`
	Op   string `json:"op"`
	Args []arg  `json:"args"`
}

// Hear answers a message.
func (s *session) Hear(message []byte) {
	s.touch()
	if string(message) == "ping" {
		s.reply([]byte("pong"))
		return
	}
	var r request
	if len(message) > mostPayload || json.Unmarshal(message, &r) != nil {
		s.refuse(r.ID, "60012", "Invalid request: "+strconv.Quote(clip(string(message))))
		return
	}
	if r.Op != "subscribe" && r.Op != "unsubscribe" || len(r.Args) == 0 {
		s.refuse(r.ID, "60012", "Invalid request: "+strconv.Quote(clip(string(message))))
		return
	}
	if !s.mayAsk() {
		s.refuse(r.ID, "60014", "Requests too frequent. Please try again later.")
		return
	}
	for _, a := range r.Args {
		s.act(r, a)
	}
}

// touch notes that the socket is alive.
func (s *session) touch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.alive = s.x.now()
}

// mayAsk counts an operation. The socket of a client that asks too often is cut
// once it was told so.
func (s *session) mayAsk() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.x.now()
	if now.Sub(s.hour) >= time.Hour {
		s.hour, s.operations = now, 0
	}
	s.operations++
	s.doomed = s.doomed || s.operations > mostOperations
	return s.operations <= mostOperations
}

// act carries one subscription out. A bad one is refused alone.
func (s *session) act(r request, a arg) {
	t, ok := s.x.parseTopic(a.Channel, a.InstID, s.business)
	if !ok {
		s.refuse(r.ID, "60018", "Wrong URL or channel:"+clip(a.Channel)+", instId:"+clip(a.InstID)+
			" doesn't exist. Please use the correct URL, channel and parameters referring to API document.")
		return
	}
	s.acknowledge(r, a)
	if r.Op == "unsubscribe" {
		if s.x.hub.Remove(t, s) && t.stream == candle {
			s.x.steps[t.step].Add(-1)
		}
		return
	}
	if s.x.hub.Add(t, s) {
		if t.stream == candle {
			s.x.steps[t.step].Add(1)
		}
		s.x.first(s, t)
	}
}

// Gone ends every subscription.
func (s *session) Gone() {
	for _, t := range s.x.hub.Topics(s) {
		if t.stream == candle {
			s.x.steps[t.step].Add(-1)
		}
	}
	s.x.hub.Forget(s)
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	delete(s.x.sessions, s)
}

// reply sends an answer, which no slow client loses.
func (s *session) reply(body []byte) { s.conn.Send(gate.Frame{Data: body, Keep: true}) }

func (s *session) acknowledge(r request, a arg) {
	s.answer(map[string]any{"event": r.Op, "arg": a, "connId": s.id}, r.ID)
}

func (s *session) refuse(id, code, msg string) {
	s.answer(map[string]any{"event": "error", "code": code, "msg": msg, "connId": s.id}, id)
}

// answer sends an answer with the id of the request, if it had one.
func (s *session) answer(fields map[string]any, id string) {
	if id != "" {
		fields["id"] = id
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return // cannot happen: strings always marshal
	}
	s.reply(body)
}

// over tells whether the socket is to be cut: it asked too much, or nothing
// passed over it for too long.
func (s *session) over(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.doomed || now.Sub(s.alive) > idleLimit
}

// clip keeps what a client wrote short in an answer.
func clip(s string) string {
	if len(s) > 64 {
		return s[:64]
	}
	return s
}
