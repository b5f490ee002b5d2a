package main

import (
	"context"
	"time"

	"eddy/model"
	"eddy/strategy"
)

// How market time is told from the local clock in a live session.
const (
	clockTrust     = time.Hour       // a market whose time lies nearer than this keeps the local clock
	settlePatience = 5 * time.Second // how long slow sources wait for a venue that says what time it is
	diaryPatience  = 2 * time.Second // how long the user's events do
)

// liveClock tells the market's moment in a live session: the local clock, unless
// the venues that answer say something else altogether, as an embedded exchange
// of another process does.
type liveClock struct{ box *strategy.Mailbox }

func (c liveClock) now() model.Millis {
	local := model.MillisOf(time.Now())
	asOf, known := c.heard()
	if !known || local.Sub(asOf).Abs() < clockTrust {
		return local
	}
	return asOf
}

// heard returns the time the venues tell now, false when none answers.
func (c liveClock) heard() (model.Millis, bool) {
	at, cancel := context.WithCancel(context.Background())
	cancel() // do not wait
	s, err := c.box.After(at, 0)
	if err != nil {
		return 0, false
	}
	return timeOf(s)
}

func timeOf(s *model.Snapshot) (model.Millis, bool) {
	for i := range s.Venues {
		if s.Venues[i].State == model.LinkLive {
			return s.AsOf, s.AsOf.Known()
		}
	}
	return 0, false
}

// settle waits for a venue that says what time it is, but not for long.
func (c liveClock) settle(ctx context.Context, patience time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	reader := c.box.Reader()
	for {
		s, err := reader.Next(ctx)
		if err != nil {
			return
		}
		if _, known := timeOf(s); known {
			return
		}
	}
}
