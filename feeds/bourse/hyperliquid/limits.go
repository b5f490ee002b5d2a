package hyperliquid

import (
	"net/http"
	"sync"
	"time"
)

// weightPerMinute is what requests by REST may weigh (venue page, §5).
const weightPerMinute = 1200

// limits counts what the venue grants by the minute.
type limits struct {
	now func() time.Time

	mu          sync.Mutex
	weight      window
	messages    window
	connections window
}

// window counts within a minute that begins at a round moment.
type window struct {
	from  time.Time
	count int
}

func newLimits(now func() time.Time) *limits { return &limits{now: now} }

// take counts n in a window and tells whether that is within the limit.
func (l *limits) take(w *window, n, limit int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if from := l.now().Truncate(time.Minute); !from.Equal(w.from) {
		w.from, w.count = from, 0
	}
	w.count += n
	return w.count <= limit
}

// tooMany answers a request beyond the limit, with no word on how long to wait.
func tooMany(w http.ResponseWriter) { writeBody(w, http.StatusTooManyRequests, []byte("null")) }
