package gate

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"eddy/feeds/bourse/fault"
)

// Frame is one message to a client. Data is shared and must not be changed.
type Frame struct {
	Data   []byte
	Binary bool
	Keep   bool // never left out, however far the client is behind: acks, closed bars

	control int       // control frame type, 0 for a message
	ready   time.Time // not to be sent before; zero for at once
}

// How far a client may fall behind: from the first mark on frames that need
// not be kept are left out, at the second it is cut, as venues do.
const (
	behind    = 2_000
	farBehind = 200_000
)

// Conn is one client's websocket.
type Conn struct {
	server *Server
	ws     *websocket.Conn
	net    *burst // nil when the socket is not of our door
	born   time.Time

	mu       sync.Mutex
	queue    []Frame
	left     uint64 // frames left out
	draining bool   // close once the queue is sent

	wake chan struct{}
	done chan struct{}
	once sync.Once
	rate rate
}

func newConn(s *Server, ws *websocket.Conn) *Conn {
	c := &Conn{
		server: s, ws: ws, born: time.Now(),
		wake: make(chan struct{}, 1), done: make(chan struct{}),
		rate: rate{limit: s.rules.MessagesPerSecond},
	}
	if b, ok := ws.NetConn().(*burst); ok {
		c.net = b
		b.gather = true
	}
	return c
}

// Send queues a frame. It never waits. While the venue is silent or gone the
// frame is lost, as it would be.
func (c *Conn) Send(f Frame) {
	if _, silent := c.server.fault(fault.Silent); silent {
		return
	}
	if s, slow := c.server.fault(fault.Slow); slow {
		f.ready = time.Now().Add(s.Delay)
	}
	c.mu.Lock()
	switch n := len(c.queue); {
	case n >= farBehind:
		c.mu.Unlock()
		c.Cut()
		return
	case n >= behind && !f.Keep:
		c.left++
	default:
		c.queue = append(c.queue, f)
		c.server.frames.Add(1)
	}
	c.mu.Unlock()
	c.nudge()
}

// LeftOut returns how many frames a slow client did not get.
func (c *Conn) LeftOut() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.left
}

func (c *Conn) nudge() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// Cut ends the connection without a word, as a broken line would.
func (c *Conn) Cut() {
	c.once.Do(func() {
		close(c.done)
		_ = c.ws.NetConn().Close() // ends the reader; there is nobody to tell
	})
}

// Close ends the connection in the venue's words: behind everything that waits
// goes a close frame with a code and a reason.
func (c *Conn) Close(code int, reason string) {
	c.Send(Frame{Data: websocket.FormatCloseMessage(code, reason), control: websocket.CloseMessage, Keep: true})
}

// serve reads until the connection ends, with a writer beside it.
func (c *Conn) serve(session Session) {
	var writer sync.WaitGroup
	writer.Go(c.write)
	c.listen(session)
	c.mu.Lock()
	c.draining = true
	c.mu.Unlock()
	c.nudge()
	writer.Wait()
	c.Cut()
	session.Gone()
}

// maxMessage is the longest message a client may send.
const maxMessage = 1 << 20

// listen hands the client's messages to the session until the line ends or a
// rule is broken.
func (c *Conn) listen(session Session) {
	c.ws.SetReadLimit(maxMessage)
	c.alive()
	c.ws.SetPingHandler(func(data string) error {
		c.Send(Frame{Data: []byte(data), control: websocket.PongMessage, Keep: true})
		return c.heard()
	})
	c.ws.SetPongHandler(func(string) error { return c.heard() })
	c.ws.SetCloseHandler(func(code int, _ string) error {
		c.Send(Frame{Data: websocket.FormatCloseMessage(code, ""), control: websocket.CloseMessage, Keep: true})
		return nil
	})
	for {
		_, message, err := c.ws.ReadMessage()
		if err != nil || c.heard() != nil {
			return
		}
		session.Hear(message)
	}
}

// heard counts a message of the client and refuses one too many.
func (c *Conn) heard() error {
	c.alive()
	if !c.rate.allow(time.Now()) {
		c.Cut()
		return errFlood
	}
	return nil
}

// alive puts off the moment at which a client counts as gone.
func (c *Conn) alive() {
	if within := c.server.rules.PongWithin; within > 0 {
		_ = c.ws.SetReadDeadline(time.Now().Add(within)) // fails on a dead socket, as the read then will
	}
}
