package feeds

import (
	"context"
	"sync"

	"eddy/model"
)

// reliableRoom is how many must-not-lose events wait before Put blocks its
// venue: about a minute of bar closes of seven venues.
const reliableRoom = 4096

// Handover is the bounded passage from the venues to the engine. Of quotes,
// marks, funding, open interest and open bars it keeps only the newest per venue and
// symbol; bar closes, link changes, errors, history and everything else queue
// in order and are never lost: when the queue is full the venue waits.
type Handover struct {
	mu       sync.Mutex
	reliable []model.Event
	pending  []model.Event // one slot per key, oldest change first
	slot     map[slotKey]int
	replaced uint64

	ready chan struct{} // holds one token while there is something to take
	room  chan struct{} // holds one token after a take made room
}

type slotKey struct {
	venue  model.Venue
	symbol string
	kind   model.Kind
	step   model.Interval // of open bars
}

// NewHandover returns an empty Handover.
func NewHandover() *Handover {
	return &Handover{
		slot:  make(map[slotKey]int),
		ready: make(chan struct{}, 1),
		room:  make(chan struct{}, 1),
	}
}

// Put hands events over, see Sink.
func (h *Handover) Put(ctx context.Context, events []model.Event) error {
	for len(events) > 0 {
		n := h.accept(events)
		events = events[n:]
		if n > 0 {
			signal(h.ready)
		}
		if len(events) == 0 {
			return nil
		}
		select {
		case <-h.room:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// accept takes events until one has no room and returns how many it took.
func (h *Handover) accept(events []model.Event) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range events {
		ev := &events[i]
		if !conflates(ev) {
			if len(h.reliable) >= reliableRoom {
				return i
			}
			h.dropOpenBar(ev)
			h.reliable = append(h.reliable, *ev)
			continue
		}
		key := slotKey{ev.Venue, ev.Symbol, ev.Kind, ev.Bar.Interval}
		if at, waiting := h.slot[key]; waiting {
			merge(&h.pending[at], ev)
			h.replaced++
			continue
		}
		h.slot[key] = len(h.pending)
		h.pending = append(h.pending, *ev)
	}
	return len(events)
}

// dropOpenBar forgets a waiting preview that a closed bar overtakes: the close
// is read first and the preview would be out of date.
func (h *Handover) dropOpenBar(ev *model.Event) {
	if ev.Kind != model.KindBar {
		return
	}
	key := slotKey{ev.Venue, ev.Symbol, model.KindBar, ev.Bar.Interval}
	if at, waiting := h.slot[key]; waiting && h.pending[at].Bar.OpenTime <= ev.Bar.OpenTime {
		h.pending[at].Kind = model.KindNone
		delete(h.slot, key)
	}
}

// conflates tells whether a newer event of the same symbol makes ev worthless.
func conflates(ev *model.Event) bool {
	switch ev.Kind {
	case model.KindQuote, model.KindMark, model.KindFunding, model.KindOpenInterest, model.KindHealth, model.KindBook, model.KindTrade:
		return true
	case model.KindBar:
		return !ev.Bar.Closed
	default:
		return false
	}
}

// merge lays a newer event over a waiting one. Figures the newer one does not
// carry stay: a best-bid frame must not wipe the 24-hour volume that came with
// the ticker before it.
func merge(old, new *model.Event) {
	if old.Kind == model.KindBar || old.Kind == model.KindHealth {
		*old = *new
		return
	}
	kept := old.Has &^ (new.Has | new.None)
	merged := *new
	copyFigures(&merged, old, kept)
	merged.Has |= kept
	merged.None |= old.None &^ new.Has
	*old = merged
}

// copyFigures copies the figures named in fields from src to dst.
func copyFigures(dst, src *model.Event, fields model.Fields) {
	for _, f := range [...]struct {
		bit      model.Fields
		dst, src *float64
	}{
		{model.FieldLast, &dst.Last, &src.Last},
		{model.FieldBid, &dst.Bid, &src.Bid},
		{model.FieldAsk, &dst.Ask, &src.Ask},
		{model.FieldMark, &dst.Mark, &src.Mark},
		{model.FieldIndex, &dst.Index, &src.Index},
		{model.FieldFundingRate, &dst.FundingRate, &src.FundingRate},
		{model.FieldFundingInterval, &dst.FundingIntervalH, &src.FundingIntervalH},
		{model.FieldOpenInterest, &dst.OpenInterest, &src.OpenInterest},
		{model.FieldOpenInterestUSD, &dst.OpenInterestUSD, &src.OpenInterestUSD},
		{model.FieldVolume24hUSD, &dst.Volume24hUSD, &src.Volume24hUSD},
		{model.FieldChange24hPct, &dst.Change24hPct, &src.Change24hPct},
	} {
		if fields&f.bit != 0 {
			*f.dst = *f.src
		}
	}
	if fields&model.FieldNextFunding != 0 {
		dst.NextFunding = src.NextFunding
	}
}

// Take waits for events and appends them to buf: first the queued ones in
// order, then the newest of each symbol in the order they first changed.
func (h *Handover) Take(ctx context.Context, buf []model.Event) ([]model.Event, error) {
	select {
	case <-h.ready:
	case <-ctx.Done():
		return buf, ctx.Err()
	}
	h.mu.Lock()
	buf = append(buf, h.reliable...)
	for i := range h.pending {
		if h.pending[i].Kind != model.KindNone {
			buf = append(buf, h.pending[i])
		}
	}
	clear(h.reliable) // let go of history they point to
	h.reliable = h.reliable[:0]
	h.pending = h.pending[:0]
	clear(h.slot)
	h.mu.Unlock()
	signal(h.room)
	return buf, nil
}

// Replaced returns how many events a newer one overtook before they were read.
func (h *Handover) Replaced() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.replaced
}

// signal leaves one token, never more.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
