package weex_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/feedtest"
	"eddy/feeds/station"
	"eddy/feeds/weex"
	"eddy/model"
)

func TestMain(m *testing.M) { feedtest.Main(m) }

var _ feeds.Venue = (*weex.Venue)(nil)

// exchange starts the embedded exchange and returns what a venue needs to hear
// it.
func exchange(t *testing.T, faults string, coins int) weex.Config {
	t.Helper()
	at, setup := feedtest.Exchange(t, model.WEEX, faults, coins)
	setup.History = []backfill.Want{{Interval: model.Day1, Bars: 50}, {Interval: model.Hour1, Bars: 400}}
	return weex.Config{Rest: at["rest"], WS: at["ws"], Setup: setup}
}

// open runs a venue until the test ends.
func open(t *testing.T, c weex.Config) (*weex.Venue, *feedtest.Ear) {
	t.Helper()
	v, err := weex.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v, feedtest.Listen(t, v, &feedtest.Ear{})
}

func TestVenueHears(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, "", 3))
	ev, _ := e.Await(t, 0, "instruments", feedtest.Kind(model.KindInstruments))
	list, _ := ev.Detail.([]model.Instrument)
	if len(list) != 3 || list[0].Symbol != "BTCUSDT" || list[0].FundingIntervalH != 8 || !list[0].Trading || !list[0].Tick.IsPositive() {
		t.Errorf("got instruments %+v", list)
	}
	ev, _ = e.Await(t, 0, "a ticker", feedtest.Figures(model.KindQuote, "BTCUSDT", tickerFields))
	if ev.Asset != "BTC" || ev.Text != "" || !ev.Received.Known() || ev.Mark <= 0 {
		t.Errorf("got %+v", ev)
	}
	ev, _ = e.Await(t, 0, "best bid and ask", feedtest.Figures(model.KindQuote, "ETHUSDT", bookFields))
	if ev.Bid >= ev.Ask {
		t.Errorf("got %v over %v", ev.Bid, ev.Ask)
	}
	ev, _ = e.Await(t, 0, "funding", feedtest.Kind(model.KindFunding))
	if !ev.Has.Has(fundingFields) || ev.Has.Has(model.FieldMark) {
		t.Errorf("got %+v", ev)
	}
	ev, _ = e.Await(t, 0, "open interest", feedtest.Kind(model.KindOpenInterest))
	if ev.OpenInterest <= 0 {
		t.Errorf("got %+v", ev)
	}
	e.Await(t, 0, "live", feedtest.Link(model.LinkLive))
	closed, at := e.Await(t, 0, "a closed bar", feedtest.Closed("BTCUSDT"))
	next, _ := e.Await(t, at, "the next one", feedtest.Closed("BTCUSDT"))
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
	e.Await(t, 0, "live", feedtest.Link(model.LinkLive))
	ev, _ := e.Await(t, 0, "instruments", feedtest.Kind(model.KindInstruments))
	list := ev.Detail.([]model.Instrument)
	for _, in := range list {
		e.Await(t, 0, in.Symbol, feedtest.Figures(model.KindQuote, in.Symbol, bookFields))
	}
	if h := v.Health(); len(list) != 35 || len(h.Streams) != 3 || h.Streams[1].Topics != 35 || h.Reconnects != 0 {
		t.Errorf("%d contracts, health %+v", len(list), h)
	}
}

func TestVenueLoadsThePast(t *testing.T) {
	t.Parallel()
	_, e := open(t, exchange(t, "", 3))
	ev, _ := e.Await(t, 0, "complete progress", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	})
	if p := ev.Detail.(*model.Progress); p.Total != 3*3 || p.Error != "" {
		t.Errorf("got %+v, want 9 pieces: two runs of bars and funding of three contracts", p)
	}
	for step, want := range map[model.Interval]int{model.Day1: 49, model.Hour1: 399} {
		ev, _ := e.Await(t, 0, step.String(), feedtest.History("ETHUSDT", feedtest.BarsOf(step, want)))
		bars := ev.Detail.(*model.History).Bars
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
}

func TestVenuePagesTowardsThePast(t *testing.T) {
	t.Parallel()
	c := exchange(t, "", 1)
	c.Assets, c.History = []model.Asset{"BTC"}, []backfill.Want{{Interval: model.Hour1, Bars: 1250}}
	_, e := open(t, c)
	ev, _ := e.Await(t, 0, "hours", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 1001)))
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
		{"a cut line", "weex:cut@4s", feedtest.Link(model.LinkDown), 1},
		{"a restart", "weex:down@4s+2s", feedtest.Link(model.LinkDown), 1},
		{"garbage", "weex:garbage@4s", feedtest.Kind(model.KindError), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			v, e := open(t, exchange(t, tc.faults, 3))
			e.Await(t, 0, "hours", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 100)))
			_, at := e.Await(t, 0, "the trouble", tc.sign)
			if tc.name != "garbage" {
				_, at = e.Await(t, at, "live again", feedtest.Link(model.LinkLive))
			}
			e.Await(t, at, "a ticker", feedtest.Figures(model.KindQuote, "BTCUSDT", tickerFields))
			e.Await(t, at, "a book", feedtest.Figures(model.KindQuote, "BTCUSDT", bookFields))
			for _, s := range []string{"BTCUSDT", "ETHUSDT"} {
				e.Await(t, at, s+" closes", feedtest.Closed(s))
			}
			e.Unbroken(t, "BTCUSDT")
			if h := v.Health(); h.Reconnects < tc.reconnects || h.Errors == 0 || h.LastError == "" {
				t.Errorf("health: got %+v", h)
			}
		})
	}
}

// TestVenueIsRefusedRequests is told to ask less, without a word on how long,
// waits and asks again.
func TestVenueIsRefusedRequests(t *testing.T) {
	t.Parallel()
	c := exchange(t, "weex:http429@0s+2s", 3)
	c.Assets = c.Assets[:len(c.Assets)-1] // without the one whose refusal would be the last error
	v, e := open(t, c)
	e.Await(t, 0, "instruments all the same", feedtest.Kind(model.KindInstruments))
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
	e.Await(t, 0, "why", func(ev model.Event) bool { return ev.Kind == model.KindError && strings.Contains(ev.Text, "503") })
	e.Await(t, 0, "a ticker", feedtest.Figures(model.KindQuote, "BTCUSDT", tickerFields))
	_, at := e.Await(t, 0, "the socket is closed", feedtest.Link(model.LinkDown))
	e.Await(t, at, "live again", feedtest.Link(model.LinkLive))
	e.Await(t, at, "a closed bar of the last one", feedtest.Closed(string(c.Assets[2])+"USDT"))
	e.Await(t, at, "the guesses are given up", func(model.Event) bool {
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
		if e.Count() == 0 {
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
