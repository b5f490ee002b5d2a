package bingx

import (
	"bytes"

	"eddy/model"
)

// channel is a stream of the venue that is understood.
type channel uint8

// The channels that are understood (venues/bingx §4).
const (
	noChannel channel = iota // a REST body, or an answer
	otherChannel
	tickerChannel
	bookChannel
	markChannel
	lastChannel
	klineChannel
	tradeChannel
	depthChannel   // whole books
	changesChannel // whole books and changes to them

	channels // how many there are
)

// everyone stands for the symbol where one topic carries all contracts.
const everyone = "all"

// cutTopic takes the name of a topic apart: "BTC-USDT@kline_1h" is about
// BTC-USDT, its channel's name is "kline_1h".
func cutTopic(topic []byte) (symbol, name []byte) {
	symbol, name, _ = bytes.Cut(topic, []byte("@"))
	return symbol, name
}

var (
	klinePrefix = []byte("kline_")
	depthPrefix = []byte("depth")
)

// channelOf returns the channel of a topic's second half.
func channelOf(name []byte) channel {
	switch string(name) {
	case "ticker":
		return tickerChannel
	case "bookTicker":
		return bookChannel
	case "markPrice":
		return markChannel
	case "lastPrice":
		return lastChannel
	case "trade":
		return tradeChannel
	case "incrDepth":
		return changesChannel
	}
	switch {
	case bytes.HasPrefix(name, klinePrefix):
		return klineChannel
	case bytes.HasPrefix(name, depthPrefix):
		return depthChannel
	default:
		return otherChannel
	}
}

// intervals are the lengths the venue offers (venues/bingx §4). "1M" is there
// to be recognised.
var intervals = []struct {
	name string
	step model.Interval
}{
	{"1h", model.Hour1}, {"1d", model.Day1}, {"1m", model.Minute1}, {"3m", 3 * model.Minute1}, {"5m", 5 * model.Minute1},
	{"15m", 15 * model.Minute1}, {"30m", 30 * model.Minute1}, {"2h", 2 * model.Hour1}, {"4h", model.Hour4}, {"6h", 6 * model.Hour1},
	{"8h", 8 * model.Hour1}, {"12h", 12 * model.Hour1}, {"3d", 3 * model.Day1}, {"1w", model.Week1}, {"1M", month},
}

// month stands for a month, which is no interval.
const month = model.Interval(-1)

// intervalOf returns the length of the bars of a kline channel, 0 when the
// venue has no such.
func intervalOf(name []byte) model.Interval {
	name = bytes.TrimPrefix(name, klinePrefix)
	for i := range intervals {
		if intervals[i].name == string(name) {
			return intervals[i].step
		}
	}
	return 0
}
