package stream

import "fmt"

// Side says which of two lines is above.
type Side int8

// The sides, and the direction of an event.
const (
	Below  Side = -1 // the fast line is below the slow one, or fell through it
	NoSide Side = 0  // not known yet, or nothing happened
	Above  Side = 1  // the fast line is above the slow one, or rose through it
)

// Crossing is one reading of a Cross.
type Crossing struct {
	Side    Side // the confirmed side
	Event   Side // the direction of a confirmed flip on this very bar
	Pending Side // a flip that waits for confirmation
	Held    int  // bars it has been held for
}

// Cross follows two lines and reports when the fast one has passed through the
// slow one (analytics §3.8). The side is the sign of the difference; a tie keeps
// the side of the bar before and never makes an event, and neither does the
// first bar with a side. A flip becomes an event once it was held for a number
// of closed bars, or at once when the lines are far enough apart.
type Cross struct {
	confirm int
	now     Crossing
	started bool
	missed  bool
}

// NewCross returns a cross whose flips need confirm closed bars, the flipping
// one included: 1 reports every flip on its bar. It returns an error when
// confirm is below one.
func NewCross(confirm int) (*Cross, error) {
	if confirm < 1 || confirm > maxPeriod {
		return nil, fmt.Errorf("stream: cross: confirmation by %d bars", confirm)
	}
	return &Cross{confirm: confirm}, nil
}

// Push commits a closed bar.
func (c *Cross) Push(fast, slow float64) { c.commit(c.step(fast, slow, 0)) }

// PushBand is Push with a second way to confirm: a difference of at least band,
// in the units of the lines (0.1 ATR, say). A band that is not above zero
// confirms nothing.
func (c *Cross) PushBand(fast, slow, band float64) { c.commit(c.step(fast, slow, band)) }

// Peek previews the open bar.
func (c *Cross) Peek(fast, slow float64) (Crossing, bool) { return c.step(fast, slow, 0) }

// PeekBand previews the open bar as PushBand would commit it.
func (c *Cross) PeekBand(fast, slow, band float64) (Crossing, bool) { return c.step(fast, slow, band) }

// Value returns the reading at the last pushed bar. It is defined from the first
// bar on; Side stays NoSide while the lines have always been tied.
func (c *Cross) Value() (Crossing, bool) {
	if c.missed || !c.started {
		return Crossing{}, false
	}
	return c.now, true
}

func (c *Cross) commit(next Crossing, ok bool) {
	if c.missed = !ok; ok {
		c.now, c.started = next, true
	}
}

func (c *Cross) step(fast, slow, band float64) (Crossing, bool) {
	if !finite(fast) || !finite(slow) {
		return Crossing{}, false
	}
	next := c.now
	next.Event = NoSide
	side := sideOf(fast, slow)
	switch {
	case side == NoSide && next.Pending != NoSide:
		side = next.Pending // a tie keeps the side of the bar before
	case side == NoSide:
		return next, true
	}
	return next.toward(side, c.confirm, band > 0 && abs(fast-slow) >= band), true
}

// toward moves the reading when the lines stand on side.
func (n Crossing) toward(side Side, confirm int, far bool) Crossing {
	switch {
	case n.Side == NoSide: // the first side is where we come in, no event
		n.Side = side
	case side == n.Side:
		n.Pending, n.Held = NoSide, 0
	default:
		n.Pending, n.Held = side, n.Held+1
		if n.Held >= confirm || far {
			n = Crossing{Side: side, Event: side}
		}
	}
	return n
}

func sideOf(fast, slow float64) Side {
	switch {
	case fast > slow:
		return Above
	case fast < slow:
		return Below
	default:
		return NoSide
	}
}
