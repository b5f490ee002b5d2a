package okx

import (
	"slices"
	"strings"

	"eddy/model"
)

// stream is a channel.
type stream uint8

// The channels served (venue page, §3).
const (
	tickers stream = iota
	bestBidAsk
	markPrice
	indexTickers
	fundingRate
	openInterest
	candle
)

// topic is one channel of one coin.
type topic struct {
	stream stream
	coin   int
	step   int // index into barSteps
}

var streamNames = [...]string{
	tickers: "tickers", bestBidAsk: "bbo-tbt", markPrice: "mark-price", indexTickers: "index-tickers",
	fundingRate: "funding-rate", openInterest: "open-interest", candle: "candle",
}

// barSteps are the lengths of bars that are streamed, in the venue's words.
var barSteps = [...]struct {
	name string
	step model.Interval
}{
	{"1m", model.Minute1}, {"3m", 3 * model.Minute1}, {"5m", 5 * model.Minute1},
	{"15m", 15 * model.Minute1}, {"30m", 30 * model.Minute1},
	{"1H", model.Hour1}, {"2H", 2 * model.Hour1}, {"4H", model.Hour4},
	{"6Hutc", 6 * model.Hour1}, {"12Hutc", 12 * model.Hour1}, {"1Dutc", model.Day1}, {"1Wutc", model.Week1},
}

// hongKong are the lengths whose bars open by the clock of Hong Kong. They are
// served by REST only.
var hongKong = map[string]model.Interval{
	"6H": 6 * model.Hour1, "12H": 12 * model.Hour1, "1D": model.Day1,
}

func barStep(name string) (int, bool) {
	for i, b := range barSteps {
		if b.name == name {
			return i, true
		}
	}
	return 0, false
}

// parseTopic finds the topic of a channel and an instrument on one of the two
// sockets. The index goes by its own name.
func (x *Exchange) parseTopic(channel, inst string, business bool) (topic, bool) {
	name, bars := strings.CutPrefix(channel, streamNames[candle])
	if bars != business {
		return topic{}, false
	}
	if bars {
		step, ok := barStep(name)
		coin, listed := x.coinOf[inst]
		return topic{stream: candle, coin: coin, step: step}, ok && listed
	}
	at := slices.Index(streamNames[:candle], channel)
	if at < 0 {
		return topic{}, false
	}
	names := x.coinOf
	if stream(at) == indexTickers {
		names = x.indexOf
	}
	coin, listed := names[inst]
	return topic{stream: stream(at), coin: coin}, listed
}

// names returns the channel and the instrument of a topic.
func (x *Exchange) names(t topic) (channel, inst string) {
	switch t.stream {
	case candle:
		return streamNames[candle] + barSteps[t.step].name, x.coins[t.coin].swap
	case indexTickers:
		return streamNames[indexTickers], x.coins[t.coin].index
	default:
		return streamNames[t.stream], x.coins[t.coin].swap
	}
}
