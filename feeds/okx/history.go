package okx

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"golang.org/x/time/rate"

	"eddy/feeds/backfill"
	"eddy/feeds/station"
	"eddy/model"
)

// What is loaded of the past beside bars, and how.
const (
	historyWorkers = 6
	interestPeriod = "4H"
	interestStep   = 4 * time.Hour
	fewRows        = 99 // enough for most holes
)

// loadPast loads bars, then settlements and open interest, of all contracts,
// the most important first.
func (v *Venue) loadPast(ctx context.Context, list []model.Instrument) error {
	pieces := append(station.Bars(v.config.History, v.loadBars),
		station.Piece{What: "funding", Load: v.loadSettlements},
		station.Piece{What: "open interest", Load: v.loadInterest, Every: interestStep},
	)
	return v.station.Load(ctx, historyWorkers, list, pieces)
}

// loadBars loads a run of bars, page after page towards the past: from the path
// of the latest bars as far as it reaches, then, if more than a page is still
// missing, from that of the older ones, which gives far fewer at once.
func (v *Venue) loadBars(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
	var bars []model.Bar
	q := candleQuery{path: pathCandles, pool: v.candlesPool, step: want.Interval, after: want.Before}
	most, heard := mostCandles, v.barsSince(want)
	for len(bars) < want.Bars {
		q.limit = min(want.Bars-len(bars)+1, most) // the open bar takes a row
		page, err := v.candles(ctx, in, q)
		if err != nil {
			return nil, err
		}
		heard += page.rows
		bars = append(page.bars, bars...)
		if page.rows >= q.limit {
			q.after = page.oldest
			continue
		}
		reached := heard >= latestCandles-1 && (len(bars) == 0 || want.Bars-len(bars) > mostOldCandles)
		if q.path == pathOldCandles || !reached {
			break // that is all there is, or all that is worth asking for
		}
		if page.rows > 0 {
			q.after = page.oldest
		}
		q.path, q.pool, most = pathOldCandles, v.oldBarsPool, mostOldCandles
	}
	return bars[max(0, len(bars)-want.Bars):], nil
}

// barsSince returns how many bars lie between what is wanted and now.
func (v *Venue) barsSince(want backfill.Want) int {
	now := v.station.Clock.Now()
	if !want.Before.Known() || now <= want.Before {
		return 0
	}
	return int(now.Sub(want.Before) / want.Interval.Duration())
}

// mend loads the latest bars of a symbol because one was missed.
func (v *Venue) mend(ctx context.Context, symbol string) error {
	return v.catalogue.MendLatest(ctx, symbol, fewRows, mostCandles, func(ctx context.Context, in model.Instrument, n int) ([]model.Bar, int, error) {
		page, err := v.candles(ctx, in, candleQuery{path: pathCandles, pool: v.candlesPool, step: baseInterval, limit: n})
		return page.bars, page.rows, err
	})
}

// candleQuery asks for the latest bars, or the latest before a moment.
type candleQuery struct {
	path  string
	pool  *rate.Limiter
	step  model.Interval
	limit int
	after model.Millis // older than; 0: now
}

// candlePage is an answer with bars.
type candlePage struct {
	bars   []model.Bar // closed, oldest first
	rows   int
	oldest model.Millis // of all rows
}

// candles asks for bars.
func (v *Venue) candles(ctx context.Context, in model.Instrument, q candleQuery) (candlePage, error) {
	query := url.Values{"instId": {in.Symbol}, "bar": {barName(q.step)}, "limit": {strconv.Itoa(q.limit)}}
	if q.after.Known() {
		query.Set("after", strconv.FormatInt(int64(q.after), 10))
	}
	events, bad, err := v.rows(ctx, question{q.path, query, q.pool})
	if err != nil {
		return candlePage{}, fmt.Errorf("okx: candles of %s: %w", in.Symbol, err)
	}
	page := readPage(events, q.step)
	page.rows += bad
	return page, nil
}

// readPage takes the bars out of an answer, which is ordered from the newest
// backwards. Rows that make no sense were left out; holes are better than
// inventions.
func readPage(events []model.Event, step model.Interval) (p candlePage) {
	for _, ev := range slices.Backward(events) {
		if ev.Kind != model.KindBar {
			continue
		}
		p.rows++
		b := ev.Bar
		b.Interval = step
		if p.rows == 1 {
			p.oldest = b.OpenTime
		}
		aligned := step > model.Day1 || b.OpenTime.Floor(step) == b.OpenTime
		if b.Closed && aligned && (len(p.bars) == 0 || b.OpenTime > p.bars[len(p.bars)-1].OpenTime) {
			p.bars = append(p.bars, b)
		}
	}
	return p
}

// loadSettlements loads the latest settlements of funding.
func (v *Venue) loadSettlements(ctx context.Context, in model.Instrument) error {
	query := url.Values{"instId": {in.Symbol}, "limit": {strconv.Itoa(mostRows)}}
	events, _, err := v.rows(ctx, question{path: pathSettlements, query: query})
	if err != nil {
		return err
	}
	var past []model.FundingPoint
	for _, ev := range slices.Backward(events) {
		if isSettlement(&ev) {
			past = append(past, model.FundingPoint{Time: ev.EventTime, Rate: ev.FundingRate, IntervalH: ev.FundingIntervalH})
		}
	}
	v.station.Settlements(in, past)
	return nil
}

// loadInterest loads the open interest of the past 16 days, which is one page.
func (v *Venue) loadInterest(ctx context.Context, in model.Instrument) error {
	query := url.Values{"instId": {in.Symbol}, "period": {interestPeriod}, "limit": {strconv.Itoa(mostRows)}}
	events, _, err := v.rows(ctx, question{pathInterestHist, query, v.interestPool})
	if err != nil {
		return err
	}
	v.station.Interest(in, interestPoints(events))
	return nil
}

// interestPoints takes open interest out of an answer, oldest first.
func interestPoints(events []model.Event) (points []model.OpenInterestPoint) {
	for _, ev := range slices.Backward(events) {
		newer := len(points) == 0 || ev.EventTime > points[len(points)-1].Time
		if ev.Kind == model.KindOpenInterest && ev.EventTime.Known() && newer {
			points = append(points, model.OpenInterestPoint{Time: ev.EventTime, Coins: ev.OpenInterest, USD: ev.OpenInterestUSD})
		}
	}
	return points
}

// question is a request by REST.
type question struct {
	path  string
	query url.Values
	pool  *rate.Limiter // nil: the venue counts this path by contract
}

// rows asks for a body and decodes it as a frame. Rows that make no sense are
// left out and counted, as long as others do.
func (v *Venue) rows(ctx context.Context, q question) (events []model.Event, bad int, err error) {
	if q.pool != nil {
		if err := q.pool.Wait(ctx); err != nil {
			return nil, 0, err
		}
	}
	body, err := v.rest.Get(ctx, q.path, q.query, 1)
	if err != nil {
		return nil, 0, err
	}
	d := NewDecoder()
	events, err = d.Decode(body, model.MillisOf(v.config.Now()), nil)
	if err != nil && len(events) == 0 {
		return nil, 0, err
	}
	return events, d.build.Faults, nil
}
