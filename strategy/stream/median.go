package stream

import (
	"fmt"
	"slices"
)

// Median is the median of the last n bars, in the units of the input, from a
// window that is kept sorted: a bar moves at most n values in memory and
// compares log2(n), whatever the history. Defined once least values are there.
type Median struct {
	ring   Ring
	sorted []float64
	least  int
	missed bool
}

// NewMedian returns the median over n bars that is defined from least values
// on; it returns an error unless 1 <= least <= n.
func NewMedian(n, least int) (*Median, error) {
	if err := checkPeriod("median", n, 1); err != nil {
		return nil, err
	}
	if least < 1 || least > n {
		return nil, fmt.Errorf("stream: median: least %d is outside 1..%d", least, n)
	}
	return &Median{ring: makeRing(n), sorted: make([]float64, 0, n), least: least}, nil
}

// Push commits a closed bar.
func (m *Median) Push(x float64) {
	if m.missed = !finite(x); m.missed {
		return
	}
	at := place(m.sorted, x)
	if m.ring.full() {
		m.replace(place(m.sorted, m.ring.oldest()), at, x)
	} else {
		m.sorted = slices.Insert(m.sorted, at, x)
	}
	m.ring.Push(x)
}

// replace takes one value out and puts another in; what lies between their
// places moves by one.
func (m *Median) replace(gone, at int, x float64) {
	if at > gone {
		at--
		copy(m.sorted[gone:at], m.sorted[gone+1:at+1])
	} else {
		copy(m.sorted[at+1:gone+1], m.sorted[at:gone])
	}
	m.sorted[at] = x
}

// place is where a value stands among sorted ones, or would; all are finite.
func place(sorted []float64, x float64) int {
	low, high := 0, len(sorted)
	for low < high {
		if mid := int(uint(low+high) / 2); sorted[mid] < x {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// Value returns the median at the last pushed bar.
func (m *Median) Value() (float64, bool) {
	n := len(m.sorted)
	if m.missed || n < m.least {
		return 0, false
	}
	return middle(m.sorted[(n-1)/2], m.sorted[n/2]), true
}

// Peek previews the open bar.
func (m *Median) Peek(x float64) (float64, bool) {
	w := window{sorted: m.sorted, gone: len(m.sorted), x: x}
	if m.ring.full() {
		w.gone = place(m.sorted, m.ring.oldest())
	}
	n := min(len(m.sorted)+1, m.ring.Cap())
	if !finite(x) || n < m.least {
		return 0, false
	}
	w.at = place(m.sorted, x)
	if w.at > w.gone {
		w.at--
	}
	return middle(w.nth((n-1)/2), w.nth(n/2)), true
}

// window is a sorted slice seen with one value taken out and one put in.
type window struct {
	sorted []float64
	gone   int // place of the value taken out; beyond the end for none
	at     int // place of the value put in, among those that stay
	x      float64
}

func (w *window) nth(k int) float64 {
	switch {
	case k == w.at:
		return w.x
	case k > w.at:
		k--
	}
	if k >= w.gone {
		k++
	}
	return w.sorted[k]
}

// middle is the mean of two values without overflow.
func middle(a, b float64) float64 { return a + (b-a)/2 }
