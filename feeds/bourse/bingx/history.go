package bingx

import (
	"slices"

	"eddy/feeds/bourse/market"
)

// Rows of the past (venue page, §6).
const (
	usualKlines   = 500
	mostKlines    = 1440
	usualPayments = 100
	mostPayments  = 1000
)

// bar is a row of klines. Its time is when it opened.
type bar struct {
	Open   string `json:"open"`
	Close  string `json:"close"`
	High   string `json:"high"`
	Low    string `json:"low"`
	Volume string `json:"volume"`
	Time   int64  `json:"time"`
}

// klines answers with bars, newest first; the newest is still forming.
func (x *Exchange) klines(q query) (any, *refusal) {
	coin, bars, bad := x.bars(q)
	if bad != nil {
		return nil, bad
	}
	c, list := x.coins[coin], make([]bar, 0, len(bars))
	for _, b := range bars {
		list = append(list, bar{
			Open: text(b.Open, c.PriceDecimals), Close: text(b.Close, c.PriceDecimals),
			High: text(b.High, c.PriceDecimals), Low: text(b.Low, c.PriceDecimals),
			Volume: text(b.Volume, c.LotDecimals), Time: int64(b.OpenTime),
		})
	}
	return list, nil
}

// markBar is a row of markPriceKlines, both of whose times are the opening.
type markBar struct {
	Open    string `json:"open"`
	Close   string `json:"close"`
	High    string `json:"high"`
	Low     string `json:"low"`
	Volume  string `json:"volume"`
	OpenAt  int64  `json:"openTime"`
	CloseAt int64  `json:"closeTime"`
}

// markKlines answers with bars of the mark price, which here are those of
// trading.
func (x *Exchange) markKlines(q query) (any, *refusal) {
	coin, bars, bad := x.bars(q)
	if bad != nil {
		return nil, bad
	}
	c, list := x.coins[coin], make([]markBar, 0, len(bars))
	for _, b := range bars {
		list = append(list, markBar{
			Open: text(b.Open, c.PriceDecimals), Close: text(b.Close, c.PriceDecimals),
			High: text(b.High, c.PriceDecimals), Low: text(b.Low, c.PriceDecimals),
			Volume: text(b.Volume, c.LotDecimals), OpenAt: int64(b.OpenTime), CloseAt: int64(b.OpenTime),
		})
	}
	return list, nil
}

// bars returns the bars a request is about, newest first.
func (x *Exchange) bars(q query) (coin int, bars []market.Bar, bad *refusal) {
	if coin, bad = x.coin(q); bad != nil {
		return 0, nil, bad
	}
	step, known := klineStep(q.Get("interval"))
	if !known {
		return 0, nil, badParameter("interval")
	}
	span, bad := q.span(coin)
	if bad != nil {
		return 0, nil, bad
	}
	if span.Limit, bad = q.limit(usualKlines, mostKlines); bad != nil {
		return 0, nil, bad
	}
	span.Step = klineSteps[step].step
	if span.To.Known() {
		span.To++ // the venue's end is inclusive
	}
	bars = x.view.Bars(span)
	slices.Reverse(bars)
	return coin, bars, nil
}

// payment is a row of fundingRate.
type payment struct {
	Symbol string `json:"symbol"`
	Rate   string `json:"fundingRate"`
	Time   int64  `json:"fundingTime"`
}

// fundingRate answers with settlements, newest first.
func (x *Exchange) fundingRate(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	span, bad := q.span(coin)
	if bad != nil {
		return nil, bad
	}
	if span.Limit, bad = q.limit(usualPayments, mostPayments); bad != nil {
		return nil, bad
	}
	list := []payment{}
	for _, s := range x.view.Payments(span) {
		list = append(list, payment{x.symbols[coin], text(s.Rate, 8), int64(s.Due())})
	}
	slices.Reverse(list)
	return list, nil
}
