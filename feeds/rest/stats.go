package rest

import (
	"sync"
	"sync/atomic"

	"eddy/model"
)

// counters count over the whole life of a client.
type counters struct {
	requests, retries atomic.Uint64
	failures, limited atomic.Uint64
	bytes             atomic.Uint64

	mu        sync.Mutex
	lastError string
}

func (c *counters) fail(err error) {
	c.failures.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastError = shortText(err.Error())
}

func (c *counters) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lastError
}

// Stats is what a client can tell of itself.
type Stats struct {
	Requests  uint64 // sent, every try counted
	Retries   uint64
	Failures  uint64 // tries that came to nothing, a cancelled one excepted
	Limited   uint64 // answers that asked to be left alone
	Bytes     uint64 // read, unpacked
	LastError string
	HeldUntil model.Millis // the end of the cool-down under way; 0: none
}

// Stats returns the counters of the moment. It may be called at any time from
// any goroutine.
func (c *Client) Stats() Stats {
	return Stats{
		Requests:  c.count.requests.Load(),
		Retries:   c.count.retries.Load(),
		Failures:  c.count.failures.Load(),
		Limited:   c.count.limited.Load(),
		Bytes:     c.count.bytes.Load(),
		LastError: c.count.last(),
		HeldUntil: model.MillisOf(c.cool.ends()),
	}
}
