package feeds_test

import (
	"context"
	"fmt"
	"testing"

	"eddy/feeds"
	"eddy/model"
)

// manyQuotes returns as many quotes as seven venues send for a full universe.
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
