package wire_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"eddy/feeds/wire"
	"eddy/model"
)

// pipeVenue is a venue on the other end of in-memory connections, for tests
// under a fake clock. Its script is run once for each connection.
type pipeVenue struct {
	serve func(c *pipeClient)

	// before, if set, replaces the websocket handshake.
	before func(n int, conn net.Conn, req *http.Request) (refused bool)

	mu      sync.Mutex
	n       int
	dials   []time.Duration // since began
	clients []*pipeClient
	began   time.Time
	all     sync.WaitGroup
}

// pipeClient is one connection as the venue sees it.
type pipeClient struct {
	*websocket.Conn
	n     int
	began time.Time

	mu    sync.Mutex
	heard []heardFrame
	gone  chan struct{} // closed when the client has left
}

// heardFrame is what a client sent and when, counted from the venue's start.
type heardFrame struct {
	at   time.Duration
	text string
}

func (v *pipeVenue) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	v.mu.Lock()
	v.n++
	n := v.n
	v.dials = append(v.dials, time.Since(v.began))
	v.mu.Unlock()
	v.all.Go(func() { v.accept(n, ours) })
	return theirs, nil
}

// connections returns how often the venue was dialled so far.
func (v *pipeVenue) connections() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.n
}

func (v *pipeVenue) accept(n int, conn net.Conn) {
	defer conn.Close()
	br := bufio.NewReader(conn)
	req, err := http.ReadRequest(br)
	if err != nil || v.before != nil && v.before(n, conn, req) {
		return
	}
	ws, err := (&websocket.Upgrader{}).Upgrade(&hijack{conn: conn, br: br}, req, nil)
	if err != nil {
		return
	}
	c := &pipeClient{Conn: ws, n: n, began: v.began, gone: make(chan struct{})}
	v.mu.Lock()
	v.clients = append(v.clients, c)
	v.mu.Unlock()
	v.all.Go(c.listen)
	v.serve(c)
	_ = ws.Close() // the script is over
}

// asked returns what the n-th client (from 0) that shook hands has sent.
func (v *pipeVenue) asked(n int) []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if n >= len(v.clients) {
		return nil
	}
	return v.clients[n].texts()
}

func (c *pipeClient) listen() {
	defer close(c.gone)
	c.SetPingHandler(func(string) error { c.note("<ping>"); return nil })
	for {
		_, frame, err := c.ReadMessage()
		if err != nil {
			return
		}
		c.note(string(frame))
	}
}

func (c *pipeClient) note(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard = append(c.heard, heardFrame{time.Since(c.began), text})
}

// texts returns what the client has sent so far.
func (c *pipeClient) texts() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []string
	for _, f := range c.heard {
		list = append(list, f.text)
	}
	return list
}

// say sends a frame; a client that has left does not matter.
func (c *pipeClient) say(frame string) { _ = c.WriteMessage(websocket.TextMessage, []byte(frame)) }

// sayEvery sends a frame at once and then each step until the client has left.
func (c *pipeClient) sayEvery(step time.Duration, frames ...string) {
	for {
		for _, f := range frames {
			c.say(f)
		}
		select {
		case <-c.gone:
			return
		case <-time.After(step):
		}
	}
}

// hijack lets the upgrader take over a bare connection.
type hijack struct {
	conn net.Conn
	br   *bufio.Reader
}

func (h *hijack) Header() http.Header         { return http.Header{} }
func (h *hijack) Write(b []byte) (int, error) { return h.conn.Write(b) }
func (h *hijack) WriteHeader(int)             {}
func (h *hijack) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.conn, bufio.NewReadWriter(h.br, bufio.NewWriter(h.conn)), nil
}

// told is one call of OnState under the fake clock.
type told struct {
	at     time.Duration
	state  model.LinkState
	reason string
}

// bench is a session and its venue under a fake clock.
type bench struct {
	*wire.Session
	venue *pipeVenue

	mu   sync.Mutex
	told []told
}

func (b *bench) changes() []told {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]told(nil), b.told...)
}

// states renders the changes of state so far.
func (b *bench) states() string {
	var list []string
	for _, c := range b.changes() {
		list = append(list, strings.TrimSuffix(c.state.String()+": "+c.reason, ": "))
	}
	return strings.Join(list, "; ")
}

// onPipe runs a session against the venue under a fake clock while test runs,
// and checks that it ends within 200 ms of being told to.
func onPipe(t *testing.T, v *pipeVenue, change func(c *wire.Config), test func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		v.began = time.Now()
		b := &bench{venue: v}
		c, _ := plain("ws://venue.test/stream")
		c.DialContext = v.dial
		c.OnState = func(s model.LinkState, reason string) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.told = append(b.told, told{time.Since(v.began), s, reason})
		}
		if change != nil {
			change(&c)
		}
		s, err := wire.New(c)
		if err != nil {
			t.Fatalf("new session: %v", err)
		}
		b.Session = s
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Run(ctx) }()
		test(t, b)
		cancel()
		ending := time.Now()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v, want the context's error", err)
		}
		if took := time.Since(ending); took > 200*time.Millisecond {
			t.Errorf("Run ended %v after its context", took)
		}
		v.all.Wait()
	})
}
