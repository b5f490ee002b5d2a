package hyperliquid

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/model"
)

// What is loaded of the past beside bars, and how. The venue keeps no past open
// interest.
const (
	historyWorkers = 3
	mostRows       = 5000
	daysOfFunding  = 10
	newestBars     = 3 // of an audit
)

// loadPast loads bars, then settlements, of all contracts, the most important
// first.
func (v *Venue) loadPast(ctx context.Context, list []model.Instrument) error {
	pieces := append(station.Bars(v.config.History, v.loadBars),
		station.Piece{What: "funding", Load: v.loadSettlements},
	)
	return v.station.Load(ctx, historyWorkers, list, pieces)
}

// pointless marks errors that asking again will not cure: the venue understood
// and said no.
func pointless(err error) error {
	var refused *rest.Error
	if !errors.As(err, &refused) {
		return err
	}
	banned := refused.Status == http.StatusTooManyRequests || refused.Status == http.StatusTeapot || refused.Status == http.StatusForbidden
	saidNo := refused.Status >= 400 && refused.Status < 500 // null is no such word: the venue lists the contracts it is asked about
	if saidNo && !banned {
		return fmt.Errorf("%w: %w", backfill.ErrPointless, err)
	}
	return err
}

// now returns the venue's time, by the local clock where nothing was heard yet.
func (v *Venue) now() model.Millis {
	if now := v.station.Clock.Now(); now.Known() {
		return now
	}
	return model.MillisOf(v.config.Now())
}

// loadBars loads the latest bars, as far as the venue keeps them.
func (v *Venue) loadBars(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
	return v.candles(ctx, in, want)
}

// mend loads the bars of a contract from where one was missed. Where the venue
// has none the hole stays reported, and is not asked for again until a bar
// comes.
func (v *Venue) mend(ctx context.Context, symbol string) error {
	in, followed := v.catalogue.Find(symbol)
	if !followed {
		return nil
	}
	from := v.station.Continuity.MissingFrom(symbol)
	rows := newestBars + int(v.now().Sub(from)/baseInterval.Duration())
	bars, err := v.candles(ctx, in, backfill.Want{Interval: baseInterval, Bars: min(max(rows, newestBars), mostRows)})
	if err != nil {
		return err
	}
	if n := len(bars); n > 0 && bars[n-1].End() > from {
		v.station.Bars(in, baseInterval, bars)
	}
	return nil
}

// audit loads the newest bars of a contract: the stream does not say when a bar
// is closed, and its last trade may have been missed.
func (v *Venue) audit(ctx context.Context, in model.Instrument) error {
	bars, err := v.candles(ctx, in, backfill.Want{Interval: baseInterval, Bars: newestBars})
	if err != nil {
		return err
	}
	v.station.Bars(in, baseInterval, bars)
	return nil
}

// candles asks for a run of closed bars.
func (v *Venue) candles(ctx context.Context, in model.Instrument, want backfill.Want) ([]model.Bar, error) {
	rows := min(want.Bars+1, mostRows) // the last one is open
	now, end := v.now(), want.Last()
	if !end.Known() {
		end = now
	}
	start := end.Add(-time.Duration(rows) * want.Interval.Duration())
	window := candleWindow{in.Symbol, want.Interval.String(), max(int64(start), 1), int64(end)}
	body, err := v.post(ctx, question{Type: "candleSnapshot", Req: &window}, usualWeight+rows/candleRowsUnit)
	if err != nil {
		return nil, err
	}
	events, err := NewDecoder(in).Decode(body, 0, nil)
	if err != nil && len(events) == 0 {
		return nil, err
	}
	bars := closedBars(events, in.Symbol, want.Interval, now)
	if len(bars) == 0 && string(bytes.TrimSpace(body)) != emptyList && !slices.ContainsFunc(events, isBar) {
		return nil, errNoBars
	}
	return bars, nil
}

// emptyList is the answer that tells that there is nothing.
const emptyList = "[]"

// errNoBars is an answer in which nothing makes sense.
var errNoBars = errors.New("not one bar in the answer")

func isBar(ev model.Event) bool { return ev.Kind == model.KindBar }

// closedBars returns the closed bars among events, oldest first. The last one
// is closed where the venue's clock has passed its end. Rows out of order are
// left out; holes are better than inventions.
func closedBars(events []model.Event, symbol string, step model.Interval, now model.Millis) []model.Bar {
	var bars []model.Bar
	for i := range events {
		ev := &events[i]
		if ev.Kind != model.KindBar || ev.Symbol != symbol || ev.Bar.Interval != step || ev.Bar.End() > now {
			continue
		}
		if n := len(bars); n > 0 && ev.Bar.OpenTime <= bars[n-1].OpenTime {
			continue
		}
		b := ev.Bar
		b.Closed = true
		bars = append(bars, b)
	}
	return bars
}

// loadSettlements loads the settlements of the past days.
func (v *Venue) loadSettlements(ctx context.Context, in model.Instrument) error {
	const rows = daysOfFunding * 24
	start := v.now().Add(-daysOfFunding * 24 * time.Hour)
	body, err := v.post(ctx, question{Type: "fundingHistory", Coin: in.Symbol, Start: start}, usualWeight+rows/fundingRows)
	if err != nil {
		return err
	}
	events, err := NewDecoder(in).Decode(body, 0, nil)
	if err != nil && len(events) == 0 {
		return err
	}
	v.station.Settlements(in, settlements(events))
	return nil
}

// settlements returns the settlements among events at the hours they belong to,
// each once: stamps carry jitter, and one was 24 minutes late
// (venues/hyperliquid §5).
func settlements(events []model.Event) []model.FundingPoint {
	var list []model.FundingPoint
	for i := range events {
		ev := &events[i]
		if ev.Kind != model.KindFunding || !ev.EventTime.Known() {
			continue
		}
		at := ev.EventTime.Add(time.Minute).Floor(model.Hour1) // a stamp may also be early
		if n := len(list); n > 0 && at <= list[n-1].Time {
			continue
		}
		list = append(list, model.FundingPoint{Time: at, Rate: ev.FundingRate, IntervalH: ev.FundingIntervalH})
	}
	return list
}
