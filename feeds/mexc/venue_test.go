package mexc_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/feedtest"
	"eddy/feeds/mexc"
	"eddy/feeds/station"
	"eddy/model"
)

func TestMain(m *testing.M) { feedtest.Main(m) }

var _ feeds.Venue = (*mexc.Venue)(nil)

func complete(ev model.Event) bool {
	p, ok := ev.Detail.(*model.Progress)
	return ok && p.Complete()
}

// open runs a venue until the test ends.
func open(t *testing.T, c mexc.Config, e *feedtest.Ear) *mexc.Venue {
	t.Helper()
	if c.History == nil {
		c.History = []backfill.Want{{Interval: model.Day1, Bars: 5}}
	}
	v, err := mexc.New(c)
	if err != nil {
		t.Fatal(err)
	}
	feedtest.Listen(t, v, e)
	return v
}

// fakeConfig points at a fake exchange.
func fakeConfig(x *exchange, assets ...model.Asset) mexc.Config {
	return mexc.Config{Rest: x.server.URL, WS: x.ws(), Setup: station.Setup{Assets: assets}}
}

const stamp0 = 1794000000000

func ticker(symbol string, price float64, stamp int) string {
	return fmt.Sprintf(`{"symbol":%[1]q,"data":{"symbol":%[1]q,"lastPrice":%[2]v,"bid1":%[2]v,"ask1":%[2]v,"fairPrice":%[2]v,"holdVol":50,"fundingRate":0.0001,"timestamp":%[3]d},"channel":"push.ticker","ts":%[3]d}`, symbol, price, stamp)
}

func TestVenueAsks(t *testing.T) {
	x := newExchange(t, "FILECOIN", "BTC")
	e := &feedtest.Ear{}
	v := open(t, fakeConfig(x, "FIL", "BTC", "GONE"), e)
	s := x.meet()
	want := []string{
		"sub.funding.rate BTC_USDT", "sub.funding.rate FILECOIN_USDT", "sub.kline BTC_USDT Min60", "sub.kline FILECOIN_USDT Min60",
		"sub.ticker BTC_USDT", "sub.ticker FILECOIN_USDT",
	}
	if d := cmp.Diff(want, s.await(t, len(want))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	list, _ := e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments)).Detail.([]model.Instrument)
	if len(list) != 2 || list[1].Asset != "FIL" || list[1].ContractSize != 0.1 || list[1].FundingIntervalH != 4 {
		t.Errorf("instruments %+v", list)
	}
	ev := e.Hear(t, "the next settlement before a stream tells it", feedtest.Figures(model.KindFunding, "BTC_USDT", model.FieldNextFunding))
	if ev.NextFunding != 1_794_009_600_000 || ev.FundingRate != 0.0001 {
		t.Errorf("got %+v", ev)
	}
	s.say(ticker("FILECOIN_USDT", 1.5, stamp0))
	ev = e.Hear(t, "a quote", feedtest.Figures(model.KindQuote, "FILECOIN_USDT", model.FieldLast|model.FieldFundingInterval|model.FieldOpenInterest))
	if ev.OpenInterest != 5 || ev.FundingIntervalH != 4 || ev.Asset != "FIL" || !ev.Received.Known() {
		t.Errorf("got %+v", ev)
	}
	e.Hear(t, "live", feedtest.Link(model.LinkLive))
	if h := v.Health(); v.Name() != model.MEXC || h.Symbols != 2 || h.State != model.LinkLive {
		t.Errorf("health %+v", h)
	}
}

// More contracts than one socket carries are dealt out to several, and a socket
// that would have nothing to hear is not opened.
func TestVenueDealsContractsOut(t *testing.T) {
	t.Parallel()
	var names []string
	assets := []model.Asset{}
	for i := range 60 {
		names = append(names, fmt.Sprintf("C%dX", i))
		assets = append(assets, model.Asset(names[i]))
	}
	for i := range 45 {
		assets = append(assets, model.Asset(fmt.Sprintf("D%dX", i))) // candidates that are not listed
	}
	x := newExchange(t, names...)
	e := &feedtest.Ear{}
	v := open(t, fakeConfig(x, assets...), e)
	first, second := x.meet(), x.meet()
	a, b := first, second
	if slices.Contains(a.await(t, 30), "sub.ticker C50X_USDT") {
		a, b = b, a
	}
	if got := len(b.await(t, 30)); got != 30 {
		t.Errorf("%d requests on the second socket", got)
	}
	if got := len(a.await(t, 150)); got != 150 {
		t.Errorf("%d requests on the first socket", got)
	}
	first.say(ticker("C0X_USDT", 1.5, stamp0))
	first.say(ticker("C59X_USDT", 1.5, stamp0))
	second.say(ticker("C0X_USDT", 1.5, stamp0))
	second.say(ticker("C59X_USDT", 1.5, stamp0))
	e.Hear(t, "live", feedtest.Link(model.LinkLive))
	h, topics := v.Health(), 0
	for _, row := range h.Streams {
		topics += row.Topics
	}
	if h.Symbols != 60 || topics != 180 {
		t.Errorf("health %+v", h)
	}
}

// A contract that the venue does not have costs no other anything, and is not
// asked for again when the connection is lost.
func TestVenueLosesOnlyWhatIsRefused(t *testing.T) {
	x := newExchange(t, "SOL", "BTC")
	x.refuse("SOL_USDT")
	e := &feedtest.Ear{}
	v := open(t, fakeConfig(x, "SOL", "BTC"), e)
	s := x.meet()
	s.await(t, 6)
	awaitRefusal(t, v, "SOL_USDT", "Contract [SOL_USDT] not exists")
	s.say(ticker("BTC_USDT", 90000, stamp0))
	e.Hear(t, "the other one", feedtest.Figures(model.KindQuote, "BTC_USDT", model.FieldLast))
	for _, row := range v.Health().Streams {
		if row.Topics != 1 {
			t.Errorf("%s: %d topics", row.Name, row.Topics)
		}
	}
	x.cut()
	want := []string{"sub.funding.rate BTC_USDT", "sub.kline BTC_USDT Min60", "sub.ticker BTC_USDT"}
	if d := cmp.Diff(want, x.meet().await(t, 3)); d != "" {
		t.Errorf("after the loss (-want +got):\n%s", d)
	}
}

// awaitRefusal waits until a contract is listed as refused, with the venue's
// words. The event that tells of it may be kept back behind another fault's.
func awaitRefusal(t *testing.T, v *mexc.Venue, symbol, why string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		for _, r := range v.Health().Refused {
			if r.Symbol == symbol && strings.Contains(r.Why, why) {
				return
			}
		}
		if time.Now().After(end) {
			t.Fatalf("%s is not refused: %+v", symbol, v.Health())
		}
	}
}

// Whatever nonsense comes is counted, said, and harms nothing behind it.
func TestVenueSurvivesNonsense(t *testing.T) {
	x := newExchange(t, "BTC")
	e := &feedtest.Ear{}
	v := open(t, fakeConfig(x, "BTC"), e)
	s := x.meet()
	s.await(t, 3)
	bad := []string{
		`{"channel":"push.ticker","data":{`, "\x00\xff", `[]`, "\x1f\x8b\x08\x00",
		`{"channel":"push.ticker","data":{"symbol":"BTC_USDT","lastPrice":-1},"ts":1}`,
		`{"channel":"push.ticker","data":{"symbol":"` + strings.Repeat("x", 2<<20) + `","lastPrice":1}}`,
	}
	for _, frame := range bad {
		s.say(frame)
	}
	s.say(ticker("BTC_USDT", 90000, stamp0))
	s.say(ticker("BTC_USDT", 80000, stamp0-1)) // late
	s.say(ticker("币安人生_USDT", 1, stamp0))
	s.say(ticker("BTC_USDT", 90001, stamp0+1))
	e.Hear(t, "what came behind", func(ev model.Event) bool { return ev.Last == 90001 })
	h := v.Health()
	if h.Errors != uint64(len(bad)) || h.Dropped != 1 || h.LastError == "" || h.Reconnects != 0 {
		t.Errorf("health %+v", h)
	}
	e.Hear(t, "a word about it", feedtest.Kind(model.KindError))
	for _, ev := range e.Heard() {
		if ev.Last == 80000 {
			t.Error("a late frame was let out")
		}
	}
}

// Without the list the usual names are followed; once it comes they are put
// right.
func TestVenueGoesAheadWithoutTheList(t *testing.T) {
	t.Parallel()
	x := newExchange(t, "SOL")
	x.answer("detail", `{"success":false,"code":500,"message":"Internal error"}`)
	e := &feedtest.Ear{}
	open(t, fakeConfig(x, "SOL", "FIL"), e)
	s := x.meet()
	if got := s.await(t, 6); got[0] != "sub.funding.rate FILECOIN_USDT" {
		t.Errorf("guessed %v", got)
	}
	s.say(ticker("SOL_USDT", 150, stamp0))
	e.Hear(t, "the price of a guess", feedtest.Figures(model.KindQuote, "SOL_USDT", model.FieldLast))
	e.Hear(t, "why", feedtest.Text(model.KindError, "500 Internal error"))
	x.answer("detail", detail("SOL"))
	e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments))
	if got := s.await(t, 9); !slices.Contains(got, "unsub.ticker FILECOIN_USDT") {
		t.Errorf("asked for %v", got)
	}
}

// A contract the venue knows nothing of is given up; what was only limited is
// asked for again.
func TestVenueAsksAgainWhereItHelps(t *testing.T) {
	t.Parallel()
	x := newExchange(t, "BTC")
	x.answer("kline/BTC_USDT", `{"success":false,"code":1001,"message":"Contract not exists"}`)
	x.answer("funding_rate/history", `{"success":false,"code":510,"message":"Requests are too frequent"}`)
	e := &feedtest.Ear{}
	open(t, fakeConfig(x, "BTC"), e)
	x.meet()
	e.Hear(t, "the limit hit", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Done == 1
	})
	x.answer("funding_rate/history", `{"success":true,"code":0,"data":{"resultList":[{"symbol":"BTC_USDT","fundingRate":0.0001,"settleTime":1793995200000,"collectCycle":8}]}}`)
	ev := e.Hear(t, "the settlements", feedtest.Kind(model.KindHistory))
	if h := ev.Detail.(*model.History); len(h.Funding) != 1 || h.Funding[0].Rate != 0.0001 || h.Funding[0].IntervalH != 8 {
		t.Errorf("got %+v", h)
	}
	e.Hear(t, "the end", complete)
	if n := x.requests("kline/BTC_USDT"); n != 1 {
		t.Errorf("an unknown contract was asked for %d times", n)
	}
}

// Days that open at another hour than midnight UTC are not taken for days.
func TestVenueRefusesOffsetDays(t *testing.T) {
	x := newExchange(t, "BTC")
	x.answer("kline/BTC_USDT", `{"success":true,"code":0,"data":{"time":[1793808000,1793894400],"open":[1,1],"close":[1,1],"high":[1,1],"low":[1,1],"vol":[1,1],"amount":[1,1]}}`)
	e := &feedtest.Ear{}
	open(t, fakeConfig(x, "BTC"), e)
	ev := e.Hear(t, "the end", complete)
	if p := ev.Detail.(*model.Progress); !strings.Contains(p.Error, "another hour than midnight") {
		t.Errorf("got %+v", p)
	}
}

func TestVenueEndsAtOnceAndRunsAgain(t *testing.T) {
	x := newExchange(t, "BTC")
	v, err := mexc.New(fakeConfig(x, "BTC"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- v.Run(ctx, &feedtest.Ear{}) }()
		x.meet().await(t, 3)
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

func TestNewRefusesAddresses(t *testing.T) {
	for _, c := range []mexc.Config{{Rest: "ftp://example.com"}, {WS: "https://example.com"}, {WS: "://"}} {
		if _, err := mexc.New(c); err == nil || !strings.HasPrefix(err.Error(), "mexc") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
