package tape

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"eddy/model"
)

// BenchmarkRecord is what recording adds to a frame: the copy, the second
// decoding, the reference. Packing happens elsewhere.
func BenchmarkRecord(b *testing.B) {
	s := newStudio(b, Config{})
	s.start()
	frames := make([][]byte, 1000)
	told := make([][]model.Event, len(frames))
	for i := range frames {
		frames[i] = frame(i)
	}
	bytes := 0
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		k := i % len(frames)
		if k == 0 {
			b.StopTimer()
			for j := range frames {
				frames[j] = frame(i + j)
				events, err := s.adapter.Decode(frames[j], model.MillisOf(began), nil)
				if err != nil {
					b.Fatal(err)
				}
				told[j] = events
			}
			b.StartTimer()
		}
		s.deck.Tap("binance/public", frames[k], began)
		s.deck.Told(told[k])
		bytes += len(frames[k])
	}
	b.StopTimer()
	b.SetBytes(int64(bytes / b.N))
	s.stop()
}

// BenchmarkNoTape is what a deck costs while nothing is recorded: an event that is
// told and taken, of two hundred contracts.
func BenchmarkNoTape(b *testing.B) {
	d := NewDeck(Config{})
	var events []model.Event
	for i := range 200 {
		ev := mark(model.MillisOf(began), model.FieldMark)
		ev.Symbol, ev.Mark = fmt.Sprintf("COIN%dUSDT", i), 64_000
		events = append(events, ev)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		one := events[i%len(events) : i%len(events)+1]
		d.Told(one)
		d.Taken(one)
	}
}

// BenchmarkRead is a frame on its way back: unpacked, decoded, its event found.
func BenchmarkRead(b *testing.B) {
	s := newStudio(b, Config{})
	s.start()
	for range 50_000 {
		s.hear()
	}
	s.stop()
	tp, err := Open(s.path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	var step Step
	for frames := 0; frames < b.N; {
		switch err := tp.Next(&step); {
		case errors.Is(err, io.EOF):
			if err := tp.Rewind(); err != nil {
				b.Fatal(err)
			}
		case err != nil:
			b.Fatal(err)
		case step.Kind == Frame:
			frames++
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
	if err := tp.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkPackPast is what a start is spared until it is over: the loaded past
// of one venue, 60 coins with 1500 hours and 1000 days each, packed for a tape
// that may never be begun.
func BenchmarkPackPast(b *testing.B) {
	var events []model.Event
	for range 60 {
		for _, step := range []model.Interval{model.Hour1, model.Day1} {
			h := &model.History{Interval: step}
			for i := range map[model.Interval]int{model.Hour1: 1500, model.Day1: 1000}[step] {
				at, price := model.Millis(i)*model.Millis(step), 100+float64(i*7919%997)/7
				h.Bars = append(h.Bars, model.Bar{OpenTime: at, Interval: step, Open: price, High: price * 1.01, Low: price * 0.99, Close: price * 1.003, Volume: price * 311, HasVolume: true, Closed: true})
			}
			events = append(events, model.Event{Kind: model.KindHistory, Venue: model.Binance, Asset: "BTC", Detail: h})
		}
	}
	p, err := newPacker()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := packPast(p, events); err != nil {
			b.Fatal(err)
		}
	}
}
