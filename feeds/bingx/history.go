package bingx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"eddy/feeds/backfill"
	"eddy/feeds/scan"
	"eddy/feeds/station"
	"eddy/model"
)

// historyWorkers is how many requests for the past are under way at once.
const historyWorkers = 4

// loadPast loads bars, then settlements, of all contracts, the most important
// first. The venue tells nothing of past open interest.
func (v *Venue) loadPast(ctx context.Context, list []model.Instrument) error {
	pieces := append(station.Bars(v.config.History, v.loadBars), station.Piece{What: "funding", Load: v.loadSettlements})
	return v.station.Load(ctx, historyWorkers, list, pieces)
}

// loadBars loads a run of bars, page after page towards the past.
func (v *Venue) loadBars(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
	var bars []model.Bar
	q := klineQuery{step: want.Interval, end: want.Last()}
	for len(bars) < want.Bars {
		q.limit = min(want.Bars-len(bars)+1, mostBars) // the newest row may still be open
		page, rows, err := v.klines(ctx, in, q)
		if err != nil {
			return nil, err
		}
		bars = append(page, bars...)
		if rows < q.limit || len(page) == 0 {
			break // that is all there is
		}
		q.end = page[0].OpenTime - 1
	}
	return bars[max(0, len(bars)-want.Bars):], nil
}

// fewBars are as many as a lost connection usually costs, and some.
const fewBars = 100

// mend loads the latest bars of a symbol because one was missed.
func (v *Venue) mend(ctx context.Context, symbol string) error {
	return v.catalogue.MendLatest(ctx, symbol, fewBars, mostBars, func(ctx context.Context, in model.Instrument, n int) ([]model.Bar, int, error) {
		return v.klines(ctx, in, klineQuery{step: baseInterval, limit: n})
	})
}

// klineQuery asks for the latest bars, or the latest up to a moment.
type klineQuery struct {
	step  model.Interval
	limit int
	end   model.Millis // 0: now
}

// klines asks for bars. It returns the closed ones, oldest first, and how many
// rows there were.
func (v *Venue) klines(ctx context.Context, in model.Instrument, q klineQuery) (bars []model.Bar, rows int, err error) {
	query := url.Values{"symbol": {in.Symbol}, "interval": {q.step.String()}, "limit": {strconv.Itoa(q.limit)}}
	if q.end.Known() {
		query.Set("endTime", strconv.FormatInt(int64(q.end), 10))
	}
	asked := v.station.Clock.Now() // what was open then may be open in the answer, however long that takes
	if q.end.Known() {
		asked = max(asked, q.end.Add(q.step.Duration())) // younger bars are held already, also where no clock was heard yet
	}
	body, err := v.rest.Get(ctx, pathKlines, query, 1)
	if err != nil {
		return nil, 0, err
	}
	bars, rows, err = readKlines(body, in.Multiplier, closing{q.step, asked})
	if err != nil {
		return nil, 0, fmt.Errorf("bingx: klines of %s: %w", in.Symbol, err)
	}
	return bars, rows, nil
}

// closing says when bars are closed: their length and the venue's clock.
type closing struct {
	step model.Interval
	now  model.Millis
}

// readKlines reads a body of bars, which come in either order, and returns the
// closed ones, oldest first, and how many rows there were. A bar is closed when
// another follows or the venue's clock has passed its end. Rows that make no
// sense are left out; holes are better than inventions.
func readKlines(body []byte, multiplier float64, c closing) (bars []model.Bar, rows int, err error) {
	r, listed := scan.Over(body), false
	for r.Object(); r.Member(); {
		if string(r.Key()) != "data" || r.Sort() != scan.Array {
			r.Skip()
			continue
		}
		listed = true
		for r.Array(); r.Element(); rows++ {
			var k candle
			k.read(&r)
			if bar, err := k.bar(c.step, multiplier); err == nil {
				bars = append(bars, bar)
			}
		}
	}
	if err := r.End(); err != nil {
		return nil, 0, err
	}
	if !listed || rows > 0 && len(bars) == 0 {
		return nil, rows, errNoBars
	}
	slices.SortStableFunc(bars, func(a, b model.Bar) int { return cmp.Compare(a.OpenTime, b.OpenTime) })
	bars = slices.CompactFunc(bars, func(a, b model.Bar) bool { return a.OpenTime == b.OpenTime })
	for i := range bars {
		bars[i].Closed = true
	}
	if n := len(bars); n > 0 && (bars[n-1].End() > c.now) {
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
	body, err := v.rest.Get(ctx, pathSettlements, query, 1)
	if err != nil {
		return err
	}
	events, err := NewDecoder(in).Decode(body, model.MillisOf(v.config.Now()), nil)
	if err != nil && len(events) == 0 {
		return err
	}
	v.station.Settlements(in, settlementPoints(events))
	return nil
}

// settlementPoints takes settlements out of an answer, oldest first.
func settlementPoints(events []model.Event) (points []model.FundingPoint) {
	for i := range events {
		if ev := &events[i]; isSettlement(ev) {
			points = append(points, model.FundingPoint{Time: ev.EventTime, Rate: ev.FundingRate, IntervalH: ev.FundingIntervalH})
		}
	}
	slices.SortStableFunc(points, func(a, b model.FundingPoint) int { return cmp.Compare(a.Time, b.Time) })
	return slices.CompactFunc(points, func(a, b model.FundingPoint) bool { return a.Time == b.Time })
}
