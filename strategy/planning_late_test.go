package strategy_test

import (
	"testing"
	"time"

	"eddy/model"
)

// A coin whose past comes after the others' is known to plans at once, not when
// the next bar closes.
func TestPlansKnowACoinAsSoonAsItsPastIsThere(t *testing.T) {
	e := newEngine(t, model.Binance)
	coins := feed(t, e, 300, 100)
	late := coins[len(coins)-1]
	whole := e.Snapshot()

	e = newEngine(t, model.Binance)
	for i, a := range coins {
		if a == late {
			e.Apply(tick(day0.Add(time.Second)))
			e.Snapshot() // what is known so far has been asked for
		}
		for _, h := range []*model.History{
			{Interval: model.Day1, Bars: bars(i, model.Day1, day0.Add(-300*24*time.Hour), 300)},
			{Interval: model.Hour1, Bars: bars(i, model.Hour1, day0.Add(-100*time.Hour), 100)},
		} {
			e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0, Detail: h})
		}
		e.Apply(mark(a, model.Binance, wave(i, 1e6), day0))
	}
	e.Apply(tick(day0.Add(time.Minute)))
	got, want := basisOf(t, e.Snapshot(), late), basisOf(t, whole, late)
	if v, ok := got.DailySigma.Value(); !ok || v != want.DailySigma.Or(0) {
		t.Errorf("daily deviation of %s: %+v, want %+v", late, got.DailySigma, want.DailySigma)
	}
	if got.Beta != want.Beta {
		t.Errorf("beta of %s: %+v, want %+v", late, got.Beta, want.Beta)
	}
}

func basisOf(t testing.TB, s *model.Snapshot, a model.Asset) model.CoinBasis {
	t.Helper()
	for _, c := range s.Planning.Coins {
		if c.Asset == a {
			return c
		}
	}
	t.Fatalf("plans know nothing of %s", a)
	return model.CoinBasis{}
}
