package mexc

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"eddy/feeds/backfill"
	"eddy/feeds/scan"
	"eddy/feeds/station"
	"eddy/model"
)

// historyWorkers is how many requests for the past are under way at once.
const historyWorkers = 6

// loadPast loads bars of all contracts, the most important first, and their
// settlements beside the first of them: the venue counts these requests apart.
// It tells nothing of past open interest.
func (v *Venue) loadPast(ctx context.Context, list []model.Instrument) error {
	var jobs, older []backfill.Job
	add := func(p station.Piece, in model.Instrument) {
		newest, rest := v.station.Jobs(p, in)
		jobs, older = append(jobs, newest...), append(older, rest...)
	}
	for i, bars := range station.Bars(v.config.History, v.loadBars) {
		for _, in := range list {
			add(bars, in)
			if i == 0 {
				add(station.Piece{What: "funding", Load: v.loadSettlements}, in)
			}
		}
	}
	return v.station.Work(ctx, historyWorkers, append(jobs, older...))
}

// fewBars is how far a page may stay behind what was asked for before it counts
// as the beginning of the contract.
const fewBars = 5

// loadBars loads a run of bars, page after page towards the past.
func (v *Venue) loadBars(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
	var bars []model.Bar
	q := klineQuery{step: want.Interval, to: want.Last()}
	for len(bars) < want.Bars {
		rows := min(want.Bars-len(bars)+1, mostBars) // the newest row may still be open
		q.from = q.back(v.station.Clock.Now(), rows)
		page, err := v.klines(ctx, in, q)
		if err != nil {
			return nil, err
		}
		bars = append(page, bars...)
		if len(page) == 0 || page[0].OpenTime > q.from.Add(fewBars*want.Interval.Duration()) {
			break // that is all there is
		}
		q.to = page[0].OpenTime - 1
	}
	return bars[max(0, len(bars)-want.Bars):], nil
}

// mend loads the latest bars of a symbol because one was missed, back to where
// the hole begins or as many as can be had at once.
func (v *Venue) mend(ctx context.Context, symbol string) error {
	in, followed := v.catalogue.Find(symbol)
	if !followed {
		return nil
	}
	q := klineQuery{step: baseInterval}
	q.from = q.back(v.station.Clock.Now(), mostBars-1)
	if hole := v.station.Continuity.MissingFrom(symbol); hole.Known() {
		q.from = max(q.from, hole.Add(-baseInterval.Duration()))
	}
	bars, err := v.klines(ctx, in, q)
	if err != nil {
		return err
	}
	v.station.Bars(in, baseInterval, bars)
	return nil
}

// klineQuery asks for bars that open from a moment on, up to another.
type klineQuery struct {
	step     model.Interval
	from, to model.Millis // 0: as far as one answer goes; 0: now
}

// back returns the moment so many bars before the end, 0 when no clock tells
// where that is.
func (q klineQuery) back(now model.Millis, bars int) model.Millis {
	end := q.to
	if !end.Known() {
		end = now
	}
	if !end.Known() {
		return 0
	}
	return max(1000, end.Floor(q.step)-model.Millis(bars-1)*model.Millis(q.step.Duration().Milliseconds()))
}

// klines asks for bars. It returns the closed ones, oldest first.
func (v *Venue) klines(ctx context.Context, in model.Instrument, q klineQuery) ([]model.Bar, error) {
	query := url.Values{"interval": {nameOf(q.step)}}
	if q.from.Known() {
		query.Set("start", strconv.FormatInt(int64(q.from)/1000, 10))
	}
	if q.to.Known() {
		query.Set("end", strconv.FormatInt(int64(q.to)/1000, 10))
	}
	if err := v.barsPool.Wait(ctx); err != nil {
		return nil, err
	}
	asked := v.station.Clock.Now() // what was open then may be open in the answer, however long that takes
	if q.to.Known() {
		asked = max(asked, q.to.Add(q.step.Duration())) // younger bars are held already, also where no clock was heard yet
	}
	body, err := v.rest.Get(ctx, pathKline+url.PathEscape(in.Symbol), query, 1)
	if err != nil {
		return nil, err
	}
	bars, err := readKlines(body, in, closing{q.step, asked})
	if err != nil {
		return nil, fmt.Errorf("mexc: klines of %s: %w", in.Symbol, err)
	}
	return bars, nil
}

// closing says when bars are closed: their length and the venue's clock.
type closing struct {
	step model.Interval
	now  model.Millis
}

var errOffsetDays = fmt.Errorf("%w: days open at another hour than midnight UTC", backfill.ErrPointless)

// readKlines reads a body of bars and returns the closed ones, oldest first. A
// bar is closed when another follows or the venue's clock has passed its end.
// Bars that make no sense are left out; holes are better than inventions.
func readKlines(body []byte, in model.Instrument, c closing) (bars []model.Bar, err error) {
	var h head
	var b row
	r := scan.Over(body)
	h.readAll(&r, &b)
	if err := r.End(); err != nil {
		return nil, err
	}
	if h.sort != scan.Object || !b.hasColumns {
		return nil, errors.New("no bars")
	}
	of := newContract(in.Symbol)
	of.learn(in)
	t := readTable(&h.data)
	_, newest := leastGap(t.time)
	offset := false
	for i := range t.time {
		one := t.at(i)
		bar, err := one.bar(c.step, of)
		if err != nil || len(bars) > 0 && bar.OpenTime <= bars[len(bars)-1].OpenTime {
			continue
		}
		if c.step == model.Day1 && bar.OpenTime.Floor(c.step) != bar.OpenTime {
			offset = true
			continue
		}
		if bar.OpenTime < newest || bar.End() <= c.now {
			bar.Closed = true
			bars = append(bars, bar)
		}
	}
	if offset && len(bars) == 0 {
		return nil, errOffsetDays
	}
	return bars, nil
}

// loadSettlements loads the latest settlements of funding.
func (v *Venue) loadSettlements(ctx context.Context, in model.Instrument) error {
	query := url.Values{"symbol": {in.Symbol}, "page_num": {"1"}, "page_size": {strconv.Itoa(settlementsBack)}}
	if err := v.settlementsPool.Wait(ctx); err != nil {
		return err
	}
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
