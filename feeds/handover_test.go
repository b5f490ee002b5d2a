package feeds_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"eddy/feeds"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// room is how many must-not-lose events the hand-over holds before it blocks.
const room = 4096

func quote(symbol string, last float64) model.Event {
	return model.Event{Kind: model.KindQuote, Venue: model.Binance, Symbol: symbol, Has: model.FieldLast, Last: last}
}

func bar(symbol string, open model.Millis, price float64, closed bool) model.Event {
	return model.Event{Kind: model.KindBar, Venue: model.Binance, Symbol: symbol, Has: model.FieldBar,
		Bar: model.Bar{OpenTime: open, Interval: model.Hour1, Close: price, Closed: closed}}
}

func news(n int) model.Event {
	return model.Event{Kind: model.KindLink, Venue: model.Binance, Text: fmt.Sprint(n)}
}

func put(t interface{ Fatalf(string, ...any) }, h *feeds.Handover, events ...model.Event) {
	if err := h.Put(context.Background(), events); err != nil {
		t.Fatalf("put: %v", err)
	}
}

func take(t interface{ Fatalf(string, ...any) }, h *feeds.Handover) []model.Event {
	got, err := h.Take(context.Background(), nil)
	if err != nil {
		t.Fatalf("take: %v", err)
	}
	return got
}

func TestHandover(t *testing.T) {
	book := func(bid, ask float64) model.Event {
		return model.Event{Kind: model.KindQuote, Venue: model.Binance, Symbol: "BTCUSDT",
			Has: model.FieldBid | model.FieldAsk, Bid: bid, Ask: ask}
	}
	for _, tc := range []struct {
		name      string
		put, want []model.Event
		replaced  uint64
	}{
		{"news before quotes, quotes by first change",
			[]model.Event{quote("ETHUSDT", 1), quote("BTCUSDT", 2), news(1), quote("ETHUSDT", 3)},
			[]model.Event{news(1), quote("ETHUSDT", 3), quote("BTCUSDT", 2)}, 1},
		{"a best bid does not wipe the last price",
			[]model.Event{quote("BTCUSDT", 100), book(99, 101)},
			[]model.Event{{Kind: model.KindQuote, Venue: model.Binance, Symbol: "BTCUSDT",
				Has: model.FieldLast | model.FieldBid | model.FieldAsk, Last: 100, Bid: 99, Ask: 101}}, 1},
		{"a figure that no longer applies is gone",
			[]model.Event{
				{Kind: model.KindMark, Symbol: "X", Has: model.FieldMark | model.FieldFundingRate, Mark: 5, FundingRate: 0.1},
				{Kind: model.KindMark, Symbol: "X", Has: model.FieldMark, None: model.FieldFundingRate, Mark: 6}},
			[]model.Event{{Kind: model.KindMark, Symbol: "X", Has: model.FieldMark, None: model.FieldFundingRate, Mark: 6}}, 1},
		{"a close overtakes the preview of its bar",
			[]model.Event{bar("BTCUSDT", 3600e3, 1, false), bar("BTCUSDT", 3600e3, 2, true)},
			[]model.Event{bar("BTCUSDT", 3600e3, 2, true)}, 1},
		{"a late close leaves the preview of the next bar",
			[]model.Event{bar("BTCUSDT", 7200e3, 1, false), bar("BTCUSDT", 3600e3, 2, true)},
			[]model.Event{bar("BTCUSDT", 3600e3, 2, true), bar("BTCUSDT", 7200e3, 1, false)}, 0},
		{"a preview after a close stays",
			[]model.Event{bar("BTCUSDT", 3600e3, 2, true), bar("BTCUSDT", 7200e3, 3, false)},
			[]model.Event{bar("BTCUSDT", 3600e3, 2, true), bar("BTCUSDT", 7200e3, 3, false)}, 0},
		{"a late preview of the bar before does not replace the present one",
			[]model.Event{bar("BTCUSDT", 7200e3, 3, false), bar("BTCUSDT", 3600e3, 1, false)},
			[]model.Event{bar("BTCUSDT", 7200e3, 3, false)}, 1},
		{"same symbol of two venues",
			[]model.Event{{Kind: model.KindQuote, Venue: model.Binance, Symbol: "X"}, {Kind: model.KindQuote, Venue: model.Bybit, Symbol: "X"}},
			[]model.Event{{Kind: model.KindQuote, Venue: model.Binance, Symbol: "X"}, {Kind: model.KindQuote, Venue: model.Bybit, Symbol: "X"}}, 0},
		{"health is replaced whole",
			[]model.Event{
				{Kind: model.KindHealth, Venue: model.OKX, Detail: &model.VenueHealth{Frames: 1}},
				{Kind: model.KindHealth, Venue: model.OKX, Detail: &model.VenueHealth{Frames: 2}}},
			[]model.Event{{Kind: model.KindHealth, Venue: model.OKX, Detail: &model.VenueHealth{Frames: 2}}}, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := feeds.NewHandover()
			put(t, h, tc.put...)
			if diff := cmp.Diff(tc.want, take(t, h), cmp.AllowUnexported(model.Num{})); diff != "" {
				t.Errorf("taken (-want +got):\n%s", diff)
			}
			if got := h.Replaced(); got != tc.replaced {
				t.Errorf("replaced %d, want %d", got, tc.replaced)
			}
		})
	}
}

// Every optional figure must survive a newer event that does not carry it. The
// list of bits is read off the model, so a new figure cannot be forgotten.
func TestHandoverKeepsEveryFigure(t *testing.T) {
	full := model.Event{Kind: model.KindQuote, Symbol: "X", Last: 1, Bid: 2, Ask: 3, Mark: 4, Index: 5, FundingRate: 6,
		FundingIntervalH: 7, NextFunding: 8, OpenInterest: 9, OpenInterestUSD: 10, Volume24hUSD: 11, Change24hPct: 12,
		Bar: model.Bar{Close: 13}, Has: model.FieldBar<<1 - 1}
	h := feeds.NewHandover()
	put(t, h, full, model.Event{Kind: model.KindQuote, Symbol: "X"})
	if diff := cmp.Diff([]model.Event{full}, take(t, h)); diff != "" {
		t.Errorf("taken (-want +got):\n%s", diff)
	}
}

// refModel is what a Handover promises, written the slow and obvious way.
type refModel struct {
	reliable []model.Event
	keys     []string
	figures  map[string]map[model.Fields]float64
	bars     map[string]model.Bar
}

func (r *refModel) put(ev model.Event) {
	key := fmt.Sprint(ev.Venue, ev.Symbol, ev.Kind)
	switch {
	case ev.Kind == model.KindLink || ev.Kind == model.KindError || ev.Bar.Closed:
		r.reliable = append(r.reliable, ev)
		if open, ok := r.bars[key]; ok && ev.Kind == model.KindBar && open.OpenTime <= ev.Bar.OpenTime {
			delete(r.bars, key)
		}
		return
	case ev.Kind == model.KindBar:
		if open, ok := r.bars[key]; !ok || open.OpenTime <= ev.Bar.OpenTime {
			r.bars[key] = ev.Bar
		}
		return
	}
	if r.figures[key] == nil {
		r.figures[key] = map[model.Fields]float64{}
		r.keys = append(r.keys, key)
	}
	for bit, v := range map[model.Fields]float64{model.FieldLast: ev.Last, model.FieldBid: ev.Bid, model.FieldMark: ev.Mark} {
		if ev.Has.Has(bit) {
			r.figures[key][bit] = v
		}
	}
}

// take compares what was taken with what is owed and starts over.
func (r *refModel) take(t *rapid.T, got []model.Event) {
	n := len(r.reliable)
	if len(got) < n || n > 0 && !cmp.Equal(got[:n], r.reliable) {
		t.Fatalf("must-not-lose events: got %v, want %v", got, r.reliable)
	}
	var keys []string
	bars := map[string]model.Bar{}
	for _, ev := range got[n:] {
		key := fmt.Sprint(ev.Venue, ev.Symbol, ev.Kind)
		if ev.Kind == model.KindBar {
			bars[key] = ev.Bar
			continue
		}
		keys = append(keys, key)
		have := map[model.Fields]float64{}
		for bit, v := range map[model.Fields]float64{model.FieldLast: ev.Last, model.FieldBid: ev.Bid, model.FieldMark: ev.Mark} {
			if ev.Has.Has(bit) {
				have[bit] = v
			}
		}
		if diff := cmp.Diff(r.figures[key], have); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", key, diff)
		}
	}
	if diff := cmp.Diff(r.keys, keys); diff != "" {
		t.Fatalf("order of quotes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(r.bars, bars); diff != "" {
		t.Fatalf("open bars (-want +got):\n%s", diff)
	}
	*r = *newRefModel()
}

func newRefModel() *refModel {
	return &refModel{figures: map[string]map[model.Fields]float64{}, bars: map[string]model.Bar{}}
}

func drawEvent(t *rapid.T, n int) model.Event {
	ev := model.Event{
		Venue:  rapid.SampledFrom(model.AllVenues[:2]).Draw(t, "venue"),
		Symbol: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "symbol"),
		Kind:   rapid.SampledFrom([]model.Kind{model.KindQuote, model.KindMark, model.KindBar, model.KindLink, model.KindError}).Draw(t, "kind"),
	}
	switch ev.Kind {
	case model.KindBar:
		ev.Bar = model.Bar{Interval: model.Hour1, OpenTime: model.Millis(rapid.IntRange(1, 3).Draw(t, "hour")) * 3600e3,
			Close: float64(n), Closed: rapid.Bool().Draw(t, "closed")}
	case model.KindQuote, model.KindMark:
		ev.Has = model.Fields(rapid.IntRange(0, 15).Draw(t, "has")) & (model.FieldLast | model.FieldBid | model.FieldMark)
		ev.Last, ev.Bid, ev.Mark = float64(n), float64(n)+0.25, float64(n)+0.5
	default:
		ev.Text = fmt.Sprint(n)
	}
	return ev
}

func TestHandoverAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, ref := feeds.NewHandover(), newRefModel()
		n, waits := 0, false
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			var events []model.Event
			for range rapid.IntRange(0, 4).Draw(t, "events") {
				n++
				ev := drawEvent(t, n)
				events = append(events, ev)
				ref.put(ev)
				waits = true
			}
			put(t, h, events...)
			if waits && rapid.Bool().Draw(t, "take") {
				ref.take(t, take(t, h))
				waits = false
			}
		}
	})
}

func TestHandoverFullQueueBlocksUntilContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := feeds.NewHandover()
		fill(t, h)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- h.Put(ctx, []model.Event{quote("BTCUSDT", 1), news(-1)}) }()
		synctest.Wait()
		select {
		case err := <-done:
			t.Fatalf("put into a full queue returned %v", err)
		default:
		}
		put(t, h, quote("ETHUSDT", 2)) // newest-wins events never wait
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want the context's error", err)
		}
		if got := len(take(t, h)); got != room+2 {
			t.Errorf("took %d, want the full queue and two quotes", got)
		}
	})
}

func fill(t *testing.T, h *feeds.Handover) {
	for i := range room {
		put(t, h, news(i))
	}
}

// Producers that wait are served in the order they came, and one that comes
// while others wait does not overtake them.
func TestHandoverServesWaitersInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := feeds.NewHandover()
		fill(t, h)
		var all sync.WaitGroup
		for i := range 5 {
			all.Go(func() { put(t, h, news(1000*i), news(1000*i+1)) })
			synctest.Wait()
		}
		take(t, h)
		all.Wait()
		var got []string
		for _, ev := range take(t, h) {
			got = append(got, ev.Text)
		}
		want := []string{"0", "1", "1000", "1001", "2000", "2001", "3000", "3001", "4000", "4001"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
	})
}

// A waiter that gives up must not take the wake-up of the next one with it.
func TestHandoverWaiterThatGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := feeds.NewHandover()
		fill(t, h)
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() { _ = h.Put(ctx, []model.Event{news(1)}) }) // gives up: the error is the point
		synctest.Wait()
		all.Go(func() { put(t, h, news(2)) })
		synctest.Wait()
		cancel()
		take(t, h)
		all.Wait()
	})
}

func TestHandoverLosesNothingUnderLoad(t *testing.T) {
	const producers, each = 8, 3 * room
	h := feeds.NewHandover()
	var all sync.WaitGroup
	for p := range producers {
		all.Go(func() { produce(t, h, model.Venue(fmt.Sprint(p)), each) })
	}
	next := map[model.Venue]float64{}
	buf := make([]model.Event, 0, 2*room)
	for total := 0; total < producers*each; {
		var err error
		if buf, err = h.Take(context.Background(), buf[:0]); err != nil {
			t.Fatalf("take: %v", err)
		}
		for _, ev := range buf {
			if ev.Kind != model.KindBar {
				continue
			}
			if ev.Bar.Close != next[ev.Venue] {
				t.Fatalf("venue %s: got close %v, want %v", ev.Venue, ev.Bar.Close, next[ev.Venue])
			}
			next[ev.Venue]++
			total++
		}
	}
	all.Wait()
}

// produce puts closes numbered from zero, between quotes.
func produce(t *testing.T, h *feeds.Handover, venue model.Venue, n int) {
	events := make([]model.Event, 0, 4)
	for i := 0; i < n; i += 2 {
		events = events[:0]
		for j := i; j < i+2; j++ {
			c := bar("BTCUSDT", model.Millis(j)*3600e3, float64(j), true)
			c.Venue = venue
			q := quote("BTCUSDT", float64(j))
			q.Venue = venue
			events = append(events, q, c)
		}
		put(t, h, events...)
	}
}

func TestHandoverTakeEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	h := feeds.NewHandover()
	put(t, h, news(1))
	buf := []model.Event{news(0)}
	got, err := h.Take(ctx, buf)
	if !errors.Is(err, context.Canceled) || len(got) != 1 {
		t.Errorf("got %d events, %v; want the buffer as it was and the context's error", len(got), err)
	}
}

// symbols returns as many quotes as seven venues send for a full universe.
func manyQuotes(n int) []model.Event {
	events := make([]model.Event, n)
	for i := range events {
		events[i] = quote(fmt.Sprintf("COIN%dUSDT", i), float64(i+1))
	}
	return events
}

// BenchmarkHandoverFrame is the common case: one frame, one quote, read before
// the next one comes.
func BenchmarkHandoverFrame(b *testing.B) {
	h := feeds.NewHandover()
	ctx := context.Background()
	quotes := manyQuotes(1500)
	buf := make([]model.Event, 0, 16)
	put(b, h, quotes...)
	buf, _ = h.Take(ctx, buf) // cannot fail: ctx lives
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		one := i % len(quotes)
		if err := h.Put(ctx, quotes[one:one+1]); err != nil {
			b.Fatal(err)
		}
		buf, _ = h.Take(ctx, buf[:0]) // cannot fail: ctx lives
	}
}

// BenchmarkHandoverBusy is a burst: every symbol twice, then one take. The
// figures are per event put.
func BenchmarkHandoverBusy(b *testing.B) {
	h := feeds.NewHandover()
	ctx := context.Background()
	quotes := manyQuotes(1500)
	buf := make([]model.Event, 0, 2000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i += 2 * len(quotes) {
		for range 2 {
			for j := range quotes {
				if err := h.Put(ctx, quotes[j:j+1]); err != nil {
					b.Fatal(err)
				}
			}
		}
		buf, _ = h.Take(ctx, buf[:0]) // cannot fail: ctx lives
	}
}
