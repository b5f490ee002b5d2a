package stream_test

import (
	"math"
	"slices"

	"eddy/strategy/stream"
)

// The definitions, computed from the whole history. Each returns the figure of
// the last bar and whether it is defined.

func batchSMA(n int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) < n {
			return 0, false
		}
		return mean(xs[len(xs)-n:]), true
	}
}

func batchEMA(n int, alpha float64) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) < n {
			return 0, false
		}
		e := mean(xs[:n])
		for _, x := range xs[n:] {
			e = alpha*x + (1-alpha)*e
		}
		return e, true
	}
}

func batchEMAFirst(alpha float64) func([]float64) (float64, bool) {
	return batchEMA(1, alpha)
}

func batchRSI(n int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		var up, down []float64
		for i := 1; i < len(xs); i++ {
			up = append(up, math.Max(xs[i]-xs[i-1], 0))
			down = append(down, math.Max(xs[i-1]-xs[i], 0))
		}
		g, ok := batchEMA(n, 1/float64(n))(up)
		l, _ := batchEMA(n, 1/float64(n))(down)
		if ok && g+l == 0 {
			return 50, true
		}
		return 100 * g / (g + l), ok
	}
}

func batchVariance(n, ddof int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) < n {
			return 0, false
		}
		w := xs[len(xs)-n:]
		m, sum := mean(w), 0.0
		for _, x := range w {
			sum += (x - m) * (x - m)
		}
		return sum / float64(n-ddof), true
	}
}

func batchRMS(n, least int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) < least {
			return 0, false
		}
		w := xs[max(0, len(xs)-n):]
		sum := 0.0
		for _, x := range w {
			sum += x * x
		}
		return math.Sqrt(sum / float64(len(w))), true
	}
}

func batchROC(n int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) <= n {
			return 0, false
		}
		return xs[len(xs)-1]/xs[len(xs)-1-n] - 1, true
	}
}

func batchLogReturn(n int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) <= n {
			return 0, false
		}
		return math.Log(xs[len(xs)-1]) - math.Log(xs[len(xs)-1-n]), true
	}
}

func batchVolatility(n, ddof int, perYear float64) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		v, ok := batchVariance(n, ddof)(logReturns(xs))
		return math.Sqrt(v * perYear), ok
	}
}

func batchMomentum(p stream.MomentumParams) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		sigma, ok := batchVolatility(p.Volatility, 1, p.BarsPerYear)(xs)
		sum := 0.0
		for _, n := range p.Lags {
			r, there := batchLogReturn(n)(xs)
			z := r / (math.Max(sigma, p.Floor) * math.Sqrt(float64(n)/p.BarsPerYear))
			sum += math.Max(-p.Clip, math.Min(p.Clip, z))
			ok = ok && there
		}
		return sum / float64(len(p.Lags)), ok
	}
}

func batchEWMAVariance(lambda float64, warmup int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		// The weighted variance about the weighted mean, with the weights of an
		// average that starts at the first value.
		m, v := 0.0, 0.0
		w := weights(len(xs), lambda)
		for i, x := range xs {
			m += w[i] * x
		}
		for i, x := range xs {
			v += w[i] * (x - m) * (x - m)
		}
		return v, len(xs) >= warmup
	}
}

// weights of an exponential average seeded with the first of n values.
func weights(n int, lambda float64) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = (1 - lambda) * math.Pow(lambda, float64(n-1-i))
	}
	if n > 0 {
		w[0] = math.Pow(lambda, float64(n-1))
	}
	return w
}

func batchMax(n int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) < n {
			return 0, false
		}
		best := math.Inf(-1)
		for _, x := range xs[len(xs)-n:] {
			best = math.Max(best, x)
		}
		return best, true
	}
}

func batchMin(n int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) < n {
			return 0, false
		}
		best := math.Inf(1)
		for _, x := range xs[len(xs)-n:] {
			best = math.Min(best, x)
		}
		return best, true
	}
}

func batchMedian(n, least int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) < least {
			return 0, false
		}
		w := slices.Sorted(slices.Values(xs[max(0, len(xs)-n):]))
		return (w[(len(w)-1)/2] + w[len(w)/2]) / 2, true
	}
}

func batchLag(n int) func([]float64) (float64, bool) {
	return func(xs []float64) (float64, bool) {
		if len(xs) <= n {
			return 0, false
		}
		return xs[len(xs)-1-n], true
	}
}

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

func logReturns(xs []float64) []float64 {
	var rs []float64
	for i := 1; i < len(xs); i++ {
		rs = append(rs, math.Log(xs[i]/xs[i-1]))
	}
	return rs
}
