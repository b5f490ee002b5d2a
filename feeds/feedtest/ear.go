package feedtest

import (
	"context"
	"errors"
	"flag"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/bourse"
	"eddy/feeds/bourse/synthetic"
	"eddy/feeds/station"
	"eddy/model"
)

// Main runs a venue's tests, more of them side by side than there are
// processors: they mostly wait for a venue to do something. No goroutine may be
// left behind.
func Main(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("8"); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

// Ear hears what a venue lets out. The zero value hears at once.
type Ear struct {
	Slow time.Duration // how long each Put takes

	mu     sync.Mutex
	events []model.Event
	more   chan struct{}
}

// Put hears events.
func (e *Ear) Put(_ context.Context, events []model.Event) error {
	if e.Slow > 0 {
		time.Sleep(e.Slow)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.events = append(e.events, events...)
	select {
	case e.news() <- struct{}{}:
	default:
	}
	return nil
}

// news is the channel that tells of new events. The caller holds the lock.
func (e *Ear) news() chan struct{} {
	if e.more == nil {
		e.more = make(chan struct{}, 1)
	}
	return e.more
}

// Await waits for an event from number at on and returns it and the number of
// the one behind it.
func (e *Ear) Await(t *testing.T, at int, what string, is func(model.Event) bool) (model.Event, int) {
	t.Helper()
	deadline := time.After(2 * patience)
	for {
		e.mu.Lock()
		for ; at < len(e.events); at++ {
			if is(e.events[at]) {
				ev := e.events[at]
				e.mu.Unlock()
				return ev, at + 1
			}
		}
		more := e.news()
		e.mu.Unlock()
		select {
		case <-more:
		case <-deadline:
			t.Fatalf("not heard: %s", what)
		}
	}
}

// Hear waits for an event, which may have been heard already, and returns it.
func (e *Ear) Hear(t *testing.T, what string, is func(model.Event) bool) model.Event {
	t.Helper()
	ev, _ := e.Await(t, 0, what, is)
	return ev
}

// Unbroken waits until every hour of a contract from the first to the last that
// was heard of is there, from the past or closed by the stream.
func (e *Ear) Unbroken(t *testing.T, symbol string) {
	t.Helper()
	e.Await(t, 0, "every hour of "+symbol, func(model.Event) bool { return e.isUnbroken(symbol) })
}

// isUnbroken looks at what was heard. The caller holds the lock.
func (e *Ear) isUnbroken(symbol string) bool {
	opened := make(map[model.Millis]bool)
	first, last := model.Millis(1<<62), model.Millis(0)
	note := func(b model.Bar) {
		opened[b.OpenTime] = true
		first, last = min(first, b.OpenTime), max(last, b.OpenTime)
	}
	for i := range e.events {
		ev := &e.events[i]
		if ev.Symbol != symbol {
			continue
		}
		if h, ok := ev.Detail.(*model.History); ok && h.Interval == model.Hour1 {
			for _, b := range h.Bars {
				note(b)
			}
		}
		if ev.Kind == model.KindBar && ev.Bar.Closed {
			note(ev.Bar)
		}
	}
	for at := first; at <= last; at = at.Add(time.Hour) {
		if !opened[at] {
			return false
		}
	}
	return len(opened) > 0
}

// Heard returns what was heard so far.
func (e *Ear) Heard() []model.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.events)
}

// Count is how many events were heard.
func (e *Ear) Count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.events)
}

// Forget drops what was heard so far.
func (e *Ear) Forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.events = nil
}

// Listen runs a venue into an ear until the test ends.
func Listen(t *testing.T, v feeds.Venue, e *Ear) *Ear {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- v.Run(ctx, e) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("Run ended with %v", err)
			}
		case <-time.After(2 * parting):
			t.Error("Run did not end")
		}
	})
	return e
}

// Exchange starts the embedded exchange for one venue with so many coins, an
// hour lasting a second, and returns its addresses by their keys and what an
// adapter needs beside them: one coin more than there is, and a short past.
func Exchange(t *testing.T, venue model.Venue, faults string, coins int) (at map[string]string, s station.Setup) {
	t.Helper()
	b, err := bourse.New(bourse.Config{
		Seed: 3, Speed: 3600, Venues: []model.Venue{venue}, Faults: faults, Assets: synthetic.DefaultAssets()[:coins],
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the exchange ended with %v", err)
		}
	})
	at = make(map[string]string)
	for _, e := range b.Endpoints() {
		at[e.Key] = e.URL
	}
	return at, station.Setup{
		Assets:  append(b.Assets(), "GONE"),
		History: []backfill.Want{{Interval: model.Day1, Bars: 50}, {Interval: model.Hour1, Bars: 100}},
	}
}

// Kind recognises events of a kind.
func Kind(k model.Kind) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == k }
}

// Text recognises events of a kind by a part of what they say.
func Text(k model.Kind, part string) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == k && strings.Contains(ev.Text, part) }
}

// Figures recognises a contract's events of a kind that carry some figures.
func Figures(k model.Kind, symbol string, has model.Fields) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == k && ev.Symbol == symbol && ev.Has.Has(has) }
}

// Closed recognises a contract's closed bars.
func Closed(symbol string) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == model.KindBar && ev.Bar.Closed && ev.Symbol == symbol }
}

// Link recognises that the feed came into one of some states.
func Link(states ...model.LinkState) func(model.Event) bool {
	return func(ev model.Event) bool { return ev.Kind == model.KindLink && slices.Contains(states, ev.Link) }
}

// History recognises a piece of a contract's past.
func History(symbol string, is func(*model.History) bool) func(model.Event) bool {
	return func(ev model.Event) bool {
		h, ok := ev.Detail.(*model.History)
		return ok && ev.Symbol == symbol && is(h)
	}
}

// BarsOf recognises a past of at least so many bars of a length.
func BarsOf(step model.Interval, least int) func(*model.History) bool {
	return func(h *model.History) bool { return h.Interval == step && len(h.Bars) >= least }
}
