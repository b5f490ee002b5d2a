package market

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"eddy/model"
)

var near = cmpopts.EquateApprox(1e-9, 1e-9)

func TestStepStartAndEnd(t *testing.T) {
	at := func(s string) model.Millis {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return model.MillisOf(v)
	}
	tests := []struct {
		name            string
		step            model.Interval
		t, start, until string
	}{
		{"hour", model.Hour1, "2024-02-29T13:59:59Z", "2024-02-29T13:00:00Z", "2024-02-29T14:00:00Z"},
		{"four hours", model.Hour4, "2024-02-29T13:00:00Z", "2024-02-29T12:00:00Z", "2024-02-29T16:00:00Z"},
		{"day", model.Day1, "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"week begins on Monday", model.Week1, "2024-03-03T23:00:00Z", "2024-02-26T00:00:00Z", "2024-03-04T00:00:00Z"},
		{"leap month", Month1, "2024-02-29T13:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"december", Month1, "2024-12-31T23:59:59Z", "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := StepStart(at(tt.t), tt.step)
			if start != at(tt.start) {
				t.Errorf("start %s, want %s", start, tt.start)
			}
			if end := StepEnd(start, tt.step); end != at(tt.until) {
				t.Errorf("end %s, want %s", end, tt.until)
			}
		})
	}
}

// fold joins candles lo to hi, the slow and plain way.
func fold(candles []Candle, lo, hi int) Candle {
	var c Candle
	for _, next := range candles[lo:hi] {
		c = join(c, next)
	}
	return c
}

func TestBarsAreTheCandles(t *testing.T) {
	f := walk(3, 2, 24*60)
	s := NewStage(f)
	s.Advance(f.cal.End)
	v := plain(s)
	candles := f.series[1].Candles

	for _, tt := range []struct {
		name  string
		step  model.Interval
		hours int
	}{{"1h", model.Hour1, 1}, {"4h", model.Hour4, 4}, {"1d", model.Day1, 24}, {"1w", model.Week1, 168}} {
		t.Run(tt.name, func(t *testing.T) {
			got := v.Bars(Span{Coin: 1, Step: tt.step, Limit: 5000})
			if want := (len(candles) + tt.hours - 1) / tt.hours; len(got) != want {
				t.Fatalf("%d bars, want %d", len(got), want)
			}
			for i, b := range got {
				want := fold(candles, i*tt.hours, min((i+1)*tt.hours, len(candles)))
				have := Candle{b.Open, b.High, b.Low, b.Close, b.Volume}
				if !cmp.Equal(have, want, near) || b.OpenTime != monday+model.Millis(i*tt.hours)*hour {
					t.Fatalf("bar %d at %s is %+v, want %+v", i, b.OpenTime, have, want)
				}
				if b.Closed != (b.End <= f.cal.End) || !b.Consistent() {
					t.Fatalf("bar %d: closed %v, %+v", i, b.Closed, b)
				}
			}
		})
	}
}

func TestBarsOfASpan(t *testing.T) {
	f := walk(3, 1, 200)
	s := NewStage(f)
	s.Advance(monday + 150*hour + hour/2)
	v := plain(s)
	opens := func(q Span) []int {
		var out []int
		q.Step = model.Hour1
		for _, b := range v.Bars(q) {
			out = append(out, int((b.OpenTime-monday)/hour))
		}
		return out
	}
	tests := []struct {
		name string
		span Span
		want []int
	}{
		{"newest", Span{Limit: 3, Newest: true}, []int{148, 149, 150}},
		{"oldest", Span{Limit: 3}, []int{0, 1, 2}},
		{"from", Span{From: monday + 10*hour, Limit: 2}, []int{10, 11}},
		{"from between two", Span{From: monday + 10*hour + 1, Limit: 2}, []int{11, 12}},
		{"to is not part of it", Span{To: monday + 10*hour, Limit: 2, Newest: true}, []int{8, 9}},
		{"both", Span{From: monday + 10*hour, To: monday + 12*hour, Limit: 9}, []int{10, 11}},
		{"nothing of the future", Span{From: monday + 150*hour, Limit: 9}, []int{150}},
		{"before the tape", Span{From: monday - 9*hour, To: monday + hour, Limit: 9}, []int{0}},
		{"empty", Span{From: monday + 160*hour, Limit: 9}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, opens(tt.span)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An open bar shows what has traded and nothing of what will.
func TestOpenBarGrows(t *testing.T) {
	f := walk(5, 1, 48)
	s := NewStage(f)
	v := plain(s)
	at := s.cal.Index(s.cal.From)
	want := f.series[0].Candles[at]
	var last Bar
	for i := range 360 {
		s.Advance(s.cal.From + model.Millis(i+1)*10_000)
		list := v.Bars(Span{Step: model.Hour1, Limit: 1, Newest: true, To: s.cal.From + 1})
		b := list[0]
		if b.High > want.High || b.Low < want.Low || b.Volume > want.Volume || b.Open != want.Open {
			t.Fatalf("step %d: %+v reaches beyond %+v", i, b, want)
		}
		if b.High < last.High || last.Low > 0 && b.Low > last.Low || b.Volume < last.Volume {
			t.Fatalf("step %d: %+v takes back what was in %+v", i, b, last)
		}
		if b.Closed != (i == 359) {
			t.Fatalf("step %d: closed is %v", i, b.Closed)
		}
		last = b
	}
	if got := (Candle{last.Open, last.High, last.Low, last.Close, last.Volume}); got != want {
		t.Errorf("closed bar %+v, want %+v", got, want)
	}
}

// Bars of a minute exist since market time began and join to the hour.
func TestFinerBars(t *testing.T) {
	f := walk(5, 1, 48)
	s := NewStage(f)
	s.Advance(s.cal.From + 5*hour)
	v := plain(s)
	minutes := v.Bars(Span{Step: model.Minute1, Limit: 10_000})
	if len(minutes) != 301 || minutes[0].OpenTime != s.cal.From {
		t.Fatalf("%d bars from %s, want 301 (the last just opened) from %s", len(minutes), minutes[0].OpenTime, s.cal.From)
	}
	for h := range 5 {
		var total Candle
		for _, b := range minutes[h*60 : (h+1)*60] {
			total = join(total, Candle{b.Open, b.High, b.Low, b.Close, b.Volume})
		}
		want := f.series[0].Candles[s.cal.Index(s.cal.From)+h]
		if !cmp.Equal(total, want, near) {
			t.Errorf("hour %d: minutes join to %+v, want %+v", h, total, want)
		}
	}
}

// An hour without a trade has no bar, and a longer one is made of the rest.
func TestGapsStayGaps(t *testing.T) {
	f := walk(9, 1, 48)
	f.series[0].Candles[30] = Candle{}
	s := NewStage(f)
	s.Advance(monday + 30*hour + hour/2)
	v := plain(s)
	if q, ok := v.Quote(Change{At: s.Now()}); ok {
		t.Errorf("a quote %+v in an hour without a trade", q)
	}
	if m, ok := v.Mark(Change{Kind: MarkMoved, At: s.Now()}); ok {
		t.Errorf("a mark %+v in an hour without a trade", m)
	}
	s.Advance(f.cal.End)
	bars := v.Bars(Span{Step: model.Hour1, Limit: 100})
	if len(bars) != 47 {
		t.Fatalf("%d bars, want 47", len(bars))
	}
	for _, b := range bars {
		if b.OpenTime == monday+30*hour {
			t.Error("the hour without a trade has a bar")
		}
	}
	day := v.Bars(Span{Step: model.Day1, From: monday + 24*hour, Limit: 1})[0]
	want := join(fold(f.series[0].Candles, 24, 30), fold(f.series[0].Candles, 31, 48))
	if got := (Candle{day.Open, day.High, day.Low, day.Close, day.Volume}); !cmp.Equal(got, want, near) {
		t.Errorf("day %+v, want %+v", got, want)
	}
}

// The figures of a moment do not depend on what was asked before, nor on the
// steps in which the market got there.
func TestFiguresDependOnTheMomentAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := walk(11, 3, 96)
		direct, wandering := NewStage(f), NewStage(f)
		at := f.cal.From + model.Millis(rapid.IntRange(1, 40*3600*1000).Draw(t, "at"))
		for wandering.Now() < at {
			wandering.Advance(min(at, wandering.Now()+model.Millis(rapid.IntRange(1, 7_000_000).Draw(t, "step"))))
			plain(wandering).Quote(Change{Coin: 1, At: wandering.Now()})
		}
		direct.Advance(at)
		a, b := plain(direct), plain(wandering)
		for coin := range 3 {
			ch := Change{Coin: coin, At: at}
			qa, _ := a.Quote(ch)
			qb, _ := b.Quote(ch)
			da, _ := a.Day(ch)
			db, _ := b.Day(ch)
			if qa != qb || da != db {
				t.Fatalf("coin %d: %+v %+v, want %+v %+v", coin, qb, db, qa, da)
			}
		}
	})
}
