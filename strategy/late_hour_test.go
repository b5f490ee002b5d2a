package strategy_test

import (
	"math"
	"testing"
	"time"

	"eddy/model"
)

// The last hour of a day that comes too late for the close still counts: day,
// four hours and hour end as if it had come in time.
func TestLateHourMendsTheDay(t *testing.T) {
	last := day0.Add(23 * time.Hour)
	run := func(late ...model.Asset) *model.Snapshot {
		e := newEngine(t)
		coins := feed(t, e, 300, 1500)
		for hour := range 23 {
			closeHour(e, coins, day0.Add(time.Duration(hour)*time.Hour))
		}
		closeHour(e, coins, last, late...)
		e.Apply(mark("BTC", model.Binance, wave(0, 1e6), last.Add(time.Hour+time.Minute))) // the grace runs out
		for _, a := range late {
			without := make([]model.Asset, 0, len(coins))
			for _, c := range coins {
				if c != a {
					without = append(without, c)
				}
			}
			closeHour(e, coins, last, without...)
		}
		e.Apply(tick(last.Add(3 * time.Hour)))
		return e.Snapshot()
	}
	want, got := run(), run("BTC", "UNI", "LINK")
	for phase, w := range want.Phase.Scores {
		agree(t, string(phase), got.Phase.Scores[phase].Or(math.NaN()), w.Or(math.NaN()))
	}
	for i := range want.Sectors {
		w, g := &want.Sectors[i], &got.Sectors[i]
		for k := range w.Rotations {
			if w.Rotations[k].Ratio != g.Rotations[k].Ratio || w.Rotations[k].RatioMomentum != g.Rotations[k].RatioMomentum {
				t.Errorf("%s %s: %v, want %v", w.Sector, w.Rotations[k].Timeframe, g.Rotations[k].Ratio, w.Rotations[k].Ratio)
			}
		}
	}
}

// Without its benchmark the phase says what it lacks, not that time will tell.
func TestPhaseWithoutBenchmark(t *testing.T) {
	e := newEngine(t)
	for i, a := range []model.Asset{"ETH", "SOL", "UNI", "AAVE"} {
		for _, h := range []*model.History{
			{Interval: model.Day1, Bars: bars(i, model.Day1, day0.Add(-300*24*time.Hour), 300)},
			{Interval: model.Hour1, Bars: bars(i, model.Hour1, day0.Add(-48*time.Hour), 48)},
		} {
			e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0, Detail: h})
		}
		e.Apply(mark(a, model.Binance, wave(i, 1e6), day0))
	}
	e.Apply(tick(day0.Add(time.Second)))
	p := e.Snapshot().Phase
	const want = "no daily bars of BTC, which the market index is made of"
	if p.Phase != model.PhaseUnknown || p.Why != want || p.Confidence.Why() != want {
		t.Errorf("%s: %s (%s)", p.Phase, p.Why, p.Confidence.Why())
	}
}
