package gate

import (
	"time"

	"github.com/gorilla/websocket"
)

// write sends what is queued, and pings, until the connection ends.
func (c *Conn) write() {
	defer c.Cut()
	ping, expiry := c.timers()
	defer ping.Stop()
	defer expiry.Stop()
	var batch []Frame
	for {
		select {
		case <-c.done:
			return
		case <-expiry.C:
			return
		case <-ping.C:
			c.Send(Frame{control: websocket.PingMessage, Data: []byte("eddy"), Keep: true})
			ping.Reset(c.server.rules.PingEvery)
			continue
		case <-c.wake:
		}
		var last bool
		batch, last = c.take(batch[:0])
		if !c.wait(batch) || c.flush(batch) != nil || last {
			return
		}
	}
}

// never is longer than any process lives.
const never = 100 * 365 * 24 * time.Hour

func (c *Conn) timers() (ping, expiry *time.Timer) {
	orNever := func(d time.Duration) time.Duration {
		if d <= 0 {
			return never
		}
		return d
	}
	return time.NewTimer(orNever(c.server.rules.PingEvery)), time.NewTimer(orNever(c.server.rules.Lifetime))
}

// take empties the queue into batch; last tells that the reader has ended.
func (c *Conn) take(batch []Frame) (_ []Frame, last bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	batch = append(batch, c.queue...)
	clear(c.queue)
	c.queue = c.queue[:0]
	return batch, c.draining
}

// wait holds a batch back while the venue is slow. It returns false when the
// connection ended meanwhile.
func (c *Conn) wait(batch []Frame) bool {
	if len(batch) == 0 || batch[0].ready.IsZero() {
		return true
	}
	hold := time.NewTimer(time.Until(batch[0].ready))
	defer hold.Stop()
	select {
	case <-hold.C:
		return true
	case <-c.done:
		return false
	}
}

// writeWithin is how long a client may take no bytes before it is cut.
const writeWithin = 30 * time.Second

// flush writes a batch and sends it as one.
func (c *Conn) flush(batch []Frame) error {
	if err := c.ws.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	for _, f := range batch {
		if err := c.ws.WriteMessage(f.kind(), f.Data); err != nil {
			return err
		}
	}
	if c.net == nil {
		return nil
	}
	if err := c.net.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	return c.net.Flush()
}

func (f Frame) kind() int {
	switch {
	case f.control != 0:
		return f.control
	case f.Binary:
		return websocket.BinaryMessage
	default:
		return websocket.TextMessage
	}
}
