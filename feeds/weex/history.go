package weex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/scan"
	"eddy/feeds/station"
	"eddy/model"
)

// What is loaded of the past beside bars, and how. There is no history of open
// interest.
const (
	historyWorkers  = 4
	mostRows        = 1000 // of klines, which reach back from now
	olderRows       = 100  // of historyKlines
	fewRows         = 100  // of bars that may have been missed
	settlementsBack = 30   // ten days at the usual interval
)

// loadPast loads bars, then settlements, of all contracts, the most important
// first.
func (v *Venue) loadPast(ctx context.Context, list []model.Instrument) error {
	pieces := append(station.Bars(v.config.History, v.loadBars), station.Piece{What: "funding", Load: v.loadSettlements})
	return v.station.Load(ctx, historyWorkers, list, pieces)
}

// senseless are the codes of requests the venue understood and will not serve,
// whatever the status they come with.
var senseless = []string{"-1121", "-1141", "-1142", "-1058"}

// pointless marks errors that asking again will not cure: the venue understood
// and said no.
func pointless(err error) error {
	var refused *rest.Error
	if !errors.As(err, &refused) {
		return err
	}
	switch {
	case refused.Status == http.StatusBadRequest, refused.Status == http.StatusNotFound, slices.Contains(senseless, refused.Code):
		return fmt.Errorf("%w: %w", backfill.ErrPointless, err)
	default:
		return err
	}
}

// loadBars loads a run of bars: as many as reach back from now, which is cheap,
// and older ones page after page. The open bar counts as one of those wanted.
func (v *Venue) loadBars(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
	if want.Before.Known() {
		return v.olderBars(ctx, in, want)
	}
	bars, rows, err := v.klines(ctx, in, klineQuery{step: want.Interval, limit: min(want.Bars, mostRows)})
	if err != nil || rows < mostRows || len(bars) == 0 {
		return bars, err
	}
	want.Bars, want.Before = want.Bars-rows, bars[0].OpenTime
	older, err := v.olderBars(ctx, in, want)
	return append(older, bars...), err
}

// olderBars loads the bars before a moment, page after page.
func (v *Venue) olderBars(ctx context.Context, in model.Instrument, want backfill.Want) (bars []model.Bar, err error) {
	before := want.Before
	for left := want.Bars; left > 0; left -= olderRows {
		limit := min(left, olderRows)
		page, rows, err := v.klines(ctx, in, klineQuery{want.Interval, limit, before})
		if err != nil {
			return nil, err
		}
		page = slices.DeleteFunc(page, func(b model.Bar) bool { return b.OpenTime >= before })
		bars = append(page, bars...)
		if rows < limit || len(page) == 0 {
			break // that is all there is
		}
		before = page[0].OpenTime
	}
	return bars, nil
}

// mend loads the latest bars of a symbol because one was missed.
func (v *Venue) mend(ctx context.Context, symbol string) error {
	return v.catalogue.MendLatest(ctx, symbol, fewRows, mostRows, func(ctx context.Context, in model.Instrument, n int) ([]model.Bar, int, error) {
		return v.klines(ctx, in, klineQuery{step: baseInterval, limit: n})
	})
}

// klineQuery asks for the latest bars, or those before a moment.
type klineQuery struct {
	step   model.Interval
	limit  int
	before model.Millis // 0: now
}

// klines asks for bars. It returns the closed ones and how many rows there
// were.
func (v *Venue) klines(ctx context.Context, in model.Instrument, q klineQuery) (bars []model.Bar, rows int, err error) {
	query := url.Values{"symbol": {in.Symbol}, "interval": {q.step.String()}, "limit": {strconv.Itoa(q.limit)}}
	path, weight := pathKlines, weightKlines
	if q.before.Known() {
		path, weight = pathHistoryKlines, weightHistory
		from := q.before - model.Millis(int64(q.limit)*q.step.Duration().Milliseconds())
		query.Set("startTime", strconv.FormatInt(int64(from), 10))
		query.Set("endTime", strconv.FormatInt(int64(q.before-1), 10))
	}
	asked := v.station.Clock.Now() // what was open then may be open in the answer, however long that takes
	if q.before.Known() {
		asked = max(asked, q.before) // a bar is held that opens there, also where no clock was heard yet
	}
	body, err := v.rest.Get(ctx, path, query, weight)
	if err != nil {
		return nil, 0, err
	}
	bars, rows, err = readBars(body, in.Multiplier, asked)
	if err != nil {
		return nil, 0, fmt.Errorf("weex: klines of %s: %w", in.Symbol, err)
	}
	return bars, rows, nil
}

// readBars reads a body of klines and returns the closed bars, oldest first,
// and how many rows there were. Only the last one can still be open: it is
// where the venue's clock, as far as it was heard, has not passed its end. Rows
// that make no sense are left out; holes are better than inventions.
func readBars(body []byte, multiplier float64, now model.Millis) (bars []model.Bar, rows int, err error) {
	r := scan.Over(body)
	read := 0 // rows that are bars
	listed := r.Sort() == scan.Array || r.Sort() == scan.Null
	for ok := r.Array(); ok && r.Element(); {
		rows++
		if !r.Array() {
			continue
		}
		var k candle
		k.readRow(&r)
		b, err := k.bar(multiplier)
		if err != nil {
			continue
		}
		if read++; k.aligned() {
			b.Closed = true
			bars = append(bars, b)
		}
	}
	if err := r.End(); err != nil {
		return nil, 0, err
	}
	if !listed || rows > 0 && read == 0 {
		return nil, rows, errNoBars
	}
	slices.SortStableFunc(bars, func(a, b model.Bar) int { return cmp.Compare(a.OpenTime, b.OpenTime) })
	bars = slices.CompactFunc(bars, func(a, b model.Bar) bool { return a.OpenTime == b.OpenTime })
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
	query := url.Values{"symbol": {in.Symbol}, "limit": {strconv.Itoa(settlementsBack)}}
	events, err := v.rows(ctx, question{pathFundingRate, query, weightFunding}, in)
	if err != nil {
		return err
	}
	var points []model.FundingPoint
	for i := range events {
		if ev := &events[i]; isSettlement(ev) && ev.Symbol == in.Symbol {
			points = append(points, model.FundingPoint{Time: ev.EventTime, Rate: ev.FundingRate, IntervalH: ev.FundingIntervalH})
		}
	}
	slices.SortStableFunc(points, func(a, b model.FundingPoint) int { return cmp.Compare(a.Time, b.Time) })
	v.station.Settlements(in, points)
	return nil
}

// question is a request by REST.
type question struct {
	path   string
	query  url.Values
	weight int
}

// rows asks for a body and decodes it as a frame. Rows that make no sense are
// left out as long as others do.
func (v *Venue) rows(ctx context.Context, q question, about ...model.Instrument) ([]model.Event, error) {
	body, err := v.rest.Get(ctx, q.path, q.query, q.weight)
	if err != nil {
		return nil, err
	}
	events, err := NewDecoder(about...).Decode(body, model.MillisOf(v.config.Now()), nil)
	if err != nil && len(events) == 0 {
		return nil, err
	}
	return events, nil
}
