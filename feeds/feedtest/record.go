package feedtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"eddy/model"
)

// record is a sink that remembers what it was told, coin by coin, and notes
// what no adapter may say. Nothing is let go before the desk closes.
type record struct {
	venue  model.Venue
	assets []model.Asset
	began  time.Time

	mu    sync.Mutex
	hold  chan struct{} // not nil: Put waits until it is closed
	coins map[model.Asset]*coin

	instruments []model.Instrument
	progress    model.Progress
	links       []model.Event
	errors      []string
	wrong       []string
}

// coin is what was told of a coin.
type coin struct {
	told   map[model.Fields]reading
	fresh  model.Fields // heard since the last forget
	stream []model.Bar  // closed hours, as they came
	open   model.Bar
	bars   map[model.Interval][]model.Bar // loaded, of every answer

	funding  []model.FundingPoint
	interest []model.OpenInterestPoint
}

func newRecord(venue model.Venue, assets []model.Asset) *record {
	r := &record{venue: venue, assets: assets, began: time.Now(), coins: make(map[model.Asset]*coin)}
	for _, a := range assets {
		r.coins[a] = &coin{told: make(map[model.Fields]reading), bars: make(map[model.Interval][]model.Bar)}
	}
	return r
}

// Put remembers events, see feeds.Sink.
func (r *record) Put(ctx context.Context, events []model.Event) error {
	if err := r.wait(ctx); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range events {
		r.note(&events[i])
	}
	return nil
}

// wait stands still while the desk's reader does.
func (r *record) wait(ctx context.Context) error {
	r.mu.Lock()
	hold := r.hold
	r.mu.Unlock()
	if hold == nil {
		return nil
	}
	select {
	case <-hold:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// stall makes the reader stand still until the function returned is called, once
// or more.
func (r *record) stall() (release func()) {
	hold := make(chan struct{})
	r.mu.Lock()
	r.hold = hold
	r.mu.Unlock()
	return sync.OnceFunc(func() {
		r.mu.Lock()
		r.hold = nil
		r.mu.Unlock()
		close(hold)
	})
}

// note sorts an event in. The caller holds the lock.
func (r *record) note(ev *model.Event) {
	r.judge(ev)
	switch detail := ev.Detail.(type) {
	case []model.Instrument:
		r.instruments = slices.Clone(detail)
	case *model.Progress:
		r.progress = *detail
	case *model.History:
		r.noteHistory(ev.Asset, detail)
	}
	switch ev.Kind {
	case model.KindLink:
		r.links = append(r.links, *ev)
	case model.KindError:
		r.errors = append(r.errors, ev.Text)
	case model.KindBar:
		r.noteBar(ev)
	case model.KindQuote, model.KindMark, model.KindFunding, model.KindOpenInterest:
		if c := r.coins[ev.Asset]; c != nil {
			c.take(ev)
		}
	}
}

func (r *record) noteHistory(asset model.Asset, h *model.History) {
	c := r.coins[asset]
	if c == nil {
		return // judged already
	}
	if len(h.Bars) > 0 {
		c.bars[h.Interval] = append(c.bars[h.Interval], h.Bars...)
	}
	c.funding = append(c.funding, h.Funding...)
	c.interest = append(c.interest, h.OpenInterest...)
}

func (r *record) noteBar(ev *model.Event) {
	c := r.coins[ev.Asset]
	switch {
	case c == nil:
	case !ev.Bar.Closed:
		c.open = ev.Bar
		c.fresh |= model.FieldBar
	case len(c.stream) > 0 && ev.Bar.OpenTime <= c.stream[len(c.stream)-1].OpenTime:
		r.complain("%s: the closed hour %v came behind that of %v", ev.Asset, ev.Bar.OpenTime, c.stream[len(c.stream)-1].OpenTime)
	default:
		c.stream = append(c.stream, ev.Bar)
	}
}

// forget makes every figure count as not heard.
func (r *record) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.coins {
		c.fresh = 0
	}
}

// alive finds out whether prices and bars of every coin were heard since the
// last forget.
func (r *record) alive() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range r.assets {
		switch fresh := r.coins[a].fresh; {
		case fresh&(model.FieldMark|model.FieldIndex) == 0:
			return fmt.Sprintf("no price of %s", a)
		case !fresh.Has(model.FieldBid | model.FieldAsk):
			return fmt.Sprintf("no bid and ask of %s", a)
		case !fresh.Has(model.FieldBar):
			return fmt.Sprintf("no open hour of %s", a)
		}
	}
	return ""
}

// linksSince returns the changes of state told behind the first n, and how many
// there are in all.
func (r *record) linksSince(n int) ([]model.Event, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.links[n:]), len(r.links)
}

// errorsSince is linksSince for faults.
func (r *record) errorsSince(n int) ([]string, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.errors[n:]), len(r.errors)
}

// lately says for a failed test what was heard last of trouble.
func (r *record) lately() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "  progress %+v\n", r.progress)
	for _, ev := range r.links[max(0, len(r.links)-6):] {
		fmt.Fprintf(&b, "  %v link %v %q\n", ev.Received, ev.Link, ev.Text)
	}
	for _, text := range r.errors[max(0, len(r.errors)-6):] {
		fmt.Fprintf(&b, "  error %q\n", text)
	}
	for _, text := range r.wrong {
		fmt.Fprintf(&b, "  wrong: %s\n", text)
	}
	return b.String()
}
