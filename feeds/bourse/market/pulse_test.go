package market

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"eddy/model"
)

// end is one closed bar as told.
type end struct {
	At   model.Millis
	Step model.Interval
	Coin int
}

// runPulse moves the market on tick by tick until it ends.
func runPulse(f *fixed, speed float64, tick func() time.Duration, each func(Change)) {
	s := NewStage(f)
	p := NewPulse(s, VenueCadence, speed)
	var wall time.Duration
	steps := []model.Interval{model.Hour1, model.Hour4, model.Day1}
	for !s.Ended() {
		wall += tick()
		for _, ch := range p.Advance(wall, f.cal.From+model.Millis(float64(wall.Milliseconds())*speed), steps) {
			each(ch)
		}
	}
}

// However fast the market and however rarely it is looked at, every bar's end
// is told once, in order.
func TestEveryCloseIsTold(t *testing.T) {
	var want []end
	f := walk(1, 3, 24*8)
	f.series[2].Candles[110] = Candle{}
	for at := f.cal.From + hour; at <= f.cal.End; at += hour {
		for _, step := range []model.Interval{model.Hour1, model.Hour4, model.Day1} {
			for coin := range 3 {
				if StepStart(at, step) == at && !(coin == 2 && step == model.Hour1 && at == monday+111*hour) {
					want = append(want, end{at, step, coin})
				}
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var got []end
		runPulse(f, 3600*50, func() time.Duration {
			return time.Duration(rapid.IntRange(1, 400).Draw(t, "tick")) * time.Millisecond
		}, func(ch Change) {
			if ch.Kind == BarClosed {
				got = append(got, end{ch.At, ch.Step, ch.Coin})
			}
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Where a bar lasts long enough, quotes visit its open, high, low and close.
func TestQuotesVisitTheCorners(t *testing.T) {
	f := walk(4, 2, 24)
	f.series[1].Candles[18] = Candle{}
	seen := []map[float64]bool{{}, {}}
	runPulse(f, 3600, func() time.Duration { return 50 * time.Millisecond }, func(ch Change) {
		if ch.Kind == QuoteMoved && ch.Price > 0 {
			seen[ch.Coin][ch.Price] = true
		}
	})
	for coin, ser := range f.series {
		for i := 13; i < 24; i++ {
			c := ser.Candles[i]
			if !c.Traded() {
				continue
			}
			for _, p := range []float64{c.Open, c.High, c.Low, c.Close} {
				if !seen[coin][p] {
					t.Errorf("coin %d hour %d: %v of %+v was never quoted", coin, i, p, c)
				}
			}
		}
	}
}

// Wall time bounds how much is said of a coin, whatever the speed.
func TestCadence(t *testing.T) {
	for _, speed := range []float64{1, 600, 20_000} {
		s := NewStage(walk(1, 4, 24*40))
		p := NewPulse(s, VenueCadence, speed)
		count := map[ChangeKind]int{}
		for wall := time.Duration(0); wall < 20*time.Second; {
			wall += 50 * time.Millisecond
			for _, ch := range p.Advance(wall, s.cal.From+model.Millis(float64(wall.Milliseconds())*speed), []model.Interval{model.Hour1}) {
				if ch.Coin == 0 {
					count[ch.Kind]++
				}
			}
		}
		limits := map[ChangeKind][2]int{QuoteMoved: {90, 110}, MarkMoved: {18, 21}, DayMoved: {9, 11}, BarMoved: {70, 82}}
		for kind, limit := range limits {
			if n := count[kind]; n < limit[0] || n > limit[1] {
				t.Errorf("speed %v: kind %d told %d times in 20 s, want %d to %d", speed, kind, n, limit[0], limit[1])
			}
		}
	}
}

// The mark is told at the very moment of a settlement.
func TestSettlementIsTold(t *testing.T) {
	f := funded()
	var at []model.Millis
	runPulse(f, 3600*24, func() time.Duration { return 130 * time.Millisecond }, func(ch Change) {
		if ch.Kind == MarkMoved && ch.Coin == 0 && ch.At.Floor(8*model.Hour1) == ch.At {
			at = append(at, ch.At)
		}
	})
	var want []model.Millis
	for i := 56; i <= 96; i += 8 {
		want = append(want, monday+model.Millis(i)*hour)
	}
	// The last moment of the data is told as the present, too.
	if diff := cmp.Diff(want, slices.Compact(at)); diff != "" {
		t.Error(diff)
	}
}

func TestListingIsTold(t *testing.T) {
	f := walk(1, 1, 96)
	f.series[0].Announced, f.series[0].Delivery = monday+50*hour, monday+52*hour
	n := 0
	runPulse(f, 3600, func() time.Duration { return 100 * time.Millisecond }, func(ch Change) {
		if ch.Kind == CoinListing {
			n++
		}
	})
	if n != 2 {
		t.Errorf("told %d times, want once announced and once gone", n)
	}
}

// When the data end the market falls silent.
func TestEnd(t *testing.T) {
	f := walk(1, 2, 24)
	s := NewStage(f)
	p := NewPulse(s, VenueCadence, 1e5)
	p.Advance(time.Second, f.cal.End+9*hour, nil)
	if !s.Ended() || s.Now() != f.cal.End {
		t.Fatalf("now is %s, want the end %s", s.Now(), f.cal.End)
	}
	if rest := p.Advance(5*time.Second, f.cal.End+10*hour, []model.Interval{model.Hour1}); len(rest) != 0 {
		t.Errorf("told after the end: %+v", rest)
	}
}

func TestMergeSteps(t *testing.T) {
	got := MergeSteps([]model.Interval{Month1, model.Hour1}, []model.Interval{model.Day1, model.Hour1}, nil)
	if diff := cmp.Diff([]model.Interval{model.Hour1, model.Day1, Month1}, got); diff != "" {
		t.Error(diff)
	}
}

// BenchmarkAdvance moves a market of 40 coins on by one tick at 600x.
func BenchmarkAdvance(b *testing.B) {
	f := walk(1, 40, 24*400)
	f.cal.End = 0
	s := NewStage(f)
	p := NewPulse(s, VenueCadence, 600)
	var wall time.Duration
	for b.Loop() {
		wall += 50 * time.Millisecond
		p.Advance(wall, f.cal.From+model.Millis(wall.Milliseconds()*600), []model.Interval{model.Hour1})
	}
}
