package wire

import (
	"net"
	"sync"
	"time"
)

// longestPause is how long a connection is left alone at most: pings want an
// answer also when nobody takes what has been read.
const longestPause = time.Second

// pacedConn is a connection that is read in gulps. Once it had nothing more to
// give it is left alone until more is wanted, and what came meanwhile is read in
// one go: to wake up for a frame costs many times what the frame does. It is
// read by one goroutine.
type pacedConn struct {
	net.Conn
	pace func() <-chan struct{} // nil: it is read as it comes, as during the handshake

	turn  <-chan struct{} // what to wait for before the next Read; nil: nothing
	limit *time.Timer     // of a wait

	closing sync.Once
	closed  chan struct{}
}

func newPacedConn(c net.Conn) *pacedConn {
	return &pacedConn{Conn: c, closed: make(chan struct{})}
}

// Read reads when it is time to.
func (c *pacedConn) Read(p []byte) (int, error) {
	if c.pace == nil {
		return c.Conn.Read(p)
	}
	c.await()
	turn := c.pace() // asked before reading: what is wanted while it reads must not be missed
	n, err := c.Conn.Read(p)
	if n < len(p) {
		c.turn = turn
	}
	return n, err
}

// await waits for the turn, which may have come long ago.
func (c *pacedConn) await() {
	if c.turn == nil {
		return
	}
	select {
	case <-c.turn:
	default:
		setThreshold(c.Conn, readBuffer)
		c.pause()
		setThreshold(c.Conn, 1)
	}
	c.turn = nil
}

// pause waits until it is time to read, for longestPause, or until the
// connection is closed.
func (c *pacedConn) pause() {
	if c.limit == nil {
		c.limit = time.NewTimer(longestPause)
	} else {
		c.limit.Reset(longestPause)
	}
	select {
	case <-c.turn:
	case <-c.limit.C:
	case <-c.closed:
	}
	c.limit.Stop()
}

// Close also ends a pause.
func (c *pacedConn) Close() error {
	c.closing.Do(func() { close(c.closed) })
	return c.Conn.Close()
}
