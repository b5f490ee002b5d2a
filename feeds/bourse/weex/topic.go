package weex

import (
	"strings"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// stream is a sort of stream.
type stream uint8

// The streams served.
const (
	ticker stream = iota
	depth
	kline
)

// topic is one stream of one coin.
type topic struct {
	stream stream
	coin   int
	which  int  // index into klineSteps or depths
	mark   bool // bars of mark prices
}

// depths are the sizes of books; no other is served.
var depths = [...]struct {
	name   string
	levels int
}{{"depth15", 15}, {"depth200", 200}}

// klineSteps are the lengths of bars in the venue's words.
var klineSteps = [...]struct {
	name string
	step model.Interval
}{
	{"1m", model.Minute1}, {"5m", 5 * model.Minute1}, {"15m", 15 * model.Minute1}, {"30m", 30 * model.Minute1},
	{"1h", model.Hour1}, {"2h", 2 * model.Hour1}, {"4h", model.Hour4}, {"6h", 6 * model.Hour1},
	{"8h", 8 * model.Hour1}, {"12h", 12 * model.Hour1},
	{"1d", model.Day1}, {"1w", model.Week1}, {"1M", market.Month1},
}

// klineStep returns the index of a length of bars.
func klineStep(name string) (int, bool) {
	for i, k := range klineSteps {
		if k.name == name {
			return i, true
		}
	}
	return 0, false
}

// parseTopic reads a stream's name, in which case does not matter before the
// @, or says what is wrong with it.
func (x *Exchange) parseTopic(name string) (t topic, wrong string) {
	symbol, event, _ := strings.Cut(name, "@")
	coin, known := x.trading(strings.ToUpper(symbol))
	if !known {
		return t, "INVALID_ARGUMENT: invalid symbol : " + clip(symbol)
	}
	t.coin = coin
	bars, isKline := strings.CutPrefix(event, "kline_")
	switch {
	case event == "ticker":
		return t, ""
	case event == "depth" || event == depths[0].name:
		t.stream = depth
		return t, ""
	case event == depths[1].name:
		t.stream, t.which = depth, 1
		return t, ""
	case isKline:
		var ok bool
		if t, ok = t.bars(bars); ok {
			return t, ""
		}
	}
	return t, "INVALID_ARGUMENT: invalid event : " + clip(event)
}

// bars reads what follows kline_: a length and whose prices.
func (t topic) bars(name string) (topic, bool) {
	step, prices, _ := strings.Cut(name, "_")
	which, ok := klineStep(step)
	t.stream, t.which, t.mark = kline, which, prices == "MARK_PRICE"
	return t, ok && (t.mark || prices == "LAST_PRICE")
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

// clip keeps what a client wrote short in an answer.
func clip(s string) string {
	if len(s) > 64 {
		return s[:64]
	}
	return s
}
