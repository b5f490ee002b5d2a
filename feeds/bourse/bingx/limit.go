package bingx

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Request limits (venue page, §6): so many of one endpoint in a span, by the
// headers of answers. Who goes on far beyond is banned. Everyone on loopback is
// one client.
const (
	requestsPerSpan = 500
	limitSpan       = 10 * time.Second
	patience        = 100 // requests beyond the limit until the ban
	ban             = 5 * time.Minute
)

// limit counts requests of each endpoint.
type limit struct {
	now func() time.Time

	mu    sync.Mutex
	from  map[string]time.Time // when the running span of a path began
	count map[string]int
	until time.Time // banned
}

func newLimit(now func() time.Time) *limit {
	return &limit{now: now, from: make(map[string]time.Time), count: make(map[string]int)}
}

// take counts a request, writes the headers that tell of the limit, and returns
// the status it is answered with.
func (l *limit) take(w http.ResponseWriter, path string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Before(l.until) {
		return http.StatusTeapot
	}
	if now.Sub(l.from[path]) >= limitSpan {
		l.from[path], l.count[path] = now, 0
	}
	l.count[path]++
	w.Header().Set("X-Ratelimit-Requests-Remain", strconv.Itoa(max(requestsPerSpan-l.count[path], 0)))
	w.Header().Set("X-Ratelimit-Requests-Expire", strconv.FormatInt(l.from[path].Add(limitSpan).UnixMilli(), 10))
	switch {
	case l.count[path] > requestsPerSpan+patience:
		l.until = now.Add(ban)
		return http.StatusTeapot
	case l.count[path] > requestsPerSpan:
		return http.StatusTooManyRequests
	default:
		return http.StatusOK
	}
}
