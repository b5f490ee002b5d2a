package bingx_test

import (
	"context"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/bingx"
	"eddy/feeds/bourse"
	"eddy/feeds/bourse/synthetic"
	"eddy/feeds/station"
	"eddy/model"
)

// TestMain lets more tests run side by side than there are processors: they
// mostly wait for a venue to do something.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("8"); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

var _ feeds.Venue = (*bingx.Venue)(nil)

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
func exchange(t *testing.T, faults string) bingx.Config {
	t.Helper()
	b, err := bourse.New(bourse.Config{
		Seed: 3, Speed: 3600, Venues: []model.Venue{model.BingX}, Faults: faults, Assets: synthetic.DefaultAssets()[:3],
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
	c := bingx.Config{Setup: station.Setup{Assets: append(b.Assets(), "GONE"), History: []backfill.Want{{Interval: model.Day1, Bars: 50}, {Interval: model.Hour1, Bars: 100}}}}
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
func open(t *testing.T, c bingx.Config) (*bingx.Venue, *ear) {
	t.Helper()
	v, err := bingx.New(c)
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
	if len(list) != 3 || list[0].Symbol != "BTC-USDT" || list[0].FundingIntervalH == 0 || !list[0].Trading {
		t.Errorf("got instruments %+v", list)
	}
	ev, _ = e.await(t, 0, "a ticker", ticker("BTC-USDT"))
	if !ev.Has.Has(tickerFields) || ev.Asset != "BTC" || !ev.Received.Known() || !ev.EventTime.Known() {
		t.Errorf("got %+v", ev)
	}
	mark, _ := e.await(t, 0, "mark, index and funding", func(ev model.Event) bool {
		return ev.Kind == model.KindMark && ev.Symbol == "BTC-USDT" && ev.Has.Has(premiumFields)
	})
	if mark.FundingIntervalH != 8 || !mark.EventTime.Known() || mark.NextFunding < mark.EventTime {
		t.Errorf("got %+v", mark)
	}
	oi, _ := e.await(t, 0, "open interest", func(ev model.Event) bool { return ev.Kind == model.KindOpenInterest && ev.Symbol == "BTC-USDT" })
	if got := oi.OpenInterest * mark.Mark; !oi.Has.Has(model.FieldOpenInterest|model.FieldOpenInterestUSD) || got < 0.8*oi.OpenInterestUSD || got > 1.2*oi.OpenInterestUSD {
		t.Errorf("got %+v at a mark of %v", oi, mark.Mark)
	}
	e.await(t, 0, "a mark price of the stream", func(ev model.Event) bool { return ev.Kind == model.KindMark && ev.Has == model.FieldMark })
	e.await(t, 0, "live", link(model.LinkLive))
	closed, at := e.await(t, 0, "a closed bar", closedBar("BTC-USDT"))
	next, _ := e.await(t, at, "the next one", closedBar("BTC-USDT"))
	if closed.Bar.Interval != model.Hour1 || next.Bar.OpenTime != closed.Bar.End() {
		t.Errorf("got bars %+v and %+v", closed.Bar, next.Bar)
	}
	h := v.Health()
	if h.State != model.LinkLive || h.Symbols != 3 || h.Errors != 0 || len(h.Streams) != 3 || h.Streams[0].Topics != 3 {
		t.Errorf("health: got %+v", h)
	}
}

// The figures of a ticker, and of the answer about marks.
const (
	tickerFields  = model.FieldLast | model.FieldBid | model.FieldAsk | model.FieldVolume24hUSD | model.FieldChange24hPct
	premiumFields = model.FieldMark | model.FieldIndex | model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding
)

func closedBar(symbol string) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == symbol }
}

func TestVenueLoadsThePast(t *testing.T) {
	t.Parallel()
	_, e := open(t, exchange(t, ""))
	ev, _ := e.await(t, 0, "complete progress", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	})
	if p := ev.Detail.(*model.Progress); p.Total != 3*3 || p.Error != "" {
		t.Errorf("got %+v, want 9 pieces: two runs of bars and funding of three contracts", p)
	}
	for step, want := range map[model.Interval]int{model.Day1: 50, model.Hour1: 100} {
		ev, _ := e.await(t, 0, step.String(), history("ETH-USDT", barsOf(step)))
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
	ev, _ = e.await(t, 0, "settlements", history("BTC-USDT", func(h *model.History) bool { return len(h.Funding) > 0 }))
	if f := ev.Detail.(*model.History).Funding; len(f) != 30 || f[1].Time <= f[0].Time || f[0].IntervalH != 8 {
		t.Errorf("got settlements %+v", f)
	}
}

func TestVenuePagesTowardsThePast(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	c.Assets, c.History = []model.Asset{"BTC"}, []backfill.Want{{Interval: model.Hour1, Bars: 2300}}
	_, e := open(t, c)
	ev, _ := e.await(t, 0, "hours", history("BTC-USDT", barsOf(model.Hour1)))
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
// venue is well again, no bar missing. Silence, which takes longest to be found
// out, is the conformance suite's.
func TestVenueThroughTrouble(t *testing.T) {
	for _, tc := range []struct {
		name, faults string
		sign         func(model.Event) bool
		reconnects   uint64
	}{
		{"a cut line", "bingx:cut@4s", link(model.LinkDown), 1},
		{"a restart", "bingx:down@4s+2s", link(model.LinkDown), 1},
		{"garbage", "bingx:garbage@4s", kind(model.KindError), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			v, e := open(t, exchange(t, tc.faults))
			e.await(t, 0, "hours", history("BTC-USDT", barsOf(model.Hour1)))
			_, at := e.await(t, 0, "the trouble", tc.sign)
			if tc.name != "garbage" {
				_, at = e.await(t, at, "live again", link(model.LinkLive))
			}
			ev, _ := e.await(t, at, "a ticker", ticker("BTC-USDT"))
			if !ev.Has.Has(tickerFields) {
				t.Errorf("got %+v", ev)
			}
			for _, s := range []string{"BTC-USDT", "ETH-USDT"} {
				e.await(t, at, s+" closes", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == s })
			}
			e.await(t, 0, "every hour", func(model.Event) bool { return e.unbroken("BTC-USDT") })
			if h := v.Health(); h.Reconnects < tc.reconnects || h.Errors == 0 || h.LastError == "" {
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
	c := exchange(t, "bingx:http429@0s+2s")
	c.Assets = c.Assets[:len(c.Assets)-1] // without the one whose refusal would be the last error
	v, e := open(t, c)
	e.await(t, 0, "instruments all the same", kind(model.KindInstruments))
	e.await(t, 0, "days all the same", history("BTC-USDT", barsOf(model.Day1)))
	if h := v.Health(); h.Errors == 0 || !strings.Contains(h.LastError, "100410 rate limited") {
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
	e.await(t, 0, "a ticker", ticker("BTC-USDT"))
	e.await(t, 0, "a bar of the last one", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Symbol == "ETH-USDT" })
	e.await(t, 0, "the refusal", func(ev model.Event) bool {
		return ev.Kind == model.KindError && strings.Contains(ev.Text, "dataType not support (code 80015)")
	})
	if streams := v.Health().Streams; len(streams) != 3 || streams[0].Topics != 3 {
		t.Errorf("three of the four coins are traded: got %+v", streams)
	}
}

// TestVenueIsBanned meets a 418, which does not say for how long, and asks no
// more.
func TestVenueIsBanned(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	var mu sync.Mutex
	asked := 0
	shut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		asked++
		mu.Unlock()
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(shut.Close)
	c.Rest = shut.URL
	_, e := open(t, c)
	e.await(t, 0, "why", func(ev model.Event) bool { return ev.Kind == model.KindError && strings.Contains(ev.Text, "418") })
	e.await(t, 0, "a ticker all the same", ticker("BTC-USDT"))
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
	c := exchange(t, "bingx:slow@0s+60s")
	v, err := bingx.New(c)
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
	for name, c := range map[string]bingx.Config{
		"a websocket address that is none": {WS: "https://example.com"},
		"a REST address that is none":      {Rest: "example.com"},
	} {
		if _, err := bingx.New(c); err == nil || !strings.Contains(err.Error(), "bingx") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	v, err := bingx.New(bingx.Config{})
	if err != nil || v.Name() != model.BingX || v.Health().State == model.LinkLive {
		t.Errorf("the defaults: got %v", err)
	}
}
