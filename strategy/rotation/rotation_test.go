package rotation_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/rotation"
)

func mustNew(t interface{ Fatal(...any) }, p rotation.Params) *rotation.Rotation {
	r, err := rotation.New(p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// small returns parameters with a warm-up short enough for drawn series.
func small() rotation.Params {
	p := rotation.DefaultParams()
	p.Fast, p.Slow, p.Lag, p.Smooth, p.Window, p.MinWindow = 3, 7, 2, 3, 12, 4
	return p
}

// walk draws a path of the log ratio, in steps no finer than prices are.
func walk(t *rapid.T) []float64 {
	steps := rapid.SliceOfN(rapid.IntRange(-1e6, 1e6), 1, 150).Draw(t, "steps, 1e-7")
	l, out := rapid.Float64Range(-15, 15).Draw(t, "start"), make([]float64, len(steps))
	for i, s := range steps {
		l += float64(s) * 1e-7
		out[i] = l
	}
	return out
}

func TestStreamEqualsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, logs := small(), walk(t)
		r := mustNew(t, p)
		for i, want := range batch(p, logs) {
			r.PushLog(logs[i])
			got := r.Point()
			// The averages of a log ratio near 15 carry 1e-15 of it; divided by
			// a small scale that is what is left.
			if got.HasX != want.HasX || got.HasY != want.HasY ||
				math.Abs(got.X-want.X) > 1e-6 || math.Abs(got.Y-want.Y) > 1e-5 {
				t.Fatalf("bar %d: got %+v, want %+v", i, got, want)
			}
		}
	})
}

// A full-length path at ordinary size agrees to 1e-12 (analytics §1.7).
func TestDefaultAgreesTightly(t *testing.T) {
	p := rotation.DefaultParams()
	logs := make([]float64, 600)
	for i := range logs {
		x := float64(i)
		logs[i] = 0.2*math.Sin(x/17) + 0.1*math.Sin(x/5.3) + 0.001*x
	}
	r := mustNew(t, p)
	ratioFrom, momentumFrom := p.WarmUp()
	if ratioFrom != 58 || momentumFrom != 96 {
		t.Fatalf("warm-up: got %d and %d, want 58 and 96", ratioFrom, momentumFrom)
	}
	for i, want := range batch(p, logs) {
		r.PushLog(logs[i])
		got := r.Point()
		if got.HasX != (i >= 58) || got.HasY != (i >= 96) {
			t.Fatalf("bar %d: %+v", i, got)
		}
		if got.HasX && math.Abs(got.X-want.X) > 1e-12*100 || got.HasY && math.Abs(got.Y-want.Y) > 1e-12*100 {
			t.Fatalf("bar %d: got %+v, want %+v", i, got, want)
		}
	}
}

func TestPeekAgreesWithPush(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := mustNew(t, small())
		for i, l := range walk(t) {
			if rapid.IntRange(0, 9).Draw(t, "hole") == 0 {
				l = math.NaN()
			}
			before := r.Point()
			peek := r.PeekLog(l)
			if r.Point() != before {
				t.Fatalf("bar %d: Peek changed the point", i)
			}
			r.PushLog(l)
			if got := r.Point(); got != peek {
				t.Fatalf("bar %d: peeked %+v, pushed %+v", i, peek, got)
			}
		}
	})
}

// Seen from the benchmark the picture is the same, turned by half a circle.
func TestMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := mustNew(t, small()), mustNew(t, small())
		for i, l := range walk(t) {
			a.PushLog(l)
			b.PushLog(-l)
			p, q := a.Point(), b.Point()
			if p.HasX && math.Abs(p.X+q.X-200) > 1e-9 || p.HasY && math.Abs(p.Y+q.Y-200) > 1e-9 {
				t.Fatalf("bar %d: %+v against %+v", i, p, q)
			}
		}
	})
}

// Multiplying a price by a constant changes nothing (analytics §0).
func TestScaleDoesNotMatter(t *testing.T) {
	plain, scaled := mustNew(t, rotation.DefaultParams()), mustNew(t, rotation.DefaultParams())
	for i := range 200 {
		s := 100 * math.Exp(0.2*math.Sin(float64(i)/13))
		plain.Push(s, 40_000)
		scaled.Push(s*1e-9, 40_000*64)
		p, q := plain.Point(), scaled.Point()
		if p.HasX != q.HasX || p.HasY != q.HasY || math.Abs(p.X-q.X) > 1e-8 || math.Abs(p.Y-q.Y) > 1e-8 {
			t.Fatalf("bar %d: %+v against %+v", i, p, q)
		}
	}
}

func TestMissingBarIsUndefinedAndSkipped(t *testing.T) {
	holed, plain := mustNew(t, small()), mustNew(t, small())
	bad := [][2]float64{{math.NaN(), 1}, {1, 0}, {-1, 1}, {math.Inf(1), 1}, {1, math.Inf(1)}, {1, math.NaN()}}
	for i := range 60 {
		s := 10 + math.Sin(float64(i)/4)
		if i%5 == 0 {
			b := bad[i/5%len(bad)]
			if p := holed.Peek(b[0], b[1]); p != (rotation.Point{}) {
				t.Fatalf("bar %d: peeked %+v at %v", i, p, b)
			}
			holed.Push(b[0], b[1])
			if p := holed.Point(); p != (rotation.Point{}) || holed.Quadrant() != model.QuadrantUnknown {
				t.Fatalf("bar %d: %+v at %v", i, p, b)
			}
			if _, ok := holed.Heading(); ok {
				t.Fatalf("bar %d: a missing bar has a heading", i)
			}
			continue
		}
		holed.Push(s, 3)
		plain.Push(s, 3)
		if holed.Point() != plain.Point() {
			t.Fatalf("bar %d: %+v, without holes %+v", i, holed.Point(), plain.Point())
		}
	}
}

// A ratio that never moves is neutral, not noise.
func TestConstantRatioIsNeutral(t *testing.T) {
	r := mustNew(t, rotation.DefaultParams())
	for i := range 150 {
		s := 100 + float64(i)
		r.Push(s, 1.2*s)
		if p := r.Point(); p.HasX && p.X != 100 || p.HasY && p.Y != 100 {
			t.Fatalf("bar %d: %+v", i, p)
		}
	}
	if q := r.Quadrant(); q != model.Leading {
		t.Errorf("exactly 100 belongs to the upper side, got %s", q)
	}
	if _, ok := r.Heading(); ok {
		t.Error("a point that stands still has a heading")
	}
	if _, ok := r.Turning(8); ok {
		t.Error("a point that stands still turns")
	}
	if tail := r.AppendTail(nil, 8); len(tail) != 8 {
		t.Errorf("got a tail of %d, want 8", len(tail))
	}
}

func TestNewRefuses(t *testing.T) {
	for name, change := range map[string]func(*rotation.Params){
		"fast not below slow": func(p *rotation.Params) { p.Fast = p.Slow },
		"fast zero":           func(p *rotation.Params) { p.Fast = 0 },
		"no lag":              func(p *rotation.Params) { p.Lag = 0 },
		"no smoothing":        func(p *rotation.Params) { p.Smooth = 0 },
		"window too short":    func(p *rotation.Params) { p.Window = p.MinWindow - 1 },
		"clip":                func(p *rotation.Params) { p.Clip = math.NaN() },
		"tail step":           func(p *rotation.Params) { p.TailStep = 0 },
		"hold":                func(p *rotation.Params) { p.HoldBars = 0 },
		"beyond":              func(p *rotation.Params) { p.Beyond = 0 },
		"absurd":              func(p *rotation.Params) { p.Slow = 1 << 40 },
	} {
		p := rotation.DefaultParams()
		change(&p)
		if _, err := rotation.New(p); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestNothingAllocates(t *testing.T) {
	r := mustNew(t, rotation.DefaultParams())
	x, tail := 0.0, make([]model.TailPoint, 0, rotation.MaxTail)
	if n := testing.AllocsPerRun(300, func() {
		x++
		s := 100 + 5*math.Sin(x/9)
		_ = r.Peek(s, 50)
		r.Push(s, 50)
		_, _ = r.Heading()
		_, _ = r.Turning(8)
		tail = r.AppendTail(tail[:0], 30)
	}); n != 0 {
		t.Errorf("%v allocations a bar", n)
	}
}
