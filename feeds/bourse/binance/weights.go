package binance

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Request limits (venue page, §6). Everyone on loopback is one client.
const (
	weightPerMinute  = 2400
	fundingPer5Min   = 500
	statisticPer5Min = 1000
)

// pool is which limit a request counts against besides its weight.
type pool uint8

const (
	noPool pool = iota
	fundingPool
	statisticPool
	pools // how many there are
)

// weights counts requests in running windows.
type weights struct {
	now func() time.Time

	mu     sync.Mutex
	minute window
	pool   [pools]window
}

// window counts within a span of wall time that begins at a round moment.
type window struct {
	from  time.Time
	count int
}

// add counts n and returns the sum and when the window ends.
func (w *window) add(now time.Time, span time.Duration, n int) (sum int, end time.Time) {
	if from := now.Truncate(span); !from.Equal(w.from) {
		w.from, w.count = from, 0
	}
	w.count += n
	return w.count, w.from.Add(span)
}

func newWeights(now func() time.Time) *weights { return &weights{now: now} }

// take counts a request, writes the header that tells of it, and returns
// whether the request is within the limits; if not it has been answered.
func (w *weights) take(rw http.ResponseWriter, weight int, p pool) bool {
	w.mu.Lock()
	now := w.now()
	used, end := w.minute.add(now, time.Minute, weight)
	over := used > weightPerMinute
	if limit := [pools]int{fundingPool: fundingPer5Min, statisticPool: statisticPer5Min}[p]; limit > 0 {
		n, poolEnd := w.pool[p].add(now, 5*time.Minute, 1)
		if n > limit {
			over, end = true, poolEnd
		}
	}
	w.mu.Unlock()
	rw.Header().Set("X-MBX-USED-WEIGHT-1M", strconv.Itoa(used))
	if over {
		tooMany(rw, end.Sub(now))
	}
	return !over
}

// refuse answers with 429 whatever has been counted.
func (w *weights) refuse(rw http.ResponseWriter) {
	rw.Header().Set("X-MBX-USED-WEIGHT-1M", strconv.Itoa(weightPerMinute+1))
	tooMany(rw, 5*time.Second)
}

func tooMany(rw http.ResponseWriter, wait time.Duration) {
	seconds := int(wait/time.Second) + 1
	rw.Header().Set("Retry-After", strconv.Itoa(seconds))
	writeError(rw, http.StatusTooManyRequests, apiError{-1003,
		"Too many requests; current limit of IP is 2400 requests per minute."})
}
