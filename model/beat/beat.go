// Package beat lets waits that may be a little longer or shorter end together.
// To wake a program that sleeps costs many times what it then does; what wakes
// on one beat wakes it once.
package beat

import (
	"context"
	"time"
)

// Length is the time between two beats, which are whole multiples of it on the
// clock.
const Length = 500 * time.Millisecond

// After returns how long it is from now to the beat that is nearest to d later:
// no more than half a beat less or more, and never nothing.
func After(now time.Time, d time.Duration) time.Duration {
	wait := now.Add(d).Round(Length).Sub(now.Round(0))
	if wait <= 0 {
		wait += Length
	}
	return wait
}

// Wait waits about d, see After, or until ctx ends, whose error it returns.
func Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(After(time.Now(), d))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
