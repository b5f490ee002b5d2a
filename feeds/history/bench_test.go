package history

import (
	"context"
	"math"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"eddy/model"
)

// A year of hours of 60 coins, as the acceptance asks for.
const (
	benchCoins = 60
	benchHours = 365 * 24
)

// benchBars returns hours of one coin that move like prices do.
func benchBars(coin, from, to int) []model.Bar {
	bars := make([]model.Bar, 0, to-from)
	for h := from; h < to; h++ {
		price := 100 + 10*math.Sin(float64(h)/37+float64(coin)) + float64(coin)/7
		b := hourAt(h, price)
		b.Volume = price * 1234.5
		bars = append(bars, b)
	}
	return bars
}

func benchStore(b *testing.B, path string, venues []model.Venue, hoursEach int) *Store {
	b.Helper()
	s, err := Open(b.Context(), path, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	for _, v := range venues {
		for coin := range benchCoins {
			n := noteOf("COIN"+strconv.Itoa(coin), benchBars(coin, 0, hoursEach)...)
			n.key.place = place{v, "bench"}
			if _, err := s.write(b.Context(), batch{notes: []note{n}}); err != nil {
				b.Fatal(err)
			}
		}
	}
	return s
}

// BenchmarkInsert writes 100,000 bars of 60 coins in one go: under 2 s.
func BenchmarkInsert(b *testing.B) {
	const each = 100_000 / benchCoins
	var notes []note
	for coin := range benchCoins {
		notes = append(notes, noteOf("COIN"+strconv.Itoa(coin), benchBars(coin, 0, each)...))
	}
	for b.Loop() {
		b.StopTimer()
		s, err := Open(b.Context(), filepath.Join(b.TempDir(), "h.db"), time.Now)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := s.write(b.Context(), batch{notes: notes}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/100k-bars")
}

// BenchmarkInsertByHour writes 100,000 bars in the order a venue closes them,
// one hour of 60 coins after the other in a transaction of a day.
func BenchmarkInsertByHour(b *testing.B) {
	const each = 100_000 / benchCoins
	for b.Loop() {
		s, err := Open(b.Context(), filepath.Join(b.TempDir(), "h.db"), time.Now)
		if err != nil {
			b.Fatal(err)
		}
		for from := 0; from < each; from += 24 {
			var notes []note
			for coin := range benchCoins {
				for _, bar := range benchBars(coin, from, min(from+24, each)) {
					notes = append(notes, noteOf("COIN"+strconv.Itoa(coin), bar))
				}
			}
			if _, err := s.write(b.Context(), batch{notes: notes}); err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkYearScan reads a year of hours of 60 coins and folds them into an
// average of each: under 1 s with the indicators of the engine, which are
// measured there.
func BenchmarkYearScan(b *testing.B) {
	path := filepath.Join(b.TempDir(), "h.db")
	s := benchStore(b, path, []model.Venue{model.Binance}, benchHours)
	defer func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	}()
	get, err := s.db.PrepareContext(b.Context(), "SELECT id, data FROM block WHERE id BETWEEN ? AND ? ORDER BY id")
	if err != nil {
		b.Fatal(err)
	}
	bars, sum := 0, 0.0
	for b.Loop() {
		r := reader{ctx: b.Context(), get: get, end: midnight.Add(benchHours * time.Hour)}
		bars = 0
		for _, c := range s.followed([]place{{model.Binance, "bench"}}) {
			if err := r.read(c, hours, midnight); err != nil {
				b.Fatal(err)
			}
			ema := 0.0
			for _, rec := range r.list {
				ema += 0.06 * (rec.f[3] - ema)
			}
			sum += ema
			bars += len(r.list)
		}
	}
	b.ReportMetric(float64(bars), "bars")
	b.ReportMetric(float64(s.Bytes())*float64(len(model.AllVenues))/1e6, "MB/7-venues")
	if err := get.Close(); err != nil || sum == 0 {
		b.Error(err)
	}
}

// BenchmarkWarmStart opens a store of seven venues and gives back what the
// engine wants of it.
func BenchmarkWarmStart(b *testing.B) {
	path := filepath.Join(b.TempDir(), "h.db")
	s := benchStore(b, path, model.AllVenues, 1500)
	b.ReportMetric(float64(s.Bytes())/float64(len(model.AllVenues)*benchCoins*1500), "bytes/bar")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	origins := make(map[model.Venue]string)
	for _, v := range model.AllVenues {
		origins[v] = "bench"
	}
	restored := 0.0
	for b.Loop() {
		s, err := Open(b.Context(), path, time.Now)
		if err != nil {
			b.Fatal(err)
		}
		k := NewKeeper(Config{Store: s, Origins: origins, Now: time.Now}, &engine{})
		if err := k.Restore(b.Context()); err != nil {
			b.Fatal(err)
		}
		restored = float64(k.state.Restored)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(restored, "bars")
}

// discard takes events and forgets them.
type discard struct{}

func (discard) Put(context.Context, []model.Event) error { return nil }

// BenchmarkPut passes a quote on: what the Keeper costs the way of a tick.
func BenchmarkPut(b *testing.B) {
	s := benchStore(b, filepath.Join(b.TempDir(), "h.db"), nil, 0)
	k := NewKeeper(Config{Store: s, Origins: map[model.Venue]string{here.venue: here.origin}, Now: time.Now}, discard{})
	ev := eventOf(model.KindQuote, nil)
	ev.EventTime = midnight
	events := []model.Event{ev}
	b.ReportAllocs()
	for b.Loop() {
		events[0].EventTime++
		if err := k.Put(b.Context(), events); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}
