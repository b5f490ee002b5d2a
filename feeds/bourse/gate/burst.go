package gate

import "net"

// burst is a connection that can gather writes and send them as one: a client
// then wakes up once for everything a tick brought, not once for each frame.
// Gathering is used by one goroutine at a time.
type burst struct {
	net.Conn
	held   []byte
	gather bool
}

// Write sends, or keeps for Flush while gathering.
func (b *burst) Write(p []byte) (int, error) {
	if !b.gather {
		return b.Conn.Write(p)
	}
	b.held = append(b.held, p...)
	return len(p), nil
}

// maxHeld is how large a buffer is kept for the next time.
const maxHeld = 1 << 20

// Flush sends what was gathered.
func (b *burst) Flush() error {
	if len(b.held) == 0 {
		return nil
	}
	_, err := b.Conn.Write(b.held)
	b.held = b.held[:0]
	if cap(b.held) > maxHeld {
		b.held = nil
	}
	return err
}
