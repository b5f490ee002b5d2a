package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"eddy/feeds/backoff"
)

// readBuffer holds about 300 small frames: one read of the socket then serves
// many (measurements §3: 64 KB halves the cost of a frame against 4 KB).
const readBuffer = 64 << 10

// bannedPause is how long to stay away from a host that answers the handshake
// with "too many" and does not say for how long.
const bannedPause = 2 * time.Minute

// socket is an open websocket and the raw connection under it. Closing the raw
// one never waits, while TLS may spend seconds on its good-bye.
type socket struct {
	ws  *websocket.Conn
	raw net.Conn
}

// dial opens the websocket. It gives up when ctx ends or DialTimeout passes,
// whatever it is doing by then: gorilla itself does not notice a cancel while
// it waits for a proxy or for the handshake's answer.
func (s *Session) dial(ctx context.Context) (*socket, error) {
	ctx, cancel := context.WithTimeout(ctx, s.c.DialTimeout)
	defer cancel()
	var raw *pacedConn
	release := func() bool { return true }
	dialer := websocket.Dialer{
		Proxy:           http.ProxyFromEnvironment,
		TLSClientConfig: s.c.TLS,
		ReadBufferSize:  readBuffer,
		NetDialContext: func(_ context.Context, network, addr string) (net.Conn, error) {
			c, err := s.c.DialContext(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			raw = newPacedConn(c)
			release = context.AfterFunc(ctx, func() { _ = c.Close() }) // only to wake whoever waits on it
			return raw, nil
		},
	}
	ws, resp, err := dialer.DialContext(ctx, s.c.URL, s.c.Header)
	held := release()
	if err == nil && !held {
		err = errors.Join(ctx.Err(), raw.Close())
	}
	if err != nil {
		return nil, s.dialError(ctx, resp, err)
	}
	raw.pace = s.c.Pace // the handshake is not made to wait
	return &socket{ws: ws, raw: raw}, nil
}

// dialError says why there is no connection, from the most telling source.
func (s *Session) dialError(ctx context.Context, resp *http.Response, err error) error {
	if errors.Is(err, websocket.ErrBadHandshake) && resp != nil {
		return refusedHandshake(resp, s.c.Now())
	}
	var network *net.OpError
	switch {
	case ctx.Err() != nil: // what the closed connection said is only a consequence
		return fmt.Errorf("dial: %w", ctx.Err())
	case isTimeout(err): // the connection's deadline was a moment before that of ctx
		return fmt.Errorf("dial: %w", context.DeadlineExceeded)
	case errors.As(err, &network) && network.Op == "dial":
		return err // says so itself
	default:
		return fmt.Errorf("dial: %w", err)
	}
}

func refusedHandshake(resp *http.Response, now time.Time) *handshakeError {
	e := &handshakeError{status: resp.Status, retryAfter: backoff.RetryAfter(resp.Header, now)}
	if text, err := io.ReadAll(resp.Body); err == nil && isPlain(resp.Header) {
		e.body = shortText(string(text))
	}
	limited := resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusTeapot
	if limited && e.retryAfter == 0 {
		e.retryAfter = bannedPause
	}
	return e
}

// isPlain tells whether an error page is worth showing: HTML is not.
func isPlain(h http.Header) bool {
	kind := h.Get("Content-Type")
	return strings.HasPrefix(kind, "text/plain") || strings.HasPrefix(kind, "application/json")
}
