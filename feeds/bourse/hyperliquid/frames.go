package hyperliquid

import (
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// The events below carry the fields of the venue's frames of 2026 in its order
// (venue page, §3).

// appendContextFrame writes an activeAssetCtx.
func (x *Exchange) appendContextFrame(b []byte, ch market.Change) []byte {
	mark := len(b)
	b = append(b, `{"channel":"activeAssetCtx","data":{"coin":"`...)
	b = append(append(b, x.coins[ch.Coin].name...), `","ctx":`...)
	before := len(b)
	if b = x.appendContext(b, ch); len(b) == before {
		return b[:mark]
	}
	return append(b, `}}`...)
}

// appendContext writes the figures of a coin: of a delisted one the frozen mark
// and nulls. A coin without funding tells a rate of zero.
func (x *Exchange) appendContext(b []byte, ch market.Change) []byte {
	if x.delisted(ch.Coin) {
		return x.appendFrozen(b, ch.Coin)
	}
	m, ok := x.view.Mark(ch)
	if !ok {
		return b
	}
	x.frozen[ch.Coin].Store(&m)
	c := &x.coins[ch.Coin]
	var hourly float64
	if m.HasFunding && m.IntervalH > 0 {
		hourly = m.Rate / m.IntervalH
	}
	held, _ := x.view.OpenInterest(ch.Coin) // none is told as zero
	b = appendNumber(append(b, `{"funding":`...), hourly, 10)
	b = c.appendSize(append(b, `,"openInterest":`...), held.Coins)
	day := x.day(ch, m)
	b = c.appendPrice(append(b, `,"prevDayPx":`...), day.Open)
	b = appendNumber(append(b, `,"dayNtlVlm":`...), day.Quote, 10)
	b = appendNumber(append(b, `,"premium":`...), m.Mark/m.Index-1, 10)
	b = appendNumber(append(b, `,"oraclePx":`...), m.Index*c.unit, c.priceDecimals+1)
	b = appendNumber(append(b, `,"markPx":`...), m.Mark*c.unit, c.priceDecimals+1)
	b = x.appendMiddle(b, ch)
	b = c.appendSize(append(b, `,"dayBaseVlm":`...), day.Volume)
	return append(b, '}')
}

// day returns the figures of the past 24 hours, of a coin that has not traded
// in them the mark and nothing else.
func (x *Exchange) day(ch market.Change, m market.Mark) market.Day {
	if d, ok := x.view.Day(ch); ok {
		return d
	}
	return market.Day{Open: m.Mark}
}

// appendMiddle writes the mid price and the impact prices, null without a book.
func (x *Exchange) appendMiddle(b []byte, ch market.Change) []byte {
	q, ok := x.view.Quote(ch)
	if !ok {
		return append(b, `,"midPx":null,"impactPxs":null`...)
	}
	c := &x.coins[ch.Coin]
	b = appendNumber(append(b, `,"midPx":`...), (q.Bid+q.Ask)/2*c.unit, c.priceDecimals+1)
	b = c.appendPrice(append(b, `,"impactPxs":[`...), q.Bid)
	return append(c.appendPrice(append(b, ','), q.Ask), ']')
}

// appendFrozen writes the figures of a delisted coin.
func (x *Exchange) appendFrozen(b []byte, coin int) []byte {
	m := x.lastMark(coin)
	c := &x.coins[coin]
	b = append(b, `{"funding":"0.0","openInterest":"0.0","prevDayPx":`...)
	b = c.appendPrice(b, m.Mark)
	b = append(b, `,"dayNtlVlm":"0.0","premium":null,"oraclePx":`...)
	b = c.appendPrice(b, m.Index)
	b = c.appendPrice(append(b, `,"markPx":`...), m.Mark)
	return append(b, `,"midPx":null,"impactPxs":null,"dayBaseVlm":"0.0"}`...)
}

// lastMark returns the mark a delisted coin was left with, the close of its
// last bar where nobody looked at the time.
func (x *Exchange) lastMark(coin int) market.Mark {
	if m := x.frozen[coin].Load(); m != nil {
		return *m
	}
	var m market.Mark
	for _, bar := range x.view.Bars(market.Span{Coin: coin, Step: model.Hour1, Limit: 1, Newest: true}) {
		m.Mark, m.Index = bar.Close, bar.Close
	}
	return m
}

// appendBest writes a bbo.
func (x *Exchange) appendBest(b []byte, ch market.Change) []byte {
	q, ok := x.view.Quote(ch)
	if !ok {
		return b
	}
	b = x.appendHead(b, "bbo", q.At, ch.Coin)
	b = x.appendLevel(append(b, `,"bbo":[`...), ch.Coin, q.Bid, q.BidQty)
	b = x.appendLevel(append(b, ','), ch.Coin, q.Ask, q.AskQty)
	return append(b, `]}}`...)
}

// appendDepth writes an l2Book of one level a side, empty without a book.
func (x *Exchange) appendDepth(b []byte, ch market.Change) []byte {
	b = append(x.appendDepthData(append(b, `{"channel":"l2Book","data":`...), ch), '}')
	return b
}

// appendDepthData writes the object that both ways of asking give.
func (x *Exchange) appendDepthData(b []byte, ch market.Change) []byte {
	b = append(append(b, `{"coin":"`...), x.coins[ch.Coin].name...)
	b = appendTime(append(b, `","time":`...), ch.At)
	q, ok := x.view.Quote(ch)
	if !ok {
		return append(b, `,"levels":[[],[]]}`...)
	}
	b = x.appendLevel(append(b, `,"levels":[[`...), ch.Coin, q.Bid, q.BidQty)
	b = x.appendLevel(append(b, `],[`...), ch.Coin, q.Ask, q.AskQty)
	return append(b, `]]}`...)
}

func (x *Exchange) appendLevel(b []byte, coin int, price, size float64) []byte {
	c := &x.coins[coin]
	b = c.appendPrice(append(b, `{"px":`...), price)
	b = c.appendSize(append(b, `,"sz":`...), size)
	return append(b, `,"n":3}`...)
}

// appendTrade writes the last trade.
func (x *Exchange) appendTrade(b []byte, ch market.Change) []byte {
	q, ok := x.view.Quote(ch)
	if !ok {
		return b
	}
	c := &x.coins[ch.Coin]
	b = append(append(b, `{"channel":"trades","data":[{"coin":"`...), c.name...)
	b = c.appendPrice(append(b, `","side":"B","px":`...), q.Last)
	b = c.appendSize(append(b, `,"sz":`...), q.LastQty)
	b = appendTime(append(b, `,"time":`...), q.At)
	b = appendTime(append(b, `,"hash":"0x0","tid":`...), q.At)
	return append(b, `}]}`...)
}

// appendCandle writes a bar, which does not say whether it is closed.
func (x *Exchange) appendCandle(b []byte, coin, step int, bar market.Bar) []byte {
	c := &x.coins[coin]
	b = appendTime(append(b, `{"t":`...), bar.OpenTime)
	b = appendTime(append(b, `,"T":`...), bar.End-1)
	b = append(append(b, `,"s":"`...), c.name...)
	b = append(append(append(b, `","i":"`...), candleSteps[step].name...), '"')
	b = c.appendPrice(append(b, `,"o":`...), bar.Open)
	b = c.appendPrice(append(b, `,"c":`...), bar.Close)
	b = c.appendPrice(append(b, `,"h":`...), bar.High)
	b = c.appendPrice(append(b, `,"l":`...), bar.Low)
	b = appendNumber(append(b, `,"v":`...), bar.Volume/c.unit, 10)
	b = strconv.AppendInt(append(b, `,"n":`...), int64(bar.Volume/c.unit)+1, 10)
	return append(b, '}')
}

// appendMids writes an allMids.
func (x *Exchange) appendMids(b []byte) []byte {
	b = append(b, `{"channel":"allMids","data":{"mids":`...)
	return append(x.appendMidsData(b), `}}`...)
}

// appendMidsData writes the mid price of every coin, and one of spot as the
// venue mixes them in.
func (x *Exchange) appendMidsData(b []byte) []byte {
	now := x.view.Now()
	b = append(b, `{"@142":"1.0"`...)
	for i := range x.coins {
		c := &x.coins[i]
		if q, ok := x.view.Quote(market.Change{Kind: market.QuoteMoved, Coin: i, At: now}); ok {
			b = append(append(append(b, `,"`...), c.name...), `":`...)
			b = appendNumber(b, (q.Bid+q.Ask)/2*c.unit, c.priceDecimals+1)
		}
	}
	return append(b, '}')
}

// appendHead writes the beginning that events of the book share.
func (x *Exchange) appendHead(b []byte, channel string, at model.Millis, coin int) []byte {
	b = append(append(b, `{"channel":"`...), channel...)
	b = append(append(b, `","data":{"coin":"`...), x.coins[coin].name...)
	return appendTime(append(b, `","time":`...), at)
}
