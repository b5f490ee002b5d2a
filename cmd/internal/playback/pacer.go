package playback

import (
	"context"
	"time"

	"eddy/model"
)

// pacer makes tape time pass with the wall clock.
type pacer struct {
	wall time.Time
	tape model.Millis // 0: begins with the next step
	at   float64      // the speed it goes by
}

// reset begins anew with the next step.
func (p *pacer) reset() { p.tape = 0 }

// wait waits until a step of a moment is due, until somebody wakes it or ctx
// ends, whose error it returns. Speed 0 waits for nothing.
func (p *pacer) wait(ctx context.Context, wake <-chan struct{}, at model.Millis, speed float64) error {
	if speed == 0 || at == 0 {
		return nil
	}
	if p.tape == 0 || p.at != speed || at < p.tape {
		p.wall, p.tape, p.at = time.Now(), at, speed
		return nil
	}
	due := time.Duration(float64(at.Sub(p.tape)) / speed)
	left := due - time.Since(p.wall)
	if left < time.Millisecond {
		return nil
	}
	timer := time.NewTimer(min(left, longestWait))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
		p.reset()
	case <-ctx.Done():
		return ctx.Err()
	}
	if left > longestWait {
		p.reset()
	}
	return nil
}
