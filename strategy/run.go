package strategy

import (
	"context"
	"errors"
	"time"

	"eddy/model"
)

// PublishEvery is the least time between two snapshots.
const PublishEvery = 100 * time.Millisecond

// gather is how long Run lets events pile up between two looks: newer quotes
// overtake older ones meanwhile, and a busy feed wakes it a hundred times a
// second instead of thousands.
const gather = 10 * time.Millisecond

// Inbox is where Run takes events from.
type Inbox interface {
	// Take waits for events, appends them to buf and returns it.
	Take(ctx context.Context, buf []model.Event) ([]model.Event, error)
}

// Run folds events from in until ctx ends and puts a snapshot into out at most
// every PublishEvery, and at least that often while something changes. now is
// the local clock. It owns the engine while it runs.
func (e *Engine) Run(ctx context.Context, in Inbox, out *Mailbox, now func() time.Time) error {
	var buf []model.Event
	next := now()
	breath := time.NewTimer(0)
	defer breath.Stop()
	for {
		select {
		case <-breath.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		wait, cancel := context.WithTimeout(ctx, next.Sub(now()))
		var err error
		buf, err = in.Take(wait, buf[:0])
		cancel()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		for i := range buf {
			e.Apply(&buf[i])
		}
		clear(buf)
		if t := now(); !t.Before(next) {
			out.Put(e.Publish(model.MillisOf(t)))
			next = t.Add(PublishEvery)
		}
		breath.Reset(gather)
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
