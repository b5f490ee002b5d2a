package gate

import (
	"sync"
	"time"
)

// Quota counts requests under a key each, in spans of time that begin for all
// at once. Everyone on loopback is one client.
type Quota struct {
	span time.Duration
	now  func() time.Time

	mu    sync.Mutex
	from  time.Time
	count map[string]int
}

// NewQuota returns a quota that counts in spans of the given length.
func NewQuota(span time.Duration, now func() time.Time) *Quota {
	return &Quota{span: span, now: now, count: make(map[string]int)}
}

// Take counts a request and tells whether it is within the limit.
func (q *Quota) Take(key string, limit int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if from := q.now().Truncate(q.span); !from.Equal(q.from) {
		q.from = from
		clear(q.count)
	}
	q.count[key]++
	return q.count[key] <= limit
}
