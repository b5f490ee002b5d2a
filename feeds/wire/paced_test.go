package wire

import (
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// sips is a connection that gives what is put into it, a piece a Read.
type sips struct {
	net.Conn
	pieces chan string
}

func (s sips) Read(p []byte) (int, error) {
	piece, ok := <-s.pieces
	if !ok {
		return 0, io.EOF
	}
	return copy(p, piece), nil
}

func (s sips) Close() error {
	close(s.pieces)
	return nil
}

// pacedSips is a paced connection over pieces and the channel that its turn is
// taken from.
func pacedSips(turn <-chan struct{}, pieces ...string) *pacedConn {
	s := sips{pieces: make(chan string, len(pieces))}
	for _, p := range pieces {
		s.pieces <- p
	}
	c := newPacedConn(s)
	c.pace = func() <-chan struct{} { return turn }
	return c
}

// TestAConnectionIsReadWhenMoreIsWanted times reads with a clock of the test's
// own: size is of the buffer, so that "four" fills it and "two" does not.
func TestAConnectionIsReadWhenMoreIsWanted(t *testing.T) {
	const size, wantedAfter = 4, 30 * time.Millisecond
	for _, c := range []struct {
		name   string
		wanted time.Duration // 0: never
		pieces []string
		waits  time.Duration // before the second piece
	}{
		{"one that had nothing more to give waits until more is wanted", wantedAfter, []string{"two", "four"}, wantedAfter},
		{"one that filled the buffer is read on at once", wantedAfter, []string{"four", "four"}, 0},
		{"one that nobody wants more of is read all the same", 0, []string{"two", "two"}, longestPause},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				turn := make(chan struct{})
				if c.wanted > 0 {
					time.AfterFunc(c.wanted, func() { close(turn) })
				}
				conn, buf, start := pacedSips(turn, c.pieces...), make([]byte, size), time.Now()
				for range c.pieces {
					if _, err := conn.Read(buf); err != nil {
						t.Fatal(err)
					}
				}
				if waited := time.Since(start); waited != c.waits {
					t.Errorf("waited %s for the second piece, want %s", waited, c.waits)
				}
			})
		})
	}
}

func TestATurnThatCameWhileReadingIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turn, start := make(chan struct{}), time.Now()
		conn := pacedSips(turn, "two", "two")
		conn.Read(make([]byte, 4))
		close(turn) // what was read has been taken already
		conn.Read(make([]byte, 4))
		if waited := time.Since(start); waited != 0 {
			t.Errorf("waited %s", waited)
		}
	})
}

func TestClosingEndsAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn, start := pacedSips(make(chan struct{}), "two"), time.Now()
		conn.Read(make([]byte, 4))
		time.AfterFunc(time.Millisecond, func() { conn.Close() })
		if _, err := conn.Read(make([]byte, 4)); err != io.EOF {
			t.Errorf("error %v, want %v", err, io.EOF)
		}
		if waited := time.Since(start); waited != time.Millisecond {
			t.Errorf("waited %s after the close", waited)
		}
	})
}
