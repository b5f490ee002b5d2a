package binance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
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
	mostRows         = 1500 // of klines at once
	settlementsBack  = 30   // ten days at the usual interval
	interestPeriod   = "4h"
	interestStep     = 4 * time.Hour
	interestRowsBack = 180 // the month the venue keeps
	fewRows          = 99  // the most klines of weight 1
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
// and said no.
func pointless(err error) error {
	var refused *rest.Error
	if errors.As(err, &refused) && refused.Status >= 400 && refused.Status < 500 &&
		refused.Status != http.StatusTooManyRequests && refused.Status != http.StatusTeapot && refused.Status != http.StatusForbidden {
		return fmt.Errorf("%w: %w", backfill.ErrPointless, err)
	}
	return err
}

// loadBars loads a run of bars, page after page towards the past. The open bar
// counts as one of those wanted: a request for one bar more would cost twice
// the weight.
func (v *Venue) loadBars(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
	var bars []model.Bar
	end := want.Last()
	for left := want.Bars; left > 0; left -= mostRows {
		limit := min(left, mostRows)
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
	return bars, nil
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

// klines asks for bars. It returns the closed ones and how many rows there
// were.
func (v *Venue) klines(ctx context.Context, in model.Instrument, q klineQuery) (bars []model.Bar, rows int, err error) {
	query := url.Values{"symbol": {in.Symbol}, "interval": {q.step.String()}, "limit": {strconv.Itoa(q.limit)}}
	if q.end.Known() {
		query.Set("endTime", strconv.FormatInt(int64(q.end), 10))
	}
	asked := v.station.Clock.Now() // what was open then may be open in the answer, however long that takes
	if q.end.Known() {
		asked = max(asked, q.end.Add(q.step.Duration())) // younger bars are held already, also where no clock was heard yet
	}
	body, err := v.rest.Get(ctx, pathKlines, query, klineWeight(q.limit))
	if err != nil {
		return nil, 0, err
	}
	bars, rows, err = readBars(body, in.Multiplier, asked)
	if err != nil {
		return nil, 0, fmt.Errorf("binance: klines of %s: %w", in.Symbol, err)
	}
	return bars, rows, nil
}

// readBars reads a body of klines and returns the closed bars, oldest first,
// and how many rows there were. Only the last row can still be open: it is
// where the venue's clock, as far as it was heard, has not passed its end. Rows
// that make no sense are left out; holes are better than inventions.
func readBars(body []byte, multiplier float64, now model.Millis) (bars []model.Bar, rows int, err error) {
	r := scan.Over(body)
	if r.Sort() == scan.Null {
		r.Skip()
		return nil, 0, r.End() // it was recorded where there is nothing
	}
	if !r.Array() {
		return nil, 0, cmp.Or(r.End(), errNoBars)
	}
	for r.Element() {
		rows++
		if !r.Array() {
			continue
		}
		var k candle
		k.readRow(&r)
		k.closed = true
		if b, err := k.bar(multiplier); err == nil && (len(bars) == 0 || b.OpenTime > bars[len(bars)-1].OpenTime) {
			bars = append(bars, b)
		}
	}
	if err := r.End(); err != nil {
		return nil, 0, err
	}
	if rows > 0 && len(bars) == 0 {
		return nil, rows, errNoBars
	}
	if n := len(bars); n > 0 && bars[n-1].End() > now {
		bars = bars[:n-1]
	}
	return bars, rows, nil
}

// errNoBars is an answer in which nothing makes sense. It does not tell that
// there is nothing.
var errNoBars = errors.New("not one bar in the answer")

// loadSettlements loads the latest settlements of funding.
func (v *Venue) loadSettlements(ctx context.Context, in model.Instrument) error {
	if err := v.funding.Wait(ctx); err != nil {
		return err
	}
	query := url.Values{"symbol": {in.Symbol}, "limit": {strconv.Itoa(settlementsBack)}}
	events, err := v.rows(ctx, in, question{path: pathFundingRate, query: query, list: true})
	if err != nil {
		return err
	}
	var past []model.FundingPoint
	for i := range events {
		if ev := &events[i]; isSettlement(ev) {
			due := ev.EventTime.Floor(model.Minute1) // stamped milliseconds late (venues/binance §6)
			past = append(past, model.FundingPoint{Time: due, Rate: ev.FundingRate, IntervalH: ev.FundingIntervalH})
		}
	}
	v.station.Settlements(in, past)
	return nil
}

// loadInterest loads the open interest of the past month.
func (v *Venue) loadInterest(ctx context.Context, in model.Instrument) error {
	query := url.Values{"symbol": {in.Symbol}, "period": {interestPeriod}, "limit": {strconv.Itoa(interestRowsBack)}}
	events, err := v.rows(ctx, in, question{path: pathInterestHist, query: query, list: true})
	if err != nil {
		return err
	}
	var past []model.OpenInterestPoint
	for i := range events {
		if ev := &events[i]; ev.Kind == model.KindOpenInterest && ev.EventTime.Known() {
			past = append(past, model.OpenInterestPoint{Time: ev.EventTime, Coins: ev.OpenInterest, USD: ev.OpenInterestUSD})
		}
	}
	v.station.Interest(in, past)
	return nil
}

// question is a request by REST.
type question struct {
	path   string
	query  url.Values
	weight int
	list   bool // the answer is one: anything else makes no sense
}

// rows asks for a body and decodes it as a frame. Rows that make no sense are
// left out as long as others do.
func (v *Venue) rows(ctx context.Context, in model.Instrument, q question) ([]model.Event, error) {
	body, err := v.rest.Get(ctx, q.path, q.query, q.weight)
	if err != nil {
		return nil, err
	}
	events, err := NewDecoder(in).Decode(body, model.MillisOf(v.config.Now()), nil)
	if err != nil && len(events) == 0 {
		return nil, err
	}
	if first := firstByte(body); q.list && first != '[' && first != 'n' { // null was recorded where there is nothing
		return nil, fmt.Errorf("binance: %s: no list in the answer", q.path)
	}
	return events, nil
}
