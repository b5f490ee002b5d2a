package stream

import "fmt"

// FirstRange says what the true range of the first bar is, which has no close
// before it (analytics §3.5).
type FirstRange uint8

// The conventions for the first bar.
const (
	SkipFirst    FirstRange = iota // none: the first ATR stands at index n
	HighLowFirst                   // high minus low: the first ATR stands at index n-1
)

// TrueRange returns the largest of high-low and the distances of high and low
// from the close before, in price units.
func TrueRange(high, low, closeBefore float64) float64 {
	return max(high-low, abs(high-closeBefore), abs(low-closeBefore))
}

// ATR is the average true range: Wilder's average of TrueRange, in price units
// (analytics §3.5). A bar with a missing or crossed price is a missing bar; the
// next one is measured from the last good close.
type ATR struct {
	average RMA
	first   FirstRange
	last    float64 // close of the last good bar
	started bool
	missed  bool
}

// NewATR returns the range over n bars; it returns an error when n is below one
// or the convention is not known.
func NewATR(n int, first FirstRange) (*ATR, error) {
	if err := checkPeriod("ATR", n, 1); err != nil {
		return nil, err
	}
	if first > HighLowFirst {
		return nil, fmt.Errorf("stream: ATR: unknown convention %d for the first bar", first)
	}
	return &ATR{average: makeRMA(n), first: first}, nil
}

// Push commits a closed bar.
func (a *ATR) Push(high, low, last float64) {
	r, ok := a.rangeOf(high, low, last)
	a.missed = !goodBar(high, low, last)
	if ok {
		a.average.Push(r)
	}
	if !a.missed {
		a.last, a.started = last, true
	}
}

// Peek previews the open bar.
func (a *ATR) Peek(high, low, last float64) (float64, bool) {
	r, ok := a.rangeOf(high, low, last)
	if !ok {
		return 0, false
	}
	return a.average.Peek(r)
}

// Value returns the range at the last pushed bar.
func (a *ATR) Value() (float64, bool) {
	if a.missed {
		return 0, false
	}
	return a.average.Value()
}

func (a *ATR) rangeOf(high, low, last float64) (float64, bool) {
	switch {
	case !goodBar(high, low, last):
		return 0, false
	case a.started:
		return defined(TrueRange(high, low, a.last), true)
	default:
		return defined(high-low, a.first == HighLowFirst)
	}
}

func goodBar(high, low, last float64) bool {
	return finite(high) && finite(low) && finite(last) && high >= low
}
