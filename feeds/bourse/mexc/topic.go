package mexc

import (
	"slices"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// stream is a sort of topic.
type stream uint8

// The topics served (venue page, §5).
const (
	ticker stream = iota
	tickers
	fairPrice
	indexPrice
	fundingRate
	kline
	fullDepth
)

// streamNames are what stands behind "sub." and "push.".
var streamNames = [...]string{
	ticker: "ticker", tickers: "tickers", fairPrice: "fair.price", indexPrice: "index.price",
	fundingRate: "funding.rate", kline: "kline", fullDepth: "depth.full",
}

// streamNamed returns the stream of a name.
func streamNamed(name string) (stream, bool) {
	at := slices.Index(streamNames[:], name)
	return stream(max(at, 0)), at >= 0
}

// topic is one stream of one coin; tickers are of all.
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
	{"Min1", model.Minute1}, {"Min5", 5 * model.Minute1}, {"Min15", 15 * model.Minute1}, {"Min30", 30 * model.Minute1},
	{"Min60", model.Hour1}, {"Hour4", model.Hour4}, {"Hour8", 8 * model.Hour1},
	{"Day1", model.Day1}, {"Week1", model.Week1}, {"Month1", market.Month1},
}

// klineStep returns the index of a length of klines; without a name it is the
// venue's usual one.
func klineStep(name string) (int, bool) {
	if name == "" {
		return 0, true
	}
	for i, k := range klineSteps {
		if k.name == name {
			return i, true
		}
	}
	return 0, false
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
