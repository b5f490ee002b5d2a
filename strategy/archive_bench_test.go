package strategy_test

import (
	"testing"
	"time"

	"eddy/model"
	"eddy/model/universe"
)

// BenchmarkYearOfHours builds the model of a year of stored hours and 1000 days
// of every coin: with the scan of the store (feeds/history) under 1 s together.
func BenchmarkYearOfHours(b *testing.B) {
	benchStored(b, 365*24)
}

// BenchmarkWarmStart builds the model of what the store gives back at a start.
func BenchmarkWarmStart(b *testing.B) {
	benchStored(b, 1500)
}

func benchStored(b *testing.B, hours int) {
	u, err := universe.Default()
	if err != nil {
		b.Fatal(err)
	}
	coins := u.Candidates()
	var past []model.Event
	for i, a := range coins {
		for _, h := range []*model.History{
			{Interval: model.Day1, Bars: bars(i, model.Day1, day0.Add(-1000*24*time.Hour), 1000)},
			{Interval: model.Hour1, Bars: bars(i, model.Hour1, day0.Add(-time.Duration(hours)*time.Hour), hours)},
		} {
			past = append(past, model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0, Detail: h})
		}
	}
	for b.Loop() {
		e := newEngine(b)
		for i := range past {
			e.Apply(&past[i])
		}
		e.Apply(&model.Event{Kind: model.KindArchive, Received: day0, Detail: &model.Archive{State: model.ArchiveOpen, Restored: 1, Market: day0, Clock: day0}})
		e.Apply(tick(day0.Add(time.Second)))
		if s := e.Snapshot(); s.Phase.Phase == model.PhaseUnknown {
			b.Fatal("no phase")
		}
	}
	b.ReportMetric(float64(len(coins)), "coins")
}
