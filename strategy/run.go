package strategy

import (
	"context"
	"errors"
	"time"

	"eddy/model"
	"eddy/model/beat"
)

// PublishEvery is the least time between two snapshots, PublishIdle the most,
// which is kept while nobody waits for one.
const (
	PublishEvery = 100 * time.Millisecond
	PublishIdle  = time.Second
)

// gather is how long Run lets events come in before it takes them: newer quotes
// overtake older ones meanwhile, and a busy feed wakes it a hundred times a
// second instead of thousands. While nobody waits for a snapshot it does so once
// a beat.
const gather = 10 * time.Millisecond

// Inbox is where Run takes events from.
type Inbox interface {
	// Want says that what there is will be taken in a moment.
	Want()
	// Take waits for events, appends them to buf and returns it.
	Take(ctx context.Context, buf []model.Event) ([]model.Event, error)
}

// Run folds events from in until ctx ends and puts a snapshot into out every
// PublishEvery while somebody waits for one, else on the beat every PublishIdle.
// now is the local clock. It owns the engine while it runs.
func (e *Engine) Run(ctx context.Context, in Inbox, out *Mailbox, now func() time.Time) error {
	var buf []model.Event
	last := now().Add(-PublishIdle)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		if !out.isAwaited() {
			sleep(ctx, timer, beat.After(now(), beat.Length), out.asked)
		}
		in.Want()
		sleep(ctx, timer, gather, nil)
		least := betweenSnapshots(out)
		var err error
		buf, err = takeUntil(ctx, in, buf[:0], last.Add(least).Sub(now()))
		if err != nil {
			return err
		}
		for i := range buf {
			e.Apply(&buf[i])
		}
		clear(buf)
		if t := now(); t.Sub(last) >= least {
			out.Put(e.Publish(model.MillisOf(t)))
			last = t
		}
	}
}

// sleep waits for d, until something else comes, or until ctx ends.
func sleep(ctx context.Context, timer *time.Timer, d time.Duration, other <-chan struct{}) {
	timer.Reset(d)
	select {
	case <-timer.C:
	case <-other:
	case <-ctx.Done():
	}
}

// betweenSnapshots is the least time between two snapshots. That of those nobody
// waits for allows for looks that come a little before their beat or after it.
func betweenSnapshots(out *Mailbox) time.Duration {
	if out.isAwaited() {
		return PublishEvery
	}
	return PublishIdle - beat.Length/2
}

// takeUntil takes events, waiting for some at most so long. None in that time
// is no error.
func takeUntil(ctx context.Context, in Inbox, buf []model.Event, limit time.Duration) ([]model.Event, error) {
	wait, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	buf, err := in.Take(wait, buf)
	switch {
	case ctx.Err() != nil:
		return buf, ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return buf, nil
	default:
		return buf, err
	}
}

// Publish lets time pass up to a local moment and returns what is known then.
// It is one step of Run, for those who run an engine by themselves.
func (e *Engine) Publish(at model.Millis) *model.Snapshot {
	e.Apply(&model.Event{Kind: model.KindTick, Received: at})
	s := e.Snapshot()
	if e.cfg.Published != nil {
		e.cfg.Published(at, s)
	}
	return s
}
