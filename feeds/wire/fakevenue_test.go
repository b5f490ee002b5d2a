package wire_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

// fakeVenue is a websocket server on loopback whose behaviour each test
// scripts. It keeps what clients send.
type fakeVenue struct {
	t      *testing.T
	server *httptest.Server
	serve  func(v *fakeVenue, c *client) // returns when the server is done with the connection

	mu      sync.Mutex
	clients []*client
	wg      sync.WaitGroup
}

// client is one connection as the server sees it.
type client struct {
	ws    *websocket.Conn
	n     int         // first connection is 1
	heard chan string // what the client sent, closed at its end
	gone  chan struct{}
	code  int // close code, valid once gone is closed
}

func newFakeVenue(t *testing.T, serve func(v *fakeVenue, c *client)) *fakeVenue {
	v := &fakeVenue{t: t, serve: serve}
	v.server = httptest.NewServer(http.HandlerFunc(v.accept))
	t.Cleanup(v.close)
	return v
}

func (v *fakeVenue) url() string { return "ws" + strings.TrimPrefix(v.server.URL, "http") }

func (v *fakeVenue) accept(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &client{ws: ws, heard: make(chan string, 10_000), gone: make(chan struct{})}
	v.mu.Lock()
	v.clients = append(v.clients, c)
	c.n = len(v.clients)
	v.mu.Unlock()
	v.wg.Go(c.listen)
	v.serve(v, c)
	_ = ws.Close() // the script is over
	<-c.gone
}

func (c *client) listen() {
	defer close(c.gone)
	defer close(c.heard)
	for {
		_, frame, err := c.ws.ReadMessage()
		if err != nil {
			if closed, ok := err.(*websocket.CloseError); ok {
				c.code = closed.Code
			}
			return
		}
		c.heard <- string(frame)
	}
}

func (c *client) say(frame string) error {
	return c.ws.WriteMessage(websocket.TextMessage, []byte(frame))
}

// close ends every connection and waits for the server's goroutines.
func (v *fakeVenue) close() {
	v.mu.Lock()
	for _, c := range v.clients {
		_ = c.ws.Close() // may be closed already
	}
	v.mu.Unlock()
	v.server.Close()
	v.wg.Wait()
}
