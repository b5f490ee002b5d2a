package bybit

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/scan"
	"eddy/feeds/station"
	"eddy/model"
)

// What is loaded of the past beside bars, and how.
const (
	historyWorkers   = 6
	mostRows         = 1000 // of klines at once
	settlementsBack  = 30   // ten days at the usual interval
	interestPeriod   = "4h"
	interestStep     = 4 * time.Hour
	interestRowsBack = 180 // a month; the venue gives 200 at once
	fewRows          = 100
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

// pointless marks errors that asking again will not cure: the venue understood
// and does not know what was asked for.
func pointless(err error) error {
	var refused *rest.Error
	if errors.As(err, &refused) && refused.Code == strconv.Itoa(badRequest) {
		return fmt.Errorf("%w: %w", backfill.ErrPointless, err)
	}
	return err
}

// loadBars loads a run of bars, page after page towards the past.
func (v *Venue) loadBars(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
	var bars []model.Bar
	end := want.Last()
	for len(bars) < want.Bars {
		limit := min(want.Bars-len(bars)+1, mostRows) // the newest row may still be open
		page, rows, err := v.klines(ctx, in, klineQuery{want.Interval, limit, end})
		if err != nil {
			return nil, err
		}
		bars = append(page, bars...)
		if rows < limit || len(page) == 0 {
			break // that is all there is
		}
		end = page[0].OpenTime - 1
	}
	return bars[max(0, len(bars)-want.Bars):], nil
}

// mend loads the latest bars of a symbol because one was missed.
func (v *Venue) mend(ctx context.Context, symbol string) error {
	return v.catalogue.MendLatest(ctx, symbol, fewRows, mostRows, func(ctx context.Context, in model.Instrument, n int) ([]model.Bar, int, error) {
		return v.klines(ctx, in, klineQuery{step: baseInterval, limit: n})
	})
}

// klineQuery asks for the latest bars, or the latest up to a moment.
type klineQuery struct {
	step  model.Interval
	limit int
	end   model.Millis // 0: now
}

// nameOf returns an interval in the venue's words.
func nameOf(step model.Interval) string {
	for i := range intervals {
		if intervals[i].step == step {
			return intervals[i].name
		}
	}
	return ""
}

// klines asks for bars. It returns the closed ones, oldest first, and how many
// rows there were.
func (v *Venue) klines(ctx context.Context, in model.Instrument, q klineQuery) (bars []model.Bar, rows int, err error) {
	query := url.Values{"category": {category}, "symbol": {in.Symbol}, "interval": {nameOf(q.step)}, "limit": {strconv.Itoa(q.limit)}}
	if q.end.Known() {
		query.Set("end", strconv.FormatInt(int64(q.end), 10))
	}
	body, err := v.rest.Get(ctx, pathKline, query, 1)
	if err != nil {
		return nil, 0, err
	}
	bars, rows, err = readKlines(body, in, q.step)
	if err != nil {
		return nil, 0, fmt.Errorf("bybit: klines of %s: %w", in.Symbol, err)
	}
	return bars, rows, nil
}

// readKlines reads a body of klines, which come newest first, and returns the
// closed bars, oldest first, and how many rows there were. A row is closed when
// the venue's clock, which the body tells, has passed its end. Rows that make
// no sense are left out; holes are better than inventions.
func readKlines(body []byte, in model.Instrument, step model.Interval) (bars []model.Bar, rows int, err error) {
	r := scan.Over(body)
	b := readBody(&r)
	if err := r.End(); err != nil {
		return nil, 0, err
	}
	if !b.carried || !b.stamp.Known() {
		return nil, 0, errors.New("no result or no time")
	}
	res := readResult(&b.result)
	if !res.hasList {
		return nil, 0, errors.New("no list")
	}
	for res.list.Array(); res.list.Element(); rows++ {
		if !res.list.Array() {
			continue
		}
		k := candle{interval: step, closed: true}
		k.readRow(&res.list)
		bar, err := k.bar(in.Multiplier)
		if err == nil && bar.End() <= b.stamp && (len(bars) == 0 || bar.OpenTime < bars[len(bars)-1].OpenTime) {
			bars = append(bars, bar)
		}
	}
	slices.Reverse(bars)
	return bars, rows, nil
}

// loadSettlements loads the latest settlements of funding.
func (v *Venue) loadSettlements(ctx context.Context, in model.Instrument) error {
	query := url.Values{"category": {category}, "symbol": {in.Symbol}, "limit": {strconv.Itoa(settlementsBack)}}
	events, err := v.rows(ctx, in, question{pathFunding, query})
	if err != nil {
		return err
	}
	var past []model.FundingPoint
	for i := range events {
		if ev := &events[i]; isSettlement(ev) {
			past = append(past, model.FundingPoint{Time: ev.EventTime, Rate: ev.FundingRate, IntervalH: ev.FundingIntervalH})
		}
	}
	slices.Reverse(past)
	v.station.Settlements(in, past)
	return nil
}

// loadInterest loads the open interest of the past month.
func (v *Venue) loadInterest(ctx context.Context, in model.Instrument) error {
	query := url.Values{"category": {category}, "symbol": {in.Symbol}, "intervalTime": {interestPeriod}, "limit": {strconv.Itoa(interestRowsBack)}}
	events, err := v.rows(ctx, in, question{pathOpenInterest, query})
	if err != nil {
		return err
	}
	var past []model.OpenInterestPoint
	for i := range events {
		if ev := &events[i]; ev.Kind == model.KindOpenInterest && ev.EventTime.Known() {
			past = append(past, model.OpenInterestPoint{Time: ev.EventTime, Coins: ev.OpenInterest})
		}
	}
	slices.Reverse(past)
	v.station.Interest(in, past)
	return nil
}

// question is a request by REST.
type question struct {
	path  string
	query url.Values
}

// rows asks for a body and decodes it as a frame. Rows that make no sense are
// left out as long as others do.
func (v *Venue) rows(ctx context.Context, in model.Instrument, q question) ([]model.Event, error) {
	body, err := v.rest.Get(ctx, q.path, q.query, 1)
	if err != nil {
		return nil, err
	}
	events, err := NewDecoder(in).Decode(body, model.MillisOf(v.config.Now()), nil)
	if err != nil && len(events) == 0 {
		return nil, err
	}
	return events, nil
}
