package vitals

import (
	"sync/atomic"
	"time"

	"eddy/model"
)

// Clock follows a venue's clock by the stamps on what it sends. It is safe for
// use by several goroutines; each observation is a few atomic operations.
type Clock struct {
	latest atomic.Int64 // newest stamp, Unix milliseconds
	skew   atomic.Int64 // stamp minus local clock of the swiftest frames, in units of 1/skewUnit ms
	seen   atomic.Bool
	astray atomic.Int32 // stamps in a row that the skew does not explain
}

const (
	// longestLeap is how far one stamp may be ahead of all before it. A market
	// run at 20,000 times the speed leaps by hours; a broken stamp by years.
	longestLeap = 30 * 24 * time.Hour

	// believableSkew is where a skew stops being a clock that is off: a venue
	// that replays another time has no skew.
	believableSkew = time.Hour

	// skewUnit keeps parts of a millisecond while the skew is smoothed. A frame
	// that was on its way for less time than is thought tells more of a clock
	// than one that waited, for the network or to be read: it moves the skew by
	// 1/swiftWeight of the difference, the other by 1/lateWeight.
	skewUnit                = 1024
	swiftWeight, lateWeight = 8, 1024

	// convincing is how many stamps in a row have to contradict the skew before
	// they are believed: a broken stamp stands alone among good ones, while a
	// venue whose clock was set, or whose first stamp was broken, says so with
	// every frame.
	convincing = 16
)

// Observe notes a stamp of the venue and when it arrived here.
func (c *Clock) Observe(stamp, received model.Millis) {
	if !stamp.Known() {
		return
	}
	c.advance(stamp)
	diff := int64(stamp-received) * skewUnit
	if c.seen.CompareAndSwap(false, true) {
		c.skew.Store(diff)
		return
	}
	if off := diff - c.skew.Load(); !c.strays(off) {
		c.skew.Add(off / weight(off))
		return
	}
	if c.astray.Add(1) >= convincing {
		c.settle(stamp, diff)
	}
}

// weight returns of how many a difference from the skew is one.
func weight(off int64) int64 {
	if off > 0 {
		return swiftWeight
	}
	return lateWeight
}

// advance moves the newest moment on. Two sockets may overtake each other here
// by a frame, which is harmless.
func (c *Clock) advance(stamp model.Millis) {
	latest := model.Millis(c.latest.Load())
	if stamp > latest && (latest == 0 || stamp.Sub(latest) < longestLeap) {
		c.latest.Store(int64(stamp))
	}
}

// strays tells whether a stamp lies further from the skew than clocks drift.
// One that does not ends a row of those that do.
func (c *Clock) strays(off int64) bool {
	if max(off, -off) > believableSkew.Milliseconds()*skewUnit {
		return true
	}
	if c.astray.Load() != 0 {
		c.astray.Store(0)
	}
	return false
}

// settle begins anew with a stamp that many before it bore out.
func (c *Clock) settle(stamp model.Millis, diff int64) {
	c.astray.Store(0)
	c.skew.Store(diff)
	if model.Millis(c.latest.Load()).Sub(stamp) >= longestLeap {
		c.latest.Store(int64(stamp))
	}
}

// Now returns the newest moment the venue was heard to be at, 0 before any.
func (c *Clock) Now() model.Millis { return model.Millis(c.latest.Load()) }

// Skew returns the venue's clock minus the local one in milliseconds, the way
// of the swiftest frames from there to here included.
func (c *Clock) Skew() model.Num {
	if !c.seen.Load() {
		return model.Unknown("nothing heard yet")
	}
	ms := c.skew.Load() / skewUnit
	if time.Duration(ms).Abs()*time.Millisecond > believableSkew {
		return model.NotApplicable("the venue lives in another time")
	}
	return model.Known(float64(ms))
}
