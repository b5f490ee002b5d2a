package binance

import (
	"strings"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// stream is a sort of stream.
type stream uint8

// The streams served.
const (
	bookTicker stream = iota
	allBookTickers
	markPrice
	allMarkPrices
	dayTicker
	allDayTickers
	miniTicker
	allMiniTickers
	kline
	contractInfo
)

// topic is one stream of one coin, or of all.
type topic struct {
	stream stream
	coin   int
	step   int  // index into klineSteps
	fast   bool // mark prices each second instead of every three
}

// klineSteps are the lengths of klines in the venue's words.
var klineSteps = [...]struct {
	name string
	step model.Interval
}{
	{"1m", model.Minute1}, {"3m", 3 * model.Minute1}, {"5m", 5 * model.Minute1},
	{"15m", 15 * model.Minute1}, {"30m", 30 * model.Minute1},
	{"1h", model.Hour1}, {"2h", 2 * model.Hour1}, {"4h", model.Hour4}, {"6h", 6 * model.Hour1},
	{"8h", 8 * model.Hour1}, {"12h", 12 * model.Hour1},
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

// wholeMarket are the streams of all coins, by name.
var wholeMarket = map[string]topic{
	"!bookTicker":       {stream: allBookTickers},
	"!markPrice@arr":    {stream: allMarkPrices},
	"!markPrice@arr@1s": {stream: allMarkPrices, fast: true},
	"!ticker@arr":       {stream: allDayTickers},
	"!miniTicker@arr":   {stream: allMiniTickers},
	"!contractInfo":     {stream: contractInfo},
}

// perCoin are the streams of one coin, by what follows the symbol.
var perCoin = map[string]topic{
	"bookTicker":   {stream: bookTicker},
	"markPrice":    {stream: markPrice},
	"markPrice@1s": {stream: markPrice, fast: true},
	"ticker":       {stream: dayTicker},
	"miniTicker":   {stream: miniTicker},
}

// parseTopic reads a stream's name. Symbols are in lower case; anything else
// is no stream of this market.
func (x *Exchange) parseTopic(name string) (topic, bool) {
	if t, ok := wholeMarket[name]; ok {
		return t, true
	}
	symbol, what, _ := strings.Cut(name, "@")
	coin, known := x.lower[symbol]
	if !known {
		return topic{}, false
	}
	if t, ok := perCoin[what]; ok {
		t.coin = coin
		return t, true
	}
	if rest, ok := strings.CutPrefix(what, "kline_"); ok {
		step, ok := klineStep(rest)
		return topic{stream: kline, coin: coin, step: step}, ok
	}
	return topic{}, false
}

// route is which data a socket carries.
type route uint8

// The routes. A socket without one carries nothing (venue page, §1).
const (
	unrouted route = iota
	public
	marketRoute
)

// carries tells whether a route serves a stream.
func (r route) carries(t topic) bool {
	switch t.stream {
	case bookTicker, allBookTickers:
		return r == public
	default:
		return r == marketRoute
	}
}
