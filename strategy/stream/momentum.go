package stream

import (
	"fmt"
	"math"
)

// MomentumParams shape a Momentum. Windows are in bars.
type MomentumParams struct {
	Lags        []int   // the horizons that are averaged
	Volatility  int     // log returns in the volatility that divides, ddof 1
	BarsPerYear float64 // 365 for daily bars
	Floor       float64 // least annual volatility, so that a calm coin does not shoot up
	Clip        float64 // each horizon is held within ± this
}

// DefaultMomentum returns analytics §3.6 for daily bars: 7, 28 and 90 days over
// 30-day volatility, floor 10 % a year, clip 3.
func DefaultMomentum() MomentumParams {
	return MomentumParams{Lags: []int{7, 28, 90}, Volatility: 30, BarsPerYear: 365, Floor: 0.10, Clip: 3}
}

// Scaled returns the same horizons in time for bars of which there are k in each
// of the present ones: 6 turns days into bars of four hours.
func (p MomentumParams) Scaled(k int) MomentumParams {
	lags := make([]int, len(p.Lags))
	for i, n := range p.Lags {
		lags[i] = n * k
	}
	p.Lags, p.Volatility, p.BarsPerYear = lags, p.Volatility*k, p.BarsPerYear*float64(k)
	return p
}

// Momentum is volatility-adjusted momentum (analytics §3.6): the mean over the
// horizons n of z_n = ln(P_t/P_{t-n}) / (sigma*sqrt(n/bars per year)), in
// standard deviations. It takes prices; a value that is not above zero is a
// missing bar. Defined once the longest horizon is.
type Momentum struct {
	p      MomentumParams
	prices Ring // as far back as the longest lag
	sigma  Volatility
	missed bool
}

// NewMomentum returns a momentum; it returns an error for empty or
// non-positive lags, a volatility window below two, or figures that are not
// above zero.
func NewMomentum(p MomentumParams) (*Momentum, error) {
	if len(p.Lags) == 0 {
		return nil, fmt.Errorf("stream: momentum: no lags")
	}
	if !(p.Floor > 0 && p.Clip > 0) {
		return nil, fmt.Errorf("stream: momentum: floor %v and clip %v must be above zero", p.Floor, p.Clip)
	}
	longest := 0
	for _, n := range p.Lags {
		if err := checkPeriod("momentum", n, 1); err != nil {
			return nil, err
		}
		longest = max(longest, n)
	}
	sigma, err := NewVolatility(p.Volatility, 1, p.BarsPerYear)
	if err != nil {
		return nil, fmt.Errorf("stream: momentum: %w", err)
	}
	p.Lags = append([]int(nil), p.Lags...)
	return &Momentum{p: p, prices: makeRing(longest + 1), sigma: *sigma}, nil
}

// Push commits a closed bar.
func (m *Momentum) Push(price float64) {
	price = positive(price)
	m.missed = !finite(price)
	if m.missed {
		return
	}
	m.sigma.Push(price)
	m.prices.Push(price)
}

// Peek previews the open bar.
func (m *Momentum) Peek(price float64) (float64, bool) {
	sigma, ok := m.sigma.Peek(price)
	if !ok || m.prices.Len() < m.prices.Cap()-1 {
		return 0, false
	}
	sum := 0.0
	for _, n := range m.p.Lags {
		sum += m.z(price, m.prices.at(n-1), sigma, n)
	}
	return defined(sum/float64(len(m.p.Lags)), true)
}

// Value returns the momentum at the last pushed bar.
func (m *Momentum) Value() (float64, bool) {
	sigma, ok := m.sigma.Value()
	if !ok || m.missed || !m.prices.full() {
		return 0, false
	}
	sum := 0.0
	for _, n := range m.p.Lags {
		sum += m.z(m.prices.at(0), m.prices.at(n), sigma, n)
	}
	return defined(sum/float64(len(m.p.Lags)), true)
}

// Z returns one horizon by its place in the lags, clipped like the mean's terms.
// It is defined as soon as its own horizon is.
func (m *Momentum) Z(i int) (float64, bool) {
	sigma, ok := m.sigma.Value()
	if !ok || m.missed || i < 0 || i >= len(m.p.Lags) || m.prices.Len() <= m.p.Lags[i] {
		return 0, false
	}
	n := m.p.Lags[i]
	return defined(m.z(m.prices.at(0), m.prices.at(n), sigma, n), true)
}

func (m *Momentum) z(price, before, sigma float64, n int) float64 {
	z := math.Log(price/before) / (max(sigma, m.p.Floor) * math.Sqrt(float64(n)/m.p.BarsPerYear))
	return max(-m.p.Clip, min(m.p.Clip, z))
}
