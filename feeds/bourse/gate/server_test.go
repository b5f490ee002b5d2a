package gate

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"eddy/feeds/bourse/fault"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// echo is a protocol that sends back what it hears.
type echo struct {
	mu       sync.Mutex
	sessions []*echoSession
	opened   chan *echoSession
}

type echoSession struct {
	conn *Conn
	gone chan struct{}
}

func newEcho() *echo { return &echo{opened: make(chan *echoSession, 16)} }

func (e *echo) ServeREST(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "rest") // the test reads it or fails
}
func (e *echo) TooMany(w http.ResponseWriter) { w.WriteHeader(http.StatusTooManyRequests) }

func (e *echo) Open(c *Conn, r *http.Request) Session {
	if r.URL.Path != "/ws" {
		return nil
	}
	s := &echoSession{conn: c, gone: make(chan struct{})}
	e.mu.Lock()
	e.sessions = append(e.sessions, s)
	e.mu.Unlock()
	e.opened <- s
	return s
}

func (s *echoSession) Hear(message []byte) { s.conn.Send(Frame{Data: message, Keep: true}) }
func (s *echoSession) Gone()               { close(s.gone) }

// rig is a running server.
type rig struct {
	t      *testing.T
	server *Server
	echo   *echo
}

func start(t *testing.T, rules Rules, faults string) *rig {
	t.Helper()
	plan, err := fault.Parse(faults)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Listen("127.0.0.1:0", model.Binance, plan)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, server: s, echo: newEcho()}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, r.echo, rules) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return r
}

func (r *rig) dial() *websocket.Conn {
	r.t.Helper()
	c, _, err := websocket.DefaultDialer.Dial("ws://"+r.server.Address()+"/ws", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() }) // it may be closed already
	return c
}

func (r *rig) say(c *websocket.Conn, text string) {
	r.t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) expect(c *websocket.Conn, want string) {
	r.t.Helper()
	_, got, err := c.ReadMessage()
	if err != nil || string(got) != want {
		r.t.Fatalf("read %q %v, want %q", got, err, want)
	}
}

func (r *rig) expectCut(c *websocket.Conn) {
	r.t.Helper()
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			var timeout interface{ Timeout() bool }
			if errors.As(err, &timeout) && timeout.Timeout() {
				r.t.Fatal("still open")
			}
			return
		}
	}
}

func (r *rig) get() (int, error) {
	resp, err := http.Get("http://" + r.server.Address() + "/x")
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

func TestTalk(t *testing.T) {
	r := start(t, Rules{}, "")
	c := r.dial()
	for _, text := range []string{"one", "two", strings.Repeat("long ", 5000)} {
		r.say(c, text)
		r.expect(c, text)
	}
	if code, err := r.get(); code != 200 || err != nil {
		t.Errorf("REST: %d %v", code, err)
	}
	if _, resp, err := websocket.DefaultDialer.Dial("ws://"+r.server.Address()+"/other", nil); err == nil {
		t.Log("a refused path may upgrade first; it must be cut then", resp.Status)
	}
}

func TestManyFramesInOrder(t *testing.T) {
	r := start(t, Rules{}, "")
	c := r.dial()
	s := <-r.echo.opened
	const n = 5000
	for i := range n {
		s.conn.Send(Frame{Data: []byte{byte(i), byte(i >> 8)}, Keep: true, Binary: true})
	}
	for i := range n {
		kind, got, err := c.ReadMessage()
		if err != nil || kind != websocket.BinaryMessage || got[0] != byte(i) || got[1] != byte(i>>8) {
			t.Fatalf("frame %d: %v %v", i, got, err)
		}
	}
}

func TestClientLeaves(t *testing.T) {
	r := start(t, Rules{}, "")
	c := r.dial()
	s := <-r.echo.opened
	if err := c.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1000, "")); err != nil {
		t.Fatal(err)
	}
	_, _, err := c.ReadMessage()
	if !websocket.IsCloseError(err, 1000) {
		t.Errorf("the close was not answered: %v", err)
	}
	<-s.gone
}

func TestServerPings(t *testing.T) {
	r := start(t, Rules{PingEvery: 20 * time.Millisecond, PongWithin: 10 * time.Second}, "")
	c := r.dial()
	pings := make(chan struct{}, 8)
	answer := c.PingHandler()
	c.SetPingHandler(func(data string) error {
		select {
		case pings <- struct{}{}:
		default:
		}
		return answer(data)
	})
	go func() { _, _, _ = c.ReadMessage() }() // ends with the connection
	<-pings
	<-pings
}

// A client that does not answer pings is cut.
func TestMutePeerIsCut(t *testing.T) {
	r := start(t, Rules{PingEvery: 10 * time.Millisecond, PongWithin: 100 * time.Millisecond}, "")
	c := r.dial()
	c.SetPingHandler(func(string) error { return nil })
	r.expectCut(c)
}

func TestLifetime(t *testing.T) {
	r := start(t, Rules{Lifetime: 50 * time.Millisecond}, "")
	r.expectCut(r.dial())
}

func TestFloodIsCut(t *testing.T) {
	r := start(t, Rules{MessagesPerSecond: 10}, "")
	c := r.dial()
	for range 40 { // forty at once hold more than ten of one second
		if c.WriteMessage(websocket.TextMessage, []byte("x")) != nil {
			break
		}
	}
	r.expectCut(c)
}

// A client that does not read loses what need not be kept, and only that.
func TestSlowReader(t *testing.T) {
	r := start(t, Rules{}, "*:slow=1s@0s+1h")
	c := r.dial()
	s := <-r.echo.opened
	r.server.Tick(time.Second)
	for range 2*behind + 500 { // the writer takes what is there once, then waits
		s.conn.Send(Frame{Data: []byte("quote")})
	}
	s.conn.Send(Frame{Data: []byte("close"), Keep: true})
	if s.conn.LeftOut() == 0 {
		t.Error("nothing was left out")
	}
	for {
		_, got, err := c.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		if string(got) == "close" {
			return
		}
	}
}

func TestFaults(t *testing.T) {
	t.Run("cut", func(t *testing.T) {
		r := start(t, Rules{}, "binance:cut@5s")
		c := r.dial()
		<-r.echo.opened
		r.server.Tick(4 * time.Second)
		r.say(c, "alive")
		r.expect(c, "alive")
		r.server.Tick(6 * time.Second)
		r.expectCut(c)
		r.say(r.dial(), "back at once")
	})
	t.Run("down", func(t *testing.T) {
		r := start(t, Rules{}, "binance:down@5s+10s")
		c := r.dial()
		if code, err := r.get(); code != 200 || err != nil {
			t.Fatalf("before: %d %v", code, err)
		}
		r.server.Tick(6 * time.Second)
		r.expectCut(c)
		if code, err := r.get(); err == nil {
			t.Errorf("REST answers %d while down", code)
		}
		if _, _, err := websocket.DefaultDialer.Dial("ws://"+r.server.Address()+"/ws", nil); err == nil {
			t.Error("a socket opens while down")
		}
		r.server.Tick(16 * time.Second)
		r.dial()
	})
	t.Run("silent", func(t *testing.T) {
		r := start(t, Rules{}, "binance:silent@5s+5s")
		c := r.dial()
		r.server.Tick(6 * time.Second)
		if code, err := r.get(); code != 200 || err != nil {
			t.Errorf("REST: %d %v", code, err)
		}
		s := <-r.echo.opened
		s.conn.Send(Frame{Data: []byte("lost as well"), Keep: true})
		r.server.Tick(11 * time.Second)
		s.conn.Send(Frame{Data: []byte("found"), Keep: true})
		r.expect(c, "found")
	})
	t.Run("garbage", func(t *testing.T) {
		r := start(t, Rules{}, "binance:garbage@5s")
		c := r.dial()
		r.say(c, "alive") // an answer shows that the socket is registered
		r.expect(c, "alive")
		r.server.Tick(6 * time.Second)
		r.expect(c, junk)
	})
	t.Run("http429", func(t *testing.T) {
		r := start(t, Rules{}, "binance:http429@5s+5s")
		r.server.Tick(6 * time.Second)
		if code, err := r.get(); code != http.StatusTooManyRequests || err != nil {
			t.Errorf("%d %v", code, err)
		}
		r.server.Tick(11 * time.Second)
		if code, err := r.get(); code != http.StatusOK || err != nil {
			t.Errorf("afterwards: %d %v", code, err)
		}
	})
	t.Run("slow", func(t *testing.T) {
		r := start(t, Rules{}, "binance:slow=150ms@0s+1h")
		r.server.Tick(time.Second)
		c := r.dial()
		began := time.Now()
		r.say(c, "late")
		r.expect(c, "late")
		if took := time.Since(began); took < 150*time.Millisecond {
			t.Errorf("answered after %s", took)
		}
	})
	t.Run("another venue's", func(t *testing.T) {
		r := start(t, Rules{}, "okx:cut@1s")
		c := r.dial()
		r.server.Tick(2 * time.Second)
		r.say(c, "untouched")
		r.expect(c, "untouched")
	})
}

func TestOrder(t *testing.T) {
	r := start(t, Rules{}, "")
	r.server.Tick(5 * time.Second)
	c := r.dial()
	s := <-r.echo.opened
	lift := r.server.Order(fault.Fault{Kind: fault.Silent, For: time.Hour})
	r.server.Order(fault.Fault{Venue: model.OKX, Kind: fault.HTTP429, For: time.Hour})
	s.conn.Send(Frame{Data: []byte("lost"), Keep: true})
	lift()
	lift() // once is enough
	s.conn.Send(Frame{Data: []byte("found"), Keep: true})
	r.expect(c, "found")
	if code, err := r.get(); code != http.StatusOK || err != nil {
		t.Errorf("another venue's fault: %d %v", code, err)
	}
	r.server.Order(fault.Fault{Kind: fault.Cut, At: 2 * time.Second})
	r.server.Tick(6 * time.Second)
	r.say(c, "alive")
	r.expect(c, "alive")
	r.server.Tick(8 * time.Second)
	r.expectCut(c)
}

func TestAddressInUse(t *testing.T) {
	a, err := Listen("127.0.0.1:0", model.Binance, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := Listen(a.Address(), model.Binance, nil); err == nil || !strings.Contains(err.Error(), "binance") {
		t.Errorf("error %v, want one that names the venue", err)
	}
}
