package binance_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/binance"
	"eddy/feeds/feedtest"
	"eddy/feeds/station"
	"eddy/model"
)

func TestMain(m *testing.M) { feedtest.Main(m) }

var _ feeds.Venue = (*binance.Venue)(nil)

// open starts a venue on a fake exchange.
func open(t *testing.T, x *exchange, change func(*binance.Config)) (*binance.Venue, *feedtest.Ear) {
	t.Helper()
	c := binance.Config{
		Rest: x.server.URL, WSPublic: x.ws("public"), WSMarket: x.ws("market"),
		Setup: station.Setup{
			Assets:  []model.Asset{"PEPE", "币安人生", "BTC", "GONE"},
			History: []backfill.Want{{Interval: model.Day1, Bars: 50}, {Interval: model.Hour1, Bars: 100}},
		},
	}
	if change != nil {
		change(&c)
	}
	v, err := binance.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v, feedtest.Listen(t, v, &feedtest.Ear{})
}

func markFrame(symbol string, stamp int64, price string) string {
	return fmt.Sprintf(`{"stream":"%s@markPrice@1s","data":{"e":"markPriceUpdate","E":%d,"s":%q,"p":%q,"i":%q,"r":"0.0001","T":%d,"st":1}}`,
		strings.ToLower(symbol), stamp, symbol, price, price, stamp-stamp%(8*hour)+8*hour)
}

func klineFrame(symbol string, stamp, openTime int64, closed bool) string {
	return fmt.Sprintf(`{"stream":"%s@kline_1h","data":{"e":"kline","E":%d,"s":%q,"k":{"t":%d,"T":%d,"s":%q,"i":"1h","o":"100","c":"105","h":"110","l":"90","v":"2","x":%v}}}`,
		strings.ToLower(symbol), stamp, symbol, openTime, openTime+hour-1, symbol, closed)
}

func TestVenueAsksOnTheRightRoutes(t *testing.T) {
	x := newExchange(t)
	v, e := open(t, x, nil)
	public, market := x.meet()
	wantPublic := []string{"1000pepeusdt@bookTicker", "btcusdt@bookTicker", "币安人生usdt@bookTicker"}
	wantMarket := []string{
		"!contractInfo",
		"1000pepeusdt@kline_1h", "1000pepeusdt@markPrice@1s", "1000pepeusdt@ticker",
		"btcusdt@kline_1h", "btcusdt@markPrice@1s", "btcusdt@ticker",
		"币安人生usdt@kline_1h", "币安人生usdt@markPrice@1s", "币安人生usdt@ticker",
	}
	if d := cmp.Diff(wantPublic, public.subscribed()); d != "" {
		t.Errorf("public (-want +got):\n%s", d)
	}
	if d := cmp.Diff(wantMarket, market.subscribed()); d != "" {
		t.Errorf("market (-want +got):\n%s", d)
	}
	list, _ := e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments)).Detail.([]model.Instrument)
	if len(list) != 3 || list[0].Symbol != "BTCUSDT" || list[0].FundingIntervalH != 8 || list[1].FundingIntervalH != 4 || list[1].Multiplier != 1000 {
		t.Errorf("got instruments %+v", list)
	}
	if got := v.Health().Symbols; got != 3 {
		t.Errorf("health: got %d symbols, want 3", got)
	}
}

func TestVenueHears(t *testing.T) {
	x := newExchange(t)
	v, e := open(t, x, nil)
	public, market := x.meet()
	market.say(markFrame("1000PEPEUSDT", now0, "0.012345"))
	ev := e.Hear(t, "mark price", feedtest.Kind(model.KindMark))
	if ev.Asset != "PEPE" || ev.Mark != 0.000012345 || ev.FundingIntervalH != 4 || !ev.Received.Known() {
		t.Errorf("got %+v", ev)
	}
	public.say(fmt.Sprintf(`{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5,"s":"BTCUSDT","b":"99.9","a":"100.1","E":%d}}`, now0))
	e.Hear(t, "best bid and ask", feedtest.Kind(model.KindQuote))
	e.Hear(t, "live", func(ev model.Event) bool { return ev.Kind == model.KindLink && ev.Link == model.LinkLive })

	public.say(fmt.Sprintf(`{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5,"s":"BTCUSDT","b":"99.8","a":"100.1","E":%d}}`, now0))
	public.say(`{"stream":"btcusdt@bookTicker","data":{"e":"bookT`)
	e.Hear(t, "the garbage", feedtest.Text(model.KindError, "no closing quote"))
	market.say(`{"error":{"code":2,"msg":"Invalid request"},"id":1}`)
	market.say(markFrame("BTCUSDT", now0+1000, "100"))
	e.Hear(t, "what came behind it", func(ev model.Event) bool { return ev.Kind == model.KindMark && ev.Symbol == "BTCUSDT" })
	h := v.Health()
	if h.Dropped != 1 || h.Errors == 0 || h.Frames < 6 || h.State != model.LinkLive || len(h.Streams) != 5 {
		t.Errorf("health: got %+v", h)
	}
}

func TestVenueLoadsThePast(t *testing.T) {
	x := newExchange(t)
	_, e := open(t, x, nil)
	progress := e.Hear(t, "complete progress", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	}).Detail.(*model.Progress)
	if progress.Total != 3*4 || progress.Error != "" {
		t.Errorf("got %+v, want 12 pieces: two runs of bars, funding and open interest of three contracts", progress)
	}
	days := e.Hear(t, "days", feedtest.History("1000PEPEUSDT", feedtest.BarsOf(model.Day1, 1)))
	bars := days.Detail.(*model.History).Bars
	today := now0 - now0%(24*hour)
	if len(bars) != 49 || bars[48].OpenTime != model.Millis(today-24*hour) || !bars[48].Closed {
		t.Errorf("got %d bars up to %v; want 49, today's being open", len(bars), bars[len(bars)-1].OpenTime)
	}
	if b := bars[0]; b.Open != 0.1 || b.Volume != 2000 || days.Asset != "PEPE" {
		t.Errorf("the multiplier is not divided out: %+v", b)
	}
	e.Hear(t, "settlements", feedtest.History("BTCUSDT", func(h *model.History) bool {
		return len(h.Funding) == 1 && h.Funding[0].Rate == 0.0001 && int64(h.Funding[0].Time)%(8*hour) == 0
	}))
	e.Hear(t, "open interest of the past", feedtest.History("BTCUSDT", func(h *model.History) bool { return len(h.OpenInterest) == 1 && h.OpenInterest[0].USD == 50 }))
	e.Hear(t, "open interest now", func(ev model.Event) bool { return ev.Kind == model.KindOpenInterest && ev.OpenInterest == 7000 })
	if got := len(x.requests("klines")); got != 6 {
		t.Errorf("got %d requests for bars, want one for each of two runs of three contracts", got)
	}
}

func TestVenuePagesTowardsThePast(t *testing.T) {
	x := newExchange(t)
	_, e := open(t, x, func(c *binance.Config) {
		c.Assets = []model.Asset{"BTC"}
		c.History = []backfill.Want{{Interval: model.Hour1, Bars: 2000}, {Interval: model.Day1, Bars: 5000}}
	})
	for step, want := range map[model.Interval]int{model.Hour1: 1999, model.Day1: 2999} {
		bars := e.Hear(t, step.String(), feedtest.History("BTCUSDT", feedtest.BarsOf(step, 1))).Detail.(*model.History).Bars
		if len(bars) != want {
			t.Errorf("%v: got %d bars, want %d", step, len(bars), want)
		}
		for i := 1; i < len(bars); i++ {
			if bars[i].OpenTime != bars[i-1].End() {
				t.Fatalf("%v: hole before %v", step, bars[i].OpenTime)
			}
		}
	}
}

func TestVenueMendsWhatALostConnectionCost(t *testing.T) {
	x := newExchange(t)
	v, e := open(t, x, nil)
	_, market := x.meet()
	thisHour := now0 - now0%hour
	market.say(klineFrame("BTCUSDT", now0, thisHour, false))
	e.Hear(t, "hours", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 1)))
	e.Hear(t, "open bar", feedtest.Kind(model.KindBar))

	x.cut()
	e.Hear(t, "the loss", func(ev model.Event) bool {
		return ev.Kind == model.KindLink && ev.Link <= model.LinkStale && ev.Text != ""
	})
	x.setNow(now0 + 2*hour)
	e.Forget()
	public, market := x.meet()
	if len(public.subscribed()) != 3 || len(market.subscribed()) != 10 {
		t.Errorf("asked again for %v and %v", public.subscribed(), market.subscribed())
	}
	market.say(klineFrame("BTCUSDT", now0+2*hour, thisHour+2*hour, false))
	missed := e.Hear(t, "the hours missed", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 1))).Detail.(*model.History).Bars
	if last := missed[len(missed)-1]; last.OpenTime != model.Millis(thisHour+hour) || len(missed) != 98 {
		t.Errorf("got %d bars up to %v, want 98 up to the hour before", len(missed), last.OpenTime)
	}
	if v.Health().Reconnects != 2 {
		t.Errorf("got %d reconnects, want both sockets'", v.Health().Reconnects)
	}
}

func TestVenueMendsADeepHole(t *testing.T) {
	x := newExchange(t)
	_, e := open(t, x, func(c *binance.Config) { c.Assets = []model.Asset{"BTC"} })
	_, market := x.meet()
	thisHour := now0 - now0%hour
	e.Hear(t, "hours", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 1)))
	e.Forget()
	x.setNow(now0 + 500*hour)
	market.say(klineFrame("BTCUSDT", now0+500*hour, thisHour+500*hour, false))
	bars := e.Hear(t, "the hours missed", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 1))).Detail.(*model.History).Bars
	if len(bars) != 1499 {
		t.Errorf("got %d bars, want as many as can be had at once", len(bars))
	}
}

// A bar that was open when the venue wrote its answer is not closed because the
// hour ended while the answer was on its way.
func TestVenueTrustsNoBarThatWasOpenWhenAsked(t *testing.T) {
	x := newExchange(t)
	answer := make(chan struct{})
	x.hold = answer
	_, e := open(t, x, func(c *binance.Config) {
		c.Assets, c.History = []model.Asset{"BTC"}, []backfill.Want{{Interval: model.Hour1, Bars: 100}}
	})
	_, market := x.meet()
	x.await("klines")
	market.say(markFrame("BTCUSDT", now0+hour, "100"))
	e.Hear(t, "the hour that ends", feedtest.Kind(model.KindMark))
	close(answer)
	bars := e.Hear(t, "hours", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Hour1, 1))).Detail.(*model.History).Bars
	if last, want := bars[len(bars)-1].OpenTime, model.Millis(now0-now0%hour-hour); last != want {
		t.Errorf("the past ends with the bar of %v, want %v", last, want)
	}
}

func TestVenueGoesAheadWithoutTheList(t *testing.T) {
	x := newExchange(t)
	x.setDown("/fapi/v1/exchangeInfo", true)
	_, e := open(t, x, func(c *binance.Config) { c.Assets = []model.Asset{"BTC", "PEPE"} })
	_, market := x.meet()
	if got := market.subscribed(); len(got) != 7 || got[1] != "btcusdt@kline_1h" || got[4] != "pepeusdt@kline_1h" {
		t.Errorf("guessed %v", got)
	}
	e.Hear(t, "why", feedtest.Text(model.KindError, "exchangeInfo: 503"))
	market.say(markFrame("BTCUSDT", now0, "100"))
	e.Hear(t, "mark price", feedtest.Kind(model.KindMark))

	x.setDown("/fapi/v1/exchangeInfo", false)
	e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments))
	for range 2 {
		<-market.news // what was guessed wrongly is taken back, what is right asked for
	}
	if got := market.subscribed(); len(got) != 7 || got[1] != "1000pepeusdt@kline_1h" {
		t.Errorf("after the list: %v", got)
	}
}

func TestVenueSurvivesARefusedDial(t *testing.T) {
	x := newExchange(t)
	v, e := open(t, x, func(c *binance.Config) {
		c.WSPublic, c.WSMarket = "ws://127.0.0.1:1/public", "ws://127.0.0.1:1/market"
	})
	ev := e.Hear(t, "down", func(ev model.Event) bool { return ev.Kind == model.KindLink && ev.Link == model.LinkDown })
	if !strings.Contains(ev.Text, "binance/") || !strings.Contains(ev.Text, "refused") {
		t.Errorf("the reason says neither where nor what: %q", ev.Text)
	}
	e.Hear(t, "history all the same", feedtest.History("BTCUSDT", feedtest.BarsOf(model.Day1, 1)))
	if h := v.Health(); h.State != model.LinkDown && h.State != model.LinkConnecting || h.LastError == "" {
		t.Errorf("health: got %v, %q", h.State, h.LastError)
	}
}

func TestVenueEndsAtOnce(t *testing.T) {
	x := newExchange(t)
	x.setDown("/fapi/v1/klines", true)
	v, err := binance.New(binance.Config{Rest: x.server.URL, WSPublic: x.ws("public"), WSMarket: x.ws("market"), Setup: station.Setup{Assets: []model.Asset{"BTC"}}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // it can be run again, as the supervisor does
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- v.Run(ctx, &feedtest.Ear{}) }()
		x.meet()
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
	for name, c := range map[string]binance.Config{
		"a websocket address that is none": {WSPublic: "https://example.com"},
		"a REST address that is none":      {Rest: "example.com"},
		"more assets than a socket holds":  {Setup: station.Setup{Assets: many}},
	} {
		if _, err := binance.New(c); err == nil || !strings.Contains(err.Error(), "binance") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if v, err := binance.New(binance.Config{}); err != nil || v.Name() != model.Binance || v.Health().State != model.LinkConnecting {
		t.Errorf("the defaults: got %v", err)
	}
}
