package stream

import (
	"fmt"
	"math"
)

// BreakoutState says how far a breakout has come.
type BreakoutState uint8

// The states of a breakout.
const (
	NoBreakout BreakoutState = iota
	BreakoutPending
	BreakoutHeld
)

// BreakoutValue is one reading of a Breakout.
type BreakoutValue struct {
	State BreakoutState
	Level float64 // the high that was or has to be closed above, in price units
	Held  int     // closes above Level, the breaking one included
	Event bool    // the breakout was confirmed on this very bar
}

// Breakout reports a close above the rolling high of the n bars before, held
// for a number of closes (ledger S0-STR1-3). The high that was broken is frozen
// as the level while the breakout lasts. It ends with the first close that is
// not above the level, or n bars after the break, when another one can begin.
type Breakout struct {
	highs  Max // of the n bars before the open one
	n      int
	hold   int
	now    BreakoutValue
	age    int // bars since the break, the breaking one included
	high   float64
	ready  bool // high is defined
	missed bool
}

// NewBreakout returns a breakout over the highs of n bars that must be held for
// hold closes, the breaking one included. It returns an error unless n >= 1 and
// 1 <= hold <= n.
func NewBreakout(n, hold int) (*Breakout, error) {
	if err := checkPeriod("breakout", n, 1); err != nil {
		return nil, err
	}
	if hold < 1 || hold > n {
		return nil, fmt.Errorf("stream: breakout: hold of %d closes is outside 1..%d", hold, n)
	}
	return &Breakout{highs: Max{makeExtreme(n)}, n: n, hold: hold, missed: true}, nil
}

// Push commits a closed bar. Where there are closes only, as for an index, high
// is the close as well.
func (b *Breakout) Push(high, last float64) {
	next, age, ok := b.step(high, last)
	b.missed = !ok
	if ok {
		b.now, b.age = next, age
	}
	if !goodBar(high, last, last) {
		high = math.NaN() // a bar with a missing close is missing whole
	}
	b.highs.Push(high)
	if h, defined := b.highs.Value(); defined {
		b.high, b.ready = h, true
	}
}

// Peek previews the open bar.
func (b *Breakout) Peek(high, last float64) (BreakoutValue, bool) {
	v, _, ok := b.step(high, last)
	return v, ok
}

// Value returns the reading at the last pushed bar. It is defined from index n.
func (b *Breakout) Value() (BreakoutValue, bool) {
	if b.missed {
		return BreakoutValue{}, false
	}
	return b.now, true
}

func (b *Breakout) step(high, last float64) (BreakoutValue, int, bool) {
	if !b.ready || !goodBar(high, last, last) {
		return BreakoutValue{}, 0, false
	}
	if lasts := b.now.State != NoBreakout && last > b.now.Level && b.age < b.n; lasts {
		return b.now.heldOn(b.hold), b.age + 1, true
	}
	if last > b.high {
		return BreakoutValue{Level: b.high}.heldOn(b.hold), 1, true
	}
	return BreakoutValue{Level: b.high}, 0, true
}

// heldOn counts one more close above the level.
func (v BreakoutValue) heldOn(hold int) BreakoutValue {
	v.Held++
	v.Event = v.Held == hold
	v.State = BreakoutPending
	if v.Held >= hold {
		v.State = BreakoutHeld
	}
	return v
}
