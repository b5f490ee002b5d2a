package signal_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"eddy/strategy/signal"
)

func TestExtension(t *testing.T) {
	f := figures(t).Extension
	nan := math.NaN()
	for _, c := range []struct {
		name string
		run  signal.Run
		want float64
		ok   bool
	}{
		{"calm", signal.Run{RSI: 50, Z28: 0, Stretch: 0}, 0, true},
		{"parabolic", signal.Run{RSI: 95, Z28: 3, Stretch: 9}, 1, true},
		{"half way on each scale", signal.Run{RSI: 72.5, Z28: 2, Stretch: 3}, 0.5, true},
		{"one part missing", signal.Run{RSI: 85, Z28: 1, Stretch: nan}, 0.5, true},
		{"one part alone", signal.Run{RSI: 85, Z28: nan, Stretch: nan}, 0, false},
		{"nothing", signal.Run{RSI: nan, Z28: nan, Stretch: nan}, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := f.Extension(c.run)
			if ok != c.ok || math.Abs(got-c.want) > 1e-12 {
				t.Errorf("%v, %v; want %v, %v", got, ok, c.want, c.ok)
			}
		})
	}
}

func TestShortScore(t *testing.T) {
	f := figures(t).Short
	nan := math.NaN()
	full := signal.Load{FundingBps: 10, Growth: 0.25, Divergence: 1, Extension: 1}
	if score, share, ok := f.Short(full); !ok || math.Abs(score-1) > 1e-12 || math.Abs(share-1) > 1e-12 {
		t.Errorf("everything at once: %v, share %v", score, share)
	}
	if _, _, ok := f.Short(signal.Load{FundingBps: nan, Growth: nan, Divergence: 1, Extension: 1}); ok {
		t.Error("without funding and open interest less than half is known: no score")
	}
	score, share, ok := f.Short(signal.Load{FundingBps: nan, Growth: 0.25, Divergence: 1, Extension: 1})
	if !ok || math.Abs(score-1) > 1e-12 || math.Abs(share-0.7) > 1e-12 {
		t.Errorf("a missing part gives its weight to the rest: %v, share %v", score, share)
	}
}

// More of any reason never lowers the score, which stays within 0 and 1.
func TestShortScoreIsMonotone(t *testing.T) {
	f := figures(t).Short
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, lo, hi float64) float64 { return rapid.Float64Range(lo, hi).Draw(t, name) }
		l := signal.Load{FundingBps: draw("funding", -300, 300), Growth: draw("growth", -1, 5), Divergence: draw("div", 0, 1), Extension: draw("ext", 0, 1)}
		score, _, ok := f.Short(l)
		if !ok || score < 0 || score > 1 {
			t.Fatalf("%v, %v", score, ok)
		}
		more := l
		more.FundingBps += draw("more funding", 0, 50)
		more.Growth += draw("more growth", 0, 1)
		if higher, _, _ := f.Short(more); higher < score-1e-12 {
			t.Fatalf("%v fell to %v", score, higher)
		}
	})
}

// S1-IND-0: both beyond the dead zone one way confirm, opposite ways diverge.
func TestAccord(t *testing.T) {
	f := figures(t).Pair
	for _, c := range []struct {
		a, b float64
		want signal.Accord
		up   bool
	}{
		{1, 0.5, signal.Confirmation, true},
		{-1, -0.5, signal.Confirmation, false},
		{1, -0.5, signal.Divergence, true},
		{-1, 0.5, signal.Divergence, false},
		{1, 0.25, signal.NoAccord, true},
		{0, 2, signal.NoAccord, false},
		{math.NaN(), 2, signal.NoAccord, false},
	} {
		if got, up := f.AccordOf(c.a, c.b); got != c.want || up != c.up {
			t.Errorf("%v against %v: %v, up %v", c.a, c.b, got, up)
		}
	}
}
