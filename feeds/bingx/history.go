package bingx

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"eddy/feeds/backfill"
	"eddy/feeds/scan"
	"eddy/model"
)

// historyWorkers is how many requests for the past are under way at once.
const historyWorkers = 4

// loadPast loads bars, then settlements, of all contracts, the most important
// first. The venue tells nothing of past open interest.
func (v *Venue) loadPast(ctx context.Context, list []model.Instrument) error {
	var jobs []backfill.Job
	add := func(what string, in model.Instrument, do func(context.Context, model.Instrument) error) {
		jobs = append(jobs, backfill.Job{
			Name: in.Symbol + " " + what,
			Do:   func(ctx context.Context) error { return pointless(do(ctx, in)) },
		})
	}
	for _, want := range v.config.History {
		for _, in := range list {
			add(want.Interval.String(), in, func(ctx context.Context, in model.Instrument) error {
				return v.loadBars(ctx, in, want)
			})
		}
	}
	for _, in := range list {
		add("funding", in, v.loadSettlements)
	}
	return v.loader().Run(ctx, jobs)
}

func (v *Venue) loader() *backfill.Loader {
	return &backfill.Loader{
		What: "bingx history", Workers: historyWorkers,
		Report: func(p model.Progress) {
			if out := v.out.Load(); out != nil {
				out.Progress(p)
			}
		},
		Now: v.config.Now, Rand: v.config.Rand,
	}
}

// worthAPage is how many bars must be missing for another request, in parts of
// what one gives: the 1500 hours the engine asks for are nearly had with one.
const worthAPage = 10

// loadBars loads a run of bars, page after page towards the past.
func (v *Venue) loadBars(ctx context.Context, in model.Instrument, want backfill.Want) error {
	var bars []model.Bar
	q := klineQuery{step: want.Interval}
	for left := want.Bars; left == want.Bars || left > mostBars/worthAPage; left = want.Bars - len(bars) {
		q.limit = min(left+1, mostBars) // the newest row may still be open
		page, rows, err := v.klines(ctx, in, q)
		if err != nil {
			return err
		}
		bars = append(page, bars...)
		if rows < q.limit || len(page) == 0 {
			break // that is all there is
		}
		q.end = page[0].OpenTime - 1
	}
	v.release(in, want.Interval, bars[max(0, len(bars)-want.Bars):])
	return nil
}

// mend loads the latest bars of a symbol because one was missed, back to where
// the hole begins or as many as can be had at once.
func (v *Venue) mend(ctx context.Context, symbol string) error {
	list := v.instruments()
	at := slices.IndexFunc(list, func(in model.Instrument) bool { return in.Symbol == symbol })
	if at < 0 {
		return nil // not followed any more
	}
	q := klineQuery{step: baseInterval, limit: mostBars}
	if hole, now := v.continuity.MissingFrom(symbol), v.clock.Now(); hole.Known() && now > hole {
		const besides = 4 // the open bar, the one before the hole, and those that close meanwhile
		q.limit = min(int(now.Sub(hole)/baseInterval.Duration())+besides, mostBars)
	}
	bars, _, err := v.klines(ctx, list[at], q)
	if err != nil {
		return pointless(err)
	}
	v.release(list[at], baseInterval, bars)
	return nil
}

// release lets loaded bars out.
func (v *Venue) release(in model.Instrument, step model.Interval, bars []model.Bar) {
	if step == baseInterval {
		v.continuity.Loaded(in.Symbol, bars)
	}
	if out := v.out.Load(); out != nil && len(bars) > 0 {
		out.History(in, &model.History{Interval: step, Bars: bars})
	}
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
	asked := v.clock.Now() // what was open then may be open in the answer, however long that takes
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
	r := scan.Over(body)
	for r.Object(); r.Member(); {
		if string(r.Key()) != "data" || r.Sort() != scan.Array {
			r.Skip()
			continue
		}
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
	past := model.History{Funding: settlementPoints(events)}
	if out := v.out.Load(); out != nil && len(past.Funding) > 0 {
		out.History(in, &past)
	}
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
