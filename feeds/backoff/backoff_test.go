package backoff_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"eddy/feeds/backoff"
)

func chance(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed)) }

func TestDelayStaysInItsBand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := backoff.Policy{
			First: time.Duration(rapid.Int64Range(1, int64(time.Minute)).Draw(t, "first")),
			Cap:   time.Duration(rapid.Int64Range(1, int64(time.Hour)).Draw(t, "cap")),
		}
		failures := rapid.IntRange(0, 1000).Draw(t, "failures")
		full := float64(p.First) // doubled in floating point, which cannot overflow here
		for i := 1; i < failures && full < float64(p.Cap); i++ {
			full *= 2
		}
		full = min(full, float64(p.Cap))
		got := float64(p.Delay(failures, chance(rapid.Uint64().Draw(t, "seed"))))
		if got < full/2-1 || got > full {
			t.Errorf("got %v, want between half and all of %v", got, full)
		}
	})
}

func TestDelaySpreads(t *testing.T) {
	r, seen := chance(1), map[time.Duration]bool{}
	for range 100 {
		seen[backoff.Default.Delay(3, r)] = true
	}
	if len(seen) < 90 {
		t.Errorf("100 delays took only %d values", len(seen))
	}
}

func TestZeroPolicyIsDefault(t *testing.T) {
	if got := (backoff.Policy{}).OrDefault(); got != backoff.Default {
		t.Errorf("got %+v", got)
	}
	if got, want := (backoff.Policy{}).Delay(99, chance(1)), backoff.Default.Delay(99, chance(1)); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestScheduleStartsOverOnlyAfterAGoodTry(t *testing.T) {
	p := backoff.Policy{First: time.Second, Cap: 8 * time.Second, HealthyAfter: 30 * time.Second}
	s := backoff.NewSchedule(p, chance(1))
	for i, step := range []struct{ ran, full time.Duration }{
		{0, 1e9}, {time.Second, 2e9}, {29 * time.Second, 4e9}, {0, 8e9}, {0, 8e9}, {30 * time.Second, 1e9}, {0, 2e9},
	} {
		if got := s.Next(step.ran); got < step.full/2 || got > step.full {
			t.Errorf("step %d: got %v, want between half and all of %v", i, got, step.full)
		}
	}
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if err := backoff.Sleep(t.Context(), time.Hour); err != nil || time.Since(began) != time.Hour {
			t.Errorf("slept %v, %v", time.Since(began), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began = time.Now()
		if err := backoff.Sleep(ctx, time.Hour); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Minute {
			t.Errorf("slept %v, %v", time.Since(began), err)
		}
		if err := backoff.Sleep(ctx, 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("no sleep at all hid the end of the context: %v", err)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name, value string
		want        time.Duration
	}{
		{"none", "", 0},
		{"seconds", "120", 2 * time.Minute},
		{"spaces", " 5 ", 5 * time.Second},
		{"fraction", "0.5", 500 * time.Millisecond},
		{"zero", "0", 0},
		{"negative", "-3", 0},
		{"a year", "31536000", 72 * time.Hour},
		{"more than a duration holds", "1e300", 72 * time.Hour},
		{"not a number", "NaN", 0},
		{"words", "later", 0},
		{"date", "Sat, 21 Nov 2026 12:01:30 GMT", 90 * time.Second},
		{"old date form", "Saturday, 21-Nov-26 12:01:30 GMT", 90 * time.Second},
		{"past date", "Sat, 21 Nov 2026 11:00:00 GMT", 0},
		{"far date", "Sat, 21 Nov 2099 11:00:00 GMT", 72 * time.Hour},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := http.Header{}
			h.Set("Retry-After", tc.value)
			if got := backoff.RetryAfter(h, now); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
