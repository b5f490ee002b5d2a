package stream

// extreme is a rolling maximum over the last n bars by a monotonic queue: each
// value enters and leaves once, so a bar costs amortised O(1)
// (analytics §3.12.6). A missing bar holds nothing but takes its place in the
// window, so what it leaves over still expires.
type extreme struct {
	n      int
	bars   int64   // bars seen, missing ones included
	index  []int64 // queue of bar numbers, as a ring of n
	value  []float64
	head   int
	size   int
	missed bool
}

func makeExtreme(n int) extreme {
	return extreme{n: n, index: make([]int64, n), value: make([]float64, n)}
}

// slot is where the i-th entry of the queue stands.
func (e *extreme) slot(i int) int {
	k := e.head + i
	if k >= e.n {
		k -= e.n
	}
	return k
}

func (e *extreme) push(x float64) {
	if e.bars == 0 && !finite(x) {
		e.missed = true // the window begins with the first value there is
		return
	}
	e.expire()
	if e.missed = !finite(x); !e.missed {
		for e.size > 0 && e.value[e.slot(e.size-1)] <= x {
			e.size--
		}
		k := e.slot(e.size)
		e.index[k], e.value[k] = e.bars, x
		e.size++
	}
	e.bars++
}

// expire drops the front when it leaves the window of the bar about to enter.
// At most one entry does: the front was inside the window of the bar before.
func (e *extreme) expire() {
	if e.size > 0 && e.index[e.head] <= e.bars-int64(e.n) {
		e.head = e.slot(1)
		e.size--
	}
}

func (e *extreme) peek(x float64) (float64, bool) {
	if e.bars+1 < int64(e.n) || !finite(x) {
		return 0, false
	}
	front := 0
	if e.size > 0 && e.index[e.head] <= e.bars-int64(e.n) {
		front = 1
	}
	if front >= e.size {
		return x, true
	}
	return max(e.value[e.slot(front)], x), true
}

func (e *extreme) now() (float64, bool) {
	if e.bars < int64(e.n) || e.missed {
		return 0, false
	}
	return e.value[e.head], true
}

// Max is the highest of the last n bars, in the units of the input. Defined from
// index n-1. A missing bar counts as a bar of the window and is undefined
// itself.
type Max struct{ e extreme }

// NewMax returns the maximum over n bars; it returns an error when n is below
// one.
func NewMax(n int) (*Max, error) {
	if err := checkPeriod("max", n, 1); err != nil {
		return nil, err
	}
	return &Max{makeExtreme(n)}, nil
}

// Push commits a closed bar.
func (m *Max) Push(x float64) { m.e.push(x) }

// Peek previews the open bar.
func (m *Max) Peek(x float64) (float64, bool) { return m.e.peek(x) }

// Value returns the maximum at the last pushed bar.
func (m *Max) Value() (float64, bool) { return m.e.now() }

// Min is the lowest of the last n bars; otherwise as Max.
type Min struct{ e extreme } // of the negated values

// NewMin returns the minimum over n bars; it returns an error when n is below
// one.
func NewMin(n int) (*Min, error) {
	if err := checkPeriod("min", n, 1); err != nil {
		return nil, err
	}
	return &Min{makeExtreme(n)}, nil
}

// Push commits a closed bar.
func (m *Min) Push(x float64) { m.e.push(-x) }

// Peek previews the open bar.
func (m *Min) Peek(x float64) (float64, bool) { return negate(m.e.peek(-x)) }

// Value returns the minimum at the last pushed bar.
func (m *Min) Value() (float64, bool) { return negate(m.e.now()) }

func negate(v float64, ok bool) (float64, bool) {
	if !ok {
		return 0, false
	}
	return -v, true
}
