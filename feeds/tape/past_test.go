package tape

import (
	"bytes"
	"encoding/gob"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"eddy/model"
)

// sameBits holds figures to be the same only in every bit: no zero is a minus
// zero, and what is not a number is itself.
var sameBits = cmp.Comparer(same64)

// figure draws what a venue writes with some decimals, or anything at all.
func figure(t *rapid.T) float64 {
	if rapid.Bool().Draw(t, "decimal") {
		whole := rapid.Int64Range(-1<<55, 1<<55).Draw(t, "whole")
		return float64(whole) / tens[rapid.IntRange(0, mostDecimals).Draw(t, "decimals")]
	}
	return math.Float64frombits(rapid.Uint64().Draw(t, "bits"))
}

func drawHistory(t *rapid.T) *model.History {
	h := &model.History{Interval: model.Hour1, From: 3, To: 9}
	moment := func() model.Millis { return model.Millis(rapid.Int64().Draw(t, "moment")) }
	for range rapid.IntRange(0, 20).Draw(t, "bars") {
		h.Bars = append(h.Bars, model.Bar{
			OpenTime: moment(), Interval: model.Interval(rapid.Int64().Draw(t, "interval")),
			Open: figure(t), High: figure(t), Low: figure(t), Close: figure(t), Volume: figure(t),
			HasVolume: rapid.Bool().Draw(t, "has volume"), Closed: rapid.Bool().Draw(t, "closed"),
		})
	}
	for range rapid.IntRange(0, 5).Draw(t, "settlements") {
		h.Funding = append(h.Funding, model.FundingPoint{Time: moment(), Rate: figure(t), IntervalH: figure(t)})
	}
	for range rapid.IntRange(0, 5).Draw(t, "open interest") {
		h.OpenInterest = append(h.OpenInterest, model.OpenInterestPoint{Time: moment(), Coins: figure(t), USD: figure(t)})
	}
	return h
}

func TestPastSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawHistory(t)
		b := pastOf(want)
		got := &model.History{Interval: want.Interval, From: want.From, To: want.To}
		if err := new(columnReader).past(b, got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, sameBits); diff != "" {
			t.Fatal(diff)
		}
		if len(b) == 0 {
			return
		}
		cut := b[:rapid.IntRange(0, len(b)-1).Draw(t, "cut")]
		if err := new(columnReader).past(cut, &model.History{}); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut to %d of %d bytes: %v", len(cut), len(b), err)
		}
	})
}

// Prices as venues write them take the bytes of their digits, not eight each.
func TestPastIsShort(t *testing.T) {
	h := &model.History{Interval: model.Hour1}
	for i := range 1000 {
		price := float64(6_412_310+i*37%5000) / 100
		h.Bars = append(h.Bars, model.Bar{OpenTime: model.Millis(i) * 3_600_000, Interval: model.Hour1, Open: price, High: price, Low: price, Close: price, Volume: 12.5, Closed: true})
	}
	if got := len(pastOf(h)) / len(h.Bars); got > 17 {
		t.Errorf("%d bytes a bar", got)
	}
}

// Tapes of version 2 have the figures of the past one by one.
func TestPastOfVersion2(t *testing.T) {
	want := model.Event{Kind: model.KindHistory, Venue: model.Binance, Detail: &model.History{
		Interval: model.Day1, From: 1, To: 2,
		Bars:         []model.Bar{{OpenTime: 5, Interval: model.Day1, Open: 1, High: 2, Low: 0.5, Close: 1.5, Closed: true}},
		Funding:      []model.FundingPoint{{Time: 3, Rate: 0.0001, IntervalH: 8}},
		OpenInterest: []model.OpenInterestPoint{{Time: 4, Coins: 7}},
	}}
	type parcelOf2 struct {
		Event   model.Event
		Kind    detail
		History *model.History
	}
	p := parcelOf2{Event: want, Kind: pastBars, History: want.Detail.(*model.History)}
	p.Event.Detail = nil
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(&p); err != nil {
		t.Fatal(err)
	}
	var r parcelReader
	got, err := r.read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, exact, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func FuzzPast(f *testing.F) {
	f.Add(pastOf(&model.History{Bars: []model.Bar{{OpenTime: 1, Open: 1.5}}, Funding: []model.FundingPoint{{Rate: math.NaN()}}}))
	f.Add([]byte{200, 1, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var h model.History
		if err := new(columnReader).past(b, &h); err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		var again model.History
		if err := new(columnReader).past(pastOf(&h), &again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(h, again, sameBits); diff != "" {
			t.Fatal(diff)
		}
	})
}
