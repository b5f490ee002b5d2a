// Package backoff says how long to wait before trying again: longer after each
// failure, never longer than a cap, never in step with anyone else, and short
// again only after a try that held.
package backoff

import (
	"context"
	"math/rand/v2"
	"time"
)

// Policy is a schedule of delays. The zero value means Default.
type Policy struct {
	// First is the delay after the first failure; each further one doubles it.
	First time.Duration
	// Cap is the longest delay there is.
	Cap time.Duration
	// HealthyAfter is how long a try must have run well for the next failure
	// to count as the first again. A venue that accepts and drops at once must
	// not be dialled four times a second for ever.
	HealthyAfter time.Duration
}

// Default starts quick, since most losses are a single dropped connection, and
// stays far below every venue's limit of connections (300 in 5 minutes,
// venues/binance §5, is the strictest).
var Default = Policy{First: 250 * time.Millisecond, Cap: 30 * time.Second, HealthyAfter: 30 * time.Second}

// OrDefault returns the policy with Default's figures where it has none.
func (p Policy) OrDefault() Policy {
	if p.First <= 0 {
		p.First = Default.First
	}
	if p.Cap <= 0 {
		p.Cap = Default.Cap
	}
	if p.HealthyAfter <= 0 {
		p.HealthyAfter = Default.HealthyAfter
	}
	return p
}

// Delay returns the wait before try number failures+1: between half and all of
// First doubled failures-1 times, within Cap. The spread keeps sessions that
// fell together from coming back together.
func (p Policy) Delay(failures int, chance *rand.Rand) time.Duration {
	p = p.OrDefault()
	d := min(p.First, p.Cap)
	for i := 1; i < failures && d < p.Cap; i++ {
		d = min(2*d, p.Cap) // d < Cap, so doubling overflows only for a cap of centuries
	}
	half := d / 2
	return half + time.Duration(chance.Int64N(int64(d-half)+1))
}

// Schedule counts failures along a Policy. It is not safe for concurrent use.
type Schedule struct {
	policy   Policy
	chance   *rand.Rand
	failures int
}

// NewSchedule returns a schedule that has seen no failure.
func NewSchedule(p Policy, chance *rand.Rand) *Schedule {
	return &Schedule{policy: p.OrDefault(), chance: chance}
}

// Next returns the wait after a try that ran well for healthy before it ended.
func (s *Schedule) Next(healthy time.Duration) time.Duration {
	if healthy >= s.policy.HealthyAfter {
		s.failures = 0
	}
	s.failures++
	return s.policy.Delay(s.failures, s.chance)
}

// Sleep waits for d or until ctx ends, whose error it returns.
func Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
