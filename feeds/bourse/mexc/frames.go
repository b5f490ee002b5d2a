package mexc

import (
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// appendTicker writes a row of ticker; REST answers with the same. A contract
// that is not traded has none.
func (x *Exchange) appendTicker(b []byte, ch market.Change) []byte {
	q, quoted := x.view.Quote(ch)
	d, traded := x.view.Day(ch)
	m, marked := x.view.Mark(ch)
	if !quoted || !traded || !marked {
		return b
	}
	c := &x.coins[ch.Coin]
	b = x.appendDay(b, c, ch, d)
	b = appendNumber(append(b, `,"bid1":`...), q.Bid, c.PriceDecimals)
	b = appendNumber(append(b, `,"ask1":`...), q.Ask, c.PriceDecimals)
	b = x.appendMark(b, c, m)
	if m.HasFunding {
		b = appendNumber(append(b, `,"fundingRate":`...), m.Rate, 8)
	}
	if h, ok := x.view.OpenInterest(ch.Coin); ok {
		b = appendNumber(append(b, `,"holdVol":`...), c.contracts(h.Coins), c.decimals)
	}
	return append(b, '}')
}

// appendShort writes a row of tickers, which has neither touch nor funding nor
// open interest.
func (x *Exchange) appendShort(b []byte, ch market.Change) []byte {
	d, traded := x.view.Day(ch)
	m, marked := x.view.Mark(ch)
	if !traded || !marked {
		return b
	}
	c := &x.coins[ch.Coin]
	return append(x.appendMark(x.appendDay(b, c, ch, d), c, m), '}')
}

// appendDay begins a row with the figures of the past 24 hours.
func (x *Exchange) appendDay(b []byte, c *contract, ch market.Change, d market.Day) []byte {
	b = append(append(append(b, `{"symbol":"`...), c.symbol...), '"')
	b = appendNumber(append(b, `,"lastPrice":`...), d.Last, c.PriceDecimals)
	b = appendNumber(append(b, `,"volume24":`...), c.contracts(d.Volume), c.decimals)
	b = appendNumber(append(b, `,"amount24":`...), d.Quote, 4)
	b = appendNumber(append(b, `,"riseFallRate":`...), d.Last/d.Open-1, 4)
	b = appendNumber(append(b, `,"riseFallValue":`...), d.Last-d.Open, c.PriceDecimals)
	b = appendNumber(append(b, `,"high24Price":`...), d.High, c.PriceDecimals)
	b = appendNumber(append(b, `,"lower24Price":`...), d.Low, c.PriceDecimals)
	b = appendNumber(append(b, `,"maxBidPrice":`...), d.Last*1.1, c.PriceDecimals)
	b = appendNumber(append(b, `,"minAskPrice":`...), d.Last*0.9, c.PriceDecimals)
	return appendTime(append(b, `,"timestamp":`...), ch.At)
}

// finer is how many more decimals mark and index have than the tick.
const finer = 2

func (x *Exchange) appendMark(b []byte, c *contract, m market.Mark) []byte {
	b = appendNumber(append(b, `,"fairPrice":`...), m.Mark, c.PriceDecimals+finer)
	return appendNumber(append(b, `,"indexPrice":`...), m.Index, c.PriceDecimals+finer)
}

// appendPrice writes the data of the channels that tell one price.
func (x *Exchange) appendPrice(b []byte, coin int, price float64) []byte {
	c := &x.coins[coin]
	b = append(append(append(b, `{"symbol":"`...), c.symbol...), `","price":`...)
	return append(appendNumber(b, price, c.PriceDecimals+finer), '}')
}

// appendFunding writes the data of funding.rate, which does not tell the
// interval.
func (x *Exchange) appendFunding(b []byte, coin int, m market.Mark) []byte {
	if !m.HasFunding {
		return b
	}
	b = append(append(append(b, `{"symbol":"`...), x.coins[coin].symbol...), `","rate":`...)
	b = appendNumber(b, m.Rate, 8)
	return append(appendTime(append(b, `,"nextSettleTime":`...), m.Next), '}')
}

// appendFundingRow writes a row of funding_rate by REST.
func (x *Exchange) appendFundingRow(b []byte, coin int) []byte {
	ch := market.Change{Kind: market.MarkMoved, Coin: coin, At: x.view.Now()}
	m, ok := x.view.Mark(ch)
	if !ok || !m.HasFunding {
		return b
	}
	c := &x.coins[coin]
	b = append(append(append(b, `{"symbol":"`...), c.symbol...), '"')
	b = appendNumber(append(b, `,"fundingRate":`...), m.Rate, 8)
	b = append(b, `,"maxFundingRate":0.0018,"minFundingRate":-0.0018`...)
	b = appendNumber(append(b, `,"collectCycle":`...), m.IntervalH, 0)
	b = appendTime(append(b, `,"nextSettleTime":`...), m.Next)
	b = appendNumber(append(b, `,"idxPrice":`...), m.Index, c.PriceDecimals+finer)
	b = appendNumber(append(b, `,"fairPrice":`...), m.Mark, c.PriceDecimals+finer)
	return append(appendTime(append(b, `,"timestamp":`...), ch.At), '}')
}

// appendKline writes the data of kline. Time counts seconds, and nothing says
// whether the bar is closed.
func (x *Exchange) appendKline(b []byte, t topic, bar market.Bar) []byte {
	c := &x.coins[t.coin]
	b = append(append(append(b, `{"symbol":"`...), c.symbol...), `","interval":"`...)
	b = append(append(b, klineSteps[t.step].name...), '"')
	b = appendTime(append(b, `,"t":`...), bar.OpenTime/1000)
	for _, p := range [...]struct {
		name string
		v    float64
	}{{"o", bar.Open}, {"c", bar.Close}, {"h", bar.High}, {"l", bar.Low}} {
		b = appendNumber(append(append(append(b, `,"`...), p.name...), `":`...), p.v, c.PriceDecimals)
		b = appendNumber(append(append(append(b, `,"r`...), p.name...), `":`...), p.v, c.PriceDecimals)
	}
	b = appendNumber(append(b, `,"q":`...), c.contracts(bar.Volume), c.decimals)
	b = appendNumber(append(b, `,"a":`...), bar.Quote, 4)
	return append(b, '}')
}

// appendDepth writes a book of one level.
func (x *Exchange) appendDepth(b []byte, ch market.Change) []byte {
	q, ok := x.view.Quote(ch)
	if !ok {
		return b
	}
	c := &x.coins[ch.Coin]
	level := func(side string, price, quantity float64) {
		b = append(append(append(b, '"'), side...), `":[[`...)
		b = appendNumber(b, price, c.PriceDecimals)
		b = append(appendNumber(append(b, ','), c.contracts(quantity), c.decimals), `,1]],`...)
	}
	b = append(b, '{')
	level("asks", q.Ask, q.AskQty)
	level("bids", q.Bid, q.BidQty)
	x.told[ch.Coin].version++
	b = strconv.AppendInt(append(b, `"version":`...), x.told[ch.Coin].version, 10)
	return append(b, '}')
}

// appendNumber writes a number as the venue does, bare.
func appendNumber(b []byte, v float64, decimals int) []byte {
	return strconv.AppendFloat(b, v, 'f', decimals, 64)
}

func appendTime(b []byte, t model.Millis) []byte { return strconv.AppendInt(b, int64(t), 10) }
