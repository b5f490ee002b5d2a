package okx

import (
	"strconv"
	"time"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// The rows below carry the fields of the venue's frames of 2026 (venue page,
// §3); REST answers with the same rows. Every number is text.

// appendTicker writes a row of tickers. A contract's first volume counts
// contracts, its second coins.
func (x *Exchange) appendTicker(b []byte, ch market.Change) []byte {
	q, quoted := x.view.Quote(ch)
	d, traded := x.view.Day(ch)
	if !quoted || !traded {
		return b
	}
	c := &x.coins[ch.Coin]
	b = appendName(append(b, `{"instType":"SWAP",`...), c.swap)
	b = appendNumber(append(b, `,"last":`...), q.Last, c.PriceDecimals)
	b = appendNumber(append(b, `,"lastSz":`...), c.contracts(q.LastQty), c.decimals)
	b = appendNumber(append(b, `,"askPx":`...), q.Ask, c.PriceDecimals)
	b = appendNumber(append(b, `,"askSz":`...), c.contracts(q.AskQty), c.decimals)
	b = appendNumber(append(b, `,"bidPx":`...), q.Bid, c.PriceDecimals)
	b = appendNumber(append(b, `,"bidSz":`...), c.contracts(q.BidQty), c.decimals)
	b = appendNumber(append(b, `,"open24h":`...), d.Open, c.PriceDecimals)
	b = appendNumber(append(b, `,"high24h":`...), d.High, c.PriceDecimals)
	b = appendNumber(append(b, `,"low24h":`...), d.Low, c.PriceDecimals)
	b = appendNumber(append(b, `,"volCcy24h":`...), d.Volume, c.LotDecimals)
	b = appendNumber(append(b, `,"vol24h":`...), c.contracts(d.Volume), c.decimals)
	b = append(b, `,"sodUtc0":"","sodUtc8":""`...)
	return appendStamp(b, q.At)
}

// appendBest writes a row of bbo-tbt, which names no instrument.
func (x *Exchange) appendBest(b []byte, ch market.Change) []byte {
	q, ok := x.view.Quote(ch)
	if !ok {
		return b
	}
	c := &x.coins[ch.Coin]
	level := func(side string, price, quantity float64) {
		b = appendNumber(append(append(b, side...), `[[`...), price, c.PriceDecimals)
		b = appendNumber(append(b, ','), c.contracts(quantity), c.decimals)
		b = append(b, `,"0","3"]],`...)
	}
	level(`{"asks":`, q.Ask, q.AskQty)
	level(`"bids":`, q.Bid, q.BidQty)
	b = append(b, `"seqId":`...)
	b = strconv.AppendInt(b, int64(q.At)*8, 10)
	return appendStamp(b, q.At)
}

// finer is how many more decimals mark and index have than the tick.
const finer = 2

func (x *Exchange) appendMark(b []byte, coin int, m market.Mark) []byte {
	c := &x.coins[coin]
	b = appendName(append(b, '{'), c.swap)
	b = appendNumber(append(b, `,"instType":"SWAP","markPx":`...), m.Mark, c.PriceDecimals+finer)
	return appendStamp(b, m.At)
}

func (x *Exchange) appendIndex(b []byte, coin int, m market.Mark) []byte {
	c := &x.coins[coin]
	b = appendName(append(b, '{'), c.index)
	b = appendNumber(append(b, `,"idxPx":`...), m.Index, c.PriceDecimals+finer)
	return appendStamp(append(b, `,"open24h":"","high24h":"","low24h":"","sodUtc0":"","sodUtc8":""`...), m.At)
}

// fundingLag is how old the figures of a push are: the venue works them out
// once a minute.
const fundingLag = 20 * time.Second

// appendFunding writes a row of funding-rate: fundingTime is the next
// settlement, nextFundingTime the one after it.
func (x *Exchange) appendFunding(b []byte, coin int, m market.Mark) []byte {
	if !m.HasFunding {
		return b
	}
	span := time.Duration(m.IntervalH * float64(time.Hour))
	settled := ""
	if paid := x.view.Payments(market.Span{Coin: coin, Limit: 1, Newest: true}); len(paid) == 1 {
		settled = text(paid[0].Rate, 16)
	}
	b = append(b, `{"formulaType":"withRate","fundingRate":`...)
	b = appendNumber(b, m.Rate, 16)
	b = appendTime(append(b, `,"fundingTime":`...), m.Next)
	b = append(b, `,"impactValue":"20000.0000000000000000",`...)
	b = appendName(b, x.coins[coin].swap)
	b = append(b, `,"instType":"SWAP","interestRate":"0.0001000000000000","maxFundingRate":"0.015","method":"current_period","minFundingRate":"-0.015","nextFundingRate":""`...)
	b = appendTime(append(b, `,"nextFundingTime":`...), m.Next.Add(span))
	b = appendNumber(append(b, `,"premium":`...), m.Mark/m.Index-1, 16)
	b = appendTime(append(b, `,"prevFundingTime":`...), m.Next.Add(-span))
	b = append(append(append(b, `,"settFundingRate":"`...), settled...), `","settState":"settled"`...)
	return appendStamp(b, m.At.Add(-fundingLag))
}

// appendInterest writes a row of open-interest: contracts, coins and dollars.
func (x *Exchange) appendInterest(b []byte, coin int) []byte {
	h, ok := x.view.OpenInterest(coin)
	m, marked := x.view.Mark(market.Change{Kind: market.MarkMoved, Coin: coin, At: h.Time})
	if !ok || !marked {
		return b
	}
	c := &x.coins[coin]
	b = appendName(append(b, '{'), c.swap)
	b = appendNumber(append(b, `,"instType":"SWAP","oi":`...), c.contracts(h.Coins), 8)
	b = appendNumber(append(b, `,"oiCcy":`...), h.Coins, 10)
	b = appendNumber(append(b, `,"oiUsd":`...), h.Coins*m.Mark, 8)
	return appendStamp(b, h.Time)
}

// appendBar writes a bar: time, four prices, contracts, coins, dollars, and
// whether it is final.
func (x *Exchange) appendBar(b []byte, coin int, bar market.Bar) []byte {
	c := &x.coins[coin]
	b = appendTime(append(b, '['), bar.OpenTime)
	for _, p := range [...]float64{bar.Open, bar.High, bar.Low, bar.Close} {
		b = appendNumber(append(b, ','), p, c.PriceDecimals)
	}
	b = appendNumber(append(b, ','), c.contracts(bar.Volume), c.decimals)
	b = appendNumber(append(b, ','), bar.Volume, c.LotDecimals)
	b = appendNumber(append(b, ','), bar.Quote, 5)
	if bar.Closed {
		return append(b, `,"1"]`...)
	}
	return append(b, `,"0"]`...)
}

func appendName(b []byte, inst string) []byte {
	return append(append(append(b, `"instId":"`...), inst...), '"')
}

// appendStamp writes the row's moment and ends the row.
func appendStamp(b []byte, at model.Millis) []byte {
	return append(appendTime(append(b, `,"ts":`...), at), '}')
}

// appendNumber writes a number as the venue does, as text.
func appendNumber(b []byte, v float64, decimals int) []byte {
	b = strconv.AppendFloat(append(b, '"'), v, 'f', decimals, 64)
	return append(b, '"')
}

func appendTime(b []byte, t model.Millis) []byte {
	return append(strconv.AppendInt(append(b, '"'), int64(t), 10), '"')
}

func text(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }
