package mexc

import (
	"sync"
	"time"
)

// limitSpan is the time in which the venue counts requests (venue page, §6).
const limitSpan = 2 * time.Second

// limits counts the requests of each path. Everyone on loopback is one client.
type limits struct {
	now func() time.Time

	mu    sync.Mutex
	from  time.Time
	count map[string]int
}

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, count: make(map[string]int)}
}

// take counts a request and tells whether it is within the limit.
func (l *limits) take(path string, limit int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if from := l.now().Truncate(limitSpan); !from.Equal(l.from) {
		l.from = from
		clear(l.count)
	}
	l.count[path]++
	return l.count[path] <= limit
}
