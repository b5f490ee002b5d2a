package okx_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/feedtest"
	"eddy/feeds/okx"
	"eddy/feeds/station"
	"eddy/model"
)

func TestMain(m *testing.M) { feedtest.Main(m) }

var _ feeds.Venue = (*okx.Venue)(nil)

// open runs a venue until the test ends.
func open(t *testing.T, c okx.Config, e *feedtest.Ear) *okx.Venue {
	t.Helper()
	if c.History == nil {
		c.History = []backfill.Want{{Interval: model.Day1, Bars: 5}}
	}
	v, err := okx.New(c)
	if err != nil {
		t.Fatal(err)
	}
	feedtest.Listen(t, v, e)
	return v
}

// fakeConfig points at a fake exchange.
func fakeConfig(x *exchange, assets ...model.Asset) okx.Config {
	return okx.Config{Rest: x.server.URL, WSPublic: x.ws("public"), WSBusiness: x.ws("business"), Setup: station.Setup{Assets: assets}}
}

func mark(inst, price string, stamp int) string {
	return string(push("mark-price", inst, fmt.Sprintf(`{"instId":%q,"instType":"SWAP","markPx":%q,"ts":"%d"}`, inst, price, stamp)))
}

const stamp0 = 1794000000000

func TestVenueAsksOnTheRightSockets(t *testing.T) {
	x := newExchange(t, "SOL", "BTC")
	e := &feedtest.Ear{}
	v := open(t, fakeConfig(x, "SOL", "BTC", "GONE"), e)
	s := x.meet("public", "business")
	want := []string{
		"funding-rate:BTC-USDT-SWAP", "funding-rate:SOL-USDT-SWAP", "index-tickers:BTC-USDT", "index-tickers:SOL-USD",
		"mark-price:BTC-USDT-SWAP", "mark-price:SOL-USDT-SWAP", "open-interest:BTC-USDT-SWAP", "open-interest:SOL-USDT-SWAP",
		"tickers:BTC-USDT-SWAP", "tickers:SOL-USDT-SWAP",
	}
	if d := cmp.Diff(want, s[0].subscribed()); d != "" {
		t.Errorf("public (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"candle1H:BTC-USDT-SWAP", "candle1H:SOL-USDT-SWAP"}, s[1].subscribed()); d != "" {
		t.Errorf("business (-want +got):\n%s", d)
	}
	list, _ := e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments)).Detail.([]model.Instrument)
	if len(list) != 2 || list[0].Symbol != "BTC-USDT-SWAP" || list[1].ContractSize != 1 {
		t.Errorf("instruments %+v", list)
	}
	s[0].say(string(push("index-tickers", "SOL-USD", `{"instId":"SOL-USD","idxPx":"250","ts":"1794000000000"}`)))
	e.Hear(t, "the index under the contract's name", feedtest.Figures(model.KindMark, "SOL-USDT-SWAP", model.FieldIndex))
	if v.Name() != model.OKX || v.Health().Symbols != 2 {
		t.Errorf("health %+v", v.Health())
	}
}

// One contract that the venue will not serve costs no other anything, and is
// not asked for again when the connection is lost.
func TestVenueLosesOnlyWhatIsRefused(t *testing.T) {
	x := newExchange(t, "SOL", "BTC")
	x.refuses = "BTC-USDT"
	e := &feedtest.Ear{}
	v := open(t, fakeConfig(x, "SOL", "BTC"), e)
	s := x.meet("public", "business")
	awaitRefusal(t, v, "BTC-USDT-SWAP", "BTC-USDT doesn't exist")
	s[0].say(mark("BTC-USDT-SWAP", "90000", stamp0))
	e.Hear(t, "the mark all the same", feedtest.Figures(model.KindMark, "BTC-USDT-SWAP", model.FieldMark))
	for _, row := range v.Health().Streams {
		if row.Name == "index" && row.Topics != 1 {
			t.Errorf("index: %+v", row)
		}
	}
	x.mu.Lock()
	x.refuses = ""
	x.mu.Unlock()
	x.cut()
	if got := x.meet("public", "business")[0].subscribed(); len(got) != 9 {
		t.Errorf("asked for %v after the loss", got)
	}
}

// awaitRefusal waits until a contract is listed as refused, with the venue's
// words. The event that tells of it may be kept back behind another fault's.
func awaitRefusal(t *testing.T, v *okx.Venue, symbol, why string) {
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

// The venue acknowledges each stream by its name. That is no data: a stream that
// was acknowledged and says nothing is silent.
func TestAcksAreNoData(t *testing.T) {
	x := newExchange(t, "BTC")
	v := open(t, fakeConfig(x, "BTC"), &feedtest.Ear{})
	x.meet("public", "business")
	const acks = 6
	for end := time.Now().Add(30 * time.Second); v.Health().Frames < acks; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("only %d frames", v.Health().Frames)
		}
	}
	h := v.Health()
	if h.State != model.LinkConnecting {
		t.Errorf("%s by acknowledgements alone", h.State)
	}
	for _, row := range h.Streams {
		if row.Frames != 0 || row.State != model.LinkConnecting {
			t.Errorf("stream %+v", row)
		}
	}
}

// A venue that announces the end of a socket is left before that, and heard
// again with everything asked for.
func TestVenueObeysTheNotice(t *testing.T) {
	x := newExchange(t, "BTC")
	e := &feedtest.Ear{}
	v := open(t, fakeConfig(x, "BTC"), e)
	s := x.meet("public", "business")
	s[0].say(`{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade. Please reconnect.","connId":"a1"}`)
	e.Hear(t, "the notice", feedtest.Text(model.KindLink, "64008"))
	again := x.meet("public")
	if got := again[0].subscribed(); len(got) != 5 {
		t.Errorf("asked for %v", got)
	}
	again[0].say(mark("BTC-USDT-SWAP", "90000", stamp0))
	e.Hear(t, "the mark", feedtest.Figures(model.KindMark, "BTC-USDT-SWAP", model.FieldMark))
	if h := v.Health(); h.Errors != 0 {
		t.Errorf("a planned change counts %d errors: %s", h.Errors, h.LastError)
	}
}

// Whatever nonsense comes is counted, said, and harms nothing behind it.
func TestVenueSurvivesNonsense(t *testing.T) {
	x := newExchange(t, "BTC")
	e := &feedtest.Ear{}
	v := open(t, fakeConfig(x, "BTC"), e)
	s := x.meet("public", "business")
	bad := []string{
		`{"arg":{"channel":"mark-price"`, "\x00\xff", `[]`, `{"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{"markPx":"-1","ts":"1"}]}`,
		`{"arg":{"channel":"tickers","instId":"` + strings.Repeat("x", 2<<20) + `"},"data":[{"last":"1"}]}`,
	}
	for _, frame := range bad {
		s[0].say(frame)
	}
	s[0].say(mark("BTC-USDT-SWAP", "90000", stamp0))
	s[0].say(mark("BTC-USDT-SWAP", "80000", stamp0-1)) // late
	s[0].say(mark("币安人生-USDT-SWAP", "1", stamp0))
	s[0].say(mark("BTC-USDT-SWAP", "90001", stamp0+1))
	got := e.Hear(t, "what came behind", func(ev model.Event) bool { return ev.Mark == 90001 })
	if got.Symbol != "BTC-USDT-SWAP" {
		t.Errorf("got %+v", got)
	}
	h := v.Health()
	if h.Errors != uint64(len(bad)) || h.Dropped != 1 || h.LastError == "" || h.Reconnects != 0 {
		t.Errorf("health %+v", h)
	}
	e.Hear(t, "a word about it", feedtest.Kind(model.KindError))
	for _, ev := range e.Heard() {
		if ev.Mark == 80000 {
			t.Error("a late frame was let out")
		}
	}
}

// Without the list the usual names are followed; once it comes they are put
// right.
func TestVenueGoesAheadWithoutTheList(t *testing.T) {
	x := newExchange(t, "SOL")
	x.answer(listPath, answer{200, `{"code":"50013","msg":"Systems are busy. Please try again later.","data":[]}`})
	e := &feedtest.Ear{}
	open(t, fakeConfig(x, "SOL", "BTC"), e)
	s := x.meet("public", "business")
	if got := s[1].subscribed(); len(got) != 2 {
		t.Errorf("asked for %v", got)
	}
	s[0].say(mark("BTC-USDT-SWAP", "90000", stamp0))
	e.Hear(t, "the mark of a guess", feedtest.Figures(model.KindMark, "BTC-USDT-SWAP", model.FieldMark))
	e.Hear(t, "why", feedtest.Text(model.KindError, "50013"))
	x.answer(listPath, listed("SOL"))
	e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments))
	<-s[1].news
	if d := cmp.Diff([]string{"candle1H:SOL-USDT-SWAP"}, s[1].subscribed()); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// A contract the venue knows nothing of is given up; what was only limited is
// asked for again.
func TestVenueAsksAgainWhereItHelps(t *testing.T) {
	x := newExchange(t, "BTC")
	x.answer("/api/v5/market/candles", answer{200, `{"code":"51001","msg":"Instrument ID doesn't exist","data":[]}`})
	x.answer("/api/v5/public/funding-rate-history", answer{429, `{"msg":"Too Many Requests","code":"50011"}`})
	e := &feedtest.Ear{}
	open(t, fakeConfig(x, "BTC"), e)
	x.meet("public", "business")
	e.Hear(t, "the contract given up", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Done == 1
	})
	x.awaitRequest("funding-rate-history")
	x.answer("/api/v5/public/funding-rate-history", answer{200, `{"code":"0","msg":"","data":[{"fundingRate":"0.0001","fundingTime":"1793995200000","instId":"BTC-USDT-SWAP","instType":"SWAP","realizedRate":"0.00011"}]}`})
	ev := e.Hear(t, "the settlements", func(ev model.Event) bool { return ev.Kind == model.KindHistory })
	if h := ev.Detail.(*model.History); len(h.Funding) != 1 || h.Funding[0].Rate != 0.00011 {
		t.Errorf("got %+v", h)
	}
	e.Hear(t, "the end", func(ev model.Event) bool {
		p, ok := ev.Detail.(*model.Progress)
		return ok && p.Complete()
	})
	if n := x.requests("/candles"); n != 1 {
		t.Errorf("an unknown contract was asked for %d times", n)
	}
}

func TestNewRefusesAddresses(t *testing.T) {
	for _, c := range []okx.Config{
		{Rest: "ftp://example.com"}, {WSPublic: "https://example.com"}, {WSBusiness: "://"},
	} {
		if _, err := okx.New(c); err == nil || !strings.HasPrefix(err.Error(), "okx") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
