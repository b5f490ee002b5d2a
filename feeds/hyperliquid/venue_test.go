package hyperliquid_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds"
	"eddy/feeds/feedtest"
	"eddy/feeds/hyperliquid"
	"eddy/feeds/station"
	"eddy/model"
)

var _ feeds.Venue = (*hyperliquid.Venue)(nil)

// exchange starts the embedded exchange and returns what a venue needs to hear
// it.
func exchange(t *testing.T, faults string) hyperliquid.Config {
	t.Helper()
	at, setup := feedtest.Exchange(t, model.Hyperliquid, faults, 3)
	return hyperliquid.Config{Rest: at["rest"], WS: at["ws"], Setup: setup}
}

// open runs a venue until the test ends.
func open(t *testing.T, c hyperliquid.Config) (*hyperliquid.Venue, *feedtest.Ear) {
	t.Helper()
	v, err := hyperliquid.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v, feedtest.Listen(t, v, &feedtest.Ear{})
}

const contextFields = model.FieldMark | model.FieldIndex | model.FieldLast | model.FieldFundingRate | model.FieldFundingInterval |
	model.FieldNextFunding | model.FieldOpenInterest | model.FieldVolume24hUSD | model.FieldChange24hPct

func TestVenueHears(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, ""))
	ev, _ := e.Await(t, 0, "instruments", feedtest.Kind(model.KindInstruments))
	list, _ := ev.Detail.([]model.Instrument)
	if len(list) != 3 || list[0].Symbol != "BTC" || list[0].FundingIntervalH != 1 || !list[0].Trading || list[0].Tick.IsZero() {
		t.Errorf("got instruments %+v", list)
	}
	ev, _ = e.Await(t, 0, "a mark", feedtest.Figures(model.KindMark, "BTC", 0))
	settles := ev.NextFunding
	if !ev.Has.Has(contextFields) || ev.Asset != "BTC" || ev.FundingIntervalH != 1 || settles <= ev.EventTime || settles != settles.Floor(model.Hour1) || settles.Sub(ev.EventTime) > time.Hour {
		t.Errorf("got %+v", ev)
	}
	ev, _ = e.Await(t, 0, "a book", feedtest.Figures(model.KindQuote, "ETH", 0))
	if !ev.Has.Has(model.FieldBid|model.FieldAsk) || ev.Bid >= ev.Ask || !ev.EventTime.Known() {
		t.Errorf("got %+v", ev)
	}
	_, at := e.Await(t, 0, "live", feedtest.Link(model.LinkLive))
	closed, at := e.Await(t, at, "a closed bar", feedtest.Closed("BTC"))
	next, _ := e.Await(t, at, "the next one", feedtest.Closed("BTC"))
	if closed.Bar.Interval != model.Hour1 || next.Bar.OpenTime != closed.Bar.End() || closed.Bar.Volume <= 0 {
		t.Errorf("got bars %+v and %+v", closed.Bar, next.Bar)
	}
	h := v.Health()
	if h.State != model.LinkLive || h.Symbols != 3 || h.Errors != 0 || len(h.Streams) != 3 || h.Streams[0].Topics != 3 {
		t.Errorf("health: got %+v", h)
	}
}

// TestStreamedBarsAreTheVenuesOwn compares bars that a successor closed with
// what the venue says of them by REST.
func TestStreamedBarsAreTheVenuesOwn(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	_, e := open(t, c)
	_, at := e.Await(t, 0, "live", feedtest.Link(model.LinkLive))
	ev, _ := e.Await(t, at, "a closed bar", feedtest.Closed("ETH"))
	body := fmt.Sprintf(`{"type":"candleSnapshot","req":{"coin":"ETH","interval":"1h","startTime":%d,"endTime":%d}}`, ev.Bar.OpenTime, ev.Bar.OpenTime)
	resp, err := http.Post(c.Rest+"/info", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer http.DefaultClient.CloseIdleConnections()
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	events, err := hyperliquid.NewDecoder().Decode(answer, 0, nil)
	if err != nil || len(events) != 1 {
		t.Fatalf("got %v, %v of %s", events, err, answer)
	}
	want := events[0].Bar
	want.Closed = true
	if ev.Bar != want {
		t.Errorf("streamed %+v\nby REST %+v", ev.Bar, want)
	}
}

func TestVenueLoadsThePast(t *testing.T) {
	t.Parallel()
	_, e := open(t, exchange(t, ""))
	ev, _ := e.Await(t, 0, "complete progress", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	})
	if p := ev.Detail.(*model.Progress); p.Total != 3*3 || p.Error != "" {
		t.Errorf("got %+v, want 9 pieces: two runs of bars and the funding of three contracts", p)
	}
	for step, want := range map[model.Interval]int{model.Day1: 50, model.Hour1: 100} {
		ev, _ := e.Await(t, 0, step.String(), feedtest.History("ETH", feedtest.BarsOf(step, 1)))
		bars := ev.Detail.(*model.History).Bars
		if len(bars) < want || len(bars) > want+1 {
			t.Errorf("%v: got %d bars, want %d", step, len(bars), want)
		}
		for i := range bars {
			if !bars[i].Closed || i > 0 && bars[i].OpenTime != bars[i-1].End() {
				t.Fatalf("%v: bar %d is %+v", step, i, bars[i])
			}
		}
	}
	ev, _ = e.Await(t, 0, "settlements", feedtest.History("BTC", func(h *model.History) bool { return len(h.Funding) > 0 }))
	f := ev.Detail.(*model.History).Funding
	if len(f) < 239 || len(f) > 241 {
		t.Errorf("got %d settlements, want ten days of hours", len(f))
	}
	for i := 1; i < len(f); i++ {
		if f[i].Time.Sub(f[i-1].Time) != time.Hour || f[i].Time != f[i].Time.Floor(model.Hour1) || f[i].IntervalH != 1 {
			t.Fatalf("settlement %d is %+v behind %+v", i, f[i], f[i-1])
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
		{"a cut line", "hyperliquid:cut@5s", feedtest.Link(model.LinkDown), 1},
		{"a restart", "hyperliquid:down@5s+2s", feedtest.Link(model.LinkDown), 1},
		{"silence", "hyperliquid:silent@5s+12s", feedtest.Link(model.LinkStale), 0}, // asking again for the streams is cure enough
		{"garbage", "hyperliquid:garbage@5s", feedtest.Kind(model.KindError), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			v, e := open(t, exchange(t, tc.faults))
			e.Await(t, 0, "hours", feedtest.History("BTC", feedtest.BarsOf(model.Hour1, 1)))
			_, at := e.Await(t, 0, "the trouble", tc.sign)
			if tc.name != "garbage" {
				_, at = e.Await(t, at, "live again", feedtest.Link(model.LinkLive))
			}
			e.Await(t, at, "a mark", feedtest.Figures(model.KindMark, "ETH", 0))
			for _, s := range []string{"BTC", "ETH"} {
				e.Await(t, at, s+" closes", feedtest.Closed(s))
			}
			e.Unbroken(t, "BTC")
			h := v.Health()
			if h.Reconnects < tc.reconnects || h.Symbols != 3 || tc.name != "silence" && (h.Errors == 0 || h.LastError == "") {
				t.Errorf("health: got %+v", h)
			}
		})
	}
}

// poisoned stands before the exchange's REST and lists coins between the
// others that the websocket does not know.
func poisoned(t *testing.T, target string, names ...string) string {
	t.Helper()
	var rows, contexts string
	for _, n := range names {
		rows += `{"szDecimals":1,"name":"` + n + `","maxLeverage":5},`
		contexts += `{"funding":"0.0","openInterest":"1.0","prevDayPx":"1.0","dayNtlVlm":"1.0","premium":"0.0","oraclePx":"1.0","markPx":"1.0","midPx":"1.0","impactPxs":null},`
	}
	client := &http.Client{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		resp, err := client.Post(target+r.URL.Path, r.Header.Get("Content-Type"), r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		if bytes.HasPrefix(body, []byte(`[{"universe":[`)) {
			body = bytes.Replace(body, []byte(`[{"universe":[`), []byte(`[{"universe":[`+rows), 1)
			body = bytes.Replace(body, []byte(`"collateralToken":0},[`), []byte(`"collateralToken":0},[`+contexts), 1)
		}
		w.WriteHeader(resp.StatusCode)
		_, _ = w.Write(body) // a client that has left needs no answer
	}))
	t.Cleanup(func() {
		s.Close()
		client.CloseIdleConnections()
	})
	return s.URL
}

// TestPoison lists two coins that kill the line: these are given up, one after
// the other, and nobody else is.
func TestPoison(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	c.Rest = poisoned(t, c.Rest, "FAKE", "SHAM")
	c.Assets = []model.Asset{"BTC", "FAKE", "ETH", "SHAM", "SOL"}
	v, e := open(t, c)
	for _, bad := range []string{"FAKE", "SHAM"} {
		e.Await(t, 0, bad+" is given up", func(ev model.Event) bool {
			return ev.Kind == model.KindError && strings.Contains(ev.Text, bad+" is given up")
		})
	}
	at := e.Count()
	for _, good := range []string{"BTC", "ETH", "SOL"} {
		e.Await(t, at, good+" is marked", feedtest.Figures(model.KindMark, good, 0))
		e.Await(t, at, good+" closes", feedtest.Closed(good))
	}
	at = e.Count()
	e.Await(t, at, "a later close", feedtest.Closed("BTC"))
	if h := v.Health(); h.Symbols != 3 || h.Streams[0].Topics != 3 || h.Streams[1].Topics != 3 || h.Streams[2].Topics != 3 || h.State != model.LinkLive || h.Reconnects > 8 {
		t.Errorf("health: got %+v", h)
	}
	var refused []string
	for _, r := range v.Health().Refused {
		refused = append(refused, r.Symbol)
	}
	if diff := cmp.Diff([]string{"FAKE", "SHAM"}, refused); diff != "" {
		t.Errorf("refused contracts: %s", diff)
	}
	for _, ev := range e.Heard() {
		if ev.Kind == model.KindError && strings.Contains(ev.Text, "given up") && !strings.Contains(ev.Text, "FAKE") && !strings.Contains(ev.Text, "SHAM") {
			t.Errorf("an innocent one is given up: %s", ev.Text)
		}
	}
}

// TestNothingButPoison keeps trying without convicting anyone it cannot prove
// guilty, and ends when told to.
func TestNothingButPoison(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	c.Rest = poisoned(t, c.Rest, "FAKE")
	c.Assets = []model.Asset{"FAKE"}
	_, e := open(t, c)
	_, at := e.Await(t, 0, "a dead line", feedtest.Link(model.LinkDown))
	e.Await(t, at, "FAKE is given up over a proven line", func(ev model.Event) bool {
		return ev.Kind == model.KindError && strings.Contains(ev.Text, "FAKE is given up")
	})
}

// TestDelistedCoinGoesSilent: its frozen mark must not look alive.
func TestDelistedCoinGoesSilent(t *testing.T) {
	t.Parallel()
	_, e := open(t, exchange(t, "hyperliquid:delist=SOL@5s"))
	e.Await(t, 0, "SOL is marked", feedtest.Figures(model.KindMark, "SOL", 0))
	e.Await(t, 0, "hours", feedtest.History("SOL", feedtest.BarsOf(model.Hour1, 1)))
	time.Sleep(6 * time.Second) // what is looked for is that nothing comes
	at := e.Count()
	_, end := e.Await(t, at, "BTC closes", feedtest.Closed("BTC"))
	_, end = e.Await(t, end, "BTC closes again", feedtest.Closed("BTC"))
	for _, ev := range e.Heard()[at:end] {
		if ev.Symbol == "SOL" && ev.Has&(model.FieldMark|model.FieldIndex|model.FieldLast) != 0 {
			t.Fatalf("heard %+v", ev)
		}
	}
}

// TestVenueIsRefusedRequests is told 429 without a word on how long, waits and
// asks again.
func TestVenueIsRefusedRequests(t *testing.T) {
	t.Parallel()
	v, e := open(t, exchange(t, "hyperliquid:http429@0s+2s"))
	e.Await(t, 0, "instruments all the same", feedtest.Kind(model.KindInstruments))
	e.Await(t, 0, "days all the same", feedtest.History("BTC", feedtest.BarsOf(model.Day1, 1)))
	if h := v.Health(); h.Errors == 0 || !strings.Contains(h.LastError, "429") {
		t.Errorf("got %d errors, %q", h.Errors, h.LastError)
	}
}

// TestNullIsAskedAgain answers null where the venue's past of a contract should
// be. The venue lists the contract, so the answer is a fault that passes.
func TestNullIsAskedAgain(t *testing.T) {
	t.Parallel()
	c := exchange(t, "")
	behind, err := url.Parse(c.Rest)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(behind)
	var nulls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil && bytes.Contains(body, []byte("fundingHistory")) && nulls.Add(1) <= 3 {
			_, _ = io.WriteString(w, "null") // a client that has left needs no answer
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	c.Rest = s.URL
	_, e := open(t, c)
	for _, coin := range []string{"BTC", "ETH", "SOL"} {
		e.Await(t, 0, "settlements of "+coin, feedtest.History(coin, func(h *model.History) bool { return len(h.Funding) > 0 }))
	}
}

// TestStrangeAnswers are told by the list: each is shown and none is believed.
func TestStrangeAnswers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status     int
		body, want string
	}{
		"null in a good answer":  {200, `null`, "unknown coin or dex"},
		"an error inside":        {200, `{"status":"err","response":"go away"}`, "go away"},
		"no JSON":                {200, `<html>`, "meta"},
		"an empty list":          {200, `[]`, "lists no contracts"},
		"malformed by its word":  {422, `Failed to deserialize`, "Failed to deserialize"},
		"none of ours is listed": {200, `[{"universe":[{"name":"ZZZ","szDecimals":1}]},[]]`, "none of the 1 assets"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/plain")
				w.WriteHeader(tc.status)
				_, _ = io.WriteString(w, tc.body) // a client that has left needs no answer
			}))
			t.Cleanup(s.Close)
			_, e := open(t, hyperliquid.Config{Rest: s.URL, WS: "ws" + strings.TrimPrefix(s.URL, "http"), Setup: station.Setup{Assets: []model.Asset{"BTC"}}})
			e.Await(t, 0, "the words", func(ev model.Event) bool { return ev.Kind == model.KindError && strings.Contains(ev.Text, tc.want) })
		})
	}
}

func TestVenueEndsAtOnceAndRunsAgain(t *testing.T) {
	t.Parallel()
	v, err := hyperliquid.New(exchange(t, "hyperliquid:slow@0s+60s"))
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
	for name, c := range map[string]hyperliquid.Config{
		"a websocket address that is none":  {WS: "https://example.com"},
		"a REST address that is none":       {Rest: "example.com"},
		"more assets than an address hears": {Setup: station.Setup{Assets: many}},
	} {
		if _, err := hyperliquid.New(c); err == nil || !strings.Contains(err.Error(), "hyperliquid") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	v, err := hyperliquid.New(hyperliquid.Config{})
	if err != nil || v.Name() != model.Hyperliquid || v.Health().State == model.LinkLive {
		t.Errorf("the defaults: got %v", err)
	}
}
