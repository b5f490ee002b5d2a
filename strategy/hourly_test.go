package strategy

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"eddy/model"
)

// hoursOf is a past of some hours that ends where fedEngine's days do.
func hoursOf(coin, n int, end model.Millis) *model.History {
	h := &model.History{Interval: model.Hour1}
	for k := range n {
		price := 100 + float64(coin) + 5*math.Sin(float64(k)/float64(5+coin%7))
		h.Bars = append(h.Bars, model.Bar{
			OpenTime: end.Add(time.Duration(k-n) * time.Hour), Interval: model.Hour1,
			Open: price, High: price * 1.001, Low: price * 0.999, Close: price, Volume: 1e5, HasVolume: true, Closed: true,
		})
	}
	return h
}

// What comes late leaves the models of hours as they are where they do not stand
// on it; what is shown is the same as if they had been built anew.
func TestHourlyModelsStay(t *testing.T) {
	built := func(t *testing.T) (*Engine, model.Millis) {
		e := fedEngine(t)
		end := e.clock.Floor(model.Hour1)
		for i := range e.assets {
			tellPast(e, i, hoursOf(i, 400, end))
		}
		e.Publish(end.Add(2 * time.Second))
		return e, end
	}
	late := func(end model.Millis, days int) model.Bar {
		return model.Bar{OpenTime: end.Add(-time.Duration(days) * 24 * time.Hour), Interval: model.Day1, Open: 90, High: 91, Low: 89, Close: 90, Volume: 1e6, HasVolume: true}
	}
	for _, tt := range []struct {
		name  string
		tell  func(e *Engine, end model.Millis)
		stays bool
	}{
		{"funding", func(e *Engine, end model.Millis) {
			tellPast(e, 3, &model.History{Funding: []model.FundingPoint{{Time: end.Add(-9 * time.Hour), Rate: 0.0004, IntervalH: 8}}})
		}, true},
		{"open interest", func(e *Engine, end model.Millis) {
			tellPast(e, 3, &model.History{OpenInterest: []model.OpenInterestPoint{{Time: end.Add(-9 * time.Hour), Coins: 7}}})
		}, true},
		{"another day", func(e *Engine, end model.Millis) {
			tellPast(e, 3, &model.History{Interval: model.Day1, Bars: []model.Bar{late(end, 40)}})
		}, true},
		{"an older first day", func(e *Engine, end model.Millis) {
			tellPast(e, 3, &model.History{Interval: model.Day1, Bars: []model.Bar{late(end, 301)}})
		}, false},
		{"another hour", func(e *Engine, end model.Millis) {
			h := hoursOf(9, 2, end)
			tellPast(e, 3, &model.History{Interval: model.Hour1, Bars: h.Bars[:1]})
		}, false},
		{"an hour that ended", func(e *Engine, end model.Millis) {
			for i := range e.assets {
				b := hoursOf(i, 1, end.Add(time.Hour)).Bars[0]
				e.Apply(&model.Event{Kind: model.KindBar, Venue: model.Binance, Symbol: string(e.assets[i].asset), Asset: e.assets[i].asset, EventTime: b.End(), Received: b.End(), Bar: b})
			}
			tellPast(e, 3, &model.History{Funding: []model.FundingPoint{{Time: end.Add(-9 * time.Hour), Rate: 0.0004, IntervalH: 8}}})
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kept, end := built(t)
			anew, _ := built(t)
			before := kept.pulse.bench
			tt.tell(kept, end)
			tt.tell(anew, end)
			anew.hourly = hourly{}
			at := end.Add(2 * time.Hour)
			if got, want := textOf(t, kept.Publish(at)), textOf(t, anew.Publish(at)); got != want {
				t.Error("another snapshot than of models that are built anew")
			}
			if kept.rebuilt != at {
				t.Fatal("nothing was built in")
			}
			if stays := kept.pulse.bench == before; stays != tt.stays {
				t.Errorf("the models of hours stay: %t, want %t", stays, tt.stays)
			}
		})
	}
}

func tellPast(e *Engine, coin int, h *model.History) {
	a := e.assets[coin].asset
	e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a), Asset: a, Received: e.clock, Detail: h})
}

func textOf(t *testing.T, s *model.Snapshot) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
