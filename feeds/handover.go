package feeds

import (
	"context"
	"sync"

	"eddy/model"
)

const (
	// reliableRoom is how many must-not-lose events wait before Put blocks its
	// venue: about a minute of bar closes of seven venues.
	reliableRoom = 4096

	// placesKept bounds what is remembered of symbols heard: several times all
	// that seven venues list, so only a venue that talks nonsense exceeds it.
	placesKept = 1 << 16
)

// Handover is the bounded passage from the venues to the engine. Of quotes,
// marks, funding, open interest and open bars it keeps only the newest per venue and
// symbol; bar closes, link changes, errors, history and everything else queue
// in order and are never lost: when the queue is full the venue waits, first
// come first served.
//
// It holds no clock and no chance: the same calls in the same order hand over
// the same events in the same order.
type Handover struct {
	mu       sync.Mutex
	reliable []model.Event
	pending  []model.Event // one for each place in use, oldest change first
	places   map[placeKey]*place
	round    uint64 // counts takes from 1; places of earlier rounds are free
	waiting  int    // producers that found the queue full and still have events
	replaced uint64
	witness  Witness       // nil: none
	wanted   chan struct{} // closed when more is wanted next; nil: nobody asked

	ready chan struct{} // holds one token while there may be something to take
	room  chan struct{} // holds one token after a take made room
	turn  chan struct{} // held by the one waiting producer whose turn it is
}

// Witness is told, in order, what a Handover takes in and when it is emptied:
// enough to do the same to another one. Its methods are called under the
// Handover's lock, never two at once, and must be quick and not call back.
type Witness interface {
	// Told says that events were taken in; they are valid during the call.
	Told(events []model.Event)
	// Taken says that everything taken in so far was handed out, as these
	// events; they are valid during the call.
	Taken(events []model.Event)
}

// Attend makes w the witness of all that follows. It is for before the first
// event: what is waiting by then, w never hears of.
func (h *Handover) Attend(w Witness) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.witness = w
}

// placeKey tells apart what newer events replace.
type placeKey struct {
	venue  model.Venue
	symbol string
	kind   model.Kind
	step   model.Interval // of open bars
}

// place says where in pending the newest event of a key waits. It stays when
// the event is taken, so that a symbol costs an allocation once.
type place struct {
	round uint64
	at    int
}

// NewHandover returns an empty Handover.
func NewHandover() *Handover {
	return &Handover{
		places: make(map[placeKey]*place),
		round:  1,
		ready:  make(chan struct{}, 1),
		room:   make(chan struct{}, 1),
		turn:   make(chan struct{}, 1),
	}
}

// Put hands events over, see Sink. Several producers may call it at once.
func (h *Handover) Put(ctx context.Context, events []model.Event) error {
	events = events[h.accept(events, false):]
	if len(events) == 0 {
		return nil
	}
	h.addWaiting(1)
	defer h.addWaiting(-1)
	select {
	case h.turn <- struct{}{}: // the runtime serves senders in the order they came
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-h.turn }()
	return h.putInTurn(ctx, events)
}

// putInTurn puts events as room is made. Whoever calls it holds the turn, so
// the token of room has one reader and no wake-up goes astray.
func (h *Handover) putInTurn(ctx context.Context, events []model.Event) error {
	for {
		events = events[h.accept(events, true):]
		if len(events) == 0 {
			return nil
		}
		select {
		case <-h.room:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (h *Handover) addWaiting(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting += n
}

// accept takes events until one has no room and returns how many it took. Only
// the producer whose turn it is may use room that others wait for.
func (h *Handover) accept(events []model.Event, inTurn bool) int {
	taken := h.storeSeen(events, inTurn)
	if taken > 0 {
		signal(h.ready)
	}
	return taken
}

// storeSeen stores events and shows the witness those that were.
func (h *Handover) storeSeen(events []model.Event, inTurn bool) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	taken := h.store(events, inTurn)
	if h.witness != nil && taken > 0 {
		h.witness.Told(events[:taken])
	}
	return taken
}

func (h *Handover) store(events []model.Event, inTurn bool) int {
	open := inTurn || h.waiting == 0
	for i := range events {
		ev := &events[i]
		if conflates(ev) {
			h.keepNewest(ev)
			continue
		}
		if !open || len(h.reliable) >= reliableRoom {
			return i
		}
		h.dropOpenBar(ev)
		h.reliable = append(h.reliable, *ev)
	}
	return len(events)
}

// keepNewest stores an event in the place of its key.
func (h *Handover) keepNewest(ev *model.Event) {
	key := placeKey{ev.Venue, ev.Symbol, ev.Kind, ev.Bar.Interval}
	p := h.places[key]
	if p == nil {
		p = &place{}
		h.places[key] = p
	}
	if p.round == h.round {
		Merge(&h.pending[p.at], ev)
		h.replaced++
		return
	}
	p.round, p.at = h.round, len(h.pending)
	h.pending = append(h.pending, *ev)
}

// dropOpenBar forgets a waiting preview that a closed bar overtakes: the close
// is read first and the preview would be out of date.
func (h *Handover) dropOpenBar(ev *model.Event) {
	if ev.Kind != model.KindBar {
		return
	}
	p := h.places[placeKey{ev.Venue, ev.Symbol, model.KindBar, ev.Bar.Interval}]
	if p == nil || p.round != h.round || h.pending[p.at].Bar.OpenTime > ev.Bar.OpenTime {
		return
	}
	h.pending[p.at].Kind = model.KindNone
	p.round = 0
	h.replaced++
}

// Take waits for events and appends them to buf: first the queued ones in
// order, then the newest of each symbol in the order they first changed. When
// ctx ends it returns buf as it was with ctx's error. One goroutine takes.
func (h *Handover) Take(ctx context.Context, buf []model.Event) ([]model.Event, error) {
	before := len(buf)
	for len(buf) == before {
		if err := ctx.Err(); err != nil {
			return buf, err
		}
		select {
		case <-h.ready:
		case <-ctx.Done():
			return buf, ctx.Err()
		}
		buf = h.empty(buf)
		signal(h.room)
	}
	return buf, nil
}

// Drain is Take for those who know that there is something, or do not mind if
// there is nothing: it does not wait.
func (h *Handover) Drain(buf []model.Event) []model.Event {
	buf = h.empty(buf)
	signal(h.room)
	return buf
}

// Want says that what waits is about to be taken: who has more is to put it in.
func (h *Handover) Want() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.wanted != nil {
		close(h.wanted)
		h.wanted = nil
	}
}

// Wanted returns what is closed when more is wanted next: who has put events in
// before then need not hurry with more.
func (h *Handover) Wanted() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.wanted == nil {
		h.wanted = make(chan struct{})
	}
	return h.wanted
}

// empty moves everything that waits to buf.
func (h *Handover) empty(buf []model.Event) []model.Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := len(buf)
	buf = append(buf, h.reliable...)
	for i := range h.pending {
		if h.pending[i].Kind != model.KindNone {
			buf = append(buf, h.pending[i])
		}
		h.pending[i].Detail = nil
	}
	if h.witness != nil && len(h.reliable)+len(h.pending) > 0 {
		h.witness.Taken(buf[before:])
	}
	clear(h.reliable) // let go of the history they point to
	h.reliable = h.reliable[:0]
	h.pending = h.pending[:0]
	h.round++
	if len(h.places) > placesKept {
		h.places = make(map[placeKey]*place)
	}
	return buf
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
