package bourse

import (
	"errors"
	"math"
	"testing"
	"time"

	"eddy/feeds/bourse/market"
	"eddy/feeds/bourse/synthetic"
	"eddy/model/universe"
)

// sentIn is what a crowd of subscribers gets in a second: so much by the clock,
// so much for each quote and open bar.
func sentIn(c market.Cadence) float64 {
	const clock, quotes, bars = 600, 300, 200
	return clock + quotes/c.Quote.Seconds() + bars/c.Bar.Seconds()
}

// Whatever is asked for, between what comes by the clock and the densest there
// is, is reached in some seconds and kept.
func TestPaceFindsItsRate(t *testing.T) {
	for _, rate := range []float64{800, 2_000, 5_000, 40_000} {
		p := newPace(rate)
		c, sent := market.VenueCadence, 0.0
		for second := 1; second <= 40; second++ {
			sent += sentIn(c)
			next, ok := p.set(time.Duration(second)*time.Second, uint64(sent))
			if !ok {
				t.Fatalf("no word in second %d", second)
			}
			c = next
		}
		if got := sentIn(c); math.Abs(got/rate-1) > .05 {
			t.Errorf("%v frames a second were asked for, %.0f come", rate, got)
		}
		if c.Mark != market.VenueCadence.Mark || c.Day != market.VenueCadence.Day {
			t.Errorf("the clock was changed: %+v", c)
		}
	}
}

// While nobody listens there is nothing to go by, and without a rate nothing is
// changed.
func TestPaceWaits(t *testing.T) {
	for name, p := range map[string]pace{"no listener": newPace(5000), "no rate": newPace(0)} {
		for second := range 100 {
			sent := uint64(0)
			if p.rate == 0 {
				sent = uint64(second) * 1000
			}
			if _, ok := p.set(time.Duration(second)*time.Second, sent); ok {
				t.Fatalf("%s: changed in second %d", name, second)
			}
		}
	}
}

func TestRateIsChecked(t *testing.T) {
	for _, rate := range []float64{-1, math.NaN(), math.Inf(1), 2 * maxRate} {
		if _, err := New(Config{Rate: rate}); !errors.Is(err, ErrConfig) {
			t.Errorf("%v: got %v", rate, err)
		}
	}
}

// A market with a rate has sixty coins, each at home in the embedded taxonomy
// and none twice, and the first of them are those of any other.
func TestRateHasSixtyCoins(t *testing.T) {
	b, err := New(Config{Rate: 5000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() }) // it never ran
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	coins, seen := b.Assets(), map[string]bool{}
	for i, a := range coins {
		if _, _, ok := u.Home(a); !ok && a != "BTC" || seen[string(a)] {
			t.Errorf("%s is at home nowhere, or twice", a)
		}
		seen[string(a)] = true
		if usual := synthetic.DefaultAssets(); i < len(usual) && usual[i].Asset != a {
			t.Errorf("coin %d is %s, not %s", i, a, usual[i].Asset)
		}
	}
	if len(coins) != 60 {
		t.Errorf("%d coins, want 60", len(coins))
	}
}
