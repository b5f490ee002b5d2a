package binance

import (
	"strconv"

	"eddy/feeds/bourse/market"
)

// Rows of klines (venue page, §6).
const (
	usualKlines = 500
	mostKlines  = 1500
)

// klineWeight returns what a request for klines costs.
func klineWeight(q query) int {
	n, bad := q.limit(usualKlines, mostKlines)
	switch {
	case bad != nil || n < 100:
		return 1
	case n < 500:
		return 2
	case n <= 1000:
		return 5
	default:
		return 10
	}
}

func (x *Exchange) klines(q query) (any, *apiError) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	return x.klinesOf(coin, q)
}

// continuousKlines are the klines of a pair; only perpetuals are listed here.
func (x *Exchange) continuousKlines(q query) (any, *apiError) {
	coin, known := x.coinOf[q.Get("pair")]
	if !known {
		return nil, badSymbol
	}
	if q.Get("contractType") != "PERPETUAL" {
		return nil, &apiError{-4088, "Invalid contract type."}
	}
	return x.klinesOf(coin, q)
}

func (x *Exchange) klinesOf(coin int, q query) (any, *apiError) {
	step, known := klineStep(q.Get("interval"))
	if !known {
		return nil, badInterval
	}
	limit, bad := q.limit(usualKlines, mostKlines)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.span()
	if bad != nil {
		return nil, bad
	}
	span := market.Span{Coin: coin, Step: klineSteps[step].step, From: from, Limit: limit, Newest: !from.Known()}
	if to.Known() {
		span.To = to + 1 // the venue's end is inclusive
	}
	b := []byte{'['}
	for i, bar := range x.view.Bars(span) {
		if i > 0 {
			b = append(b, ',')
		}
		b = x.appendRow(b, coin, bar)
	}
	return append(b, ']'), nil
}

// appendRow writes the twelve elements of a kline.
func (x *Exchange) appendRow(b []byte, coin int, bar market.Bar) []byte {
	c := x.coins[coin]
	b = appendTime(append(b, '['), bar.OpenTime)
	for _, p := range [...]float64{bar.Open, bar.High, bar.Low, bar.Close} {
		b = appendPrice(append(b, ','), p, c.PriceDecimals)
	}
	b = appendPrice(append(b, ','), bar.Volume, c.LotDecimals)
	b = appendTime(append(b, ','), bar.End-1)
	b = appendPrice(append(b, ','), bar.Quote, 5)
	first, last := tradeIDs(bar.OpenTime, min(bar.End, x.view.Now())-1)
	b = strconv.AppendInt(append(b, ','), int64(last-first+1), 10)
	b = appendPrice(append(b, ','), bar.Volume/2, c.LotDecimals)
	b = appendPrice(append(b, ','), bar.Quote/2, 5)
	return append(b, `,"0"]`...)
}
