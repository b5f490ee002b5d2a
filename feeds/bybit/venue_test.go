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

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/bybit"
	"eddy/feeds/feedtest"
	"eddy/feeds/station"
	"eddy/model"
)

func TestMain(m *testing.M) { feedtest.Main(m) }

var _ feeds.Venue = (*bybit.Venue)(nil)

// exchange starts the embedded exchange and returns what a venue needs to hear
// it.
func exchange(t *testing.T, faults string) bybit.Config {
	t.Helper()
	at, setup := feedtest.Exchange(t, model.Bybit, faults, 3)
	return bybit.Config{Rest: at["rest"], WS: at["ws"], Setup: setup}
}

// open runs a venue until the test ends.
func open(t *testing.T, c bybit.Config) (*bybit.Venue, *feedtest.Ear) {
	t.Helper()
	v, err := bybit.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v, feedtest.Listen(t, v, &feedtest.Ear{})
}

func TestVenueHears(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, ""))
	ev, _ := e.Await(t, 0, "instruments", feedtest.Kind(model.KindInstruments))
	list, _ := ev.Detail.([]model.Instrument)
	if len(list) != 3 || list[0].Symbol != "BTCUSDT" || list[0].FundingIntervalH == 0 || !list[0].Trading {
		t.Errorf("got instruments %+v", list)
	}
	ev, _ = e.Await(t, 0, "a ticker", feedtest.Figures(model.KindQuote, "BTCUSDT", 0))
	if !ev.Has.Has(tickerFields) || ev.Asset != "BTC" || ev.Text != "" || !ev.Received.Known() || ev.OpenInterestUSD <= 0 {
		t.Errorf("got %+v", ev)
	}
	e.Await(t, 0, "live", feedtest.Link(model.LinkLive))
	closed, at := e.Await(t, 0, "a closed bar", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == "BTCUSDT" })
	next, _ := e.Await(t, at, "the next one", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == "BTCUSDT" })
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
	ev, _ := e.Await(t, 0, "complete progress", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	})
	if p := ev.Detail.(*model.Progress); p.Total != 3*4 || p.Error != "" {
		t.Errorf("got %+v, want 12 pieces: two runs of bars, funding and open interest of three contracts", p)
	}
	for step, want := range map[model.Interval]int{model.Day1: 50, model.Hour1: 100} {
		ev, _ := e.Await(t, 0, step.String(), feedtest.History("ETHUSDT", feedtest.BarsOf(step, 1)))
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
	ev, _ = e.Await(t, 0, "settlements", feedtest.History("BTCUSDT", func(h *model.History) bool { return len(h.Funding) > 0 }))
	if f := ev.Detail.(*model.History).Funding; len(f) != 30 || f[1].Time <= f[0].Time || f[0].IntervalH != 8 {
		t.Errorf("got settlements %+v", f)
	}
	ev, _ = e.Await(t, 0, "open interest", feedtest.History("BTCUSDT", func(h *model.History) bool { return len(h.OpenInterest) > 0 }))
	if o := ev.Detail.(*model.History).OpenInterest; len(o) != 180 || o[1].Time <= o[0].Time || o[0].Coins <= 0 {
		t.Errorf("got %d points of open interest", len(o))
	}
}

func TestVenuePagesTowardsThePast(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	c.Assets, c.History = []model.Asset{"BTC"}, []backfill.Want{{Interval: model.Hour1, Bars: 2300}}
	_, e := open(t, c)
	ev, _ := e.Await(t, 0, "hours", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 1)))
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
		{"a cut line", "bybit:cut@4s", feedtest.Link(model.LinkDown), 1},
		{"a restart", "bybit:down@4s+2s", feedtest.Link(model.LinkDown), 1},
		{"silence", "bybit:silent@4s+12s", feedtest.Link(model.LinkStale), 0}, // asking again for the streams is cure enough
		{"garbage", "bybit:garbage@4s", feedtest.Kind(model.KindError), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			v, e := open(t, exchange(t, tc.faults))
			e.Await(t, 0, "hours", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 1)))
			_, at := e.Await(t, 0, "the trouble", tc.sign)
			if tc.name != "garbage" {
				_, at = e.Await(t, at, "live again", feedtest.Link(model.LinkLive))
			}
			ev, _ := e.Await(t, at, "a ticker", feedtest.Figures(model.KindQuote, "BTCUSDT", 0))
			if !ev.Has.Has(tickerFields) || ev.Text != "" {
				t.Errorf("got %+v", ev)
			}
			for _, s := range []string{"BTCUSDT", "ETHUSDT"} {
				e.Await(t, at, s+" closes", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == s })
			}
			e.Unbroken(t, "BTCUSDT")
			if h := v.Health(); h.Reconnects < tc.reconnects || tc.name != "silence" && (h.Errors == 0 || h.LastError == "") {
				t.Errorf("health: got %+v", h)
			}
		})
	}
}

// TestVenueIsRefusedRequests is told "too many visits" with HTTP 200, waits and
// asks again.
func TestVenueIsRefusedRequests(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, "bybit:http429@0s+2s"))
	e.Await(t, 0, "instruments all the same", feedtest.Kind(model.KindInstruments))
	e.Await(t, 0, "days all the same", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Day1, 1)))
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
	e.Await(t, 0, "why", func(ev model.Event) bool { return ev.Kind == model.KindError && strings.Contains(ev.Text, "503") })
	e.Await(t, 0, "a ticker", feedtest.Figures(model.KindQuote, "BTCUSDT", 0))
	e.Await(t, 0, "a bar of the last one", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Symbol == "ETHUSDT" })
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
	e.Await(t, 0, "why", func(ev model.Event) bool {
		return ev.Kind == model.KindError && strings.Contains(ev.Text, "access too frequent")
	})
	e.Await(t, 0, "a ticker all the same", feedtest.Figures(model.KindQuote, "BTCUSDT", 0))
	e.Await(t, 0, "that it is left alone", func(ev model.Event) bool {
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
	e := &feedtest.Ear{}
	for range 2 {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- v.Run(ctx, e) }()
		e.Await(t, 0, "that it dials", feedtest.Kind(model.KindLink))
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
