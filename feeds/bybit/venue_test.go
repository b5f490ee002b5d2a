package bybit_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/bourse"
	"eddy/feeds/bourse/synthetic"
	"eddy/feeds/bybit"
	"eddy/feeds/station"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var _ feeds.Venue = (*bybit.Venue)(nil)

// ear hears what a venue lets out.
type ear struct {
	mu     sync.Mutex
	events []model.Event
	more   chan struct{}
}

func (e *ear) Put(_ context.Context, events []model.Event) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.events = append(e.events, events...)
	select {
	case e.more <- struct{}{}:
	default:
	}
	return nil
}

// await waits for an event from number at on and returns it and the number of
// the one behind it.
func (e *ear) await(t *testing.T, at int, what string, is func(model.Event) bool) (model.Event, int) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		e.mu.Lock()
		for ; at < len(e.events); at++ {
			if is(e.events[at]) {
				ev := e.events[at]
				e.mu.Unlock()
				return ev, at + 1
			}
		}
		e.mu.Unlock()
		select {
		case <-e.more:
		case <-deadline:
			t.Fatalf("not heard: %s", what)
		}
	}
}

func kind(k model.Kind) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == k }
}

func link(s model.LinkState) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == model.KindLink && ev.Link == s }
}

func ticker(symbol string) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == model.KindQuote && ev.Symbol == symbol }
}

// history recognises a piece of a symbol's past.
func history(symbol string, is func(*model.History) bool) func(model.Event) bool {
	return func(ev model.Event) bool {
		h, ok := ev.Detail.(*model.History)
		return ok && ev.Symbol == symbol && is(h)
	}
}

func barsOf(step model.Interval) func(*model.History) bool {
	return func(h *model.History) bool { return h.Interval == step && len(h.Bars) > 0 }
}

// exchange starts the embedded exchange with three coins, an hour lasting a
// second, and returns what a venue needs to hear it.
func exchange(t *testing.T, faults string) bybit.Config {
	t.Helper()
	b, err := bourse.New(bourse.Config{
		Seed: 3, Speed: 3600, Venues: []model.Venue{model.Bybit}, Faults: faults, Assets: synthetic.DefaultAssets()[:3],
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the exchange ended with %v", err)
		}
	})
	c := bybit.Config{Setup: station.Setup{Assets: append(b.Assets(), "GONE"), History: []backfill.Want{{Interval: model.Day1, Bars: 50}, {Interval: model.Hour1, Bars: 100}}}}
	for _, e := range b.Endpoints() {
		switch e.Key {
		case "rest":
			c.Rest = e.URL
		case "ws":
			c.WS = e.URL
		}
	}
	return c
}

// open runs a venue until the test ends.
func open(t *testing.T, c bybit.Config) (*bybit.Venue, *ear) {
	t.Helper()
	v, err := bybit.New(c)
	if err != nil {
		t.Fatal(err)
	}
	e := &ear{more: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- v.Run(ctx, e) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("Run ended with %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("Run did not end")
		}
	})
	return v, e
}

func TestVenueHears(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, ""))
	ev, _ := e.await(t, 0, "instruments", kind(model.KindInstruments))
	list, _ := ev.Detail.([]model.Instrument)
	if len(list) != 3 || list[0].Symbol != "BTCUSDT" || list[0].FundingIntervalH == 0 || !list[0].Trading {
		t.Errorf("got instruments %+v", list)
	}
	ev, _ = e.await(t, 0, "a ticker", ticker("BTCUSDT"))
	if !ev.Has.Has(tickerFields) || ev.Asset != "BTC" || ev.Text != "" || !ev.Received.Known() || ev.OpenInterestUSD <= 0 {
		t.Errorf("got %+v", ev)
	}
	e.await(t, 0, "live", link(model.LinkLive))
	closed, at := e.await(t, 0, "a closed bar", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == "BTCUSDT" })
	next, _ := e.await(t, at, "the next one", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == "BTCUSDT" })
	if closed.Bar.Interval != model.Hour1 || next.Bar.OpenTime != closed.Bar.End() {
		t.Errorf("got bars %+v and %+v", closed.Bar, next.Bar)
	}
	h := v.Health()
	if h.State != model.LinkLive || h.Symbols != 3 || h.Errors != 0 || len(h.Streams) != 2 || h.Streams[0].Topics != 3 {
		t.Errorf("health: got %+v", h)
	}
}

func TestVenueLoadsThePast(t *testing.T) {
	t.Parallel()
	_, e := open(t, exchange(t, ""))
	ev, _ := e.await(t, 0, "complete progress", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	})
	if p := ev.Detail.(*model.Progress); p.Total != 3*4 || p.Error != "" {
		t.Errorf("got %+v, want 12 pieces: two runs of bars, funding and open interest of three contracts", p)
	}
	for step, want := range map[model.Interval]int{model.Day1: 50, model.Hour1: 100} {
		ev, _ := e.await(t, 0, step.String(), history("ETHUSDT", barsOf(step)))
		bars := ev.Detail.(*model.History).Bars
		if len(bars) != want {
			t.Errorf("%v: got %d bars, want %d", step, len(bars), want)
		}
		for i := range bars {
			if !bars[i].Closed || i > 0 && bars[i].OpenTime != bars[i-1].End() {
				t.Fatalf("%v: bar %d is %+v", step, i, bars[i])
			}
		}
	}
	ev, _ = e.await(t, 0, "settlements", history("BTCUSDT", func(h *model.History) bool { return len(h.Funding) > 0 }))
	if f := ev.Detail.(*model.History).Funding; len(f) != 30 || f[1].Time <= f[0].Time || f[0].IntervalH != 8 {
		t.Errorf("got settlements %+v", f)
	}
	ev, _ = e.await(t, 0, "open interest", history("BTCUSDT", func(h *model.History) bool { return len(h.OpenInterest) > 0 }))
	if o := ev.Detail.(*model.History).OpenInterest; len(o) != 180 || o[1].Time <= o[0].Time || o[0].Coins <= 0 {
		t.Errorf("got %d points of open interest", len(o))
	}
}

func TestVenuePagesTowardsThePast(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	c.Assets, c.History = []model.Asset{"BTC"}, []backfill.Want{{Interval: model.Hour1, Bars: 2300}}
	_, e := open(t, c)
	ev, _ := e.await(t, 0, "hours", history("BTCUSDT", barsOf(model.Hour1)))
	bars := ev.Detail.(*model.History).Bars
	if len(bars) != 2300 {
		t.Errorf("got %d bars, want 2300", len(bars))
	}
	for i := 1; i < len(bars); i++ {
		if bars[i].OpenTime != bars[i-1].End() {
			t.Fatalf("hole before %v", bars[i].OpenTime)
		}
	}
}

// TestVenueThroughTrouble orders one piece of trouble each and waits until the
// venue is well again, no bar missing.
func TestVenueThroughTrouble(t *testing.T) {
	for _, tc := range []struct {
		name, faults string
		sign         func(model.Event) bool
		reconnects   uint64
	}{
		{"a cut line", "bybit:cut@4s", link(model.LinkDown), 1},
		{"a restart", "bybit:down@4s+2s", link(model.LinkDown), 1},
		{"silence", "bybit:silent@4s+12s", link(model.LinkStale), 0}, // asking again for the streams is cure enough
		{"garbage", "bybit:garbage@4s", kind(model.KindError), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			v, e := open(t, exchange(t, tc.faults))
			e.await(t, 0, "hours", history("BTCUSDT", barsOf(model.Hour1)))
			_, at := e.await(t, 0, "the trouble", tc.sign)
			if tc.name != "garbage" {
				_, at = e.await(t, at, "live again", link(model.LinkLive))
			}
			ev, _ := e.await(t, at, "a ticker", ticker("BTCUSDT"))
			if !ev.Has.Has(tickerFields) || ev.Text != "" {
				t.Errorf("got %+v", ev)
			}
			for _, s := range []string{"BTCUSDT", "ETHUSDT"} {
				e.await(t, at, s+" closes", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == s })
			}
			e.await(t, 0, "every hour", func(model.Event) bool { return e.unbroken("BTCUSDT") })
			if h := v.Health(); h.Reconnects < tc.reconnects || tc.name != "silence" && (h.Errors == 0 || h.LastError == "") {
				t.Errorf("health: got %+v", h)
			}
		})
	}
}

// unbroken tells whether the hours heard and loaded of a symbol have no hole.
// The caller holds mu.
func (e *ear) unbroken(symbol string) bool {
	opened := map[model.Millis]bool{}
	first, last := model.Millis(1<<62), model.Millis(0)
	note := func(b model.Bar) {
		opened[b.OpenTime] = true
		first, last = min(first, b.OpenTime), max(last, b.OpenTime)
	}
	for i := range e.events {
		ev := &e.events[i]
		if ev.Symbol != symbol {
			continue
		}
		if h, ok := ev.Detail.(*model.History); ok && h.Interval == model.Hour1 {
			for _, b := range h.Bars {
				note(b)
			}
		}
		if ev.Kind == model.KindBar && ev.Bar.Closed {
			note(ev.Bar)
		}
	}
	for at := first; at <= last; at = at.Add(time.Hour) {
		if !opened[at] {
			return false
		}
	}
	return len(opened) > 0
}

// TestVenueIsRefusedRequests is told "too many visits" with HTTP 200, waits and
// asks again.
func TestVenueIsRefusedRequests(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, "bybit:http429@0s+2s"))
	e.await(t, 0, "instruments all the same", kind(model.KindInstruments))
	e.await(t, 0, "days all the same", history("BTCUSDT", barsOf(model.Day1)))
	if h := v.Health(); h.Errors == 0 || !strings.Contains(h.LastError, "10006 Too many visits!") {
		t.Errorf("got %d errors, %q", h.Errors, h.LastError)
	}
}

// TestVenueGoesAheadWithoutTheList guesses names. The one that the venue does
// not know costs nobody else.
func TestVenueGoesAheadWithoutTheList(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	dead := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	t.Cleanup(dead.Close)
	c.Rest = dead.URL
	v, e := open(t, c)
	e.await(t, 0, "why", func(ev model.Event) bool { return ev.Kind == model.KindError && strings.Contains(ev.Text, "503") })
	e.await(t, 0, "a ticker", ticker("BTCUSDT"))
	e.await(t, 0, "a bar of the last one", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Symbol == "ETHUSDT" })
	streams := v.Health().Streams
	if len(streams) != 2 || streams[0].Topics != 3 || streams[1].Topics != 3 {
		t.Errorf("three of the four coins are traded: got %+v", streams)
	}
}

// TestVenueIsShutOut meets a 403 and asks no more.
func TestVenueIsShutOut(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	var mu sync.Mutex
	asked := 0
	shut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		asked++
		mu.Unlock()
		http.Error(w, "access too frequent", http.StatusForbidden)
	}))
	t.Cleanup(shut.Close)
	c.Rest = shut.URL
	_, e := open(t, c)
	e.await(t, 0, "why", func(ev model.Event) bool {
		return ev.Kind == model.KindError && strings.Contains(ev.Text, "access too frequent")
	})
	e.await(t, 0, "a ticker all the same", ticker("BTCUSDT"))
	e.await(t, 0, "that it is left alone", func(ev model.Event) bool {
		return ev.Kind == model.KindError && strings.Contains(ev.Text, "left alone")
	})
	mu.Lock()
	defer mu.Unlock()
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestVenueEndsAtOnceAndRunsAgain(t *testing.T) {
	t.Parallel()
	c := exchange(t, "bybit:slow@0s+60s")
	v, err := bybit.New(c)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		e := &ear{more: make(chan struct{}, 1)}
		go func() { ended <- v.Run(ctx, e) }()
		e.await(t, 0, "that it dials", kind(model.KindLink))
		cancel()
		select {
		case err := <-ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("Run did not end")
		}
	}
}

func TestNewRefuses(t *testing.T) {
	many := make([]model.Asset, 400)
	for i := range many {
		many[i] = model.Asset(fmt.Sprint("A", i))
	}
	for name, c := range map[string]bybit.Config{
		"a websocket address that is none": {WS: "https://example.com"},
		"a REST address that is none":      {Rest: "example.com"},
		"more assets than a socket holds":  {Setup: station.Setup{Assets: many}},
	} {
		if _, err := bybit.New(c); err == nil || !strings.Contains(err.Error(), "bybit") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	v, err := bybit.New(bybit.Config{})
	if err != nil || v.Name() != model.Bybit || v.Health().State == model.LinkLive {
		t.Errorf("the defaults: got %v", err)
	}
}
