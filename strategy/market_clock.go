package strategy

import (
	"time"

	"eddy/model"
)

// marketClock is the newest event time, kept from running away on one wrong
// stamp: a leap is believed when a second symbol says it too, and a clock that
// stands far ahead of everything heard falls back.
type marketClock struct {
	now model.Millis

	leap     model.Millis
	leapFrom string
	behind   int // events in a row far before now

	stored bool // now is where the stored past ends; nothing was heard yet
}

// maxLeap is how far one event may move market time by itself. At the highest
// demo speed six hours pass in a second.
const maxLeap = 12 * time.Hour

// fallBackAfter is how many events in a row must lie more than maxLeap in the
// past before the clock is taken for wrong.
const fallBackAfter = 50

func (c *marketClock) hear(t model.Millis, symbol string) {
	switch ahead := t.Sub(c.now); {
	case c.stored:
		*c = marketClock{now: t}
	case c.now != 0 && ahead <= 0:
		c.fallBack(t, ahead)
	case c.now == 0 || ahead <= maxLeap:
		c.now, c.behind = t, 0
	case c.leap != 0 && symbol != c.leapFrom && t.Sub(c.leap).Abs() <= maxLeap:
		c.now, c.leap, c.behind = t, 0, 0
	default:
		c.leap, c.leapFrom = t, symbol
	}
}

func (c *marketClock) fallBack(t model.Millis, ahead time.Duration) {
	if ahead > -maxLeap {
		c.behind = 0
		return
	}
	if c.behind++; c.behind >= fallBackAfter {
		c.now, c.behind = t, 0
	}
}
