package feeds

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	// healthEvery is how often each venue's counters are published.
	healthEvery = 500 * time.Millisecond

	// countAfter is how long after a beat it is counted: what is read on the beat
	// counts whole, or rates would go up and down by what is read at once.
	countAfter = 10 * time.Millisecond

	// stopGrace is how long venues may take to end. They are to end in 200 ms;
	// one that hangs must not hang the program.
	stopGrace = time.Second
)

// Supervisor runs venues side by side, each in its own failure domain: one that
// panics or gives up is counted, reported and started again after a pause, and
// the others never notice. A panic on a goroutine the venue started itself is
// out of its reach.
type Supervisor struct {
	// Log takes what went wrong in detail; nil: silent. Set it before Run.
	Log *slog.Logger

	wards []*ward
}

// NewSupervisor returns a supervisor of venues, whose events go to out together
// with its own: KindHealth every 500 ms and KindLink when a state changed that
// the venue has not told of itself. now is the local clock.
func NewSupervisor(venues []Venue, out Sink, now func() time.Time) *Supervisor {
	s := &Supervisor{}
	for i, v := range venues {
		s.wards = append(s.wards, newWard(v, i, out, now))
	}
	return s
}

// Run runs every venue until ctx ends, whose error it returns once they have
// all ended. A venue that does not end within a second is left behind and
// named in the error. Run may be called once.
func (s *Supervisor) Run(ctx context.Context) error {
	log := s.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	var all sync.WaitGroup
	for _, w := range s.wards {
		w.log = log
		all.Go(func() { w.run(ctx) })
		all.Go(func() { w.report(ctx) })
	}
	<-ctx.Done()
	return errors.Join(ctx.Err(), s.waitFor(&all))
}

// waitFor waits for the venues' goroutines, but not for ever.
func (s *Supervisor) waitFor(all *sync.WaitGroup) error {
	done := make(chan struct{})
	go func() {
		all.Wait()
		close(done)
	}()
	grace := time.NewTimer(stopGrace)
	defer grace.Stop()
	select {
	case <-done:
		return nil
	case <-grace.C:
	}
	var late []error
	for _, w := range s.wards {
		if !w.ended.Load() {
			late = append(late, fmt.Errorf("%s did not stop within %s", w.name, stopGrace))
		}
	}
	return errors.Join(late...)
}
