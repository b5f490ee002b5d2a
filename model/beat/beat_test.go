package beat_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"eddy/model/beat"
)

// midnight is on a beat, as every whole second is.
var midnight = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

func TestAfter(t *testing.T) {
	const ms = time.Millisecond
	for _, tt := range []struct {
		name         string
		at, d, until time.Duration // all since midnight
	}{
		{"whole beats from one beat to another", 0, 500 * ms, 500 * ms},
		{"a little late on a beat", 3 * ms, time.Second, time.Second},
		{"a little early on a beat", 497 * ms, time.Second, 1500 * ms},
		{"the beat before is nearer", 100 * ms, time.Second, time.Second},
		{"the beat behind is nearer", 300 * ms, time.Second, 1500 * ms},
		{"next to nothing still waits for a beat", 10 * ms, ms, 500 * ms},
		{"nothing on a beat waits for the next", 500 * ms, 0, time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := beat.After(midnight.Add(tt.at), tt.d), tt.until-tt.at; got != want {
				t.Errorf("waits %v, want %v", got, want)
			}
		})
	}
}

// Whatever is waited for ends on a beat, and at most half a beat from when it was
// to end unless that is no wait at all.
func TestWaitsEndOnABeat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := midnight.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "now")))
		d := time.Duration(rapid.Int64Range(0, int64(time.Minute)).Draw(t, "d"))
		wait := beat.After(now, d)
		if end := now.Add(wait); !end.Equal(end.Truncate(beat.Length)) {
			t.Errorf("ends at %v", end)
		}
		if wait <= 0 || d >= beat.Length && (wait-d).Abs() > beat.Length/2 || wait > d+beat.Length {
			t.Errorf("waits %v for %v", wait, d)
		}
	})
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(20 * time.Millisecond) // off the beat
		start := time.Now()
		if err := beat.Wait(t.Context(), time.Second); err != nil {
			t.Error(err)
		}
		if got, want := time.Since(start), 980*time.Millisecond; got != want {
			t.Errorf("waited %v, want %v", got, want)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
		defer stop()
		if err := beat.Wait(ctx, time.Second); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("an end of the context: %v", err)
		}
	})
}
