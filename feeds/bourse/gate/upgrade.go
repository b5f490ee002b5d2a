package gate

import (
	"net/http"

	"github.com/gorilla/websocket"

	"eddy/feeds/bourse/fault"
)

// upgrader lets clients in whatever page they say they come from: this is
// loopback and there is nothing to protect.
var upgrader = websocket.Upgrader{
	ReadBufferSize: 4096, WriteBufferSize: 4096,
	CheckOrigin: func(*http.Request) bool { return true },
}

func (s *Server) upgrade(w http.ResponseWriter, r *http.Request) {
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := newConn(s, ws)
	session := s.protocol.Open(c, r)
	if session == nil {
		c.Cut()
		return
	}
	if !s.enter(c) {
		c.Cut()
		session.Gone()
		return
	}
	c.serve(session)
	s.forget(c)
}

// enter registers a socket unless the server is leaving, or went down while the
// socket was opening: whoever is registered is cut when that begins.
func (s *Server) enter(c *Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, down := s.fault(fault.Down); s.gone || down {
		return false
	}
	s.conns = append(s.conns, c)
	s.crew.Add(1)
	return true
}

func (s *Server) forget(c *Conn) {
	s.mu.Lock()
	for i, o := range s.conns {
		if o == c {
			s.conns = append(s.conns[:i], s.conns[i+1:]...)
			break
		}
	}
	s.mu.Unlock()
	s.crew.Done()
}
