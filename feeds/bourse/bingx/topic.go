package bingx

import (
	"strings"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// stream is a sort of topic.
type stream uint8

// The topics served.
const (
	ticker stream = iota
	bookTicker
	markPrice
	lastPrice
	kline
)

// streamNames are the streams in the venue's words, without the length of bars.
var streamNames = [...]string{"ticker", "bookTicker", "markPrice", "lastPrice", "kline_"}

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
	{"1m", model.Minute1}, {"3m", 3 * model.Minute1}, {"5m", 5 * model.Minute1},
	{"15m", 15 * model.Minute1}, {"30m", 30 * model.Minute1},
	{"1h", model.Hour1}, {"2h", 2 * model.Hour1}, {"4h", model.Hour4},
	{"6h", 6 * model.Hour1}, {"8h", 8 * model.Hour1}, {"12h", 12 * model.Hour1},
	{"1d", model.Day1}, {"3d", 3 * model.Day1}, {"1w", model.Week1}, {"1M", market.Month1},
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

// parseTopic reads a topic's name. It says no where coin or channel do not
// exist; case matters.
func (x *Exchange) parseTopic(name string) (t topic, ok bool) {
	symbol, what, _ := strings.Cut(name, "@")
	if t.coin, ok = x.coinOf[symbol]; !ok {
		return topic{}, false
	}
	if length, found := strings.CutPrefix(what, streamNames[kline]); found {
		t.stream = kline
		t.step, ok = klineStep(length)
		return t, ok
	}
	for i, s := range streamNames[:kline] {
		if s == what {
			t.stream = stream(i)
			return t, true
		}
	}
	return topic{}, false
}

// trading tells whether a coin can be traded now.
func (x *Exchange) trading(coin int) bool {
	state, _ := x.view.Status(coin)
	return state == market.Trading
}

// nameOf returns a topic's name on the wire.
func (x *Exchange) nameOf(t topic) string {
	name := x.symbols[t.coin] + "@" + streamNames[t.stream]
	if t.stream == kline {
		name += klineSteps[t.step].name
	}
	return name
}
