package strategy

import (
	"time"

	"eddy/model"
)

// Staleness limits of analytics §11: a price of a coin that trades more than
// 10 million dollars a day is stale after ten silent seconds, any other after
// a minute; open interest is polled and lives for ten minutes.
const (
	staleBusy         = 10 * time.Second
	staleQuiet        = 60 * time.Second
	busyTurnover      = 10e6
	staleOpenInterest = 10 * time.Minute
)

// quote is one venue's newest word on a coin.
type quote struct {
	symbol    string
	has, none model.Fields

	last, bid, ask, mark, index float64
	fundingRate, fundingH       float64
	nextFunding                 model.Millis
	openInterest, oiUSD         float64
	volume24h, change24h        float64

	eventTime model.Millis
	priced    model.Millis // local clock of the newest price of any sort
	marked    model.Millis // local clock of the newest mark or index
	oiAt      model.Millis // local clock of the newest open interest
}

// fold lays the figures of an event over the quote.
func (q *quote) fold(ev *model.Event) {
	if q.symbol != ev.Symbol {
		*q = quote{symbol: ev.Symbol} // another contract of the coin took over
	}
	q.has = q.has&^ev.None | ev.Has
	q.none = q.none&^ev.Has | ev.None
	if ev.EventTime > q.eventTime {
		q.eventTime = ev.EventTime
	}
	q.foldPrices(ev)
	if ev.Has&model.FieldFundingRate != 0 {
		q.fundingRate = ev.FundingRate
	}
	if ev.Has&model.FieldFundingInterval != 0 {
		q.fundingH = ev.FundingIntervalH
	}
	if ev.Has&model.FieldNextFunding != 0 {
		q.nextFunding = ev.NextFunding
	}
	if ev.Has&model.FieldOpenInterest != 0 {
		q.openInterest, q.oiAt = ev.OpenInterest, ev.Received
	}
	if ev.Has&model.FieldOpenInterestUSD != 0 {
		q.oiUSD = ev.OpenInterestUSD
	}
	if ev.Has&model.FieldVolume24hUSD != 0 {
		q.volume24h = ev.Volume24hUSD
	}
	if ev.Has&model.FieldChange24hPct != 0 {
		q.change24h = ev.Change24hPct
	}
}

const priceFields = model.FieldLast | model.FieldBid | model.FieldAsk | model.FieldMark | model.FieldIndex

func (q *quote) foldPrices(ev *model.Event) {
	if ev.Has&priceFields == 0 {
		return
	}
	q.priced = ev.Received
	if ev.Has&(model.FieldMark|model.FieldIndex) != 0 {
		q.marked = ev.Received
	}
	if ev.Has&model.FieldLast != 0 {
		q.last = ev.Last
	}
	if ev.Has&model.FieldBid != 0 {
		q.bid = ev.Bid
	}
	if ev.Has&model.FieldAsk != 0 {
		q.ask = ev.Ask
	}
	if ev.Has&model.FieldMark != 0 {
		q.mark = ev.Mark
	}
	if ev.Has&model.FieldIndex != 0 {
		q.index = ev.Index
	}
}

// limit returns how long the quote may be silent.
func (q *quote) limit() time.Duration {
	if q.has&model.FieldVolume24hUSD != 0 && q.volume24h < busyTurnover {
		return staleQuiet
	}
	return staleBusy
}

// stale tells whether the quote's price is too old at the local time now.
func (q *quote) stale(now model.Millis) bool {
	return q.priced == 0 || now.Sub(q.priced) > q.limit()
}

// reference returns the price a venue contributes to the coin's own price: its
// index, else its mark, else the last trade (law 6). ok is false when there is
// none or it is stale.
func (q *quote) reference(now model.Millis) (price float64, ok bool) {
	if q.has&(model.FieldIndex|model.FieldMark) != 0 && q.marked != 0 && now.Sub(q.marked) <= q.limit() {
		if q.has&model.FieldIndex != 0 {
			return q.index, true
		}
		return q.mark, true
	}
	if q.has&(model.FieldIndex|model.FieldMark) == 0 && q.has&model.FieldLast != 0 && !q.stale(now) {
		return q.last, true
	}
	return 0, false
}

// funding8h returns the funding rate on an eight-hour basis, f × 8 / interval
// (analytics §8.1).
func (q *quote) funding8h() (float64, bool) {
	if !q.has.Has(model.FieldFundingRate|model.FieldFundingInterval) || q.fundingH <= 0 {
		return 0, false
	}
	return q.fundingRate * 8 / q.fundingH, true
}

// openInterestUSD returns open interest in dollars: the venue's own figure, or
// coins times price.
func (q *quote) openInterestUSD(price float64, now model.Millis) (float64, bool) {
	if q.oiAt == 0 || now.Sub(q.oiAt) > staleOpenInterest {
		return 0, false
	}
	if q.has&model.FieldOpenInterestUSD != 0 {
		return q.oiUSD, true
	}
	if q.has&model.FieldOpenInterest != 0 && price > 0 {
		return q.openInterest * price, true
	}
	return 0, false
}
