package stream_test

import (
	"math"
	"testing"

	"eddy/strategy/stream"
)

// Small reference numbers that mean something without the shared vectors.
func TestReferenceNumbers(t *testing.T) {
	ramp := []float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	for _, tc := range []struct {
		name   string
		source string
		e      estimator
		in     []float64
		want   []float64 // of the last bars
		within float64
	}{
		{"SMA 5", "Tulip, atoz.txt", must(stream.NewSMA(5)),
			[]float64{25, 24.875, 24.781, 24.594, 24.5, 24.625, 25.219, 27.25}, []float64{24.75, 24.675, 24.744, 25.238}, 6e-4},
		{"EMA 3, SMA seed", "TA-Lib, compatibility 0", must(stream.NewEMA(3, stream.SeedSMA)), ramp, []float64{6, 7, 8}, 1e-12},
		{"EMA 3, first value", "TA-Lib, compatibility 1", must(stream.NewEMA(3, stream.SeedFirst)), ramp,
			[]float64{6.0078125, 7.00390625, 8.001953125}, 1e-12},
		{"RMA 3", "bbgo, smma_test.go", must(stream.NewRMA(3)),
			[]float64{10, 20, 30, 40, 50, 60, 70, 80, 90}, []float64{51.97530864, 61.31687243, 70.87791495}, 1e-3},
		{"RSI 14", "StockCharts, unrounded closes", must(stream.NewRSI(14)),
			[]float64{44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826,
				45.8931, 46.0328, 45.614, 46.282, 46.282, 46.0028, 46.0328}, []float64{70.5328, 66.3186, 66.5498}, 1e-3},
		{"RSI, flat", "decision of the analytics reference", must(stream.NewRSI(3)), []float64{5, 5, 5, 5}, []float64{50}, 0},
		{"RSI, tiny prices", "scale invariance of the row above it", must(stream.NewRSI(3)), []float64{1e-9, 2e-9, 3e-9, 2e-9}, []float64{200. / 3}, 1e-9},
		{"variance 4, population", "textbook: 4, 7, 13, 16 has 22.5, whatever is added", must(stream.NewVariance(4, 0)),
			[]float64{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16, 1e9 + 4}, []float64{22.5, 22.5}, 1e-9},
		{"variance 4, sample", "textbook: 30", must(stream.NewVariance(4, 1)),
			[]float64{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}, []float64{30}, 1e-9},
		{"deviation after a spike", "pandas issue 48950", must(stream.NewStdDev(3, 1)),
			[]float64{1e5, 0.1, 0.2, 0.3, 0.4}, []float64{0.1, 0.1}, 1e-12},
		{"equal values after a spike", "exact arithmetic", must(stream.NewStdDev(3, 0)),
			[]float64{1, 1e8, 1, 1, 1, 1}, []float64{0, 0}, 0},
		{"volatility", "by hand: sd of ±1 % is 1.414 %, times root 365", must(stream.NewVolatility(2, 1, 365)),
			[]float64{1, math.Exp(0.01), 1}, []float64{0.01 * math.Sqrt2 * math.Sqrt(365)}, 1e-12},
		{"EWMA variance", "by hand: 0.94 * 0.06 * 1", must(stream.NewEWMAVariance(0.94, 2)), []float64{0, 1}, []float64{0.0564}, 1e-15},
		{"RMS", "by hand: root of (9 + 16) / 2", must(stream.NewRMS(2, 1)), []float64{7, 3, 4}, []float64{math.Sqrt(12.5)}, 1e-12},
		{"ROC 3", "Tulip, extra.txt", must(stream.NewROC(3)), []float64{5.5625, 5.375, 5.375, 5.0625, 5.1094}, []float64{-0.08989, -0.04941}, 6e-6},
		{"max 3", "Tulip, extra.txt", must(stream.NewMax(3)), []float64{1, 5, 7, 9, 2, 3, 4}, []float64{7, 9, 9, 9, 4}, 0},
		{"min 3", "Tulip, extra.txt", must(stream.NewMin(3)), []float64{1, 5, 7, 9, 2, 3, 4}, []float64{1, 5, 2, 2, 2}, 0},
		{"lag 2", "definition", must(stream.NewLag(2)), ramp, []float64{5, 6, 7}, 0},
		{"log return 1", "by hand", must(stream.NewLogReturn(1)), []float64{1, math.E}, []float64{1}, 1e-15},
	} {
		t.Run(tc.name, func(t *testing.T) {
			first := len(tc.in) - len(tc.want)
			for i, x := range tc.in {
				tc.e.Push(x)
				got, ok := tc.e.Value()
				if i < first {
					continue
				}
				if want := tc.want[i-first]; !ok || !(math.Abs(got-want) <= tc.within) {
					t.Errorf("bar %d: got %v, %v, want %v (%s)", i, got, ok, want, tc.source)
				}
			}
		})
	}
}

// An average with its own mean as seed follows a straight line at half its
// period behind, so the MACD of a line is half the difference of the periods.
func TestMACDOfALine(t *testing.T) {
	m := must(stream.NewMACD(stream.MACDParams{Fast: 12, Slow: 26, Signal: 9}))
	p := must(stream.NewPPO(stream.MACDParams{Fast: 12, Slow: 26, Signal: 9}))
	for i := range 60 {
		x := 100 + float64(i)
		peek, peeked := m.Peek(x)
		m.Push(x)
		p.Push(x)
		got, ok := m.Value()
		if peek != got || peeked != ok {
			t.Fatalf("bar %d: peeked %v, pushed %v", i, peek, got)
		}
		if ok != (i >= 25) || got.HasSignal != (i >= 33) {
			t.Fatalf("bar %d: line %v, signal %v", i, ok, got.HasSignal)
		}
		if ok && math.Abs(got.Line-7) > 1e-9 || got.HasSignal && math.Abs(got.Signal-7)+math.Abs(got.Histogram) > 1e-9 {
			t.Fatalf("bar %d: got %+v, want line and signal 7", i, got)
		}
		// The slow average stands 12.5 behind the line.
		if v, ok := p.Value(); ok && math.Abs(v.Line-100*7/(x-12.5)) > 1e-9 {
			t.Fatalf("bar %d: PPO %v", i, v.Line)
		}
	}
	m.Push(math.NaN())
	if _, ok := m.Value(); ok {
		t.Error("a missing bar has a value")
	}
}

func TestATR(t *testing.T) {
	// By hand: ranges of 2, then a gap up that counts from the close before.
	bars := [][3]float64{{11, 9, 10}, {12, 10, 11}, {16, 15, 15.5}, {16, 14, 15}}
	a := must(stream.NewATR(2, stream.SkipFirst))
	for i, want := range []float64{0, 0, (2 + 5) / 2., ((2+5)/2. + 2) / 2} {
		peek, peeked := a.Peek(bars[i][0], bars[i][1], bars[i][2])
		a.Push(bars[i][0], bars[i][1], bars[i][2])
		got, ok := a.Value()
		if ok != (i >= 2) || got != want || peek != got || peeked != ok {
			t.Errorf("bar %d: got %v, %v (peeked %v, %v), want %v", i, got, ok, peek, peeked, want)
		}
	}
	before, _ := a.Peek(20, 19, 19)
	a.Push(10, 11, 10) // crossed: no bar
	if _, ok := a.Value(); ok {
		t.Error("a crossed bar has a value")
	}
	if after, _ := a.Peek(20, 19, 19); after != before {
		t.Errorf("a crossed bar changed the state: %v, then %v", before, after)
	}
}

func TestExtremesExpireMissingBars(t *testing.T) {
	m := must(stream.NewMax(3))
	for _, x := range []float64{9, 1, 2} {
		m.Push(x)
	}
	m.Push(math.NaN())
	if v, ok := m.Value(); ok {
		t.Errorf("a missing bar has the value %v", v)
	}
	m.Push(1)
	if v, _ := m.Value(); v != 2 {
		t.Errorf("got %v, want 2: the window is two bars and the hole", v)
	}
	m.Push(math.NaN())
	m.Push(math.NaN())
	m.Push(math.NaN())
	if v, ok := m.Peek(0.5); !ok || v != 0.5 {
		t.Errorf("after three missing bars: got %v, %v, want 0.5", v, ok)
	}
}

func TestConstructorsRefuse(t *testing.T) {
	for name, err := range map[string]error{
		"SMA 0":               errOf(stream.NewSMA(0)),
		"SMA huge":            errOf(stream.NewSMA(1 << 40)),
		"EMA 0":               errOf(stream.NewEMA(0, stream.SeedSMA)),
		"EMA seed":            errOf(stream.NewEMA(3, 9)),
		"RMA 0":               errOf(stream.NewRMA(0)),
		"RSI 0":               errOf(stream.NewRSI(0)),
		"MACD order":          errOf(stream.NewMACD(stream.MACDParams{Fast: 26, Slow: 12, Signal: 9})),
		"MACD signal":         errOf(stream.NewMACD(stream.MACDParams{Fast: 12, Slow: 26})),
		"ATR 0":               errOf(stream.NewATR(0, stream.SkipFirst)),
		"ATR convention":      errOf(stream.NewATR(3, 9)),
		"variance ddof":       errOf(stream.NewVariance(5, 2)),
		"variance 1 sample":   errOf(stream.NewVariance(1, 1)),
		"deviation 0":         errOf(stream.NewStdDev(0, 0)),
		"volatility year":     errOf(stream.NewVolatility(5, 1, 0)),
		"volatility NaN":      errOf(stream.NewVolatility(5, 1, math.NaN())),
		"EWMA lambda":         errOf(stream.NewEWMAVariance(1, 5)),
		"EWMA warm-up":        errOf(stream.NewEWMAVariance(0.9, 1)),
		"RMS least":           errOf(stream.NewRMS(5, 6)),
		"RMS 0":               errOf(stream.NewRMS(0, 0)),
		"ROC 0":               errOf(stream.NewROC(0)),
		"log return 0":        errOf(stream.NewLogReturn(0)),
		"max 0":               errOf(stream.NewMax(0)),
		"min 0":               errOf(stream.NewMin(0)),
		"lag 0":               errOf(stream.NewLag(0)),
		"ring 0":              errOf(stream.NewRing(0)),
		"covariance 1":        errOf(stream.NewCovariance(1)),
		"cross 0":             errOf(stream.NewCross(0)),
		"breakout 0":          errOf(stream.NewBreakout(0, 1)),
		"breakout hold":       errOf(stream.NewBreakout(3, 4)),
		"divergence zero":     errOf(stream.NewDivergence(stream.DivergenceParams{})),
		"divergence order":    errOf(stream.NewDivergence(stream.DivergenceParams{Side: 3, MinApart: 9, MaxApart: 5})),
		"momentum lags":       errOf(stream.NewMomentum(stream.MomentumParams{})),
		"momentum negative":   errOf(stream.NewMomentum(stream.MomentumParams{Lags: []int{-1}, Volatility: 5, BarsPerYear: 365, Floor: 1, Clip: 1})),
		"momentum no clip":    errOf(stream.NewMomentum(stream.MomentumParams{Lags: []int{1}, Volatility: 5, BarsPerYear: 365, Floor: 1})),
		"momentum volatility": errOf(stream.NewMomentum(stream.MomentumParams{Lags: []int{1}, Volatility: 1, BarsPerYear: 365, Floor: 1, Clip: 1})),
	} {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func errOf[T any](_ T, err error) error { return err }

func TestRing(t *testing.T) {
	r := must(stream.NewRing(3))
	for i := range 5 {
		r.Push(float64(i))
	}
	if got := r.AppendTo(nil); len(got) != 3 || got[0] != 2 || got[2] != 4 {
		t.Errorf("got %v, want 2 3 4", got)
	}
	if v, ok := r.At(0); !ok || v != 4 {
		t.Errorf("newest: got %v, %v", v, ok)
	}
	for _, i := range []int{-1, 3} {
		if _, ok := r.At(i); ok {
			t.Errorf("At(%d) is there", i)
		}
	}
	if r.Len() != 3 || r.Cap() != 3 {
		t.Errorf("got %d of %d", r.Len(), r.Cap())
	}
}
