package rest

import (
	"context"
	"sync"
	"time"

	"eddy/feeds/backoff"
)

// Cool-downs where a venue says "too many" and not for how long. WEEX bans for
// 10 s (venues/weex §5), BingX for about 5 minutes (venues/bingx §6), Binance
// for 2 minutes at least once it answers 418 (venues/binance §6).
const (
	firstCooldown   = 10 * time.Second
	longestCooldown = 5 * time.Minute
	teapotCooldown  = 2 * time.Minute
)

// cooldown holds every request of a client back until a moment.
type cooldown struct {
	mu    sync.Mutex
	until time.Time
	inRow int // refusals for asking too much since the last success
}

// hold extends the cool-down to at least d from now.
func (c *cooldown) hold(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until := time.Now().Add(d); until.After(c.until) {
		c.until = until
	}
}

// left returns how long the cool-down still lasts.
func (c *cooldown) left() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(time.Until(c.until), 0)
}

// ends returns the end of the cool-down, the zero time when there is none.
func (c *cooldown) ends() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Until(c.until) <= 0 {
		return time.Time{}
	}
	return c.until
}

// guess returns the cool-down after a refusal that names none: longer each
// time in a row.
func (c *cooldown) guess(teapot bool) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inRow++
	d := firstCooldown
	for i := 1; i < c.inRow && d < longestCooldown; i++ {
		d *= 2
	}
	d = min(d, longestCooldown)
	if teapot {
		return max(d, teapotCooldown)
	}
	return d
}

// succeeded ends the row of refusals.
func (c *cooldown) succeeded() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inRow = 0
}

// wait sleeps until the cool-down is over, also when it grows meanwhile. It
// gives up at once, returning what is left, where that is longer than most.
func (c *cooldown) wait(ctx context.Context, most time.Duration) (left time.Duration, err error) {
	for {
		left := c.left()
		if left == 0 || left > most {
			return left, ctx.Err()
		}
		if err := backoff.Sleep(ctx, left); err != nil {
			return left, err
		}
	}
}
