package stream

import "math"

// Comoments are the joint sums of two series over a window: what covariance,
// correlation and beta are made of. X is the first series, Y the second.
type Comoments struct {
	N            float64
	MeanX, MeanY float64
	SXX, SYY     float64 // sums of squared deviations
	SXY          float64 // sum of the products of deviations
}

func (c Comoments) add(x, y float64) Comoments {
	c.N++
	dx, dy := x-c.MeanX, y-c.MeanY
	c.MeanX += dx / c.N
	c.MeanY += dy / c.N
	c.SXX += dx * (x - c.MeanX)
	c.SYY += dy * (y - c.MeanY)
	c.SXY += dx * (y - c.MeanY)
	return c
}

func (c Comoments) remove(x, y float64) Comoments {
	if c.N <= 1 {
		return Comoments{}
	}
	k := c.N - 1
	mx := c.MeanX + (c.MeanX-x)/k
	my := c.MeanY + (c.MeanY-y)/k
	return Comoments{
		N: k, MeanX: mx, MeanY: my,
		SXX: c.SXX - (x-c.MeanX)*(x-mx),
		SYY: c.SYY - (y-c.MeanY)*(y-my),
		SXY: c.SXY - (x-c.MeanX)*(y-my),
	}
}

// Covariance returns the covariance with n-ddof in the divisor, in the product
// of the two units. The second result is false when no degree of freedom is
// left.
func (c Comoments) Covariance(ddof int) (float64, bool) {
	return defined(c.SXY/(c.N-float64(ddof)), c.N > float64(ddof))
}

// Correlation returns Pearson's correlation, within [-1, 1]. It is not defined
// when either series did not move.
func (c Comoments) Correlation() (float64, bool) {
	if !(c.SXX > 0 && c.SYY > 0) {
		return 0, false
	}
	r := c.SXY / math.Sqrt(c.SXX) / math.Sqrt(c.SYY)
	return defined(max(-1, min(1, r)), true)
}

// Beta returns the slope of X on Y, cov(X, Y)/var(Y): X is the asset, Y the
// benchmark (analytics §3.10). It is not defined when Y did not move.
func (c Comoments) Beta() (float64, bool) {
	return defined(c.SXY/c.SYY, c.SYY > 0)
}

// R2 returns the share of X's variance that Beta times Y explains, 0..1.
func (c Comoments) R2() (float64, bool) {
	r, ok := c.Correlation()
	return r * r, ok
}

// BetaError returns the standard error of Beta by ordinary least squares,
// sqrt((1-R²)*SXX/SYY/(n-2)). It needs three points.
func (c Comoments) BetaError() (float64, bool) {
	r2, ok := c.R2()
	return defined(math.Sqrt((1-r2)*c.SXX/c.SYY/(c.N-2)), ok && c.N > 2)
}
