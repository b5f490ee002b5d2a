package backfill_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"eddy/feeds/backfill"
	"eddy/feeds/backoff"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func loader(workers int, report func(model.Progress)) *backfill.Loader {
	return &backfill.Loader{
		What: "test history", Workers: workers, Report: report,
		Now: time.Now, Rand: rand.New(rand.NewPCG(1, 2)), Backoff: backoff.Policy{First: time.Second},
	}
}

func TestLoaderTriesAgainAfterTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		var last model.Progress
		job := func(name string, failures int, err error) backfill.Job {
			return backfill.Job{Name: name, Do: func(context.Context) error {
				order = append(order, name)
				if failures--; failures >= 0 {
					return err
				}
				return nil
			}}
		}
		jobs := []backfill.Job{
			job("a", 2, errors.New("busy\x1b")),
			job("b", 0, nil),
			job("c", 9, fmt.Errorf("%w: unknown symbol", backfill.ErrPointless)),
			job("d", 1, errors.New("busy")),
		}
		if err := loader(1, func(p model.Progress) { last = p }).Run(t.Context(), jobs); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{"a", "b", "c", "d", "a", "d", "a"}, order); d != "" {
			t.Errorf("order (-want +got):\n%s", d)
		}
		if !last.Complete() || last.Total != 4 || last.Error != "a: busy" {
			t.Errorf("got progress %+v", last)
		}
	})
}

func TestLoaderWorksSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		busy, most := 0, 0
		var jobs []backfill.Job
		for range 20 {
			jobs = append(jobs, backfill.Job{Do: func(context.Context) error {
				mu.Lock()
				busy++
				most = max(most, busy)
				mu.Unlock()
				time.Sleep(time.Second)
				mu.Lock()
				busy--
				mu.Unlock()
				return nil
			}})
		}
		began := time.Now()
		var progress []model.Progress
		if err := loader(6, func(p model.Progress) { progress = append(progress, p) }).Run(t.Context(), jobs); err != nil {
			t.Fatal(err)
		}
		if progress[12].Until.Sub(progress[12].Since) <= 0 || progress[20].Until.Known() {
			t.Errorf("done by %v, at the end %v", progress[12].Until, progress[20].Until)
		}
		if most != 6 || time.Since(began) != 4*time.Second {
			t.Errorf("got %d at a time in %v; want 6 in 4 s", most, time.Since(began))
		}
	})
}

func TestLoaderEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		err := loader(2, nil).Run(ctx, []backfill.Job{{Name: "never", Do: func(context.Context) error { return errors.New("down") }}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

// bar returns the bar of an hour counted from 2015-08-19T16:00.
func bar(hour int, closed bool) model.Bar {
	return model.Bar{OpenTime: model.Millis(400_000+hour) * 3600_000, Interval: model.Hour1, Closed: closed}
}

func bars(from, to int) (list []model.Bar) {
	for h := from; h < to; h++ {
		list = append(list, bar(h, true))
	}
	return list
}

func TestContinuity(t *testing.T) {
	type step struct {
		name   string
		do     func(c *backfill.Continuity) bool
		missed bool
	}
	streamed := func(hour int, closed bool) func(*backfill.Continuity) bool {
		return func(c *backfill.Continuity) bool { return c.Streamed("X", bar(hour, closed)) }
	}
	loaded := func(from, to int) func(*backfill.Continuity) bool {
		return func(c *backfill.Continuity) bool { c.Loaded("X", bars(from, to)); return false }
	}
	for _, tc := range []struct {
		name  string
		steps []step
	}{
		{"nothing is missed before the first close", []step{
			{"open", streamed(5, false), false}, {"open, later", streamed(9, false), false}, {"close", streamed(9, true), false},
		}},
		{"bars that follow", []step{
			{"load", loaded(1, 5), false}, {"open", streamed(5, false), false}, {"close", streamed(5, true), false}, {"next", streamed(6, false), false},
		}},
		{"a close that fell into a gap", []step{
			{"load", loaded(1, 5), false}, {"open", streamed(5, false), false},
			{"the hour after it", streamed(6, false), true}, {"asked once", streamed(6, false), false},
			{"mended", loaded(2, 6), false}, {"in order", streamed(6, false), false},
		}},
		{"the venue did not have the bar yet", []step{
			{"load", loaded(1, 5), false}, {"gap", streamed(6, false), true},
			{"too early", loaded(1, 5), false}, {"asked again", streamed(6, false), true}, {"mended", loaded(1, 6), false}, {"in order", streamed(6, true), false},
		}},
		{"a hole behind closes", []step{
			{"close", streamed(1, true), false}, {"close", streamed(4, true), true}, {"close", streamed(5, true), false},
			{"short of it", loaded(0, 3), false}, {"asked again", streamed(6, false), true}, {"mended", loaded(0, 6), false}, {"in order", streamed(6, true), false},
		}},
		{"history that ends before the stream began", []step{
			{"close", streamed(7, true), false}, {"load", loaded(0, 6), false}, {"asked", streamed(8, false), true}, {"mended", loaded(0, 8), false}, {"in order", streamed(8, false), false},
		}},
		{"the past again", []step{
			{"load", loaded(1, 9), false}, {"old close", streamed(3, true), false}, {"load", loaded(0, 4), false}, {"open", streamed(9, false), false},
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := backfill.NewContinuity()
			for i, s := range tc.steps {
				if got := s.do(c); got != s.missed {
					t.Errorf("step %d, %s: missed = %v", i, s.name, got)
				}
			}
		})
	}
}

func TestContinuityBehind(t *testing.T) {
	c := backfill.NewContinuity()
	c.Loaded("A", bars(0, 5))
	c.Loaded("B", bars(0, 6))
	names := []string{"A", "B", "unknown"}
	if got := c.Behind(names, model.Hour1, bar(6, false).OpenTime); !cmp.Equal(got, []string{"A"}) {
		t.Errorf("got %v, want A, whose hour 5 has closed", got)
	}
	if got := c.Behind(names, model.Hour1, bar(6, false).OpenTime); got != nil {
		t.Errorf("got %v again, want nothing: it was asked for", got)
	}
	if got := c.MissingFrom("A"); got != bar(5, true).OpenTime {
		t.Errorf("got %v, want the end of hour 4", got)
	}
	if got := c.MissingFrom("unknown"); got.Known() {
		t.Errorf("got %v for a symbol nothing is known of", got)
	}
}

// TestNoHoleGoesUnnoticed drops closes at random; whoever loads when told to
// ends up with every closed bar.
func TestNoHoleGoesUnnoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := backfill.NewContinuity()
		have := map[int]bool{}
		load := func(until int) {
			list := bars(0, until)
			for h := range until {
				have[h] = true
			}
			c.Loaded("X", list)
		}
		first := rapid.IntRange(1, 5).Draw(t, "loaded at")
		last := rapid.IntRange(6, 30).Draw(t, "last hour")
		for h := range last {
			if h == first {
				load(h)
			}
			missed := false
			if rapid.Bool().Draw(t, "open frame") {
				missed = c.Streamed("X", bar(h, false))
			}
			if missed {
				load(h)
			}
			if rapid.Bool().Draw(t, "close frame") {
				have[h] = true
				if c.Streamed("X", bar(h, true)) {
					load(h + 1)
				}
			}
		}
		if c.Streamed("X", bar(last, false)) {
			load(last)
		}
		for h := range last {
			if !have[h] {
				t.Fatalf("hour %d is missing and nobody said so", h)
			}
		}
	})
}

func TestMender(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var loaded []string
		var faults int
		failing := map[string]error{"B": errors.New("down"), "C": backfill.ErrPointless}
		m := backfill.NewMender(func(_ context.Context, symbol string) error {
			loaded = append(loaded, symbol)
			err := failing[symbol]
			delete(failing, symbol)
			return err
		}, func(error) { faults++ })
		ended := make(chan error)
		go func() { ended <- m.Run(ctx) }()
		m.Ask("A", "B")
		m.Ask("B", "C")
		m.Ask()
		time.Sleep(5 * time.Second)
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if d := cmp.Diff([]string{"A", "B", "C", "B"}, loaded); d != "" || faults != 2 {
			t.Errorf("%d faults (-want +got):\n%s", faults, d)
		}
	})
}
