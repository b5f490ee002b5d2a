package rotation_test

import (
	"math"

	"eddy/strategy/rotation"
)

// batch computes the whole path of points from the definition of analytics
// §1.4, with no state carried from bar to bar: the oracle of the streaming form.
func batch(p rotation.Params, logs []float64) []rotation.Point {
	fast, slow := ema(logs, p.Fast), ema(logs, p.Slow)
	d := make([]float64, len(logs))
	for i := range d {
		d[i] = fast[i] - slow[i]
	}
	x := normalise(p, d)
	change := make([]float64, len(x))
	for i := range change {
		change[i] = math.NaN()
		if i >= p.Lag {
			change[i] = x[i] - x[i-p.Lag]
		}
	}
	y := normalise(p, ema(change, p.Smooth))
	points := make([]rotation.Point, len(logs))
	for i := range points {
		if x[i] == x[i] {
			points[i].X, points[i].HasX = x[i], true
		}
		if y[i] == y[i] {
			points[i].Y, points[i].HasY = y[i], true
		}
	}
	return points
}

// ema is seeded by the mean of the first n defined values; NaN before.
func ema(v []float64, n int) []float64 {
	out := make([]float64, len(v))
	seen, sum, e := 0, 0.0, 0.0
	for i, x := range v {
		out[i] = math.NaN()
		if x != x {
			continue
		}
		seen++
		sum += x
		switch {
		case seen == n:
			e = sum / float64(n)
		case seen > n:
			a := 2 / float64(n+1)
			e = a*x + (1-a)*e
		}
		if seen >= n {
			out[i] = e
		}
	}
	return out
}

// normalise divides by the root mean square of the last defined values.
func normalise(p rotation.Params, v []float64) []float64 {
	out := make([]float64, len(v))
	var window []float64
	for i, x := range v {
		out[i] = math.NaN()
		if x != x {
			continue
		}
		window = append(window, x*x)
		window = window[max(0, len(window)-p.Window):]
		if len(window) < p.MinWindow {
			continue
		}
		sum := 0.0
		for _, s := range window {
			sum += s
		}
		g := math.Sqrt(sum / float64(len(window)))
		out[i] = 100
		if g >= 1e-12 {
			out[i] = 100 + math.Max(-p.Clip, math.Min(p.Clip, x/g))
		}
	}
	return out
}
