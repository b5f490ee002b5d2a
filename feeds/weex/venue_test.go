package weex_test

import (
	"context"
	"errors"
	"flag"
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
	"eddy/feeds/station"
	"eddy/feeds/weex"
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

var _ feeds.Venue = (*weex.Venue)(nil)

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

// count returns how many events there were so far.
func (e *ear) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.events)
}

func kind(k model.Kind) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == k }
}

func link(s model.LinkState) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == model.KindLink && ev.Link == s }
}

// quote recognises a quote of a symbol with some figures.
func quote(symbol string, has model.Fields) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == model.KindQuote && ev.Symbol == symbol && ev.Has.Has(has) }
}

// history recognises a piece of a symbol's past.
func history(symbol string, is func(*model.History) bool) func(model.Event) bool {
	return func(ev model.Event) bool {
		h, ok := ev.Detail.(*model.History)
		return ok && ev.Symbol == symbol && is(h)
	}
}

func barsOf(step model.Interval, n int) func(*model.History) bool {
	return func(h *model.History) bool { return h.Interval == step && len(h.Bars) >= n }
}

// exchange starts the embedded exchange, an hour lasting a second, and returns
// what a venue needs to hear it.
func exchange(t *testing.T, faults string, coins int) weex.Config {
	t.Helper()
	b, err := bourse.New(bourse.Config{
		Seed: 3, Speed: 3600, Venues: []model.Venue{model.WEEX}, Faults: faults, Assets: synthetic.DefaultAssets()[:coins],
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
	c := weex.Config{Setup: station.Setup{Assets: append(b.Assets(), "GONE"), History: []backfill.Want{{Interval: model.Day1, Bars: 50}, {Interval: model.Hour1, Bars: 400}}}}
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
func open(t *testing.T, c weex.Config) (*weex.Venue, *ear) {
	t.Helper()
	v, err := weex.New(c)
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

func closedBar(symbol string) func(model.Event) bool {
	return func(ev model.Event) bool {
		return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == symbol
	}
}

func TestVenueHears(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, "", 3))
	ev, _ := e.await(t, 0, "instruments", kind(model.KindInstruments))
	list, _ := ev.Detail.([]model.Instrument)
	if len(list) != 3 || list[0].Symbol != "BTCUSDT" || list[0].FundingIntervalH != 8 || !list[0].Trading || !list[0].Tick.IsPositive() {
		t.Errorf("got instruments %+v", list)
	}
	ev, _ = e.await(t, 0, "a ticker", quote("BTCUSDT", tickerFields))
	if ev.Asset != "BTC" || ev.Text != "" || !ev.Received.Known() || ev.Mark <= 0 {
		t.Errorf("got %+v", ev)
	}
	ev, _ = e.await(t, 0, "best bid and ask", quote("ETHUSDT", bookFields))
	if ev.Bid >= ev.Ask {
		t.Errorf("got %v over %v", ev.Bid, ev.Ask)
	}
	ev, _ = e.await(t, 0, "funding", kind(model.KindFunding))
	if !ev.Has.Has(fundingFields) || ev.Has.Has(model.FieldMark) {
		t.Errorf("got %+v", ev)
	}
	ev, _ = e.await(t, 0, "open interest", kind(model.KindOpenInterest))
	if ev.OpenInterest <= 0 {
		t.Errorf("got %+v", ev)
	}
	e.await(t, 0, "live", link(model.LinkLive))
	closed, at := e.await(t, 0, "a closed bar", closedBar("BTCUSDT"))
	next, _ := e.await(t, at, "the next one", closedBar("BTCUSDT"))
	if closed.Bar.Interval != model.Hour1 || next.Bar.OpenTime != closed.Bar.End() {
		t.Errorf("got bars %+v and %+v", closed.Bar, next.Bar)
	}
	h := v.Health()
	if h.State != model.LinkLive || h.Symbols != 3 || h.Errors != 0 || len(h.Streams) != 3 || h.Streams[0].Topics != 3 {
		t.Errorf("health: got %+v", h)
	}
}

// TestSeveralSockets follows more contracts than one socket carries.
func TestSeveralSockets(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, "", 35))
	e.await(t, 0, "live", link(model.LinkLive))
	ev, _ := e.await(t, 0, "instruments", kind(model.KindInstruments))
	list := ev.Detail.([]model.Instrument)
	for _, in := range list {
		e.await(t, 0, in.Symbol, quote(in.Symbol, bookFields))
	}
	if h := v.Health(); len(list) != 35 || len(h.Streams) != 3 || h.Streams[1].Topics != 35 || h.Reconnects != 0 {
		t.Errorf("%d contracts, health %+v", len(list), h)
	}
}

func TestVenueLoadsThePast(t *testing.T) {
	t.Parallel()
	_, e := open(t, exchange(t, "", 3))
	ev, _ := e.await(t, 0, "complete progress", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	})
	if p := ev.Detail.(*model.Progress); p.Total != 3*3 || p.Error != "" {
		t.Errorf("got %+v, want 9 pieces: two runs of bars and funding of three contracts", p)
	}
	for step, want := range map[model.Interval]int{model.Day1: 49, model.Hour1: 399} {
		ev, _ := e.await(t, 0, step.String(), history("ETHUSDT", barsOf(step, want)))
		bars := ev.Detail.(*model.History).Bars
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
}

func TestVenuePagesTowardsThePast(t *testing.T) {
	t.Parallel()
	c := exchange(t, "", 1)
	c.Assets, c.History = []model.Asset{"BTC"}, []backfill.Want{{Interval: model.Hour1, Bars: 1250}}
	_, e := open(t, c)
	ev, _ := e.await(t, 0, "hours", history("BTCUSDT", barsOf(model.Hour1, 1001)))
	bars := ev.Detail.(*model.History).Bars
	if len(bars) < 1249 || len(bars) > 1250 {
		t.Errorf("got %d bars, want 1250 with the open one", len(bars))
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
		{"a cut line", "weex:cut@4s", link(model.LinkDown), 1},
		{"a restart", "weex:down@4s+2s", link(model.LinkDown), 1},
		{"garbage", "weex:garbage@4s", kind(model.KindError), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			v, e := open(t, exchange(t, tc.faults, 3))
			e.await(t, 0, "hours", history("BTCUSDT", barsOf(model.Hour1, 100)))
			_, at := e.await(t, 0, "the trouble", tc.sign)
			if tc.name != "garbage" {
				_, at = e.await(t, at, "live again", link(model.LinkLive))
			}
			e.await(t, at, "a ticker", quote("BTCUSDT", tickerFields))
			e.await(t, at, "a book", quote("BTCUSDT", bookFields))
			for _, s := range []string{"BTCUSDT", "ETHUSDT"} {
				e.await(t, at, s+" closes", closedBar(s))
			}
			e.await(t, 0, "every hour", func(model.Event) bool { return e.unbroken("BTCUSDT") })
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

// TestVenueIsRefusedRequests is told to ask less, without a word on how long,
// waits and asks again.
func TestVenueIsRefusedRequests(t *testing.T) {
	t.Parallel()
	c := exchange(t, "weex:http429@0s+2s", 3)
	c.Assets = c.Assets[:len(c.Assets)-1] // without the one whose refusal would be the last error
	v, e := open(t, c)
	e.await(t, 0, "instruments all the same", kind(model.KindInstruments))
	if h := v.Health(); h.Errors == 0 || !strings.Contains(h.LastError, "Too many requests") {
		t.Errorf("got %d errors, %q", h.Errors, h.LastError)
	}
}

// TestVenueGoesAheadWithoutTheList guesses names. Those that the venue does not
// know are more than the refusals a socket survives and cost nobody else.
func TestVenueGoesAheadWithoutTheList(t *testing.T) {
	t.Parallel()
	c := exchange(t, "", 3)
	dead := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	t.Cleanup(dead.Close)
	c.Rest = dead.URL
	for i := range 8 {
		c.Assets = append(c.Assets, model.Asset(fmt.Sprint("NOPE", i)))
	}
	v, e := open(t, c)
	e.await(t, 0, "why", func(ev model.Event) bool { return ev.Kind == model.KindError && strings.Contains(ev.Text, "503") })
	e.await(t, 0, "a ticker", quote("BTCUSDT", tickerFields))
	_, at := e.await(t, 0, "the socket is closed", link(model.LinkDown))
	e.await(t, at, "live again", link(model.LinkLive))
	e.await(t, at, "a closed bar of the last one", closedBar(string(c.Assets[2])+"USDT"))
	e.await(t, at, "the guesses are given up", func(model.Event) bool {
		s := v.Health().Streams
		return len(s) == 3 && s[0].Topics == 3 && s[1].Topics == 3 && s[2].Topics == 3
	})
}

func TestVenueEndsAtOnceAndRunsAgain(t *testing.T) {
	t.Parallel()
	c := exchange(t, "weex:slow@0s+60s", 3)
	v, err := weex.New(c)
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
		if e.count() == 0 {
			t.Error("heard nothing")
		}
	}
}

func TestNewRefuses(t *testing.T) {
	many := make([]model.Asset, 400)
	for i := range many {
		many[i] = model.Asset(fmt.Sprint("A", i))
	}
	for name, c := range map[string]weex.Config{
		"a websocket address that is none": {WS: "https://example.com"},
		"a REST address that is none":      {Rest: "example.com"},
		"more assets than sockets hold":    {Setup: station.Setup{Assets: many}},
	} {
		if _, err := weex.New(c); err == nil || !strings.Contains(err.Error(), "weex") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if v, err := weex.New(weex.Config{}); err != nil || v.Name() != model.WEEX || v.Health().State != model.LinkConnecting {
		t.Errorf("the defaults: got %v", err)
	}
}
