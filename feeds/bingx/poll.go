package bingx

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/station"
	"eddy/model"
)

const (
	// interestEvery is how often each contract's open interest is asked for,
	// one request each; no stream has it.
	interestEvery = time.Minute

	// premiumEvery is how often mark, index and funding of all contracts are
	// asked for, in one request; the stream has the mark price only.
	premiumEvery = 5 * time.Second
)

// keepUp asks again and again for what no stream tells, until ctx ends: index
// prices and funding of all contracts at once, open interest contract by
// contract, spread evenly, and once an hour the list of contracts.
func (v *Venue) keepUp(ctx context.Context) error {
	v.pollTickers(ctx)
	p := poll{venue: v, turn: -1, without: make(map[string]bool)}
	p.first(ctx)
	premium := time.NewTicker(premiumEvery)
	defer premium.Stop()
	review := time.NewTicker(station.ReviewEvery)
	defer review.Stop()
	for {
		turn := time.NewTimer(p.pause())
		select {
		case <-turn.C:
			p.next(ctx)
		case <-premium.C:
			v.pollPremium(ctx)
		case <-review.C:
			v.catalogue.Review(ctx)
			clear(p.without)
		case <-ctx.Done():
		}
		turn.Stop()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// pollTickers asks for the tickers of all contracts, once: subscribing to them
// takes many seconds.
func (v *Venue) pollTickers(ctx context.Context) {
	events, err := v.everyone(ctx, pathTickers, v.catalogue.List())
	if err != nil {
		v.station.Fault(err)
		return
	}
	v.station.Heard(events)
}

// pollPremium asks for mark, index and funding of all contracts and takes over
// intervals that have changed.
func (v *Venue) pollPremium(ctx context.Context) {
	list := v.catalogue.List()
	events, err := v.everyone(ctx, pathPremium, list)
	if err != nil {
		v.station.Fault(err)
		return
	}
	v.catalogue.Adopt(station.WithIntervals(list, events))
	v.station.Heard(events)
}

// everyone asks for a body about all contracts and returns the events of those
// in the list. The rows have no stamp; they are of the moment, which is as the
// venue's clock was last heard.
func (v *Venue) everyone(ctx context.Context, path string, list []model.Instrument) ([]model.Event, error) {
	body, err := v.rest.Get(ctx, path, nil, 1)
	if err != nil {
		return nil, err
	}
	events, err := v.read(body, model.MillisOf(v.config.Now()))
	if err != nil && len(events) == 0 {
		return nil, err
	}
	followed := make(map[string]bool, len(list))
	for _, in := range list {
		followed[in.Symbol] = true
	}
	events = slices.DeleteFunc(events, func(ev model.Event) bool { return !followed[ev.Symbol] })
	for i := range events {
		if !events[i].EventTime.Known() {
			events[i].EventTime = v.station.Clock.Now()
		}
	}
	return events, nil
}

// read decodes an answer with the memory of the answers before. Rows that make
// no sense are left out as long as others do.
func (v *Venue) read(body []byte, received model.Millis) ([]model.Event, error) {
	v.reading.Lock()
	defer v.reading.Unlock()
	return v.decoder.Decode(body, received, nil)
}

// learn makes the contracts known to the decoder of answers.
func (v *Venue) learn(list []model.Instrument) {
	v.reading.Lock()
	defer v.reading.Unlock()
	v.decoder.Learn(list)
}

// poll goes round the contracts.
type poll struct {
	venue   *Venue
	turn    int             // of whom was asked last, -1 before the first
	without map[string]bool // contracts the venue has no open interest of
}

// pause is the time between two questions.
func (p *poll) pause() time.Duration {
	return interestEvery / time.Duration(max(1, len(p.venue.catalogue.List())))
}

// first asks for every contract once, without pauses but those the rate limit
// makes. Mark, index and funding come before and, since that takes a while,
// between.
func (p *poll) first(ctx context.Context) {
	asked := time.Time{}
	for range p.venue.catalogue.List() {
		if ctx.Err() != nil {
			return
		}
		if time.Since(asked) >= premiumEvery {
			p.venue.pollPremium(ctx)
			asked = time.Now()
		}
		p.next(ctx)
	}
}

// next asks for the contract whose turn it is.
func (p *poll) next(ctx context.Context) {
	list := p.venue.catalogue.List()
	if len(list) == 0 {
		return
	}
	p.turn = (p.turn + 1) % len(list)
	in := list[p.turn]
	if p.without[in.Symbol] {
		return
	}
	body, err := p.venue.rest.Get(ctx, pathInterest, url.Values{"symbol": {in.Symbol}}, 1)
	var events []model.Event
	if err == nil {
		events, err = p.venue.read(body, model.MillisOf(p.venue.config.Now()))
	}
	switch {
	case err == nil:
		p.venue.station.Heard(events)
	case errors.Is(pointless(err), backfill.ErrPointless):
		p.without[in.Symbol] = true
	default:
		p.venue.station.Fault(err)
	}
}
