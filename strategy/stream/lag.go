package stream

// Lag is the value n bars ago, in the units of the input. Defined from index n.
type Lag struct {
	ring   Ring // the newest n+1 values
	missed bool
}

// NewLag returns a lag of n bars; it returns an error when n is below one.
func NewLag(n int) (*Lag, error) {
	if err := checkPeriod("lag", n, 1); err != nil {
		return nil, err
	}
	l := makeLag(n)
	return &l, nil
}

func makeLag(n int) Lag { return Lag{ring: makeRing(n + 1)} }

// Push commits a closed bar.
func (l *Lag) Push(x float64) {
	l.missed = !finite(x)
	if !l.missed {
		l.ring.Push(x)
	}
}

// Peek returns the value n bars before the open bar, whose own value x decides
// nothing but whether the bar is there.
func (l *Lag) Peek(x float64) (float64, bool) {
	if !finite(x) {
		return 0, false
	}
	return l.ring.At(l.ring.Cap() - 2)
}

// Value returns the value n bars before the last pushed bar.
func (l *Lag) Value() (float64, bool) {
	if l.missed {
		return 0, false
	}
	return l.ring.At(l.ring.Cap() - 1)
}
