package bybit

import (
	"strconv"

	"eddy/feeds/bourse/market"
)

// The members of a ticker in the venue's order (venue page, §3).
const (
	tickDirection = iota
	change24h
	last
	open24h
	high24h
	low24h
	mark
	index
	interest
	interestValue
	turnover
	volume
	intervalHour
	single
	singleValue
	nextFunding
	rate
	bid
	bidSize
	ask
	askSize
	members // how many there are
)

var memberNames = [members]string{
	"tickDirection", "price24hPcnt", "lastPrice", "prevPrice24h", "highPrice24h", "lowPrice24h",
	"markPrice", "indexPrice", "openInterest", "openInterestValue", "turnover24h", "volume24h",
	"fundingIntervalHour", "singleOpenInterest", "singleOpenInterestValue", "nextFundingTime", "fundingRate",
	"bid1Price", "bid1Size", "ask1Price", "ask1Size",
}

// sheet is what a ticker says, member by member. A member that does not apply
// is empty.
type sheet [members]string

// present is a change at the present moment, for asking the view.
func (x *Exchange) present(coin int) market.Change {
	return market.Change{Coin: coin, At: x.view.Now()}
}

// fullSheet returns everything there is to tell of a coin.
func (x *Exchange) fullSheet(coin int) sheet {
	s := sheet{tickDirection: "ZeroPlusTick"}
	ch := x.present(coin)
	x.fillQuote(&s, ch)
	x.fillDay(&s, ch)
	x.fillMark(&s, ch)
	return s
}

func (x *Exchange) fillQuote(s *sheet, ch market.Change) {
	q, ok := x.view.Quote(ch)
	if !ok {
		return
	}
	c := x.coins[ch.Coin]
	before, now := s[last], text(q.Last, c.PriceDecimals)
	s[tickDirection] = direction(before, now, s[tickDirection])
	s[last] = now
	s[bid], s[bidSize] = text(q.Bid, c.PriceDecimals), text(q.BidQty, c.LotDecimals)
	s[ask], s[askSize] = text(q.Ask, c.PriceDecimals), text(q.AskQty, c.LotDecimals)
}

// direction says how the last price moved, in the venue's words.
func direction(before, now, was string) string {
	a, errA := strconv.ParseFloat(before, 64)
	b, errB := strconv.ParseFloat(now, 64)
	switch {
	case errA != nil || errB != nil:
		return was
	case b > a:
		return "PlusTick"
	case b < a:
		return "MinusTick"
	case was == "PlusTick":
		return "ZeroPlusTick"
	case was == "MinusTick":
		return "ZeroMinusTick"
	default:
		return was
	}
}

func (x *Exchange) fillDay(s *sheet, ch market.Change) {
	d, ok := x.view.Day(ch)
	if !ok {
		return
	}
	c := x.coins[ch.Coin]
	s[change24h] = text(d.Last/d.Open-1, 6)
	s[open24h] = text(d.Open, c.PriceDecimals)
	s[high24h], s[low24h] = text(d.High, c.PriceDecimals), text(d.Low, c.PriceDecimals)
	s[turnover], s[volume] = text(d.Quote, 4), text(d.Volume, max(c.LotDecimals, 4))
}

// fillMark fills in mark, index, funding and open interest. The venue counts
// open interest on both sides; one side is told beside it, rounded.
func (x *Exchange) fillMark(s *sheet, ch market.Change) {
	m, ok := x.view.Mark(ch)
	if !ok {
		return
	}
	c := x.coins[ch.Coin]
	decimals := min(c.PriceDecimals+2, 8)
	s[mark], s[index] = text(m.Mark, decimals), text(m.Index, decimals)
	s[rate], s[nextFunding], s[intervalHour] = "", "", ""
	if m.HasFunding {
		s[rate], s[nextFunding] = text(m.Rate, 8), strconv.FormatInt(int64(m.Next), 10)
		s[intervalHour] = strconv.FormatFloat(m.IntervalH, 'f', -1, 64)
	}
	if h, ok := x.view.OpenInterest(ch.Coin); ok {
		s[interest], s[single] = text(2*h.Coins, c.LotDecimals), text(h.Coins, c.LotDecimals)
		s[interestValue], s[singleValue] = text(2*h.Coins*m.Mark, 2), text(h.Coins*m.Mark, 2)
	}
}

// text writes a number as the venue does, a string of fixed decimals.
func text(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }
