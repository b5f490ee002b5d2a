package wire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/gorilla/websocket"

	"eddy/model"
)

// longestReason keeps what is shown of a failure to about one line.
const longestReason = 160

// plannedError ends a connection that nothing is wrong with.
type plannedError struct{ reason string }

func (e *plannedError) Error() string { return e.reason }

// handshakeError is a server's answer that is not a websocket.
type handshakeError struct {
	status     string // "403 Forbidden"
	body       string
	retryAfter time.Duration
}

func (e *handshakeError) Error() string {
	if e.body == "" {
		return "handshake refused: " + e.status
	}
	return "handshake refused: " + e.status + ": " + e.body
}

// retryAfter returns how long the server asked to be left alone, 0 when it did
// not.
func retryAfter(err error) time.Duration {
	if h := (*handshakeError)(nil); errors.As(err, &h) {
		return h.retryAfter
	}
	return 0
}

// cutShort is said however the end was noticed: the addresses that the network's
// own words name tell nobody anything.
const cutShort = "connection cut without a close frame"

// explain says in a few words why a connection ended.
func explain(err error) string {
	var closed *websocket.CloseError
	switch {
	case err == nil:
		return "closed"
	case errors.As(err, &closed):
		return explainClose(closed)
	case errors.Is(err, websocket.ErrReadLimit):
		return "frame over the size limit"
	case errors.Is(err, context.DeadlineExceeded):
		return "dial: no answer in time"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return cutShort
	default:
		return err.Error()
	}
}

// isTimeout tells whether err says that something took too long.
func isTimeout(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout()
}

func explainClose(e *websocket.CloseError) string {
	if e.Code == websocket.CloseAbnormalClosure {
		return cutShort
	}
	if e.Text == "" {
		return fmt.Sprintf("closed by the venue, code %d", e.Code)
	}
	return fmt.Sprintf("closed by the venue, code %d: %s", e.Code, e.Text)
}

// shortText makes words from outside fit to show.
func shortText(s string) string {
	s = model.CleanText(s)
	if len(s) <= longestReason {
		return s
	}
	runes := []rune(s)
	return string(runes[:min(len(runes), longestReason)]) + "…"
}

// seconds renders a stretch of silence: "12 s", "0.4 s".
func seconds(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f s", d.Seconds())
}
