package gate

import (
	"errors"
	"time"
)

var errFlood = errors.New("more messages a second than the venue takes")

// rate counts messages in the running second.
type rate struct {
	limit int // 0 for none
	from  time.Time
	count int
}

// allow counts one message and tells whether it is within the limit.
func (r *rate) allow(now time.Time) bool {
	if r.limit == 0 {
		return true
	}
	if now.Sub(r.from) >= time.Second {
		r.from, r.count = now, 0
	}
	r.count++
	return r.count <= r.limit
}
