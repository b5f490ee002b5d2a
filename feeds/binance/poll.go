package binance

import (
	"context"
	"errors"
	"net/url"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/station"
)

// interestEvery is how often each contract's open interest is asked for; no
// stream has it.
const interestEvery = time.Minute

// newsRest is how long after news about a contract the list is read again: news
// of many come together.
const newsRest = 5 * time.Second

// reviewSoon asks for the list of contracts to be read before its time.
func (v *Venue) reviewSoon() {
	select {
	case v.stir <- struct{}{}:
	default: // it will be
	}
}

// keepUp asks again and again for what no stream tells, until ctx ends: open
// interest contract by contract, spread evenly, and once an hour, or when there is
// news of one, the list of contracts with their funding intervals.
func (v *Venue) keepUp(ctx context.Context) error {
	p := poll{venue: v, without: make(map[string]bool)}
	if err := p.everyone(ctx); err != nil {
		return err
	}
	review := time.NewTimer(station.ReviewEvery)
	defer review.Stop()
	soon := false // the next review is one that news asked for
	for {
		turn := time.NewTimer(p.pause())
		select {
		case <-turn.C:
			p.next(ctx)
		case <-review.C:
			turn.Stop()
			v.catalogue.Review(ctx)
			clear(p.without)
			review.Reset(station.ReviewEvery)
			soon = false
		case <-v.stir:
			turn.Stop()
			if !soon {
				review.Reset(newsRest)
				soon = true
			}
		case <-ctx.Done():
			turn.Stop()
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

// pause is the time between two questions.
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
	events, err := p.venue.rows(ctx, in, question{path: pathOpenInterest, query: url.Values{"symbol": {in.Symbol}}, weight: 1})
	switch {
	case err == nil:
		p.venue.station.Heard(events)
	case errors.Is(pointless(err), backfill.ErrPointless):
		p.without[in.Symbol] = true
	default:
		p.venue.station.Fault(err)
	}
}
