package history

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"eddy/feeds"
	"eddy/model"
)

// Keeper stands between the venues and the engine: it passes every event on and
// writes down what belongs to the past. Writing happens on Run's goroutine, so
// that a slow disk never holds a venue up.
type Keeper struct {
	store   *Store // nil: there is none
	next    feeds.Sink
	origins map[model.Venue]string
	now     func() time.Time

	mu       sync.Mutex
	waiting  batch
	records  int // in waiting
	overflow int // bars given up because too much waited
	clock    map[place]*clockwatch
	oiAt     map[shelfKey]model.Millis

	wake     chan struct{}
	restored chan struct{}          // closed when Restore is over
	state    model.Archive          // Restore's, then Run's
	ahead    map[place]model.Millis // Run's: since when what is stored of a place lies ahead of its clock
}

// Config says what a Keeper keeps.
type Config struct {
	Store   *Store                 // nil: nothing is kept, and Why says so
	Why     string                 // why there is no store
	Origins map[model.Venue]string // where each venue is heard; others are not kept
	Now     func() time.Time       // local clock
}

// NewKeeper returns a Keeper that passes events on to next.
func NewKeeper(c Config, next feeds.Sink) *Keeper {
	k := &Keeper{
		store: c.Store, next: next, origins: c.Origins, now: c.Now,
		clock: make(map[place]*clockwatch), oiAt: make(map[shelfKey]model.Millis), wake: make(chan struct{}, 1),
		restored: make(chan struct{}), ahead: make(map[place]model.Millis),
	}
	k.waiting.clocks = make(map[place]clockReading)
	switch {
	case c.Store == nil:
		k.state = model.Archive{State: model.ArchiveMemory, Why: model.CleanText(c.Why)}
	case c.Store.Writable():
		k.state = model.Archive{State: model.ArchiveOpen, Why: model.CleanText(c.Store.News()), Path: c.Store.Path()}
	default:
		k.state = model.Archive{State: model.ArchiveReadOnly, Why: model.CleanText(c.Store.News()), Path: c.Store.Path()}
	}
	return k
}

// Put passes events on and notes what belongs to the past, see feeds.Sink.
func (k *Keeper) Put(ctx context.Context, events []model.Event) error {
	if k.store != nil && k.store.Writable() {
		k.note(events)
	}
	return k.next.Put(ctx, events)
}

// mostWaiting bounds what waits for the disk: at some 60 bytes a record, 60 MB.
const mostWaiting = 1_000_000

// note notes what belongs to the past. Most events do not and cost a look.
func (k *Keeper) note(events []model.Event) {
	woken := false
	k.mu.Lock()
	for i := range events {
		ev := &events[i]
		origin, kept := k.origins[ev.Venue]
		if !kept {
			continue
		}
		at := place{ev.Venue, origin}
		k.hear(at, ev)
		switch ev.Kind {
		case model.KindBar:
			woken = k.noteBar(at, ev) || woken
		case model.KindHistory:
			woken = k.noteHistory(at, ev) || woken
		case model.KindOpenInterest:
			woken = k.noteInterest(at, ev) || woken
		case model.KindInstruments:
			woken = k.noteRoll(at, ev) || woken
		}
	}
	k.mu.Unlock()
	if woken {
		k.nudge()
	}
}

// hear keeps the newest reading of a venue's clock.
func (k *Keeper) hear(at place, ev *model.Event) {
	if !ev.EventTime.Known() || !ev.Received.Known() {
		return
	}
	c := k.clock[at]
	if c == nil {
		c = &clockwatch{}
		k.clock[at] = c
	}
	c.hear(clockReading{ev.EventTime, ev.Received})
}

// clockwatch follows a venue's clock and is not led astray by one wrong stamp:
// a leap counts when the next leap says the same.
type clockwatch struct {
	newest clockReading
	leap   model.Millis
}

const longestLeap = 12 * time.Hour

func (c *clockwatch) hear(r clockReading) {
	switch ahead := r.market.Sub(c.newest.market); {
	case c.newest.market.Known() && ahead <= 0:
	case !c.newest.market.Known() || ahead <= longestLeap || c.leap.Known() && r.market.Sub(c.leap).Abs() <= longestLeap:
		c.newest, c.leap = r, 0
	default:
		c.leap = r.market
	}
}

// about begins the note of an event.
func about(at place, ev *model.Event) note {
	return note{key: shelfKey{at, ev.Symbol}, asset: ev.Asset, multiplier: ev.Multiplier}
}

func (k *Keeper) noteBar(at place, ev *model.Event) bool {
	b := ev.Bar
	if !b.Closed || b.Interval != model.Hour1 || !usable(b) || ev.Asset == "" {
		return false
	}
	n := about(at, ev)
	n.of, n.list, n.from, n.to = hours, []record{ofBar(b)}, b.OpenTime, b.End()
	return k.add(n)
}

// usable tells whether a bar is one and opens where its kind does.
func usable(b model.Bar) bool {
	return b.Consistent() && b.OpenTime > 0 && b.OpenTime.Floor(b.Interval) == b.OpenTime
}

func (k *Keeper) noteHistory(at place, ev *model.Event) bool {
	h, ok := ev.Detail.(*model.History)
	if !ok || ev.Asset == "" {
		return false
	}
	added := false
	if n := about(at, ev); n.ofBars(h) {
		added = k.add(n) || added
	}
	if n := about(at, ev); len(h.Funding) > 0 {
		n.of = funding
		for _, p := range h.Funding {
			n.list = append(n.list, ofSettlement(p))
		}
		added = k.add(n.points()) || added
	}
	if n := about(at, ev); len(h.OpenInterest) > 0 {
		n.of = interest
		for _, p := range h.OpenInterest {
			n.list = append(n.list, ofInterest(p))
		}
		added = k.add(n.points()) || added
	}
	return added
}

// ofBars makes the note one of a history's bars, and tells whether there are
// any to be kept.
func (n *note) ofBars(h *model.History) bool {
	n.of = sortOf(h.Interval)
	if n.of == 0 {
		return false
	}
	for _, b := range h.Bars {
		if usable(b) && b.Interval == h.Interval {
			n.list = append(n.list, ofBar(b))
		}
	}
	if len(n.list) == 0 {
		return false
	}
	n.list = latestWord(n.list)
	n.from, n.to = n.list[0].at, n.list[len(n.list)-1].at.Add(h.Interval.Duration())
	if h.From.Known() && h.From < n.from {
		n.from = h.From.Floor(h.Interval)
	}
	if h.To > n.to {
		n.to = h.To.Floor(h.Interval)
	}
	return true
}

// points orders the note's points and covers the time from first to last.
func (n note) points() note {
	n.list = slices.DeleteFunc(n.list, func(r record) bool { return !r.at.Known() || r.at < 0 })
	n.list = latestWord(n.list)
	if len(n.list) > 0 {
		n.from, n.to = n.list[0].at, n.list[len(n.list)-1].at+1
	}
	return n
}

// noteInterest keeps live open interest once an hour.
func (k *Keeper) noteInterest(at place, ev *model.Event) bool {
	stamp := cmp.Or(ev.EventTime, ev.Received)
	n := about(at, ev)
	if ev.Has&model.FieldOpenInterest == 0 || ev.Asset == "" || !stamp.Known() {
		return false
	}
	if last := k.oiAt[n.key]; last.Known() && stamp.Sub(last).Abs() < time.Hour {
		return false
	}
	k.oiAt[n.key] = stamp
	usd := 0.0
	if ev.Has&model.FieldOpenInterestUSD != 0 {
		usd = ev.OpenInterestUSD
	}
	n.of, n.list = interest, []record{ofInterest(model.OpenInterestPoint{Time: stamp, Coins: ev.OpenInterest, USD: usd})}
	return k.add(n.points())
}

// noteRoll notes which contracts are followed from now on. An empty list says
// nothing: a venue that lists nothing has a bad moment.
func (k *Keeper) noteRoll(at place, ev *model.Event) bool {
	list, ok := ev.Detail.([]model.Instrument)
	if !ok || len(list) == 0 {
		return false
	}
	symbols := make(map[string]bool, len(list))
	for i := range list {
		symbols[list[i].Symbol] = true
	}
	k.waiting.rolls = append(k.waiting.rolls, roll{at, symbols})
	return true
}

// add queues a note, unless too much waits already: what is given up is not
// covered and asked for at the next start.
func (k *Keeper) add(n note) bool {
	if len(n.list) == 0 {
		return false
	}
	if k.records+len(n.list) > mostWaiting {
		k.overflow += len(n.list)
		return true
	}
	k.waiting.notes = append(k.waiting.notes, n)
	k.records += len(n.list)
	return true
}
