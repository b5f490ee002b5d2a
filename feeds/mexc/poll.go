package mexc

import (
	"context"
	"slices"
	"time"

	"eddy/feeds/station"
	"eddy/model"
)

// fundingEvery is how often the funding of all contracts is asked for, in one
// request: no stream tells how often it is settled.
const fundingEvery = time.Minute

// keepUp asks again and again for what no stream tells, until ctx ends: the
// intervals of funding, and once an hour the list of contracts. The first round
// goes at once: the streams tell the next settlement about once a minute.
func (v *Venue) keepUp(ctx context.Context) error {
	v.pollFunding(ctx)
	funding := time.NewTicker(fundingEvery)
	defer funding.Stop()
	review := time.NewTicker(station.ReviewEvery)
	defer review.Stop()
	for {
		select {
		case <-funding.C:
			v.pollFunding(ctx)
		case <-review.C:
			v.catalogue.Review(ctx)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// pollFunding asks for the funding of all contracts and takes over intervals
// that have changed.
func (v *Venue) pollFunding(ctx context.Context) {
	list := v.catalogue.List()
	events, err := v.readFunding(ctx, list)
	if err != nil {
		v.station.Fault(err)
		return
	}
	v.catalogue.Adopt(station.WithIntervals(list, events))
	v.station.Heard(events)
}

// readFunding asks for the funding of all contracts and returns the events of
// those in the list.
func (v *Venue) readFunding(ctx context.Context, list []model.Instrument) ([]model.Event, error) {
	body, err := v.rest.Get(ctx, pathFunding, nil, 1)
	if err != nil {
		return nil, err
	}
	at := model.MillisOf(v.config.Now())
	events, err := NewDecoder(list...).Decode(body, at, nil)
	if err != nil && len(events) == 0 {
		return nil, err
	}
	followed := make(map[string]bool, len(list))
	for _, in := range list {
		followed[in.Symbol] = true
	}
	events = slices.DeleteFunc(events, func(ev model.Event) bool {
		return !followed[ev.Symbol] || ev.Kind != model.KindMark && ev.Kind != model.KindFunding
	})
	for i := range events {
		v.station.Clock.Observe(events[i].EventTime, at)
	}
	return events, nil
}
