package stream

import (
	"fmt"
	"math"
)

// Volatility is realised volatility: the standard deviation of the last n log
// returns times the square root of the bars in a year, an annual fraction
// (analytics §3.6). It takes prices: a value that is not above zero is a
// missing bar. Defined from index n.
type Volatility struct {
	returns Variance
	scale   float64 // root of the bars per year
	last    float64
	started bool
	missed  bool
}

// NewVolatility returns the volatility over n returns with the given ddof
// (1 for realised volatility, 0 where the phase score asks for it) and bars per
// year (365 for daily bars: crypto trades every day). It returns an error for
// parameters NewVariance refuses or a year without bars.
func NewVolatility(n, ddof int, barsPerYear float64) (*Volatility, error) {
	r, err := makeVariance(n, ddof)
	if err != nil {
		return nil, err
	}
	if !(barsPerYear > 0) || !finite(barsPerYear) {
		return nil, fmt.Errorf("stream: volatility: %v bars per year", barsPerYear)
	}
	return &Volatility{returns: r, scale: math.Sqrt(barsPerYear)}, nil
}

// Push commits a closed bar.
func (v *Volatility) Push(price float64) {
	price = positive(price)
	v.missed = !finite(price)
	if v.missed {
		return
	}
	if v.started {
		v.returns.Push(math.Log(price / v.last))
	}
	v.last, v.started = price, true
}

// Peek previews the open bar.
func (v *Volatility) Peek(price float64) (float64, bool) {
	price = positive(price)
	if !v.started || !finite(price) {
		return 0, false
	}
	s, ok := v.returns.Peek(math.Log(price / v.last))
	return defined(math.Sqrt(s)*v.scale, ok)
}

// Value returns the volatility at the last pushed bar.
func (v *Volatility) Value() (float64, bool) {
	s, ok := v.returns.Value()
	return defined(math.Sqrt(s)*v.scale, ok && !v.missed)
}
