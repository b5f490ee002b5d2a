package history

import (
	"context"
	"fmt"

	"eddy/model"
)

// Restore gives the stored past to the engine, as if the venues had told it
// just now, and then says how the store is. It is called once, before the
// venues run. Trouble with the store is told and is no error: the past is then
// loaded from the venues.
func (k *Keeper) Restore(ctx context.Context) error {
	defer close(k.restored)
	if k.store == nil {
		return k.report(ctx)
	}
	k.state.Restoring = true
	if err := k.report(ctx); err != nil {
		return err
	}
	err := k.restore(ctx)
	k.state.Restoring = false
	if isDamage(err) && k.store.Writable() {
		err = k.begin(ctx, err)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		k.state.State, k.state.Why = model.ArchiveMemory, model.CleanText(fmt.Sprintf("the history cannot be read: %v", plain(err)))
	}
	return k.report(ctx)
}

// begin starts a new file where the old one is damaged.
func (k *Keeper) begin(ctx context.Context, why error) error {
	k.store.mu.Lock()
	defer k.store.mu.Unlock()
	if err := k.store.startAfresh(ctx, why); err != nil {
		return err
	}
	k.state.State, k.state.Why = model.ArchiveOpen, model.CleanText(k.store.news)
	return nil
}

func (k *Keeper) restore(ctx context.Context) error {
	at := k.places()
	k.readClocks(isOneOf(at))
	return k.store.load(ctx, at, func(p *stored) error {
		k.state.Restored += int64(len(p.hours) + len(p.days))
		if len(p.derived.list) > 0 && k.store.Writable() {
			k.mu.Lock()
			k.add(p.derived)
			k.mu.Unlock()
		}
		return k.next.Put(ctx, k.events(p))
	})
}

// places lists where venues are heard, in screen order.
func (k *Keeper) places() (at []place) {
	for _, v := range model.AllVenues {
		if origin, kept := k.origins[v]; kept {
			at = append(at, place{v, origin})
		}
	}
	return at
}

// readClocks works out what the venues' clocks show now: the one that was heard
// last counts.
func (k *Keeper) readClocks(at func(place) bool) {
	k.store.mu.Lock()
	defer k.store.mu.Unlock()
	for p, c := range k.store.clocks {
		if at(p) && c.local > k.state.Clock {
			k.state.Market, k.state.Clock = c.market, c.local
		}
	}
	k.state.AsOf = k.store.newest(at)
	k.state.Corrected, k.state.Holes = k.store.tally.corrected, k.store.tally.holes
}

// events returns the past of a contract as the events of its venue.
func (k *Keeper) events(p *stored) []model.Event {
	var list []model.Event
	put := func(h *model.History) {
		list = append(list, model.Event{
			Kind: model.KindHistory, Venue: p.key.venue, Symbol: p.key.symbol, Asset: p.asset, Multiplier: p.multiplier,
			Received: model.MillisOf(k.now()), Detail: h,
		})
	}
	if len(p.days) > 0 {
		put(&model.History{Interval: model.Day1, Bars: p.days})
	}
	if len(p.hours) > 0 {
		put(&model.History{Interval: model.Hour1, Bars: p.hours})
	}
	if len(p.settled)+len(p.interest) > 0 {
		put(&model.History{Funding: p.settled, OpenInterest: p.interest})
	}
	return list
}
