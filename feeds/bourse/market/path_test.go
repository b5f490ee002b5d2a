package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func drawCandle(t *rapid.T) Candle {
	cents := func(name string, lo, hi int) float64 { return float64(rapid.IntRange(lo, hi).Draw(t, name)) / 100 }
	c := Candle{Low: cents("low", 1, 500_000)}
	c.High = c.Low + cents("range", 0, 50_000)
	c.High = Round(c.High, 2)
	span := int(math.Round((c.High - c.Low) * 100))
	c.Open = Round(c.Low+cents("open", 0, span), 2)
	c.Close = Round(c.Low+cents("close", 0, span), 2)
	c.Volume = float64(rapid.IntRange(0, 1_000_000).Draw(t, "volume")) / 8
	return c
}

// Whatever the candle, its path begins at the open, rests at the close, meets
// both extremes, never leaves the range, and lies on the tick.
func TestPathMeetsItsCandle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCandle(t)
		cal := Calendar{Seed: rapid.Uint64().Draw(t, "seed")}
		var p path
		p.fill(cal, rapid.IntRange(0, 60).Draw(t, "coin"), rapid.IntRange(0, 1e6).Draw(t, "at"), c, 2)

		high, low := math.Inf(-1), math.Inf(1)
		for _, x := range p.price {
			high, low = max(high, x), min(low, x)
			if x != Round(x, 2) {
				t.Fatalf("%v is off the tick", x)
			}
		}
		if high != c.High || low != c.Low {
			t.Fatalf("range %v..%v, want %v..%v", low, high, c.Low, c.High)
		}
		if p.at(0) != c.Open || p.at(knots) != c.Close || p.at(lastMove) != c.Close {
			t.Fatalf("from %v to %v, want %v to %v", p.at(0), p.at(knots), c.Open, c.Close)
		}
		x1, x2 := extremes(c)
		if p.at(float64(p.turn[0])) != x1 || p.at(float64(p.turn[1])) != x2 {
			t.Fatal("the path does not turn where it says")
		}
		if whole := p.cut(0, knots, 2); whole != c {
			t.Fatalf("whole cut %+v, want %+v", whole, c)
		}
	})
}

// The pieces of a candle join to the candle.
func TestCutsJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCandle(t)
		var p path
		p.fill(Calendar{Seed: 7}, 1, 2, c, 2)
		var total Candle
		from := 0.0
		for from < knots {
			to := min(from+rapid.Float64Range(0.5, 200).Draw(t, "piece"), knots)
			total = join(total, p.cut(from, to, 2))
			from = to
		}
		if math.Abs(total.Volume-c.Volume) > 1e-9*max(c.Volume, 1) {
			t.Fatalf("volume %v, want %v", total.Volume, c.Volume)
		}
		total.Volume = c.Volume
		if total != c {
			t.Fatalf("pieces join to %+v, want %+v", total, c)
		}
	})
}

func TestRound(t *testing.T) {
	for _, x := range []float64{57976.73, 0.1, 0.00000123, 91240, 1e-8, 123456.7} {
		if got := Round(x, 8); got != x {
			t.Errorf("Round(%v, 8) = %v", x, got)
		}
	}
	if got := Round(2.675, 1); got != 2.7 {
		t.Errorf("Round(2.675, 1) = %v", got)
	}
	if got := roundDown(2.69, 1); got != 2.6 {
		t.Errorf("roundDown(2.69, 1) = %v", got)
	}
	if got := roundDown(2.7, 1); got != 2.7 {
		t.Errorf("roundDown(2.7, 1) = %v", got)
	}
}
