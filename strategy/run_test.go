package strategy_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"eddy/model"
	"eddy/strategy"
)

// trickle hands out one quote a call until its reader gives up.
type trickle struct{ asked int }

func (q *trickle) Take(ctx context.Context, buf []model.Event) ([]model.Event, error) {
	select {
	case <-time.After(3 * time.Millisecond):
	case <-ctx.Done():
		return buf, ctx.Err()
	}
	q.asked++
	at := model.MillisOf(time.Now())
	return append(buf, model.Event{
		Kind: model.KindQuote, Venue: model.Binance, Symbol: "BTCUSDT", Asset: "BTC", Multiplier: 1,
		EventTime: at, Received: at, Has: model.FieldMark, Mark: 90_000 + float64(q.asked),
	}), nil
}

// In a second of a busy feed no more than ten snapshots and one come out, and
// the last says what came in last.
func TestRunPublishesTenTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, model.Binance)
		box := strategy.NewMailbox()
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		done := make(chan error)
		go func() { done <- e.Run(ctx, &trickle{}, box, time.Now) }()
		reader, seen := box.Reader(), 0
		for {
			s, err := reader.Next(ctx)
			if err != nil {
				break
			}
			seen++
			if seen > 1 && s.EventsPerSecond < 0 {
				t.Errorf("%v events a second", s.EventsPerSecond)
			}
		}
		if err := <-done; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Run ended with %v", err)
		}
		if seen < 8 || seen > 11 {
			t.Errorf("%d snapshots in a second, want about 10", seen)
		}
	})
}

// Nobody but a patient reader looks: a snapshot a second is enough. It takes one
// who waits to have them come quicker.
func TestRunPublishesOnceASecondForThePatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, model.Binance)
		box := strategy.NewMailbox()
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second+strategy.PublishEvery)
		defer stop()
		done := make(chan error)
		go func() { done <- e.Run(ctx, &trickle{}, box, time.Now) }()
		reader, seen := box.Patient(), 0
		for {
			if _, err := reader.Next(ctx); err != nil {
				break
			}
			if seen++; seen == 5 {
				if s, err := box.After(ctx, 5); err != nil || s.Seq != 6 {
					t.Errorf("who waits gets %+v, %v", s, err)
				}
			}
		}
		if err := <-done; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Run ended with %v", err)
		}
		if seen < 10 || seen > 12 {
			t.Errorf("%d snapshots in ten seconds, want one a second and one more", seen)
		}
	})
}

func TestRunEndsWithItsInbox(t *testing.T) {
	e := newEngine(t, model.Binance)
	broken := errors.New("gone")
	if err := e.Run(t.Context(), brokenInbox{broken}, strategy.NewMailbox(), time.Now); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type brokenInbox struct{ err error }

func (b brokenInbox) Take(context.Context, []model.Event) ([]model.Event, error) { return nil, b.err }

// Readers see snapshots in order, none twice, and the newest in the end,
// however fast they are put.
func TestMailboxReaders(t *testing.T) {
	defer goleak.VerifyNone(t)
	const last = 2000
	box := strategy.NewMailbox()
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			r, seq := box.Reader(), uint64(0)
			for seq < last {
				s, err := r.Next(t.Context())
				if err != nil || s.Seq <= seq {
					t.Errorf("after %d came %+v, %v", seq, s, err)
					return
				}
				seq = s.Seq
			}
		})
	}
	for seq := uint64(1); seq <= last; seq++ {
		box.Put(&model.Snapshot{Seq: seq})
	}
	readers.Wait()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := box.After(ctx, last); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for more ends with %v", err)
	}
}
