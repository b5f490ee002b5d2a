package hyperliquid

import (
	"math"
	"time"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

const hourMs = model.Millis(3600 * 1000)

// fundingHistory pays by the hour what the market charges by its own interval:
// each hour its share. Stamps carry some milliseconds, as the venue's do.
func (x *Exchange) fundingHistory(q question) answer {
	if q.Coin == nil || q.Start <= 0 {
		return unprocessable
	}
	coin, known := x.coin(*q.Coin)
	if !known {
		return unknownCoin
	}
	to := x.view.Now()
	if q.End.Known() {
		to = min(to, q.End)
	}
	b := []byte{'['}
	rows := 0
	rate := x.hourly(coin, q.Start)
	from := max(q.Start, x.view.Stage().Calendar().First)
	for at := (from + hourMs - 1).Floor(model.Hour1); at <= to && rows < mostPayments; at += hourMs {
		share, charged := rate(at)
		if !charged {
			continue
		}
		if rows > 0 {
			b = append(b, ',')
		}
		b = append(append(b, `{"coin":"`...), x.coins[coin].name...)
		b = appendNumber(append(b, `","fundingRate":`...), share, 10)
		b = appendTime(append(b, `,"premium":"0.0","time":`...), at+(at/hourMs*7)%89)
		b = append(b, '}')
		rows++
	}
	a := good(append(b, ']'))
	a.extra = rows / fundingRows
	return a
}

// hourly returns the rate of any hour from a moment on: the share of the
// market's payment that ends the interval the hour lies in, and of the one that
// is still to come for hours behind the last.
func (x *Exchange) hourly(coin int, from model.Millis) func(at model.Millis) (float64, bool) {
	payments := x.view.Payments(market.Span{Coin: coin, From: from, Limit: math.MaxInt32})
	running, _ := x.view.Mark(market.Change{Kind: market.MarkMoved, Coin: coin, At: x.view.Now()})
	next := 0
	return func(at model.Millis) (float64, bool) {
		for next < len(payments) && payments[next].Due() < at {
			next++
		}
		if next < len(payments) && payments[next].IntervalH > 0 {
			p := &payments[next]
			begun := at > p.Due().Add(-time.Duration(p.IntervalH)*time.Hour)
			return p.Rate / p.IntervalH, begun
		}
		if running.HasFunding && running.IntervalH > 0 {
			return running.Rate / running.IntervalH, true
		}
		return 0, false
	}
}
