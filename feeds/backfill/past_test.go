package backfill_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"eddy/feeds/backfill"
	"eddy/model"
)

const hour = model.Millis(3600_000)

func stretch(from, to int) backfill.Stretch {
	return backfill.Stretch{From: model.Millis(400_000+from) * hour, To: model.Millis(400_000+to) * hour}
}

func TestMissing(t *testing.T) {
	at := func(h int) model.Millis { return stretch(h, h).From }
	now := at(100) + 5*60_000
	want := backfill.Want{Interval: model.Hour1, Bars: 50}
	for _, tc := range []struct {
		name string
		held []backfill.Stretch
		want []backfill.Want
	}{
		{"nothing held", nil, []backfill.Want{{Interval: model.Hour1, Bars: 50, From: at(50)}}},
		{"all held", []backfill.Stretch{stretch(20, 100)}, nil},
		{"the newest hours", []backfill.Stretch{stretch(20, 97)}, []backfill.Want{{Interval: model.Hour1, Bars: 4, From: at(97)}}},
		{"older ones", []backfill.Stretch{stretch(80, 100)}, []backfill.Want{{Interval: model.Hour1, Bars: 30, From: at(50), Before: at(80)}}},
		{"a gap", []backfill.Stretch{stretch(40, 60), stretch(63, 100)}, []backfill.Want{{Interval: model.Hour1, Bars: 4, From: at(60), Before: at(63)}}},
		{"three gaps, newest first", []backfill.Stretch{stretch(60, 70), stretch(80, 98)}, []backfill.Want{
			{Interval: model.Hour1, Bars: 3, From: at(98)},
			{Interval: model.Hour1, Bars: 11, From: at(70), Before: at(80)},
			{Interval: model.Hour1, Bars: 10, From: at(50), Before: at(60)},
		}},
		{"held too long ago", []backfill.Stretch{stretch(10, 20)}, []backfill.Want{{Interval: model.Hour1, Bars: 50, From: at(50)}}},
		{"held of another time", []backfill.Stretch{stretch(10, 200)}, []backfill.Want{{Interval: model.Hour1, Bars: 50, From: at(50)}}},
		{"the venue's clock lags a little", []backfill.Stretch{stretch(10, 101)}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, backfill.Missing(want, tc.held, now)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if got := backfill.Missing(want, []backfill.Stretch{stretch(20, 100)}, 0); len(got) != 1 || got[0].Bars != 50 {
		t.Errorf("without a clock: %+v", got)
	}
}

// What is held and what is missing are together what is wanted, and nothing is
// asked for that is held but the bar before each stretch.
func TestMissingFillsWhatIsNotHeld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var held []backfill.Stretch
		have := map[int]bool{}
		for at := rapid.IntRange(0, 40).Draw(t, "begin"); at < 100; {
			to := min(at+rapid.IntRange(1, 30).Draw(t, "length"), 100)
			held = append(held, stretch(at, to))
			for h := at; h < to; h++ {
				have[h] = true
			}
			at = to + rapid.IntRange(1, 30).Draw(t, "pause")
		}
		now := stretch(100, 100).From + 1
		twice := 0
		for _, w := range backfill.Missing(backfill.Want{Interval: model.Hour1, Bars: 80}, held, now) {
			end := 100
			if w.Before.Known() {
				end = int(w.Before/hour) - 400_000
			}
			for h := end - w.Bars; h < end; h++ {
				if have[h] {
					twice++
				}
				have[h] = true
			}
		}
		for h := 20; h < 100; h++ {
			if !have[h] {
				t.Fatalf("hour %d is missing, held %v", h, held)
			}
		}
		if twice > len(held) {
			t.Fatalf("%d bars are asked for that are held", twice)
		}
	})
}

func TestDue(t *testing.T) {
	held := []backfill.Stretch{stretch(0, 8)}
	for _, tc := range []struct {
		name string
		held []backfill.Stretch
		now  model.Millis
		want bool
	}{
		{"nothing held", nil, stretch(9, 9).From, true},
		{"too early", held, stretch(15, 0).From, false},
		{"due", held, stretch(16, 0).From, true},
		{"no clock", held, 0, true},
		{"held of another time", held, stretch(-20, 0).From, true},
	} {
		if got := backfill.Due(tc.held, 8*time.Hour, tc.now); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}
