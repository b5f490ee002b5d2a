package stress

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"eddy/model"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// sample has exactly the deviation asked for.
func sample(n int, sigma float64) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = r.NormFloat64()
	}
	mean, sd := stat.MeanStdDev(xs, nil)
	for i := range xs {
		xs[i] = (xs[i] - mean) / sd * sigma
	}
	return xs
}

// margin §8: V 25,000, sigma 3.5 % a day: VaR 1,439.25, ES 1,804.87; over five
// days 3,218.25.
func TestWorkedVaR(t *testing.T) {
	xs := sample(300, 0.035*25000)
	one, err := Measure(xs, 0.95, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "VaR", one.VaR, 1439.25, 0.005)
	near(t, "ES", one.ES, 1804.87, 0.005)
	five, _ := Measure(xs, 0.95, 5)
	near(t, "five days", five.VaR, 3218.25, 0.005)
	if one.Days != 300 {
		t.Errorf("window %d", one.Days)
	}
}

// gonum's normal distribution is the independent source of the constants, and
// its quantile (R's type 7) of the historical figures.
func TestVaRAgreesWithGonum(t *testing.T) {
	for c, q := range normal {
		z := distuv.UnitNormal.Quantile(c)
		near(t, "z", q.z, z, 1e-12)
		near(t, "beyond", q.beyond, distuv.UnitNormal.Prob(z)/(1-c), 1e-9)
	}
	xs := []float64{-5, -4, -3, -2, -1}
	for len(xs) < 100 {
		xs = append(xs, float64(len(xs)))
	}
	r, err := Measure(xs, 0.95, 1)
	if err != nil {
		t.Fatal(err)
	}
	// Place 0.05*99 = 4.95: between the fifth, -1, and the sixth, 5: 0.95 of the way is 4.7, a gain.
	near(t, "historical VaR", r.HistVaR, 0, 1e-9)
	near(t, "historical ES", r.HistES, 3, 1e-9)
}

func TestMeasureRefuses(t *testing.T) {
	if _, err := Measure(make([]float64, MinDays-1), 0.95, 1); !errors.Is(err, ErrDays) {
		t.Errorf("too few: %v", err)
	}
	if _, err := Measure(make([]float64, 100), 0.9, 1); err == nil {
		t.Error("a confidence that is not offered")
	}
}

// Expected shortfall is never below value at risk, both scale with the book.
func TestVaRProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Float64Range(-1000, 1000), MinDays, 200).Draw(t, "results")
		c := rapid.SampledFrom([]float64{0.95, 0.99}).Draw(t, "confidence")
		r, err := Measure(xs, c, 1)
		if err != nil {
			t.Fatal(err)
		}
		if r.ES < r.VaR || r.HistES < r.HistVaR-1e-9 {
			t.Fatalf("shortfall below value at risk: %+v", r)
		}
		twice := make([]float64, len(xs))
		for i := range xs {
			twice[i] = 2 * xs[i]
		}
		r2, _ := Measure(twice, c, 1)
		if math.Abs(r2.VaR-2*r.VaR) > 1e-9*(1+r.VaR) || math.Abs(r2.HistVaR-2*r.HistVaR) > 1e-9*(1+r.HistVaR) {
			t.Fatalf("twice the book: %+v and %+v", r, r2)
		}
	})
}

func TestWorst(t *testing.T) {
	xs := []float64{1, -5, 3, -4, -3, 2}
	if at, sum, ok := Worst(xs, 1); !ok || at != 1 || sum != -5 {
		t.Errorf("day: %d, %v", at, sum)
	}
	if at, sum, ok := Worst(xs, 2); !ok || at != 3 || sum != -7 {
		t.Errorf("two days: %d, %v", at, sum)
	}
	if _, _, ok := Worst(xs, 7); ok {
		t.Error("more days than there are")
	}
}

func bars(from model.Millis, closes ...float64) []model.Bar {
	var out []model.Bar
	for i, c := range closes {
		if c > 0 {
			at := from + model.Millis(i)*model.Millis(model.Day1.Duration().Milliseconds())
			out = append(out, model.Bar{OpenTime: at, Interval: model.Day1, Close: c})
		}
	}
	return out
}

func TestAlign(t *testing.T) {
	const day = model.Millis(86_400_000)
	p := Align([]model.Asset{"A", "B"}, [][]model.Bar{
		bars(100*day, 10, 11, 12, 0, 13, 14),
		bars(101*day, 20, 10, 20, 30, 60),
	})
	// A misses day 103, so the returns of 103 and 104 are left out.
	if len(p.Ends) != 2 || p.Ends[0] != 103*day || p.Ends[1] != 106*day || p.Limit != "B" {
		t.Fatalf("%+v", p)
	}
	near(t, "A", p.Returns[0][0], 12.0/11-1, 1e-12)
	near(t, "B", p.Returns[1][0], -0.5, 1e-12)
	near(t, "B last", p.Returns[1][1], 1, 1e-12)
	res := p.Results([]float64{100, -10})
	near(t, "result", res[0], 100*(12.0/11-1)+5, 1e-9)
	near(t, "moves", p.Moves(0, 2)[1], 0, 1e-12)
	if p := Align([]model.Asset{"A", "B"}, [][]model.Bar{bars(day, 1, 2), nil}); len(p.Ends) != 0 || p.Limit != "B" {
		t.Errorf("a coin without bars: %+v", p)
	}
}

func TestPlace(t *testing.T) {
	room := func(lever float64) float64 { return 1/lever - 0.01 }
	for _, tc := range []struct {
		name  string
		leg   Leg
		price float64
		by    string
		fits  bool
		lever float64
	}{
		{"long, 2.5 ATR", Leg{Entry: 100, ATR: 4, Liquidation: 51, Leverage: 2}, 90, "atr", true, 0},
		{"short, 2.5 ATR", Leg{Short: true, Entry: 100, ATR: 4, Liquidation: 149, Leverage: 2}, 110, "atr", true, 0},
		{"no liquidation", Leg{Entry: 100, ATR: 20, Leverage: 1}, 50, "atr", true, 0},
		{"swing is nearer", Leg{Entry: 100, ATR: 4, Swing: 95, Liquidation: 51, Leverage: 2}, 94.6, "swing", true, 0},
		{"swing is further", Leg{Entry: 100, ATR: 4, Swing: 80, Liquidation: 51, Leverage: 2}, 90, "atr", true, 0},
		{"swing on the wrong side", Leg{Entry: 100, ATR: 4, Swing: 105, Leverage: 2}, 90, "atr", true, 0},
		// 25 % away; 0.7 of the room: 22.6 % at 3x, 34.3 % at 2x.
		{"too wide at 3x, fits at 2x", Leg{Entry: 100, ATR: 10, Liquidation: 67.67, Leverage: 3, Room: room}, 75, "atr", false, 2},
		{"fits nowhere", Leg{Entry: 100, ATR: 30, Liquidation: 67.67, Leverage: 3, Room: func(float64) float64 { return 0.3 }}, 25, "atr", false, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, err := Place(tc.leg)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "price", s.Price, tc.price, 1e-9)
			if s.By != tc.by || s.Fits != tc.fits || s.Lever != tc.lever {
				t.Errorf("%+v", s)
			}
		})
	}
	if _, err := Place(Leg{Entry: 100, ATR: 50}); err == nil {
		t.Error("a stop below zero")
	}
	if _, err := Place(Leg{Entry: 100}); !errors.Is(err, ErrStop) {
		t.Error("no ATR")
	}
}
