package stream_test

import (
	"math"
	"testing"

	"eddy/strategy/stream"
)

// Numbers of public suites that the reference vectors do not carry. Each case
// names where they come from; a nil is a bar on which nothing is defined.

// tulipDay is the sample day of Tulip Indicators' generated tests
// (tests/untest.txt), three decimals.
var tulipDay = []float64{81.59, 81.06, 82.87, 83.00, 83.61, 83.15, 82.84, 83.99, 84.55, 84.36, 85.53, 86.54, 86.89, 87.77, 87.29}

var (
	tulipHigh = []float64{82.15, 81.89, 83.03, 83.30, 83.85, 83.90, 83.33, 84.30, 84.84, 85.00, 85.90, 86.58, 86.98, 88.00, 87.87}
	tulipLow  = []float64{81.29, 80.64, 81.31, 82.65, 83.07, 83.11, 82.49, 82.30, 84.15, 84.11, 84.03, 85.39, 85.76, 87.17, 87.01}
	tulipOpen = []float64{81.85, 81.20, 81.55, 82.91, 83.10, 83.41, 82.71, 82.70, 84.20, 84.25, 84.03, 85.45, 86.18, 88.00, 87.60}
)

// achelisClose is the series of page 167 in Achelis as Tulip carries it for apo
// and ppo (tests/extra.txt).
var achelisClose = []float64{25, 24.875, 24.781, 24.594, 24.5, 24.625, 25.219, 27.25}

// tulipMade is the made-up series of Tulip's var and stddev (tests/extra.txt).
var tulipMade = []float64{100, 101, 102, 107, 115, 123, 100, 92, 99, 58, 150}

// tiny is the series of TA-Lib's Python test_RSI: prices near 1e-7, where an
// absolute epsilon kills the indicator.
var tiny = []float64{
	24e-8, 24e-8, 24e-8, 24e-8, 24e-8, 23e-8, 24e-8, 24e-8, 24e-8, 24e-8,
	23e-8, 24e-8, 23e-8, 24e-8, 23e-8, 24e-8, 24e-8, 23e-8, 23e-8, 23e-8,
}

// tinyRSI is what that suite expects from index 10 on.
var tinyRSI = []float64{
	33.333333333333329, 51.351351351351347, 39.491916859122398, 51.84807024709005, 42.25953803191981,
	52.101824405061215, 52.101824405061215, 43.043664867691085, 43.043664867691085, 43.043664867691085,
}

func scaled(xs []float64, by float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = x * by
	}
	return out
}

func count(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}

func TestPublicSuites(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name, source string
		of           func(t *testing.T, xs []float64) series
		input        []float64
		skip         int // bars without a value
		want         []float64
		slack        float64
	}{
		{"tiny prices RSI 10", "TA-Lib/ta-lib-python tests/test_func.py test_RSI", pushed(func() estimator { return must(stream.NewRSI(10)) }), tiny, 10, tinyRSI, 1e-6},
		{"the same a hundred thousand times dearer", "as above", pushed(func() estimator { return must(stream.NewRSI(10)) }), scaled(tiny, 1e5), 10, tinyRSI, 1e-6},
		{"EMA 3 of a ramp", "as above, test_compatibility, default", pushed(func() estimator { return must(stream.NewEMA(3, stream.SeedSMA)) }), count(10), 2, []float64{1, 2, 3, 4, 5, 6, 7, 8}, 0},
		{"MIN 2 after a missing head", "as above, test_MIN", pushed(func() estimator { return must(stream.NewMin(2)) }), []float64{nan, 5, 4, 3, 5, 7}, 2, []float64{4, 3, 3, 5}, 0},
		{"EMA 5, first value", "TulipCharts tests/untest.txt ema 5", pushed(func() estimator { return must(stream.NewEMA(5, stream.SeedFirst)) }), tulipDay, 0, []float64{81.590, 81.413, 81.899, 82.266, 82.714, 82.859, 82.853, 83.232, 83.671, 83.901, 84.444, 85.143, 85.725, 86.407, 86.701}, 6e-4},
		{"SMA 5", "TulipCharts tests/untest.txt bbands 5 2, middle", pushed(func() estimator { return must(stream.NewSMA(5)) }), tulipDay, 4, []float64{82.426, 82.738, 83.094, 83.318, 83.628, 83.778, 84.254, 84.994, 85.574, 86.218, 86.804}, 6e-4},
		{"max 5", "TulipCharts tests/untest.txt max 5", pushed(func() estimator { return must(stream.NewMax(5)) }), tulipDay, 4, []float64{83.61, 83.61, 83.61, 83.99, 84.55, 84.55, 85.53, 86.54, 86.89, 87.77, 87.77}, 0},
		{"min 5", "TulipCharts tests/untest.txt min 5", pushed(func() estimator { return must(stream.NewMin(5)) }), tulipDay, 4, []float64{81.06, 81.06, 82.84, 82.84, 82.84, 82.84, 82.84, 83.99, 84.36, 84.36, 85.53}, 0},
		{"lag 5", "TulipCharts tests/untest.txt lag 5", pushed(func() estimator { return must(stream.NewLag(5)) }), tulipDay, 5, tulipDay[:10], 0},
		{"var 3", "TulipCharts tests/extra.txt var 3", pushed(func() estimator { return must(stream.NewVariance(3, 0)) }), tulipMade, 2, []float64{0.666666667, 6.888888889, 28.66666667, 42.66666667, 90.88888889, 172.6666667, 12.66666667, 320.6666667, 1416.222222}, 1e-6},
		{"ppo 3 5, first value", "TulipCharts tests/extra.txt ppo 3 5", ppo, achelisClose, 1, []float64{-0.0835, -0.1605, -0.2857, -0.3441, -0.2218, 0.2554, 1.6793}, 1e-4},
		{"apo 3 5, first value", "TulipCharts tests/extra.txt apo 3 5", apo, achelisClose, 1, []float64{-0.0208, -0.04, -0.0709, -0.085, -0.0547, 0.0635, 0.4308}, 6e-5},
		{"atr 5, first range counts", "TulipCharts tests/untest.txt atr 5", atr, tulipDay, 4, []float64{1.116, 1.051, 1.009, 1.207, 1.136, 1.086, 1.243, 1.233, 1.230, 1.206, 1.137}, 6e-4},
		{"crossover upward", "TulipCharts tests/untest.txt crossover", crossedUp, tulipDay, 1, []float64{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.of(t, c.input)
			if len(got) != c.skip+len(c.want) {
				t.Fatalf("%s: %d bars, want %d", c.source, len(got), c.skip+len(c.want))
			}
			for i, v := range got[:c.skip] {
				if v != nil && !allowsHead[c.name] {
					t.Errorf("%s: bar %d is %v, want none", c.source, i, *v)
				}
			}
			for i, want := range c.want {
				if v := got[c.skip+i]; v == nil || math.Abs(*v-want) > c.slack {
					t.Errorf("%s: bar %d is %v, want %v", c.source, c.skip+i, deref(v), want)
				}
			}
		})
	}
}

// allowsHead names the cases in which we have a value before the suite lists
// its first one.
var allowsHead = map[string]bool{"ppo 3 5, first value": true, "apo 3 5, first value": true, "crossover upward": true}

func deref(v *float64) any {
	if v == nil {
		return "none"
	}
	return *v
}

func pushed(fresh func() estimator) func(*testing.T, []float64) series {
	return func(_ *testing.T, xs []float64) series {
		e, out := fresh(), series(nil)
		for _, x := range xs {
			e.Push(x)
			out.add(e.Value())
		}
		return out
	}
}

func ppo(_ *testing.T, xs []float64) series {
	return line(must(stream.NewPPO(stream.MACDParams{Fast: 3, Slow: 5, Signal: 9, Seed: stream.SeedFirst})), xs)
}

func apo(_ *testing.T, xs []float64) series {
	return line(must(stream.NewMACD(stream.MACDParams{Fast: 3, Slow: 5, Signal: 9, Seed: stream.SeedFirst})), xs)
}

func line(m *stream.MACD, xs []float64) (out series) {
	for _, x := range xs {
		m.Push(x)
		v, ok := m.Value()
		out.add(v.Line, ok)
	}
	return out
}

func atr(_ *testing.T, closes []float64) (out series) {
	a := must(stream.NewATR(5, stream.HighLowFirst))
	for i, c := range closes {
		a.Push(tulipHigh[i], tulipLow[i], c)
		out.add(a.Value())
	}
	return out
}

// crossedUp marks the bars on which close rises through open.
func crossedUp(_ *testing.T, closes []float64) (out series) {
	c := must(stream.NewCross(1))
	for i, x := range closes {
		c.Push(x, tulipOpen[i])
		v, ok := c.Value()
		up := 0.0
		if v.Event == stream.Above {
			up = 1
		}
		out.add(up, ok)
	}
	return out
}
