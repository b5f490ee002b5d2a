package binance

import "eddy/feeds/bourse/market"

type dayRow struct {
	Symbol      string `json:"symbol"`
	Change      string `json:"priceChange"`
	ChangePct   string `json:"priceChangePercent"`
	Average     string `json:"weightedAvgPrice"`
	Last        string `json:"lastPrice"`
	LastQty     string `json:"lastQty"`
	Open        string `json:"openPrice"`
	High        string `json:"highPrice"`
	Low         string `json:"lowPrice"`
	Volume      string `json:"volume"`
	QuoteVolume string `json:"quoteVolume"`
	OpenTime    int64  `json:"openTime"`
	CloseTime   int64  `json:"closeTime"`
	FirstID     int64  `json:"firstId"`
	LastID      int64  `json:"lastId"`
	Count       int64  `json:"count"`
}

func (x *Exchange) dayTickers(q query) (any, *apiError) {
	now := x.view.Now()
	return x.each(q, func(coin int) (any, bool) {
		d, ok := x.view.Day(market.Change{Kind: market.DayMoved, Coin: coin, At: now})
		if !ok {
			return nil, false
		}
		p, l := x.coins[coin].PriceDecimals, x.coins[coin].LotDecimals
		first, last := tradeIDs(d.From, d.At)
		return dayRow{
			Symbol: x.symbols[coin], Change: text(d.Last-d.Open, p), ChangePct: text(percent(d), 3),
			Average: text(average(d), p), Last: text(d.Last, p), LastQty: text(d.LastQty, l),
			Open: text(d.Open, p), High: text(d.High, p), Low: text(d.Low, p),
			Volume: text(d.Volume, l), QuoteVolume: text(d.Quote, 2),
			OpenTime: ms(d.From), CloseTime: ms(d.At), FirstID: ms(first), LastID: ms(last), Count: ms(last - first + 1),
		}, true
	})
}

type bookRow struct {
	Symbol string `json:"symbol"`
	Bid    string `json:"bidPrice"`
	BidQty string `json:"bidQty"`
	Ask    string `json:"askPrice"`
	AskQty string `json:"askQty"`
	Time   int64  `json:"time"`
}

func (x *Exchange) bookTickers(q query) (any, *apiError) {
	now := x.view.Now()
	return x.each(q, func(coin int) (any, bool) {
		b, ok := x.view.Quote(market.Change{Kind: market.QuoteMoved, Coin: coin, At: now})
		if !ok {
			return nil, false
		}
		p, l := x.coins[coin].PriceDecimals, x.coins[coin].LotDecimals
		return bookRow{x.symbols[coin], text(b.Bid, p), text(b.BidQty, l), text(b.Ask, p), text(b.AskQty, l), ms(now)}, true
	})
}

type priceRow struct {
	Symbol string `json:"symbol"`
	Price  string `json:"price"`
	Time   int64  `json:"time"`
}

func (x *Exchange) prices(q query) (any, *apiError) {
	now := x.view.Now()
	return x.each(q, func(coin int) (any, bool) {
		b, ok := x.view.Quote(market.Change{Kind: market.QuoteMoved, Coin: coin, At: now})
		if !ok {
			return nil, false
		}
		return priceRow{x.symbols[coin], text(b.Last, x.coins[coin].PriceDecimals), ms(now)}, true
	})
}
