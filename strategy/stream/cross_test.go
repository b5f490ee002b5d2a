package stream_test

import (
	"math"
	"testing"

	"eddy/strategy/stream"
)

func TestCrossConfirmation(t *testing.T) {
	for _, tc := range []struct {
		name    string
		confirm int
		diffs   []float64
		band    float64
		want    []stream.Side // events
	}{
		{"at once", 1, []float64{-1, 1, -1}, 0, []stream.Side{0, 1, -1}},
		{"two bars", 2, []float64{-1, 1, 1, 1}, 0, []stream.Side{0, 0, 1, 0}},
		{"one bar is not two", 2, []float64{-1, 1, -1, 1, -1}, 0, []stream.Side{0, 0, 0, 0, 0}},
		{"a tie keeps the pending side", 2, []float64{-1, 1, 0}, 0, []stream.Side{0, 0, 1}},
		{"a tie keeps the side", 2, []float64{-1, 0, 0, -1}, 0, []stream.Side{0, 0, 0, 0}},
		{"far enough counts at once", 2, []float64{-1, 5, 5}, 3, []stream.Side{0, 1, 0}},
		{"not far enough", 3, []float64{-1, 2, 2, 2}, 3, []stream.Side{0, 0, 0, 1}},
		{"the first side is no event", 1, []float64{0, 0, 1}, 0, []stream.Side{0, 0, 0}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := must(stream.NewCross(tc.confirm))
			for i, d := range tc.diffs {
				peek, _ := c.PeekBand(10+d, 10, tc.band)
				c.PushBand(10+d, 10, tc.band)
				got, ok := c.Value()
				if !ok || got != peek || got.Event != tc.want[i] {
					t.Errorf("bar %d: got %+v, %v (peeked %+v), want event %v", i, got, ok, peek, tc.want[i])
				}
			}
		})
	}
}

func TestCrossMissingBar(t *testing.T) {
	c := must(stream.NewCross(2))
	if _, ok := c.Value(); ok {
		t.Error("a value before the first bar")
	}
	c.Push(1, 2)
	c.Push(3, 2)
	c.Push(math.NaN(), 2)
	if _, ok := c.Value(); ok {
		t.Error("a missing bar has a value")
	}
	if _, ok := c.Peek(math.NaN(), 2); ok {
		t.Error("a missing bar has a preview")
	}
	c.Push(3, 2)
	if got, _ := c.Value(); got.Event != stream.Above {
		t.Errorf("got %+v, want the flip to go on counting after the hole", got)
	}
}

func TestBreakout(t *testing.T) {
	pending, held, none := stream.BreakoutPending, stream.BreakoutHeld, stream.NoBreakout
	for _, tc := range []struct {
		name   string
		closes []float64 // after 10, 12, 11
		want   []stream.BreakoutState
		events []bool
	}{
		{"held", []float64{13, 13, 13}, []stream.BreakoutState{pending, held, held}, []bool{false, true, false}},
		{"falls back", []float64{13, 12, 11}, []stream.BreakoutState{pending, none, none}, []bool{false, false, false}},
		{"the level is frozen", []float64{15, 13, 13}, []stream.BreakoutState{pending, held, held}, []bool{false, true, false}},
		{"touching is not breaking", []float64{12, 12}, []stream.BreakoutState{none, none}, []bool{false, false}},
		{"it ends after the window", []float64{13, 13, 13, 13, 14}, []stream.BreakoutState{pending, held, held, none, pending},
			[]bool{false, true, false, false, false}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := must(stream.NewBreakout(3, 2))
			for i, x := range []float64{10, 12, 11} {
				b.Push(x, x)
				if _, ok := b.Value(); ok {
					t.Fatalf("bar %d has a value without a high before it", i)
				}
			}
			for i, x := range tc.closes {
				peek, peeked := b.Peek(x, x)
				b.Push(x, x)
				got, ok := b.Value()
				if !ok || !peeked || got != peek || got.State != tc.want[i] || got.Event != tc.events[i] {
					t.Errorf("bar %d: got %+v, %v (peeked %+v), want state %v, event %v", i, got, ok, peek, tc.want[i], tc.events[i])
				}
			}
		})
	}
	b := must(stream.NewBreakout(2, 1))
	for _, x := range []float64{10, 11, math.NaN()} {
		b.Push(x, x)
	}
	if _, ok := b.Value(); ok {
		t.Error("a missing bar has a value")
	}
	if v, ok := b.Peek(12, 12); !ok || v.State != held || v.Level != 11 {
		t.Errorf("after a hole: got %+v, %v", v, ok)
	}
}

// tent is a rise to top over side bars and a fall back.
func tent(top float64, side int) []float64 {
	var xs []float64
	for i := -side; i <= side; i++ {
		xs = append(xs, top-math.Abs(float64(i)))
	}
	return xs
}

func TestDivergence(t *testing.T) {
	higher := append(tent(100, 4), tent(105, 4)...) // swing highs at 4 and 13
	lower := append(tent(70, 4), tent(60, 4)...)
	for _, tc := range []struct {
		name       string
		price, osc []float64
		kind       stream.DivergenceKind
	}{
		{"price higher, oscillator lower", higher, lower, stream.Bearish},
		{"both higher", higher, higher, stream.NoDivergence},
		{"price lower", lower, higher, stream.NoDivergence},
		{"mirrored", negated(higher), negated(lower), stream.Bullish},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := must(stream.NewDivergence(stream.DefaultDivergence()))
			var events []int
			for i := range tc.price {
				peek, peeked := d.Peek(tc.price[i], tc.osc[i])
				d.Push(tc.price[i], tc.osc[i])
				got, ok := d.Value()
				if peek != got || peeked != ok {
					t.Fatalf("bar %d: peeked %+v %v, pushed %+v %v", i, peek, peeked, got, ok)
				}
				if got.Event {
					events = append(events, i)
				}
			}
			got, _ := d.Value() // bar 17, one after it became known
			want := stream.DivergenceValue{Kind: tc.kind, Ago: 4, Apart: 9}
			if tc.kind == stream.NoDivergence {
				want = stream.DivergenceValue{}
				events = append(events, 16)
			}
			if got != want || len(events) != 1 || events[0] != 16 {
				t.Errorf("got %+v, events %v, want %+v known on bar 16", got, events, want)
			}
		})
	}
}

func negated(xs []float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = -x
	}
	return out
}

func TestDivergenceAgesAndRefuses(t *testing.T) {
	p := stream.DefaultDivergence()
	price := append(tent(100, 4), tent(105, 4)...)
	osc := append(tent(70, 4), tent(60, 4)...)
	d := must(stream.NewDivergence(p))
	for i := range price {
		d.Push(price[i], osc[i])
	}
	for range 2 { // falls on: bars 18 and 19, five and six after the swing
		d.Push(price[17], osc[17])
	}
	if got, _ := d.Value(); got.Kind != stream.Bearish || got.Ago != p.Side+p.Fresh {
		t.Errorf("still fresh: got %+v", got)
	}
	d.Push(price[17], osc[17])
	if got, ok := d.Value(); !ok || got != (stream.DivergenceValue{}) {
		t.Errorf("too old: got %+v, %v", got, ok)
	}
	d.Push(math.NaN(), 1)
	if _, ok := d.Value(); ok {
		t.Error("a missing bar has a value")
	}

	near := stream.DivergenceParams{Side: 3, MinApart: 10, MaxApart: 60, Fresh: 3}
	d = must(stream.NewDivergence(near))
	for i := range price {
		d.Push(price[i], osc[i])
		if got, _ := d.Value(); got.Kind != stream.NoDivergence {
			t.Fatalf("bar %d: swings nine bars apart count although ten are asked for", i)
		}
	}
}

func TestMomentumByHorizon(t *testing.T) {
	m := must(stream.NewMomentum(stream.DefaultMomentum()))
	for i := range 92 {
		m.Push(math.Exp(0.001 * float64(i))) // steady: volatility at the floor
		if _, ok := m.Value(); ok != (i >= 90) {
			t.Fatalf("bar %d: defined %v", i, ok)
		}
	}
	// By hand: ln over n days is 0.001n, over 0.10*sqrt(n/365).
	var sum float64
	for i, n := range []float64{7, 28, 90} {
		want := 0.001 * n / (0.10 * math.Sqrt(n/365))
		got, ok := m.Z(i)
		if !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("z%v: got %v, %v, want %v", n, got, ok, want)
		}
		sum += want
	}
	if got, _ := m.Value(); math.Abs(got-sum/3) > 1e-9 {
		t.Errorf("composite: got %v, want %v", got, sum/3)
	}
	if _, ok := m.Z(3); ok {
		t.Error("a fourth horizon of three")
	}
	if s := stream.DefaultMomentum().Scaled(6); s.Lags[1] != 168 || s.Volatility != 180 || s.BarsPerYear != 2190 {
		t.Errorf("four-hour bars: got %+v", s)
	}
}

func TestSeveralInputsDoNotAllocate(t *testing.T) {
	c, x := must(stream.NewCovariance(20)), must(stream.NewCross(2))
	b, d := must(stream.NewBreakout(20, 3)), must(stream.NewDivergence(stream.DefaultDivergence()))
	a, m := must(stream.NewATR(14, stream.SkipFirst)), must(stream.NewMACD(stream.MACDParams{Fast: 12, Slow: 26, Signal: 9}))
	v := 1.0
	if n := testing.AllocsPerRun(300, func() {
		v = math.Mod(v*1.37+0.11, 10)
		_, _ = c.Peek(v, 1/v)
		c.Push(v, 1/v)
		_, _ = x.Peek(v, 2)
		x.Push(v, 2)
		_, _ = b.Peek(v, v)
		b.Push(v, v)
		_, _ = d.Peek(v, 1/v)
		d.Push(v, 1/v)
		_, _ = a.Peek(v+1, v, v)
		a.Push(v+1, v, v)
		_, _ = m.Peek(v)
		m.Push(v)
	}); n != 0 {
		t.Errorf("%v allocations a bar", n)
	}
}
