package feeds_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds"
	"eddy/model"
)

// scripted is a venue whose Run and Health the test writes.
type scripted struct {
	name   model.Venue
	runs   atomic.Int32
	run    func(ctx context.Context, n int, out feeds.Sink) error
	health func() model.VenueHealth
}

func (v *scripted) Name() model.Venue { return v.name }

func (v *scripted) Run(ctx context.Context, out feeds.Sink) error {
	return v.run(ctx, int(v.runs.Add(1)), out)
}

func (v *scripted) Health() model.VenueHealth {
	if v.health == nil {
		return model.VenueHealth{State: model.LinkLive, Frames: 7, LastFrame: model.MillisOf(time.Now())}
	}
	return v.health()
}

// steady runs until it is told to end.
func steady(ctx context.Context, _ int, _ feeds.Sink) error {
	<-ctx.Done()
	return ctx.Err()
}

// heard keeps what a sink was given.
type heard struct{ events chan model.Event }

func (h heard) Put(_ context.Context, events []model.Event) error {
	for _, ev := range events {
		h.events <- ev
	}
	return nil
}

// links empties the channel and renders the link events in it.
func (h heard) links() []string {
	var list []string
	for {
		select {
		case ev := <-h.events:
			if ev.Kind == model.KindLink {
				list = append(list, strings.TrimSpace(string(ev.Venue)+" "+ev.Link.String()+" "+ev.Text))
			}
		default:
			return list
		}
	}
}

// lastHealth empties the channel and returns the newest health of a venue.
func (h heard) lastHealth(venue model.Venue) (last model.VenueHealth, n int) {
	for {
		select {
		case ev := <-h.events:
			if ev.Kind == model.KindHealth && ev.Venue == venue {
				last = *ev.Detail.(*model.VenueHealth)
				n++
			}
		default:
			return last, n
		}
	}
}

// supervise runs venues under a fake clock until the test function returns.
func supervise(t *testing.T, test func(t *testing.T, out heard, s *feeds.Supervisor), venues ...feeds.Venue) {
	synctest.Test(t, func(t *testing.T) {
		out := heard{make(chan model.Event, 100_000)}
		s := feeds.NewSupervisor(venues, out, time.Now)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Run(ctx) }()
		test(t, out, s)
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v, want the context's error", err)
		}
	})
}

func TestSupervisorPublishesHealth(t *testing.T) {
	venue := &scripted{name: model.OKX, run: steady}
	supervise(t, func(t *testing.T, out heard, _ *feeds.Supervisor) {
		time.Sleep(10*time.Second - time.Millisecond)
		synctest.Wait()
		h, n := out.lastHealth(model.OKX)
		if n != 20 {
			t.Errorf("%d health events in 10 s, want one each 500 ms", n)
		}
		if h.Venue != model.OKX || h.State != model.LinkLive || h.Frames != 7 || h.Reconnects != 0 {
			t.Errorf("health: %+v", h)
		}
		if age, ok := h.AgeMs.Value(); !ok || age != 0 {
			t.Errorf("age: %v %v, want 0", age, ok)
		}
		if !h.Since.Known() {
			t.Error("state without the moment it began")
		}
	}, venue)
}

func TestSupervisorTellsOfStatesTheVenueDoesNot(t *testing.T) {
	var state atomic.Uint32
	state.Store(uint32(model.LinkLive))
	venue := &scripted{name: model.Bybit, health: func() model.VenueHealth {
		return model.VenueHealth{State: model.LinkState(state.Load()), LastError: "stream tickers silent 12 s"}
	}}
	venue.run = func(ctx context.Context, _ int, out feeds.Sink) error {
		ev := model.Event{Kind: model.KindLink, Venue: model.Bybit, Link: model.LinkLive, Text: "said by the venue"}
		_ = out.Put(ctx, []model.Event{ev}) // the sink of this test takes everything
		<-ctx.Done()
		return ctx.Err()
	}
	supervise(t, func(t *testing.T, out heard, _ *feeds.Supervisor) {
		synctest.Wait()
		out.links() // whether the venue or its first health came first is open
		time.Sleep(time.Second)
		state.Store(uint32(model.LinkStale))
		time.Sleep(time.Second)
		state.Store(uint32(model.LinkLive))
		time.Sleep(time.Second)
		synctest.Wait()
		want := []string{"bybit stale stream tickers silent 12 s", "bybit live"}
		if diff := cmp.Diff(want, out.links()); diff != "" {
			t.Errorf("links (-want +got):\n%s", diff)
		}
	}, venue)
}

func TestSupervisorRestartsAndLeavesOthersAlone(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		fall         func() error
	}{
		{"error", "no instruments", func() error { return errors.New("no instruments") }},
		{"panic", "panicked: boom", func() error { panic("boom") }},
		{"quiet end", "ended without being asked to", func() error { return nil }},
		{"dirty words", "bad [2J host", func() error { return errors.New("bad \x1b[2J host") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bad := &scripted{name: model.MEXC, run: func(ctx context.Context, n int, out feeds.Sink) error {
				if n <= 2 {
					return tc.fall()
				}
				return steady(ctx, n, out)
			}}
			good := &scripted{name: model.OKX, run: steady}
			supervise(t, func(t *testing.T, out heard, _ *feeds.Supervisor) {
				time.Sleep(time.Minute)
				synctest.Wait()
				if got := bad.runs.Load(); got != 3 {
					t.Errorf("started %d times, want 3", got)
				}
				if got := good.runs.Load(); got != 1 {
					t.Errorf("its neighbour was started %d times, want 1", got)
				}
				if got := out.links(); !contains(got, "mexc down "+tc.reason) {
					t.Errorf("links %q lack the reason %q", got, tc.reason)
				}
				time.Sleep(time.Second)
				synctest.Wait()
				h, _ := out.lastHealth(model.MEXC)
				if h.Reconnects != 2 || h.Errors != 2 || h.LastError != tc.reason || h.State != model.LinkLive {
					t.Errorf("health after two falls: %+v", h)
				}
			}, bad, good)
		})
	}
}

// While the counters are read the venue may say something newer than them.
func TestSupervisorBelievesTheVenueBeforeItsCounters(t *testing.T) {
	var out atomic.Pointer[feeds.Sink]
	asked := 0
	venue := &scripted{name: model.OKX, run: func(ctx context.Context, n int, own feeds.Sink) error {
		out.Store(&own)
		return steady(ctx, n, own)
	}}
	venue.health = func() model.VenueHealth {
		if asked++; asked == 5 {
			ev := model.Event{Kind: model.KindLink, Venue: model.OKX, Link: model.LinkLive, Text: "said by the venue"}
			_ = (*out.Load()).Put(context.Background(), []model.Event{ev}) // the sink of this test takes everything
		}
		if asked <= 5 {
			return model.VenueHealth{State: model.LinkConnecting}
		}
		return model.VenueHealth{State: model.LinkLive}
	}
	supervise(t, func(t *testing.T, heard heard, _ *feeds.Supervisor) {
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if diff := cmp.Diff([]string{"okx connecting", "okx live said by the venue"}, heard.links()); diff != "" {
			t.Errorf("links (-want +got):\n%s", diff)
		}
	}, venue)
}

func contains(list []string, want string) bool {
	for _, s := range list {
		if s == want {
			return true
		}
	}
	return false
}

func TestSupervisorBacksOff(t *testing.T) {
	bad := &scripted{name: model.WEEX, run: func(context.Context, int, feeds.Sink) error { return errors.New("no") }}
	supervise(t, func(t *testing.T, out heard, _ *feeds.Supervisor) {
		time.Sleep(time.Hour)
		synctest.Wait()
		// 30 s at most and 15 s at least between two tries, but for the first few.
		if got := bad.runs.Load(); got < 120 || got > 250 {
			t.Errorf("%d starts in an hour", got)
		}
		if h, _ := out.lastHealth(model.WEEX); h.State != model.LinkDown {
			t.Errorf("state %v while it cannot be started, want down", h.State)
		}
	}, bad)
}

func TestSupervisorSurvivesBrokenHealth(t *testing.T) {
	venue := &scripted{name: model.BingX, run: steady, health: func() model.VenueHealth { panic("no counters") }}
	supervise(t, func(t *testing.T, out heard, _ *feeds.Supervisor) {
		time.Sleep(time.Second)
		synctest.Wait()
		h, _ := out.lastHealth(model.BingX)
		if h.LastError != "health: no counters" || h.State != model.LinkConnecting {
			t.Errorf("health: %+v", h)
		}
	}, venue)
}

func TestSupervisorEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := feeds.NewHandover() // nobody takes: the venue hangs in Put
		flood := func(ctx context.Context, _ int, out feeds.Sink) error {
			for {
				if err := out.Put(ctx, []model.Event{news(0)}); err != nil {
					return err
				}
			}
		}
		s := feeds.NewSupervisor([]feeds.Venue{
			&scripted{name: model.OKX, run: flood}, &scripted{name: model.Bybit, run: flood},
		}, full, time.Now)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		began := time.Now()
		if err := s.Run(ctx); err == nil || err.Error() != context.DeadlineExceeded.Error() {
			t.Errorf("got %v, want just the context's error", err)
		}
		if late := time.Since(began) - 5*time.Second; late > 200*time.Millisecond {
			t.Errorf("ended %v after its context", late)
		}
	})
}

func TestSupervisorNamesTheVenueThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		let := make(chan struct{})
		stuck := &scripted{name: model.BingX, run: func(context.Context, int, feeds.Sink) error { <-let; return nil }}
		s := feeds.NewSupervisor([]feeds.Venue{stuck, &scripted{name: model.OKX, run: steady}}, heard{make(chan model.Event, 1000)}, time.Now)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		began := time.Now()
		err := s.Run(ctx)
		if err == nil || !strings.Contains(err.Error(), "bingx did not stop") || strings.Contains(err.Error(), "okx") {
			t.Errorf("got %v, want bingx and only bingx named", err)
		}
		if waited := time.Since(began); waited > time.Second {
			t.Errorf("waited %v for it", waited)
		}
		close(let)
	})
}

func TestSupervisorWithoutVenues(t *testing.T) {
	supervise(t, func(t *testing.T, out heard, _ *feeds.Supervisor) {
		time.Sleep(time.Minute)
		if got := len(out.events); got != 0 {
			t.Errorf("%d events out of nothing", got)
		}
	})
}
