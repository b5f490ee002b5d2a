package bybit

import (
	"sync"
	"time"
)

// Request limits (venue page, §5). Everyone on loopback is one client.
const (
	requestsPerSpan = 600
	limitSpan       = 5 * time.Second
	shutOut         = 10 * time.Minute
)

// limit counts requests and shuts out who asks too fast.
type limit struct {
	now func() time.Time

	mu    sync.Mutex
	from  time.Time
	count int
	until time.Time // shut out
}

// take counts a request and tells whether it may be answered.
func (l *limit) take() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Before(l.until) {
		return false
	}
	if now.Sub(l.from) >= limitSpan {
		l.from, l.count = now, 0
	}
	if l.count++; l.count > requestsPerSpan {
		l.until = now.Add(shutOut)
		return false
	}
	return true
}
