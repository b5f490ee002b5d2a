package strategy

import (
	"math"
	"testing"

	"eddy/model"
	"eddy/strategy/signal"
)

func near(got model.Num, want float64) bool {
	v, ok := got.Value()
	return ok && math.Abs(v-want) < 1e-12
}

func TestDominanceByHand(t *testing.T) {
	d, err := newDominance()
	if err != nil {
		t.Fatal(err)
	}
	if d.level().State() != model.NumUnknown {
		t.Error("a level without a day")
	}
	d.push(30, 10)
	for range 58 { // the average stands at 100 while the ratio does
		d.push(3, 1)
	}
	if !near(d.level(), 100) || d.slope().State() != model.NumUnknown {
		t.Errorf("got %v, %v", d.level(), d.slope())
	}
	d.push(6, 1.6) // 3.75 to one: 125
	if !near(d.level(), 125) || !near(d.monthChange(), 0.25) {
		t.Errorf("got %v, %v", d.level(), d.monthChange())
	}
	if want := 25 * 2 / 51. / 100; !near(d.slope(), want) { // EMA 50 moves by 2/51 of the way
		t.Errorf("slope: got %v, want %v", d.slope(), want)
	}
	d.push(math.NaN(), 1)
	if d.level().State() != model.NumUnknown || d.slope().State() != model.NumUnknown || d.monthChange().State() != model.NumUnknown {
		t.Errorf("a missing bar: %v, %v, %v", d.level(), d.slope(), d.monthChange())
	}
}

func TestWhenBTCConsolidates(t *testing.T) {
	f, err := signal.Default()
	if err != nil {
		t.Fatal(err)
	}
	// path is 150 wild days, then 60 of moves of size up and down, with a drift.
	path := func(size, drift float64) model.Num {
		g, err := newGauge(model.Day1, f)
		if err != nil {
			t.Fatal(err)
		}
		c, err := newCalm()
		if err != nil {
			t.Fatal(err)
		}
		price, sign := 100.0, 1.0
		for i := range 210 {
			step := 0.05
			if i >= 150 {
				step = size
			}
			price *= math.Exp(sign*step + drift)
			sign = -sign
			g.push(model.Millis(i+1)*86_400_000, price, price, price, f)
			c.push(&coinClose{z28: orNaN(g.z(28, g.level, false)), volatility: orNaN(g.vol.Value())})
			if i < 28 && c.consolidating().State() != model.NumUnknown {
				t.Fatalf("day %d: %v", i, c.consolidating())
			}
		}
		return c.consolidating()
	}
	for _, tt := range []struct {
		name        string
		size, drift float64
		want        float64
	}{
		{"narrow and calm", 0.01, 0, 1},
		{"calm but going somewhere", 0.01, 0.004, 0},
		{"nowhere but wilder than it was", 0.09, 0, 0},
	} {
		if got := path(tt.size, tt.drift); !near(got, tt.want) {
			t.Errorf("%s: got %v, %s", tt.name, got, got.Why())
		}
	}
}

func TestTurnoverByHand(t *testing.T) {
	u, err := newTurnover()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 90 {
		u.push(1e8 + 1e7*float64(i%2*2-1)) // 90 and 110 million, in turn
	}
	u.push(1.3e8)
	if !near(u.z(), 3) { // 30 million over a deviation of 10
		t.Errorf("z: got %v, %s", u.z(), u.z().Why())
	}
	if v, ok := u.liquidity(); !ok || math.Abs(v-50) > 2 { // about 100 million a day
		t.Errorf("liquidity: got %v, %v", v, ok)
	}
	for range 7 {
		u.push(2e7)
	}
	if dry, ok := u.dry(); !ok || !dry {
		t.Errorf("fell by four fifths in a week: %v, %v", dry, ok)
	}
	u.push(math.NaN())
	if u.z().State() != model.NumUnknown {
		t.Errorf("a day without volume: %v", u.z())
	}
}
