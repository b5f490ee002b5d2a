package stream

import "fmt"

// Seed says how a recursive average starts. The ways differ early and agree
// after about three periods (analytics §3.2).
type Seed uint8

// The seeds.
const (
	SeedSMA   Seed = iota // the mean of the first n values, defined from index n-1
	SeedFirst             // the first value, defined from index 0
)

// EMA is the exponential moving average with alpha = 2/(n+1), in the units of
// the input (analytics §3.2). The update is e += alpha*(x-e), which loses less
// than alpha*x + (1-alpha)*e. Equal values give exactly that value.
type EMA struct {
	alpha  float64
	warmup int // values averaged plainly at the start
	count  int // values taken, up to warmup
	value  float64
	missed bool
}

// NewEMA returns the average of n bars with the given seed; it returns an error
// when n is below one or the seed is not known.
func NewEMA(n int, seed Seed) (*EMA, error) {
	e, err := makeEMA(n, seed)
	if err != nil {
		return nil, err
	}
	return &e, nil
}

// makeEMA serves estimators that hold one by value.
func makeEMA(n int, seed Seed) (EMA, error) {
	if err := checkPeriod("EMA", n, 1); err != nil {
		return EMA{}, err
	}
	e := EMA{alpha: 2 / float64(n+1), warmup: n}
	switch seed {
	case SeedSMA:
	case SeedFirst:
		e.warmup = 1
	default:
		return EMA{}, fmt.Errorf("stream: EMA: unknown seed %d", seed)
	}
	return e, nil
}

// Push commits a closed bar.
func (e *EMA) Push(x float64) {
	v := e.with(x)
	e.missed = !finite(v)
	if e.missed {
		return
	}
	e.value = v
	if e.count < e.warmup {
		e.count++
	}
}

// Peek previews the open bar.
func (e *EMA) Peek(x float64) (float64, bool) {
	return defined(e.with(x), e.count >= e.warmup-1)
}

// Value returns the average at the last pushed bar.
func (e *EMA) Value() (float64, bool) {
	return defined(e.value, e.count == e.warmup && !e.missed)
}

// with is the recursion. During the warm-up the weight of a new value is one
// over the count, which makes the average a plain mean.
func (e *EMA) with(x float64) float64 {
	if e.count < e.warmup {
		return e.value + (x-e.value)/float64(e.count+1)
	}
	return e.value + e.alpha*(x-e.value)
}
