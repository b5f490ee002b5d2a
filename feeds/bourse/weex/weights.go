package weex

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Request limits (venue page, §5). Everyone on loopback is one client.
const (
	weightPerSpan = 500
	weightSpan    = 10 * time.Second
	banned        = 10 * time.Second
)

// weights counts requests and bans who asks too much.
type weights struct {
	now func() time.Time

	mu    sync.Mutex
	from  time.Time
	used  int
	until time.Time // banned
}

// take counts a request, writes the headers that tell of it, and tells whether
// it may be answered; if not it has been.
func (w *weights) take(rw http.ResponseWriter, weight int) bool {
	used, over := w.count(weight)
	rw.Header().Set("X-Used-Weight-10s", strconv.Itoa(used))
	rw.Header().Set("X-Remaining-Weight-10s", strconv.Itoa(max(weightPerSpan-used, 0)))
	if over {
		tooMany(rw)
	}
	return !over
}

func (w *weights) count(weight int) (used int, over bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	if now.Before(w.until) {
		return weightPerSpan, true
	}
	if now.Sub(w.from) >= weightSpan {
		w.from, w.used = now, 0
	}
	if w.used += weight; w.used > weightPerSpan {
		w.until = now.Add(banned)
		return w.used, true
	}
	return w.used, false
}

// tooMany answers a request beyond the limit, with no word on how long to wait.
func tooMany(rw http.ResponseWriter) {
	writeJSON(rw, http.StatusTooManyRequests, refusal{-1003, "Too many requests."})
}
