package backfill

import (
	"sync"

	"eddy/model"
)

// Continuity watches, symbol by symbol, whether the bars that a venue streamed
// and those that were loaded join without a hole, so that a close that fell
// into a lost connection is loaded afterwards. It is safe for use by several
// goroutines.
type Continuity struct {
	mu   sync.Mutex
	runs map[string]*run
}

// run is the latest stretch of closed bars without a hole between them, as far
// as stamps tell: [from, to).
type run struct {
	from, to model.Millis
	hole     model.Millis // where the bars before from that were missed begin; 0: none were
	asked    bool         // the hole was reported
}

// NewContinuity returns a Continuity that knows nothing.
func NewContinuity() *Continuity { return &Continuity{runs: make(map[string]*run)} }

// Streamed notes a bar that came by the stream, open or closed. It tells
// whether bars before it were missed, once until something is Loaded. Before
// the symbol's first closed bar nothing can be missed.
func (c *Continuity) Streamed(symbol string, bar model.Bar) (missed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.runs[symbol]
	if r == nil {
		if bar.Closed {
			c.runs[symbol] = &run{from: bar.OpenTime, to: bar.End()}
		}
		return false
	}
	r.take(bar)
	if r.hole == 0 || r.asked {
		return false
	}
	r.asked = true
	return true
}

// take adds a bar of the stream to the stretch, or begins a new one behind a
// hole.
func (r *run) take(bar model.Bar) {
	if bar.OpenTime > r.to && r.hole == 0 {
		r.hole = r.to
	}
	switch {
	case !bar.Closed:
	case bar.OpenTime > r.to:
		r.from, r.to = bar.OpenTime, bar.End()
	default:
		r.to = max(r.to, bar.End())
	}
}

// Loaded notes closed bars that were loaded, oldest first. Holes among them are
// the venue's: it has no such bars. Where they end before the latest stretch
// begins the hole stays and will be reported again.
func (c *Continuity) Loaded(symbol string, bars []model.Bar) {
	if len(bars) == 0 {
		return
	}
	c.Held(symbol, Stretch{bars[0].OpenTime, bars[len(bars)-1].End()})
}

// Held notes a stretch of which every closed bar there is is known, see Loaded.
func (c *Continuity) Held(symbol string, s Stretch) {
	from, to := s.From, s.To
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.runs[symbol]
	if r == nil {
		c.runs[symbol] = &run{from: from, to: to}
		return
	}
	r.asked = false
	if to < r.from {
		r.hole = max(r.hole, to)
		return
	}
	r.from, r.to, r.hole = min(r.from, from), max(r.to, to), 0
}

// MissingFrom returns where the symbol's hole begins, else where its latest
// stretch ends, 0 when nothing is known of it.
func (c *Continuity) MissingFrom(symbol string) model.Millis {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.runs[symbol]
	switch {
	case r == nil:
		return 0
	case r.hole != 0:
		return r.hole
	default:
		return r.to
	}
}

// Behind returns those of the symbols for which a bar of the given length must
// have closed since their latest stretch ended: after a lost connection a quiet
// coin may not say so for long.
func (c *Continuity) Behind(symbols []string, step model.Interval, now model.Millis) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var late []string
	for _, s := range symbols {
		if r := c.runs[s]; r != nil && !r.asked && r.to.Add(step.Duration()) <= now {
			r.asked = true
			late = append(late, s)
		}
	}
	return late
}
