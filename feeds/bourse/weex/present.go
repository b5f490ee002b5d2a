package weex

import (
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// noSettlement is what the venue writes where none is planned: 1970.
const noSettlement = 28800000

type premiumRow struct {
	Symbol    string `json:"symbol"`
	Mark      string `json:"markPrice"`
	Index     string `json:"indexPrice"`
	Last      string `json:"lastFundingRate"`
	Forecast  string `json:"forecastFundingRate"`
	Interest  string `json:"interestRate"`
	Next      int64  `json:"nextFundingTime"`
	Time      int64  `json:"time"`
	CycleMins int    `json:"collectCycle"`
}

// premiumIndex answers with mark, index and funding.
func (x *Exchange) premiumIndex(q query) (any, *refusal) {
	now := x.view.Now()
	return x.each(q, func(coin int) (any, bool) {
		m, ok := x.view.Mark(market.Change{Kind: market.MarkMoved, Coin: coin, At: now})
		if state, _ := x.view.Status(coin); !ok || state != market.Trading {
			return nil, false
		}
		decimals := min(x.coins[coin].PriceDecimals+2, 8)
		row := premiumRow{
			Symbol: x.symbols[coin], Mark: text(m.Mark, decimals), Index: text(m.Index, decimals),
			Interest: "0.0001", Next: noSettlement, Time: int64(now), CycleMins: 480,
		}
		if m.HasFunding {
			row.Forecast, row.Last = text(m.Rate, 8), x.lastRate(coin)
			row.Next, row.CycleMins = int64(m.Next), int(m.IntervalH*60)
		}
		return row, true
	})
}

// lastRate returns the rate that was charged last.
func (x *Exchange) lastRate(coin int) string {
	paid := x.view.Payments(market.Span{Coin: coin, Limit: 1, Newest: true})
	if len(paid) == 0 {
		return ""
	}
	return text(paid[0].Rate, 8)
}

// dayTickers answers with 24-hour figures. The change is in percent here,
// unlike on the stream.
func (x *Exchange) dayTickers(q query) (any, *refusal) {
	return x.each(q, func(coin int) (any, bool) {
		ch := x.present(coin)
		d, ok := x.view.Day(ch)
		m, marked := x.view.Mark(ch)
		if !ok || !marked {
			return nil, false
		}
		c := x.coins[coin]
		price := func(v float64) string { return text(v, c.PriceDecimals) }
		return map[string]any{
			"symbol": x.symbols[coin], "priceChange": price(d.Last - d.Open), "priceChangePercent": text((d.Last/d.Open-1)*100, 2),
			"lastPrice": price(d.Last), "openPrice": price(d.Open), "highPrice": price(d.High), "lowPrice": price(d.Low),
			"volume": text(d.Volume, c.LotDecimals), "quoteVolume": text(d.Quote, 2),
			"markPrice": price(m.Mark), "indexPrice": price(m.Index),
			"openTime": int64(d.From), "closeTime": int64(d.At),
		}, true
	})
}

// bookTickers answers with best bid and ask.
func (x *Exchange) bookTickers(q query) (any, *refusal) {
	return x.each(q, func(coin int) (any, bool) {
		b, ok := x.view.Quote(x.present(coin))
		c := x.coins[coin]
		return map[string]any{
			"symbol": x.symbols[coin], "time": int64(b.At),
			"bidPrice": text(b.Bid, c.PriceDecimals), "bidQty": text(b.BidQty, c.LotDecimals),
			"askPrice": text(b.Ask, c.PriceDecimals), "askQty": text(b.AskQty, c.LotDecimals),
		}, ok
	})
}

// openInterest answers with the open interest of one coin; there is no list
// and no history.
func (x *Exchange) openInterest(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	h, ok := x.view.OpenInterest(coin)
	if !ok {
		return nil, invalid("symbol")
	}
	return map[string]any{
		"symbol": x.symbols[coin], "openInterest": text(h.Coins, x.coins[coin].LotDecimals), "time": int64(h.Time),
	}, nil
}

// symbolPrice answers with one price, the index unless another is asked for.
func (x *Exchange) symbolPrice(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	ch := x.present(coin)
	m, ok := x.view.Mark(ch)
	v := m.Index
	switch q.Get("priceType") {
	case "", "INDEX":
	case "MARK":
		v = m.Mark
	case "LAST":
		var quote market.Quote
		quote, ok = x.view.Quote(ch)
		v = quote.Last
	default:
		return nil, invalid("priceType")
	}
	if !ok {
		return nil, invalid("symbol")
	}
	return map[string]any{"symbol": x.symbols[coin], "price": text(v, x.coins[coin].PriceDecimals), "time": int64(ch.At)}, nil
}

// depth answers with a book of one of the two sizes.
func (x *Exchange) depth(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	limit, bad := q.limit(depths[0].levels, depths[1].levels)
	if bad != nil || limit != depths[0].levels && limit != depths[1].levels {
		return nil, invalid("limit")
	}
	bids, asks, _ := x.lay(x.present(coin), limit)
	return map[string]any{"bids": pairs(bids), "asks": pairs(asks), "lastUpdateId": lastID(x.view.Now())}, nil
}

// lastID is an id of a book by the clock.
func lastID(now model.Millis) int64 { return int64(now) * 4 }

func pairs(list []rung) [][2]string {
	out := make([][2]string, len(list))
	for i, r := range list {
		out[i] = [2]string{r.price, r.size}
	}
	return out
}
