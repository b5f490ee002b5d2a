package stream

import "math"

// ROC is the rate of change over n bars, P_t/P_{t-n} - 1, a fraction
// (analytics §3.6). Defined from index n; undefined where the older value is
// zero.
type ROC struct{ lag Lag }

// NewROC returns the rate of change over n bars; it returns an error when n is
// below one.
func NewROC(n int) (*ROC, error) {
	if err := checkPeriod("ROC", n, 1); err != nil {
		return nil, err
	}
	return &ROC{makeLag(n)}, nil
}

// Push commits a closed bar.
func (r *ROC) Push(x float64) { r.lag.Push(x) }

// Peek previews the open bar.
func (r *ROC) Peek(x float64) (float64, bool) {
	before, ok := r.lag.Peek(x)
	return defined(x/before-1, ok)
}

// Value returns the rate of change at the last pushed bar.
func (r *ROC) Value() (float64, bool) {
	x, before, ok := r.lag.ends()
	return defined(x/before-1, ok)
}

// LogReturn is ln(P_t/P_{t-n}) over n bars, a fraction. It takes prices: a
// value that is not above zero is a missing bar.
type LogReturn struct{ lag Lag }

// NewLogReturn returns the log return over n bars; it returns an error when n
// is below one.
func NewLogReturn(n int) (*LogReturn, error) {
	if err := checkPeriod("log return", n, 1); err != nil {
		return nil, err
	}
	return &LogReturn{makeLag(n)}, nil
}

// Push commits a closed bar.
func (r *LogReturn) Push(price float64) { r.lag.Push(positive(price)) }

// Peek previews the open bar.
func (r *LogReturn) Peek(price float64) (float64, bool) {
	before, ok := r.lag.Peek(positive(price))
	return defined(math.Log(price/before), ok)
}

// Value returns the log return at the last pushed bar.
func (r *LogReturn) Value() (float64, bool) {
	x, before, ok := r.lag.ends()
	return defined(math.Log(x/before), ok)
}

// ends returns the newest value and the one n bars before it.
func (l *Lag) ends() (newest, before float64, ok bool) {
	before, ok = l.Value()
	if !ok {
		return 0, 0, false
	}
	return l.ring.at(0), before, true
}

// positive makes a missing value of a price that cannot be one.
func positive(price float64) float64 {
	if price > 0 {
		return price
	}
	return math.NaN()
}
