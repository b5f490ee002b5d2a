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
		{"a preview after the close of the one before takes its place at the end",
			[]model.Event{bar("BTCUSDT", 3600e3, 1, false), bar("BTCUSDT", 3600e3, 2, true), quote("BTCUSDT", 5), bar("BTCUSDT", 7200e3, 3, false)},
			[]model.Event{bar("BTCUSDT", 3600e3, 2, true), quote("BTCUSDT", 5), bar("BTCUSDT", 7200e3, 3, false)}, 1},
		{"what does not apply still does not",
			[]model.Event{
				{Kind: model.KindMark, Symbol: "X", Has: model.FieldMark | model.FieldIndex, None: model.FieldFundingRate, Mark: 5, Index: 4},
				{Kind: model.KindMark, Symbol: "X", Has: model.FieldMark, Mark: 6}},
			[]model.Event{{Kind: model.KindMark, Symbol: "X", Has: model.FieldMark | model.FieldIndex, None: model.FieldFundingRate, Mark: 6, Index: 4}}, 1},
		{"what applies again does",
			[]model.Event{
				{Kind: model.KindMark, Symbol: "X", None: model.FieldFundingRate},
				{Kind: model.KindMark, Symbol: "X", Has: model.FieldFundingRate, FundingRate: 0.1}},
			[]model.Event{{Kind: model.KindMark, Symbol: "X", Has: model.FieldFundingRate, FundingRate: 0.1}}, 1},
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

// A newcomer must not slip into the room that a waiter was woken for.
func TestHandoverNewcomersDoNotOvertake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := feeds.NewHandover()
		fill(t, h)
		var all sync.WaitGroup
		old := make([]model.Event, 10*room)
		for i := range old {
			old[i] = news(i)
		}
		all.Go(func() { put(t, h, old...) })
		synctest.Wait()
		var got []model.Event
		for range 12 {
			got = append(got, take(t, h)...)
			all.Go(func() { put(t, h, news(-1)) })
			synctest.Wait()
		}
		all.Wait()
		for i, ev := range got[room : 11*room] {
			if ev.Text != old[i].Text {
				t.Fatalf("event %d is %q, want %q", i, ev.Text, old[i].Text)
			}
		}
		take(t, h)
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

func TestHandoverTellsWhenMoreIsWanted(t *testing.T) {
	h := feeds.NewHandover()
	h.Want() // of nobody
	first := h.Wanted()
	put(t, h, news(1))
	take(t, h)
	if isClosed(first) || h.Wanted() != first {
		t.Error("told of a wish that was not")
	}
	h.Want()
	if !isClosed(first) {
		t.Error("not told of the wish")
	}
	if second := h.Wanted(); isClosed(second) {
		t.Error("told of the next wish before it was")
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
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
