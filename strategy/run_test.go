package strategy_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"eddy/model"
	"eddy/model/beat"
	"eddy/strategy"
)

// trickle hands out one quote a call until its reader gives up.
type trickle struct{ asked int }

func (q *trickle) Want() {}

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

// While nobody waits the engine looks once a beat, when it has said that it will;
// who comes to wait between two beats has a snapshot as soon.
func TestRunLooksOnTheBeatUntilSomebodyAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, model.Binance)
		box, in := strategy.NewMailbox(), &plenty{}
		const soon = 10 * time.Millisecond // for events to come in
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- e.Run(ctx, in, box, time.Now) }()
		time.Sleep(time.Second + beat.Length/2)
		synctest.Wait()
		looks := in.sofar()
		for i, l := range looks {
			if !l.wanted.Equal(l.wanted.Truncate(beat.Length)) || l.taken.Sub(l.wanted) != soon {
				t.Errorf("look %d was told of at %v and came at %v", i, l.wanted, l.taken)
			}
		}
		if got, want := len(looks), int(time.Second/beat.Length); got != want {
			t.Errorf("%d looks in a second, want one a beat: %d", got, want)
		}
		start := time.Now()
		if _, err := box.After(ctx, box.Newest().Seq); err != nil || time.Since(start) != soon {
			t.Errorf("who waits gets a snapshot after %v, %v", time.Since(start), err)
		}
		stop()
		<-done
	})
}

// plenty always has an event and notes when it was asked for it.
type plenty struct {
	mu     sync.Mutex
	wanted time.Time
	looks  []taking
}

// taking is when a look was told of and when it came.
type taking struct{ wanted, taken time.Time }

func (p *plenty) sofar() []taking {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.looks)
}

func (p *plenty) Want() { p.wanted = time.Now() }

func (p *plenty) Take(_ context.Context, buf []model.Event) ([]model.Event, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.looks = append(p.looks, taking{p.wanted, time.Now()})
	return append(buf, model.Event{Kind: model.KindTick, Received: model.MillisOf(time.Now())}), nil
}

// One who gave up waiting no longer has snapshots come quicker, whether or not
// there was one meanwhile.
func TestMailboxForgetsWhoGaveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, model.Binance)
		box, in := strategy.NewMailbox(), &plenty{}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- e.Run(ctx, in, box, time.Now) }()
		time.Sleep(time.Second)
		for range 3 {
			brief, giveUp := context.WithTimeout(ctx, time.Millisecond)
			_, _ = box.After(brief, box.Newest().Seq+100) // gives up
			giveUp()
		}
		time.Sleep(beat.Length)
		synctest.Wait()
		before := len(in.sofar())
		time.Sleep(10 * beat.Length)
		synctest.Wait()
		if got := len(in.sofar()) - before; got != 10 {
			t.Errorf("%d looks in ten beats", got)
		}
		stop()
		<-done
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

func (b brokenInbox) Want() {}

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
