package weex

import (
	"context"
	"errors"
	"net/url"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/station"
	"eddy/model"
)

// How often what no stream tells is asked for: open interest of each contract,
// and funding of all at once, which the venue works out once a minute.
const (
	interestEvery = time.Minute
	fundingEvery  = 15 * time.Second
)

// keepUp asks again and again for what no stream tells, until ctx ends: funding
// of all contracts, open interest contract by contract, spread evenly, and once
// an hour the list.
func (v *Venue) keepUp(ctx context.Context) error {
	p := poll{venue: v, without: make(map[string]bool)}
	p.funding(ctx)
	if err := p.everyone(ctx); err != nil {
		return err
	}
	review, funding := time.NewTicker(station.ReviewEvery), time.NewTicker(fundingEvery)
	defer review.Stop()
	defer funding.Stop()
	turn := time.NewTimer(p.pause())
	defer turn.Stop()
	for {
		select {
		case <-turn.C:
			p.next(ctx)
			turn.Reset(p.pause())
		case <-funding.C:
			p.funding(ctx)
		case <-review.C:
			v.catalogue.Review(ctx)
			clear(p.without)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// poll goes round the contracts.
type poll struct {
	venue   *Venue
	turn    int
	without map[string]bool // contracts the venue has no open interest of
}

// pause is the time between two questions about open interest.
func (p *poll) pause() time.Duration {
	return interestEvery / time.Duration(max(1, len(p.venue.catalogue.List())))
}

// everyone asks for every contract once, without pauses but those the rate
// limit makes.
func (p *poll) everyone(ctx context.Context) error {
	for range p.venue.catalogue.List() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p.next(ctx)
	}
	return ctx.Err()
}

// next asks for the open interest of the contract whose turn it is.
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
	events, err := p.venue.rows(ctx, question{pathOpenInterest, url.Values{"symbol": {in.Symbol}}, weightInterest}, in)
	switch {
	case err == nil:
		p.venue.station.Heard(events)
	case errors.Is(pointless(err), backfill.ErrPointless):
		p.without[in.Symbol] = true
	default:
		p.venue.station.Fault(err)
	}
}

// funding asks for the funding of all contracts and lets out that of those
// followed. The prices beside it are up to a minute old, whatever their stamp
// says, and those of the stream are not.
func (p *poll) funding(ctx context.Context) {
	list := p.venue.catalogue.List()
	events, err := p.venue.rows(ctx, question{pathPremiumIndex, nil, weightList}, list...)
	if err != nil {
		p.venue.station.Fault(err)
		return
	}
	followed := make(map[string]bool, len(list))
	for _, in := range list {
		followed[in.Symbol] = true
	}
	kept := events[:0]
	for _, ev := range events {
		if ev.Kind != model.KindMark || !followed[ev.Symbol] {
			continue
		}
		ev.Kind, ev.Mark, ev.Index = model.KindFunding, 0, 0
		if ev.Has &^= model.FieldMark | model.FieldIndex; ev.Has != 0 {
			kept = append(kept, ev)
		}
	}
	p.venue.station.Heard(kept)
}
