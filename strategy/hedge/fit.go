package hedge

import (
	"fmt"
	"math"

	"eddy/strategy/stream"
)

// MinRows is the fewest joint returns a ratio is read from (margin §7).
const MinRows = 30

// Fit is the regression of what is covered on what covers it, both as returns
// over the same bars.
type Fit struct {
	Ratio         float64 // h* = cov/var: value to sell per value held
	Effectiveness float64 // R², the share of variance the hedge takes out, 0..1
	StdErr        float64 // of Ratio, by ordinary least squares
	Residual      float64 // standard deviation left per bar, σ·sqrt(1-R²)
	Rows          int
}

// FitOf reads a fit off joint moments whose first series is what is covered. ok
// is false with fewer than MinRows rows, or where the hedge did not move.
func FitOf(c stream.Comoments) (f Fit, ok bool) {
	ratio, moved := c.Beta()
	r2, defined := c.R2()
	if c.N < MinRows || !moved {
		return Fit{}, false
	}
	f = Fit{Ratio: ratio, Rows: int(c.N)}
	if !defined {
		return f, true // what is covered did not move: nothing to take out
	}
	sigma := math.Sqrt(c.SXX / (c.N - 1))
	f.Effectiveness, f.Residual = r2, sigma*math.Sqrt(1-r2)
	f.StdErr, _ = c.BetaError()
	return f, true
}

// Batch fits two aligned series of returns; rows where either is missing (NaN)
// are left out (margin §7).
func Batch(covered, cover []float64) (Fit, bool) {
	var c stream.Comoments
	for i := range min(len(covered), len(cover)) {
		x, y := covered[i], cover[i]
		if math.IsNaN(x) || math.IsNaN(y) {
			continue
		}
		c = add(c, x, y)
	}
	return FitOf(c)
}

// add is the update of joint moments by one row (analytics §3.12.7).
func add(c stream.Comoments, x, y float64) stream.Comoments {
	c.N++
	dx, dy := x-c.MeanX, y-c.MeanY
	c.MeanX += dx / c.N
	c.MeanY += dy / c.N
	c.SXX += dx * (x - c.MeanX)
	c.SYY += dy * (y - c.MeanY)
	c.SXY += dx * (y - c.MeanY)
	return c
}

// Lambda is RiskMetrics' daily decay: a half-life of 11.2 days.
const Lambda = 0.94

// EWMA is the hedge ratio with exponentially fading memory, about a mean of
// zero: c' = λc + (1-λ)·rS·rF, v' = λv + (1-λ)·rF², h = c'/v' (margin §7). It is
// seeded with the sample covariance of its first MinRows rows, not with zero.
type EWMA struct {
	lambda float64
	seed   stream.Comoments
	c, v   float64
	rows   int
}

// NewEWMA returns a ratio with decay lambda per bar; it returns an error unless
// 0 < lambda < 1.
func NewEWMA(lambda float64) (*EWMA, error) {
	if !(lambda > 0 && lambda < 1) {
		return nil, fmt.Errorf("hedge: decay %v is outside (0, 1)", lambda)
	}
	return &EWMA{lambda: lambda}, nil
}

// SeededEWMA returns a ratio that begins at a covariance and a variance.
func SeededEWMA(lambda, covariance, variance float64) (*EWMA, error) {
	e, err := NewEWMA(lambda)
	if err != nil {
		return nil, err
	}
	e.c, e.v, e.rows = covariance, variance, MinRows
	return e, nil
}

// Push adds the returns of a closed bar; a bar in which either is missing says
// nothing.
func (e *EWMA) Push(covered, cover float64) {
	if math.IsNaN(covered+cover) || math.IsInf(covered+cover, 0) {
		return
	}
	if e.rows < MinRows {
		e.rows++
		e.seed = add(e.seed, covered, cover)
		if e.rows == MinRows {
			e.c, _ = e.seed.Covariance(1)
			e.v = e.seed.SYY / (e.seed.N - 1)
		}
		return
	}
	e.c = e.lambda*e.c + (1-e.lambda)*covered*cover
	e.v = e.lambda*e.v + (1-e.lambda)*cover*cover
}

// Ratio returns h; ok is false before MinRows rows and where the hedge does not
// move.
func (e *EWMA) Ratio() (h float64, ok bool) {
	if e.rows < MinRows || !(e.v > tiny) {
		return 0, false
	}
	return e.c / e.v, true
}

// tiny is a variance no price has: a hedge that does not move hedges nothing.
const tiny = 1e-18
