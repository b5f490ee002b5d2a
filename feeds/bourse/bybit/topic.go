package bybit

import (
	"strings"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// stream is a sort of topic.
type stream uint8

// The topics served.
const (
	tickers stream = iota
	book
	kline
)

// topic is one stream of one coin.
type topic struct {
	stream stream
	coin   int
	step   int // index into klineSteps
}

// klineSteps are the lengths of klines in the venue's words.
var klineSteps = [...]struct {
	name string
	step model.Interval
}{
	{"1", model.Minute1}, {"3", 3 * model.Minute1}, {"5", 5 * model.Minute1},
	{"15", 15 * model.Minute1}, {"30", 30 * model.Minute1},
	{"60", model.Hour1}, {"120", 2 * model.Hour1}, {"240", model.Hour4},
	{"360", 6 * model.Hour1}, {"720", 12 * model.Hour1},
	{"D", model.Day1}, {"W", model.Week1}, {"M", market.Month1},
}

// klineStep returns the index of a length of klines.
func klineStep(name string) (int, bool) {
	for i, k := range klineSteps {
		if k.name == name {
			return i, true
		}
	}
	return 0, false
}

// parseTopic reads a topic's name. Of coins that are not traded there are none.
func (x *Exchange) parseTopic(name string) (t topic, ok bool) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return topic{}, false
	}
	if t.coin, ok = x.trading(name[at+1:]); !ok {
		return topic{}, false
	}
	what, step, _ := strings.Cut(name[:at], ".")
	switch {
	case what == "tickers" && step == "":
		t.stream = tickers
	case what == "orderbook" && step == "1":
		t.stream = book
	case what == "kline":
		t.stream = kline
		t.step, ok = klineStep(step)
	default:
		ok = false
	}
	return t, ok
}

// trading returns the coin of a symbol that can be traded now.
func (x *Exchange) trading(symbol string) (coin int, ok bool) {
	coin, known := x.coinOf[symbol]
	if !known {
		return 0, false
	}
	state, _ := x.view.Status(coin)
	return coin, state == market.Trading
}

// nameOf returns a topic's name on the wire.
func (x *Exchange) nameOf(t topic) string {
	switch t.stream {
	case tickers:
		return "tickers." + x.symbols[t.coin]
	case book:
		return "orderbook.1." + x.symbols[t.coin]
	default:
		return "kline." + klineSteps[t.step].name + "." + x.symbols[t.coin]
	}
}
