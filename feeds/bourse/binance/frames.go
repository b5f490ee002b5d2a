package binance

import (
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// The events below carry the fields of the venue's frames of 2026 in its order
// (venue page, §3).

// usdM is the value of "st" that marks USD-margined contracts.
const usdM = `,"st":1}`

// appendMark writes a markPriceUpdate. A coin without funding has no rate and
// no settlement, as dated contracts have.
func (x *Exchange) appendMark(b []byte, ch market.Change) []byte {
	m, ok := x.view.Mark(ch)
	if !ok {
		return b
	}
	b = x.appendHead(b, "markPriceUpdate", m.At, ch.Coin)
	b = appendPrice(append(b, `,"p":`...), m.Mark, 8)
	b = appendPrice(append(b, `,"ap":`...), m.Mark, 8)
	b = appendPrice(append(b, `,"P":`...), m.Index, 8)
	b = appendPrice(append(b, `,"i":`...), m.Index, 8)
	if m.HasFunding {
		b = appendPrice(append(b, `,"r":`...), m.Rate, 8)
	} else {
		b = append(b, `,"r":""`...)
	}
	b = appendTime(append(b, `,"T":`...), m.Next)
	return append(b, usdM...)
}

// appendBook writes a bookTicker. Its id grows with every frame.
func (x *Exchange) appendBook(b []byte, ch market.Change) []byte {
	q, ok := x.view.Quote(ch)
	if !ok {
		return b
	}
	c := x.coins[ch.Coin]
	x.updateID[ch.Coin] = max(x.updateID[ch.Coin]+1, int64(q.At)*8)
	b = append(b, `{"e":"bookTicker","u":`...)
	b = strconv.AppendInt(b, x.updateID[ch.Coin], 10)
	b = append(append(append(b, `,"s":"`...), x.symbols[ch.Coin]...), `","ps":"`...)
	b = append(append(b, x.symbols[ch.Coin]...), '"')
	b = appendPrice(append(b, `,"b":`...), q.Bid, c.PriceDecimals)
	b = appendPrice(append(b, `,"B":`...), q.BidQty, c.LotDecimals)
	b = appendPrice(append(b, `,"a":`...), q.Ask, c.PriceDecimals)
	b = appendPrice(append(b, `,"A":`...), q.AskQty, c.LotDecimals)
	b = appendTime(append(b, `,"T":`...), q.At)
	b = appendTime(append(b, `,"E":`...), q.At)
	return append(b, usdM...)
}

// appendDay writes a 24hrTicker.
func (x *Exchange) appendDay(b []byte, ch market.Change) []byte {
	d, ok := x.view.Day(ch)
	if !ok {
		return b
	}
	c := x.coins[ch.Coin]
	first, last := tradeIDs(d.From, d.At)
	b = x.appendHead(b, "24hrTicker", d.At, ch.Coin)
	b = append(append(append(b, `,"ps":"`...), x.symbols[ch.Coin]...), '"')
	b = appendPrice(append(b, `,"p":`...), d.Last-d.Open, c.PriceDecimals)
	b = appendPrice(append(b, `,"P":`...), percent(d), 3)
	b = appendPrice(append(b, `,"w":`...), average(d), c.PriceDecimals)
	b = appendPrice(append(b, `,"c":`...), d.Last, c.PriceDecimals)
	b = appendPrice(append(b, `,"Q":`...), d.LastQty, c.LotDecimals)
	b = x.appendRange(b, d, c)
	b = appendTime(append(b, `,"O":`...), d.From)
	b = appendTime(append(b, `,"C":`...), d.At)
	b = appendTime(append(b, `,"F":`...), first)
	b = appendTime(append(b, `,"L":`...), last)
	b = appendTime(append(b, `,"n":`...), last-first+1)
	return append(b, usdM...)
}

// appendMini writes a 24hrMiniTicker.
func (x *Exchange) appendMini(b []byte, ch market.Change) []byte {
	d, ok := x.view.Day(ch)
	if !ok {
		return b
	}
	c := x.coins[ch.Coin]
	b = x.appendHead(b, "24hrMiniTicker", d.At, ch.Coin)
	b = append(append(append(b, `,"ps":"`...), x.symbols[ch.Coin]...), '"')
	b = appendPrice(append(b, `,"c":`...), d.Last, c.PriceDecimals)
	b = x.appendRange(b, d, c)
	return append(b, usdM...)
}

// appendRange writes open, high, low and both volumes of the day.
func (x *Exchange) appendRange(b []byte, d market.Day, c market.Listing) []byte {
	b = appendPrice(append(b, `,"o":`...), d.Open, c.PriceDecimals)
	b = appendPrice(append(b, `,"h":`...), d.High, c.PriceDecimals)
	b = appendPrice(append(b, `,"l":`...), d.Low, c.PriceDecimals)
	b = appendPrice(append(b, `,"v":`...), d.Volume, c.LotDecimals)
	return appendPrice(append(b, `,"q":`...), d.Quote, 2)
}

func percent(d market.Day) float64 {
	if d.Open == 0 {
		return 0
	}
	return (d.Last/d.Open - 1) * 100
}

func average(d market.Day) float64 {
	if d.Volume == 0 {
		return d.Last
	}
	return d.Quote / d.Volume
}

// appendKline writes a kline event.
func (x *Exchange) appendKline(b []byte, coin, step int, bar market.Bar, now model.Millis) []byte {
	c := x.coins[coin]
	b = x.appendHead(b, "kline", now, coin)
	b = appendTime(append(b, `,"k":{"t":`...), bar.OpenTime)
	b = appendTime(append(b, `,"T":`...), bar.End-1)
	b = append(append(b, `,"s":"`...), x.symbols[coin]...)
	b = append(append(append(b, `","i":"`...), klineSteps[step].name...), '"')
	first, last := tradeIDs(bar.OpenTime, min(now, bar.End)-1)
	n := last - first + 1
	if bar.Volume == 0 {
		first, last, n = -1, -1, 0
	}
	b = appendTime(append(b, `,"f":`...), first)
	b = appendTime(append(b, `,"L":`...), last)
	b = appendPrice(append(b, `,"o":`...), bar.Open, c.PriceDecimals)
	b = appendPrice(append(b, `,"c":`...), bar.Close, c.PriceDecimals)
	b = appendPrice(append(b, `,"h":`...), bar.High, c.PriceDecimals)
	b = appendPrice(append(b, `,"l":`...), bar.Low, c.PriceDecimals)
	b = appendPrice(append(b, `,"v":`...), bar.Volume, c.LotDecimals)
	b = appendTime(append(b, `,"n":`...), n)
	b = strconv.AppendBool(append(b, `,"x":`...), bar.Closed)
	b = appendPrice(append(b, `,"q":`...), bar.Quote, 5)
	b = appendPrice(append(b, `,"V":`...), bar.Volume/2, c.LotDecimals)
	b = appendPrice(append(b, `,"Q":`...), bar.Quote/2, 5)
	return append(b, `,"B":"0"}}`...)
}

// never is the delivery date of a contract without one.
const never = model.Millis(4133404800000)

// appendContract writes a contractInfo event.
func (x *Exchange) appendContract(b []byte, ch market.Change) []byte {
	state, off := x.view.Status(ch.Coin)
	if !off.Known() {
		off = never
	}
	b = x.appendHead(b, "contractInfo", ch.At, ch.Coin)
	b = append(append(b, `,"ps":"`...), x.symbols[ch.Coin]...)
	b = appendTime(append(b, `","ct":"PERPETUAL","dt":`...), off)
	b = appendTime(append(b, `,"ot":`...), x.view.Stage().Calendar().First)
	b = append(append(b, `,"cs":"`...), statusName(state)...)
	return append(b, `","st":1}`...)
}

// appendHead writes the beginning that most events share.
func (x *Exchange) appendHead(b []byte, event string, at model.Millis, coin int) []byte {
	b = append(append(b, `{"e":"`...), event...)
	b = appendTime(append(b, `","E":`...), at)
	b = append(append(b, `,"s":"`...), x.symbols[coin]...)
	return append(b, '"')
}

// appendArray writes the events that one gives as an array; those that give
// nothing are left out, and an array of nothing is nothing.
func appendArray(b []byte, n int, one func([]byte, int) []byte) []byte {
	start := len(b)
	b = append(b, '[')
	for i := range n {
		mark := len(b)
		if mark > start+1 {
			b = append(b, ',')
		}
		before := len(b)
		if b = one(b, i); len(b) == before {
			b = b[:mark]
		}
	}
	if len(b) == start+1 {
		return b[:start]
	}
	return append(b, ']')
}

// appendPrice writes a number as the venue does, a string of fixed decimals.
func appendPrice(b []byte, v float64, decimals int) []byte {
	b = append(b, '"')
	b = strconv.AppendFloat(b, v, 'f', decimals, 64)
	return append(b, '"')
}

func appendTime(b []byte, t model.Millis) []byte { return strconv.AppendInt(b, int64(t), 10) }

// tradeEvery is the market time between two trades as their ids count them.
const tradeEvery = 200

// tradeIDs returns the ids of the first and last trade of a span.
func tradeIDs(from, to model.Millis) (first, last model.Millis) {
	first = from / tradeEvery
	return first, max(to/tradeEvery, first)
}
