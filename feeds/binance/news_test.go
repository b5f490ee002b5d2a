package binance_test

import (
	"fmt"
	"testing"
	"time"

	"eddy/feeds/feedtest"
	"eddy/model"
)

// newsFrame tells that a contract is about to be delisted.
func newsFrame(symbol string) string {
	return fmt.Sprintf(`{"stream":"!contractInfo","data":{"e":"contractInfo","E":%d,"s":%q,"ps":%q,"ct":"PERPETUAL","dt":%d,"ot":1569398400000,"cs":"TRADING"}}`,
		now0, symbol, symbol, now0+24*hour)
}

// News about a contract that may be followed is told, and the list is read
// again soon; of the hundreds of others nothing is said.
func TestVenueTellsNewsOfItsContracts(t *testing.T) {
	x := newExchange(t)
	_, e := open(t, x, nil)
	_, market := x.meet()
	e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments))
	market.say(newsFrame("DOGEUSDT"))
	market.say(newsFrame("BTCUSDT"))
	told := func(ev model.Event) bool { return ev.Kind == model.KindLink && ev.Symbol != "" }
	if ev := e.Hear(t, "news", told); ev.Asset != "BTC" || ev.Link != model.LinkUnset || ev.Text == "" {
		t.Errorf("heard %+v", ev)
	}
	before := len(x.requests("exchangeInfo"))
	for end := time.Now().Add(time.Minute); len(x.requests("exchangeInfo")) == before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the list is not read again")
		}
	}
}

// How often funding is settled stays as it was told where it cannot be read
// again: only a list that leaves a contract out says that the default applies.
func TestVenueKeepsIntervalsItCannotReadAgain(t *testing.T) {
	x := newExchange(t)
	_, e := open(t, x, nil)
	_, market := x.meet()
	e.Hear(t, "instruments", feedtest.Kind(model.KindInstruments))
	x.setDown("/fapi/v1/fundingInfo", true)
	x.list("BTC", "1000PEPE")
	market.say(newsFrame("BTCUSDT"))
	hours := make(map[string]float64)
	e.Hear(t, "the shorter list", func(ev model.Event) bool {
		list, _ := ev.Detail.([]model.Instrument)
		for _, in := range list {
			hours[in.Symbol] = in.FundingIntervalH
		}
		return len(list) == 2
	})
	if hours["1000PEPEUSDT"] != 4 || hours["BTCUSDT"] != 8 {
		t.Errorf("intervals %v", hours)
	}
}

// A server that says it will be restarted is left for another before it goes,
// and nothing looks down meanwhile.
func TestVenueMovesBeforeARestart(t *testing.T) {
	x := newExchange(t)
	v, e := open(t, x, nil)
	public, market := x.meet()
	market.say(markFrame("BTCUSDT", now0, "100"))
	public.say(fmt.Sprintf(`{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5,"s":"BTCUSDT","b":"99.9","a":"100.1","E":%d}}`, now0))
	e.Hear(t, "live", func(ev model.Event) bool { return ev.Kind == model.KindLink && ev.Link == model.LinkLive })
	e.Forget()
	market.say(fmt.Sprintf(`{"e":"serverShutdown","E":%d}`, now0))
	next := <-x.joined
	<-next.news
	market.say(markFrame("BTCUSDT", now0+1000, "101"))
	e.Hear(t, "the old connection, still", feedtest.Kind(model.KindMark))
	next.say(markFrame("BTCUSDT", now0+2000, "102"))
	e.Hear(t, "the new one", func(ev model.Event) bool { return ev.Kind == model.KindMark && ev.Mark == 102 })
	if h := v.Health(); h.State != model.LinkLive || h.Reconnects != 1 || h.Errors != 0 {
		t.Errorf("health: got %+v", h)
	}
	for _, ev := range e.Heard() {
		if ev.Kind == model.KindLink && ev.Link != model.LinkUnset && ev.Link != model.LinkLive {
			t.Errorf("it looked %s: %s", ev.Link, ev.Text)
		}
	}
}
