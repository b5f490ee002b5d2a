package stream_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"eddy/strategy/stream"
)

// subject is an estimator of one series with what is true of it.
type subject struct {
	name  string
	make  func() estimator
	batch func([]float64) (float64, bool)

	degree   float64 // the output scales with the input to this power
	constant func(c float64) float64
	slack    float64 // relative tolerance against the definition
}

func same(c float64) float64 { return c }
func zero(float64) float64   { return 0 }
func fifty(float64) float64  { return 50 }

func subjects() []subject {
	mom := stream.MomentumParams{Lags: []int{3, 8, 13}, Volatility: 10, BarsPerYear: 365, Floor: 0.1, Clip: 3}
	return []subject{
		{"SMA1", func() estimator { return must(stream.NewSMA(1)) }, batchSMA(1), 1, same, 1e-9},
		{"SMA", func() estimator { return must(stream.NewSMA(7)) }, batchSMA(7), 1, same, 1e-9},
		{"EMA", func() estimator { return must(stream.NewEMA(9, stream.SeedSMA)) }, batchEMA(9, 0.2), 1, same, 1e-9},
		{"EMA first", func() estimator { return must(stream.NewEMA(9, stream.SeedFirst)) }, batchEMAFirst(0.2), 1, same, 1e-9},
		{"RMA", func() estimator { return must(stream.NewRMA(5)) }, batchEMA(5, 0.2), 1, same, 1e-9},
		{"RSI", func() estimator { return must(stream.NewRSI(6)) }, batchRSI(6), 0, fifty, 1e-7},
		{"variance", func() estimator { return must(stream.NewVariance(8, 0)) }, batchVariance(8, 0), 2, zero, 1e-7},
		{"sample variance", func() estimator { return must(stream.NewVariance(8, 1)) }, batchVariance(8, 1), 2, zero, 1e-7},
		{"volatility", func() estimator { return must(stream.NewVolatility(10, 1, 365)) }, batchVolatility(10, 1, 365), 0, zero, 1e-7},
		{"EWMA variance", func() estimator { return must(stream.NewEWMAVariance(0.94, 5)) }, batchEWMAVariance(0.94, 5), 2, zero, 1e-7},
		{"RMS", func() estimator { return must(stream.NewRMS(9, 4)) }, batchRMS(9, 4), 1, same, 1e-9},
		{"ROC", func() estimator { return must(stream.NewROC(5)) }, batchROC(5), 0, zero, 1e-9},
		{"log return", func() estimator { return must(stream.NewLogReturn(5)) }, batchLogReturn(5), 0, zero, 1e-9},
		{"momentum", func() estimator { return must(stream.NewMomentum(mom)) }, batchMomentum(mom), 0, zero, 1e-7},
		{"max", func() estimator { return must(stream.NewMax(6)) }, batchMax(6), 1, same, 0},
		{"min", func() estimator { return must(stream.NewMin(6)) }, batchMin(6), 1, same, 0},
		{"median", func() estimator { return must(stream.NewMedian(6, 3)) }, batchMedian(6, 3), 1, same, 1e-12},
		{"lag", func() estimator { return must(stream.NewLag(4)) }, batchLag(4), 1, same, 0},
	}
}

// prices draws a series like those the program sees: a walk at any scale with a
// spike now and then.
func prices(t *rapid.T) []float64 {
	steps := rapid.SliceOfN(rapid.Float64Range(-0.2, 0.2), 1, 120).Draw(t, "steps")
	x := math.Pow(10, float64(rapid.IntRange(-8, 6).Draw(t, "scale")))
	spike := rapid.IntRange(0, len(steps)).Draw(t, "spike")
	xs := make([]float64, len(steps))
	for i, s := range steps {
		x *= math.Exp(s)
		xs[i] = x
		if i == spike {
			xs[i] *= 1e5
		}
	}
	return xs
}

// overSubjects runs a property for every estimator.
func overSubjects(t *testing.T, property func(*rapid.T, subject)) {
	for _, s := range subjects() {
		t.Run(s.name, rapid.MakeCheck(func(rt *rapid.T) { property(rt, s) }))
	}
}

func TestStreamEqualsDefinition(t *testing.T) {
	overSubjects(t, func(t *rapid.T, s subject) {
		xs, e := prices(t), s.make()
		for i := range xs {
			e.Push(xs[i])
			got, ok := e.Value()
			want, defined := s.batch(xs[:i+1])
			if ok != defined {
				t.Fatalf("bar %d defined: got %v, want %v", i, ok, defined)
			}
			if ok && math.Abs(got-want) > s.slack*math.Max(math.Abs(want), floorOf(s, xs[:i+1])) {
				t.Fatalf("bar %d: got %v, want %v", i, got, want)
			}
		}
	})
}

// floorOf is the size below which a difference is rounding: that of the input
// for what scales with it, one for ratios. The recursive averages remember
// spikes, so it looks at the whole past.
func floorOf(s subject, xs []float64) float64 {
	if s.degree == 0 {
		return 1
	}
	least := math.Inf(1)
	for _, x := range xs {
		least = math.Min(least, math.Abs(x))
	}
	return math.Pow(least, s.degree) * 1e-6
}

func TestPeekAgreesWithPush(t *testing.T) {
	overSubjects(t, func(t *rapid.T, s subject) {
		e := s.make()
		for i, x := range withHoles(t, prices(t)) {
			before, had := e.Value()
			peeked, ok := e.Peek(x)
			if after, has := e.Value(); after != before || has != had {
				t.Fatalf("bar %d: Peek changed the value", i)
			}
			e.Push(x)
			got, defined := e.Value()
			if got != peeked || ok != defined {
				t.Fatalf("bar %d: peeked %v %v, pushed %v %v", i, peeked, ok, got, defined)
			}
		}
	})
}

// withHoles replaces some values by what is no number.
func withHoles(t *rapid.T, xs []float64) []float64 {
	bad := []float64{math.NaN(), math.Inf(1), math.Inf(-1)}
	out := append([]float64(nil), xs...)
	for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(xs)-1), 0, 5).Draw(t, "holes") {
		out[i] = bad[i%len(bad)]
	}
	return out
}

func TestMissingBarsAreSkipped(t *testing.T) {
	overSubjects(t, func(t *rapid.T, s subject) {
		if s.name == "max" || s.name == "min" {
			return // their windows count missing bars; see TestExtremesExpireMissingBars
		}
		xs := prices(t)
		holed, plain := s.make(), s.make()
		for i, x := range withHoles(t, xs) {
			holed.Push(x)
			got, ok := holed.Value()
			if x-x != 0 {
				if ok || got != 0 {
					t.Fatalf("bar %d is missing and has the value %v", i, got)
				}
				continue
			}
			plain.Push(x)
			if want, defined := plain.Value(); got != want || ok != defined {
				t.Fatalf("bar %d: got %v %v, want %v %v", i, got, ok, want, defined)
			}
		}
	})
}

func TestConstantInConstantOut(t *testing.T) {
	overSubjects(t, func(t *rapid.T, s subject) {
		c := rapid.Float64Range(1e-8, 1e8).Draw(t, "c")
		e := s.make()
		for i := range rapid.IntRange(30, 90).Draw(t, "bars") {
			e.Push(c)
			got, ok := e.Value()
			if !ok {
				continue
			}
			if want := s.constant(c); math.Abs(got-want) > 4e-16*want {
				t.Fatalf("bar %d: got %v, want %v", i, got, want)
			}
		}
		if _, ok := e.Value(); !ok {
			t.Fatal("never defined")
		}
	})
}

func TestScale(t *testing.T) {
	overSubjects(t, func(t *rapid.T, s subject) {
		xs := prices(t)
		// A power of two scales without rounding, so the outputs must agree to
		// the last bit, except where a logarithm is in between.
		k := math.Pow(2, float64(rapid.IntRange(-20, 20).Draw(t, "power")))
		plain, scaled := s.make(), s.make()
		for i, x := range xs {
			plain.Push(x)
			scaled.Push(k * x)
			v, ok := plain.Value()
			got, defined := scaled.Value()
			want := v * math.Pow(k, s.degree)
			if ok != defined || math.Abs(got-want) > 1e-9*math.Abs(want) {
				t.Fatalf("bar %d: got %v %v, want %v %v", i, got, defined, want, ok)
			}
		}
	})
}

func TestAverageStaysInsideItsInputs(t *testing.T) {
	overSubjects(t, func(t *rapid.T, s subject) {
		if s.name != "EMA" && s.name != "EMA first" && s.name != "RMA" {
			return
		}
		lo, hi := math.Inf(1), math.Inf(-1)
		e := s.make()
		for i, x := range prices(t) {
			lo, hi = math.Min(lo, x), math.Max(hi, x)
			e.Push(x)
			if v, ok := e.Value(); ok && (v < lo*(1-1e-12) || v > hi*(1+1e-12)) {
				t.Fatalf("bar %d: %v is outside %v..%v", i, v, lo, hi)
			}
		}
	})
}

// TestHugeInputsDoNotPoison feeds numbers whose squares overflow: what comes out
// is a number or nothing, and it is right again once they have left.
func TestHugeInputsDoNotPoison(t *testing.T) {
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			e := s.make()
			push := func(x float64) {
				e.Push(x)
				if v, _ := e.Value(); v-v != 0 {
					t.Fatalf("after %v: %v came out", x, v)
				}
				if v, _ := e.Peek(x); v-v != 0 {
					t.Fatalf("peek %v: %v came out", x, v)
				}
			}
			for i := range 40 {
				push(math.MaxFloat64)
				push(-math.MaxFloat64)
				push(1e200 * float64(i+1))
			}
			if s.name == "EMA" || s.name == "EMA first" || s.name == "RMA" || s.name == "RSI" || s.name == "EWMA variance" {
				return // they never forget
			}
			var xs []float64
			for i := range 40 {
				xs = append(xs, 100+float64(i%7))
				push(xs[i])
			}
			got, ok := e.Value()
			want, _ := s.batch(xs)
			if !ok || math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
				t.Errorf("afterwards: got %v, %v, want %v", got, ok, want)
			}
		})
	}
}

func TestNothingAllocates(t *testing.T) {
	for _, s := range subjects() {
		e, x := s.make(), 100.0
		if n := testing.AllocsPerRun(200, func() {
			x += 0.25
			_, _ = e.Peek(x)
			e.Push(x)
			_, _ = e.Value()
		}); n != 0 {
			t.Errorf("%s: %v allocations a bar", s.name, n)
		}
	}
}
