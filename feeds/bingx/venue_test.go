package bingx_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/bingx"
	"eddy/feeds/feedtest"
	"eddy/model"
)

func TestMain(m *testing.M) { feedtest.Main(m) }

var _ feeds.Venue = (*bingx.Venue)(nil)

// exchange starts the embedded exchange and returns what a venue needs to hear
// it.
func exchange(t *testing.T, faults string) bingx.Config {
	t.Helper()
	at, setup := feedtest.Exchange(t, model.BingX, faults, 3)
	return bingx.Config{Rest: at["rest"], WS: at["ws"], Setup: setup}
}

// open runs a venue until the test ends.
func open(t *testing.T, c bingx.Config) (*bingx.Venue, *feedtest.Ear) {
	t.Helper()
	v, err := bingx.New(c)
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
	if len(list) != 3 || list[0].Symbol != "BTC-USDT" || list[0].FundingIntervalH == 0 || !list[0].Trading {
		t.Errorf("got instruments %+v", list)
	}
	ev, _ = e.Await(t, 0, "a ticker", feedtest.Figures(model.KindQuote, "BTC-USDT", 0))
	if !ev.Has.Has(tickerFields) || ev.Asset != "BTC" || !ev.Received.Known() || !ev.EventTime.Known() {
		t.Errorf("got %+v", ev)
	}
	mark, _ := e.Await(t, 0, "mark, index and funding", func(ev model.Event) bool {
		return ev.Kind == model.KindMark && ev.Symbol == "BTC-USDT" && ev.Has.Has(premiumFields)
	})
	if mark.FundingIntervalH != 8 || !mark.EventTime.Known() || mark.NextFunding < mark.EventTime {
		t.Errorf("got %+v", mark)
	}
	oi, _ := e.Await(t, 0, "open interest", func(ev model.Event) bool { return ev.Kind == model.KindOpenInterest && ev.Symbol == "BTC-USDT" })
	if got := oi.OpenInterest * mark.Mark; !oi.Has.Has(model.FieldOpenInterest|model.FieldOpenInterestUSD) || got < 0.8*oi.OpenInterestUSD || got > 1.2*oi.OpenInterestUSD {
		t.Errorf("got %+v at a mark of %v", oi, mark.Mark)
	}
	e.Await(t, 0, "a mark price of the stream", func(ev model.Event) bool { return ev.Kind == model.KindMark && ev.Has == model.FieldMark })
	e.Await(t, 0, "live", feedtest.Link(model.LinkLive))
	closed, at := e.Await(t, 0, "a closed bar", feedtest.Closed("BTC-USDT"))
	next, _ := e.Await(t, at, "the next one", feedtest.Closed("BTC-USDT"))
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

func TestVenueLoadsThePast(t *testing.T) {
	t.Parallel()
	_, e := open(t, exchange(t, ""))
	ev, _ := e.Await(t, 0, "complete progress", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	})
	if p := ev.Detail.(*model.Progress); p.Total != 3*3 || p.Error != "" {
		t.Errorf("got %+v, want 9 pieces: two runs of bars and funding of three contracts", p)
	}
	for step, want := range map[model.Interval]int{model.Day1: 50, model.Hour1: 100} {
		ev, _ := e.Await(t, 0, step.String(), feedtest.History("ETH-USDT", feedtest.BarsOf(step, 1)))
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
	ev, _ = e.Await(t, 0, "settlements", feedtest.History("BTC-USDT", func(h *model.History) bool { return len(h.Funding) > 0 }))
	if f := ev.Detail.(*model.History).Funding; len(f) != 30 || f[1].Time <= f[0].Time || f[0].IntervalH != 8 {
		t.Errorf("got settlements %+v", f)
	}
}

func TestVenuePagesTowardsThePast(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	c.Assets, c.History = []model.Asset{"BTC"}, []backfill.Want{{Interval: model.Hour1, Bars: 2300}}
	_, e := open(t, c)
	ev, _ := e.Await(t, 0, "hours", feedtest.History("BTC-USDT", feedtest.BarsOf(model.Hour1, 1)))
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
		{"a cut line", "bingx:cut@4s", feedtest.Link(model.LinkDown), 1},
		{"a restart", "bingx:down@4s+2s", feedtest.Link(model.LinkDown), 1},
		{"garbage", "bingx:garbage@4s", feedtest.Kind(model.KindError), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			v, e := open(t, exchange(t, tc.faults))
			e.Await(t, 0, "hours", feedtest.History("BTC-USDT", feedtest.BarsOf(model.Hour1, 1)))
			_, at := e.Await(t, 0, "the trouble", tc.sign)
			if tc.name != "garbage" {
				_, at = e.Await(t, at, "live again", feedtest.Link(model.LinkLive))
			}
			ev, _ := e.Await(t, at, "a ticker", feedtest.Figures(model.KindQuote, "BTC-USDT", 0))
			if !ev.Has.Has(tickerFields) {
				t.Errorf("got %+v", ev)
			}
			for _, s := range []string{"BTC-USDT", "ETH-USDT"} {
				e.Await(t, at, s+" closes", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == s })
			}
			e.Unbroken(t, "BTC-USDT")
			if h := v.Health(); h.Reconnects < tc.reconnects || h.Errors == 0 || h.LastError == "" {
				t.Errorf("health: got %+v", h)
			}
		})
	}
}

// TestVenueIsRefusedRequests is told "too many visits" with HTTP 200, waits and
// asks again.
func TestVenueIsRefusedRequests(t *testing.T) {
	t.Parallel()
	c := exchange(t, "bingx:http429@0s+2s")
	c.Assets = c.Assets[:len(c.Assets)-1] // without the one whose refusal would be the last error
	v, e := open(t, c)
	e.Await(t, 0, "instruments all the same", feedtest.Kind(model.KindInstruments))
	e.Await(t, 0, "days all the same", feedtest.History("BTC-USDT", feedtest.BarsOf(model.Day1, 1)))
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
	e.Await(t, 0, "why", func(ev model.Event) bool { return ev.Kind == model.KindError && strings.Contains(ev.Text, "503") })
	e.Await(t, 0, "a ticker", feedtest.Figures(model.KindQuote, "BTC-USDT", 0))
	e.Await(t, 0, "a bar of the last one", func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Symbol == "ETH-USDT" })
	e.Await(t, 0, "the refusal", func(ev model.Event) bool {
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
	e.Await(t, 0, "why", func(ev model.Event) bool { return ev.Kind == model.KindError && strings.Contains(ev.Text, "418") })
	e.Await(t, 0, "a ticker all the same", feedtest.Figures(model.KindQuote, "BTC-USDT", 0))
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
	c := exchange(t, "bingx:slow@0s+60s")
	v, err := bingx.New(c)
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
