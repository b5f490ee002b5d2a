package stream_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"eddy/strategy/stream"
)

func pairs(t *rapid.T) (xs, ys []float64) {
	n := rapid.IntRange(1, 120).Draw(t, "n")
	draw := rapid.Float64Range(-0.2, 0.2)
	for range n {
		y := draw.Draw(t, "y")
		xs = append(xs, 1.3*y+draw.Draw(t, "noise"))
		ys = append(ys, y)
	}
	if k := rapid.IntRange(0, 2*n).Draw(t, "spike"); k < n {
		xs[k], ys[k] = 1e5, -1e5
	}
	return xs, ys
}

// gonum is the independent reference.
func TestCovarianceAgainstGonum(t *testing.T) {
	const n = 10
	rapid.Check(t, func(t *rapid.T) {
		xs, ys := pairs(t)
		c := must(stream.NewCovariance(n))
		for i := range xs {
			peek, peeked := c.Peek(xs[i], ys[i])
			c.Push(xs[i], ys[i])
			m, ok := c.Value()
			if peek != m || peeked != ok || ok != (i >= n-1) {
				t.Fatalf("bar %d: peeked %v %v, pushed %v %v", i, peek, peeked, m, ok)
			}
			if !ok {
				continue
			}
			x, y := xs[i+1-n:i+1], ys[i+1-n:i+1]
			covariance, _ := m.Covariance(1)
			close64(t, "covariance", covariance, stat.Covariance(x, y, nil), math.Sqrt(stat.Variance(x, nil)*stat.Variance(y, nil)))
			if r, ok := c.Correlation(); ok {
				close64(t, "correlation", r, stat.Correlation(x, y, nil), 1)
			}
			if b, ok := c.Beta(); ok {
				_, want := stat.LinearRegression(y, x, nil, false)
				close64(t, "beta", b, want, math.Sqrt(m.SXX/m.SYY))
			}
		}
	})
}

func close64(t *rapid.T, what string, got, want, size float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-7*math.Max(size, math.Abs(want)) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

func TestComoments(t *testing.T) {
	c := must(stream.NewCovariance(4))
	// x = 2y + (1, -1, -1, 1): by hand, beta 2, residual sum of squares 4.
	for i, e := range []float64{1, -1, -1, 1} {
		y := float64(i)
		c.Push(2*y+e, y)
	}
	m, ok := c.Value()
	if !ok {
		t.Fatal("not defined")
	}
	beta, _ := m.Beta()
	r2, _ := m.R2()
	stderr, _ := m.BetaError()
	// SYY 5, SXX 24, so R² = 20/24 and the error is sqrt(4/5/2).
	for _, tc := range []struct {
		name      string
		got, want float64
	}{{"beta", beta, 2}, {"R²", r2, 20. / 24}, {"standard error", stderr, math.Sqrt(0.4)}} {
		if math.Abs(tc.got-tc.want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", tc.name, tc.got, tc.want)
		}
	}
}

func TestCovarianceUndefined(t *testing.T) {
	c := must(stream.NewCovariance(3))
	for i := range 3 {
		c.Push(float64(i), 7)
	}
	if _, ok := c.Beta(); ok {
		t.Error("beta on a benchmark that did not move")
	}
	if _, ok := c.Correlation(); ok {
		t.Error("correlation with a series that did not move")
	}
	if _, ok := (stream.Comoments{}).Covariance(1); ok {
		t.Error("covariance of nothing")
	}
	c.Push(math.NaN(), 1)
	if _, ok := c.Value(); ok {
		t.Error("a missing bar has a value")
	}
	if _, ok := c.Peek(1, math.Inf(1)); ok {
		t.Error("a missing bar has a preview")
	}
}
