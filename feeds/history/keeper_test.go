package history

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
)

// engine is where a Keeper passes events on to.
type engine struct {
	mu     sync.Mutex
	events []model.Event
}

func (e *engine) Put(_ context.Context, events []model.Event) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.events = append(e.events, events...)
	return nil
}

func (e *engine) of(kind model.Kind) (list []model.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, ev := range e.events {
		if ev.Kind == kind {
			list = append(list, ev)
		}
	}
	return list
}

// state is the last word on how the store is.
func (e *engine) state() (a model.Archive) {
	if list := e.of(model.KindArchive); len(list) > 0 {
		a = *list[len(list)-1].Detail.(*model.Archive)
	}
	return a
}

// waitFor waits until done, for as long as a slow machine may need.
func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// keeperOn runs a Keeper on a store until the test ends or stop is called.
func keeperOn(t *testing.T, s *Store, now func() time.Time) (k *Keeper, e *engine, stop func()) {
	t.Helper()
	e = &engine{}
	k = NewKeeper(Config{Store: s, Origins: map[model.Venue]string{here.venue: here.origin}, Now: now}, e)
	if err := k.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- k.Run(ctx) }()
	stop = sync.OnceFunc(func() { cancel(); <-ended })
	t.Cleanup(stop)
	return k, e, stop
}

// eventOf is an event of a coin on the venue that is kept.
func eventOf(kind model.Kind, detail any) model.Event {
	return model.Event{
		Kind: kind, Venue: here.venue, Symbol: "BTCUSDT", Asset: "BTC", Multiplier: 1,
		Received: midnight.Add(time.Hour), Detail: detail,
	}
}

func barEvent(b model.Bar) model.Event {
	ev := eventOf(model.KindBar, nil)
	ev.Has, ev.Bar, ev.EventTime = model.FieldBar, b, b.End().Add(time.Second)
	return ev
}

// What venues tell is passed on, and given back at the next start.
func TestKeeperRemembers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	bars := hoursOf(0, 30)
	s := openAt(t, path)
	k, e, stop := keeperOn(t, s, clockAt(midnight.Add(30*time.Hour)))
	open := bars[29]
	open.Closed = false
	oi := eventOf(model.KindOpenInterest, nil)
	oi.Has, oi.OpenInterest, oi.EventTime = model.FieldOpenInterest, 77, midnight.Add(29*time.Hour)
	told := []model.Event{
		eventOf(model.KindInstruments, []model.Instrument{{Symbol: "BTCUSDT", Asset: "BTC"}}),
		eventOf(model.KindHistory, &model.History{Interval: model.Hour1, Bars: bars[:28]}),
		eventOf(model.KindHistory, &model.History{Funding: []model.FundingPoint{{Time: midnight, Rate: 0.0001, IntervalH: 8}}}),
		barEvent(bars[28]), barEvent(open), oi, oi, eventOf(model.KindQuote, nil),
	}
	if err := k.Put(t.Context(), told); err != nil {
		t.Fatal(err)
	}
	if n := len(e.events) - len(e.of(model.KindArchive)); n != len(told) {
		t.Errorf("%d of %d events passed on", n, len(told))
	}
	stop()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	_, e, _ = keeperOn(t, openAt(t, path), clockAt(midnight.Add(40*time.Hour)))
	var got model.History
	for _, ev := range e.of(model.KindHistory) {
		h := ev.Detail.(*model.History)
		if ev.Received != midnight.Add(40*time.Hour) || ev.Asset != "BTC" || ev.Multiplier != 1 {
			t.Errorf("got %+v", ev)
		}
		if h.Interval == model.Hour1 {
			got.Bars = h.Bars
		}
		got.Funding, got.OpenInterest = append(got.Funding, h.Funding...), append(got.OpenInterest, h.OpenInterest...)
	}
	want := model.History{
		Bars: bars[:29], Funding: []model.FundingPoint{{Time: midnight, Rate: 0.0001, IntervalH: 8}},
		OpenInterest: []model.OpenInterestPoint{{Time: midnight.Add(29 * time.Hour), Coins: 77}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	a := e.state()
	if a.State != model.ArchiveOpen || a.AsOf != bars[28].End() || a.Restored != 29 {
		t.Errorf("got %+v", a)
	}
	old, ok := a.Age(a.AsOf, midnight.Add(40*time.Hour))
	if want := 40*time.Hour + time.Second; !ok || old != want {
		t.Errorf("%v old, want %v: the venue's clock stood 29 hours and a second ahead of the local one", old, want)
	}
}

// Contracts that are followed no more are not given back; an empty list says
// nothing of that.
func TestKeeperForgetsWhoIsGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	s := openAt(t, path)
	k, _, stop := keeperOn(t, s, clockAt(midnight))
	gone := eventOf(model.KindHistory, &model.History{Interval: model.Hour1, Bars: hoursOf(0, 5)})
	gone.Symbol, gone.Asset = "GONEUSDT", "GONE"
	for _, ev := range []model.Event{
		gone, eventOf(model.KindHistory, &model.History{Interval: model.Hour1, Bars: hoursOf(0, 5)}),
		eventOf(model.KindInstruments, []model.Instrument{{Symbol: "BTCUSDT"}}),
		eventOf(model.KindInstruments, []model.Instrument{}),
		eventOf(model.KindHistory, &model.History{Interval: model.Hour1, Bars: []model.Bar{}}),
	} {
		if err := k.Put(t.Context(), []model.Event{ev}); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if got := all(t, s); len(got) != 1 || len(got["BTCUSDT"].hours) != 5 {
		t.Errorf("got %v", got)
	}
}

// A disk that is full is said in words, nothing is lost, and when there is room
// again everything is written.
func TestKeeperOnAFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openAt(t, filepath.Join(t.TempDir(), "h.db"))
		k, e, stop := keeperOn(t, s, time.Now)
		fill(t, s, true)
		if err := k.Put(t.Context(), []model.Event{eventOf(model.KindHistory, &model.History{Interval: model.Hour1, Bars: hoursOf(0, 5000)})}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		if a := e.state(); a.State != model.ArchiveMemory || !strings.Contains(a.Why, "the disk is full") || a.Unsaved != 5000 {
			t.Errorf("got %+v", a)
		}
		fill(t, s, false)
		time.Sleep(2 * retryEvery)
		if a := e.state(); a.State != model.ArchiveOpen || a.Why != "" || a.Unsaved != 0 || a.Bars != 5000 {
			t.Errorf("got %+v", a)
		}
		stop()
		if held := s.Past(here.venue, here.origin).Held("BTCUSDT", "1h"); len(held) != 1 {
			t.Errorf("covered %v", held)
		}
	})
}

// Without a store, and where another program writes it, the desk runs and says
// so.
func TestKeeperWithoutAPen(t *testing.T) {
	e := &engine{}
	none := NewKeeper(Config{Why: "no\x1b place", Now: time.Now}, e)
	if err := none.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := none.Put(t.Context(), []model.Event{barEvent(hourAt(0, 5))}); err != nil || len(e.of(model.KindBar)) != 1 {
		t.Errorf("%v, %d bars", err, len(e.of(model.KindBar)))
	}
	if a := e.state(); a.State != model.ArchiveMemory || a.Why != "no place" {
		t.Errorf("got %+v", a)
	}

	path := filepath.Join(t.TempDir(), "h.db")
	put(t, openAt(t, path), noteOf("BTCUSDT", hoursOf(0, 9)...))
	k, e, _ := keeperOn(t, openAt(t, path), time.Now)
	if err := k.Put(t.Context(), []model.Event{barEvent(hourAt(9, 5))}); err != nil {
		t.Fatal(err)
	}
	if a := e.state(); a.State != model.ArchiveReadOnly || a.Restored != 9 || a.Why == "" {
		t.Errorf("got %+v", a)
	}
}

// A file that turns out to be damaged while it is at work is moved aside and
// what comes is written to a new one.
func TestKeeperOutlivesDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	s := openAt(t, path)
	put(t, s, noteOf("BTCUSDT", hoursOf(0, 24*300)...))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(data) / 4; i < len(data); i++ {
		data[i] = 0x5a
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	k, e, stop := keeperOn(t, s, clockAt(midnight))
	if err := k.Put(t.Context(), []model.Event{eventOf(model.KindHistory, &model.History{Interval: model.Hour1, Bars: hoursOf(0, 24*300)})}); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the bars", func() bool { return e.state().Bars > 0 })
	stop()
	if a := e.state(); a.State != model.ArchiveOpen {
		t.Errorf("got %+v", a)
	}
	if got := all(t, s)["BTCUSDT"]; got == nil || len(got.hours) != 1500 {
		t.Errorf("got %v", got)
	}
	if aside, _ := filepath.Glob(path + ".damaged-*"); len(aside) == 0 && e.state().Bytes < 500_000 { // the pattern is a good one
		t.Error("the damage went unnoticed")
	}
}

// One wrong stamp does not lead the clock astray; two that agree move it.
func TestClockwatch(t *testing.T) {
	var c clockwatch
	at := func(h int) clockReading { return clockReading{midnight.Add(time.Duration(h) * time.Hour), midnight} }
	for _, step := range []struct{ say, want int }{{0, 0}, {1, 1}, {900, 1}, {2, 2}, {-50, 2}, {900, 2}, {901, 901}} {
		c.hear(at(step.say))
		if c.newest != at(step.want) {
			t.Fatalf("after %d h: %v", step.say, c.newest.market)
		}
	}
}

// What is stored of a time the venue's clock has not come to is taken back
// after a while; one wrong stamp does not do that.
func TestKeeperTakesTheFutureBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openAt(t, filepath.Join(t.TempDir(), "h.db"))
		put(t, s, noteOf("BTCUSDT", hoursOf(-300, 100)...))
		k, _, stop := keeperOn(t, s, time.Now)
		say := func(h int) {
			open := hourAt(h, 7)
			ev := barEvent(open)
			ev.EventTime, ev.Received = open.OpenTime.Add(time.Minute), model.MillisOf(time.Now())
			oi := eventOf(model.KindHistory, &model.History{Interval: model.Hour1, Bars: []model.Bar{hourAt(h-1, 9)}})
			if err := k.Put(t.Context(), []model.Event{ev, oi}); err != nil {
				t.Fatal(err)
			}
		}
		past := s.Past(here.venue, here.origin)
		say(20)
		time.Sleep(2 * time.Second)
		if held := past.Held("BTCUSDT", "1h"); len(held) != 1 || held[0].To != midnight.Add(100*time.Hour) {
			t.Fatalf("after a moment: covered %v", held)
		}
		time.Sleep(8 * time.Second)
		if held := past.Held("BTCUSDT", "1h"); len(held) != 1 || held[0].To != midnight.Add(20*time.Hour) || held[0].From != midnight.Add(-300*time.Hour) {
			t.Errorf("covered %v", held)
		}
		stop()
		got := all(t, s)["BTCUSDT"].hours
		if len(got) != 320 || got[len(got)-1] != hourAt(19, 9) {
			t.Errorf("%d hours, the last %+v", len(got), got[len(got)-1])
		}
	})
}
