package signal_test

import (
	"math"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/signal"
)

const bar = model.Millis(24 * 60 * 60 * 1000)

func states(n int, push func(i int, at model.Millis) signal.Reading) []signal.Reading {
	var out []signal.Reading
	for i := range n {
		out = append(out, push(i, model.Millis(i+1)*bar))
	}
	return out
}

// The overbought trigger word for word (S1-TRIG-1, C-27): above 80 on three
// closes in a row, released below 70.
func TestLatchHoldsAndReleases(t *testing.T) {
	f := figures(t).RSI
	values := []float64{75, 81, 82, 79, 81, 80.5, 83, 78, 71, 70, 69.9, 81}
	want := []signal.State{
		signal.Off, signal.Pending, signal.Pending, signal.Off, signal.Pending, signal.Pending,
		signal.On, signal.On, signal.On, signal.On, signal.Off, signal.Pending,
	}
	l := signal.Latch{On: f.Extreme.Value, Off: f.Release.Value, Hold: f.Closes.N()}
	got := states(len(values), func(i int, at model.Millis) signal.Reading {
		l.Push(at, values[i], true)
		return l.Reading()
	})
	for i := range want {
		if got[i].State != want[i] {
			t.Errorf("close %d at %v: %v, want %v", i, values[i], got[i].State, want[i])
		}
	}
	if got[6].Since != 7*bar || got[9].Since != 7*bar || !got[6].Changed || got[7].Changed || !got[10].Changed {
		t.Errorf("since and changed: %+v, %+v, %+v", got[6], got[9], got[10])
	}
}

func TestLatchWithoutFigures(t *testing.T) {
	l := signal.Latch{On: 80, Off: 70, Hold: 1}
	l.Push(bar, 0, false)
	l.Push(bar, math.NaN(), true)
	if r := l.Reading(); r.State != signal.Unknown || r.Changed {
		t.Errorf("nothing heard: %+v", r)
	}
	l.Push(bar, 90, true)
	l.Push(2*bar, 0, false)
	if r := l.Reading(); r.State != signal.On || r.Changed || r.Since != bar {
		t.Errorf("a missing figure releases nothing: %+v", r)
	}
}

func TestLatchFromAbove(t *testing.T) {
	l := signal.Latch{On: -3, Off: -1.8, Hold: 1, Below: true}
	want := []signal.State{signal.Off, signal.On, signal.On, signal.Off}
	for i, v := range []float64{-2.9, -3.1, -1.9, -1.7} {
		l.Push(model.Millis(i+1)*bar, v, true)
		if got := l.Reading().State; got != want[i] {
			t.Errorf("at %v: %v, want %v", v, got, want[i])
		}
	}
}

func TestHold(t *testing.T) {
	h := signal.Hold{Closes: 2}
	answers := []bool{true, true, false, true, false, false}
	want := []signal.State{signal.Pending, signal.On, signal.On, signal.On, signal.On, signal.Off}
	for i, yes := range answers {
		h.Push(model.Millis(i+1)*bar, yes, true)
		if got := h.Reading().State; got != want[i] {
			t.Errorf("answer %d: %v, want %v", i, got, want[i])
		}
	}
}

// C-40: the flip needs crosses and ratio on one side for three bars.
func TestAppetiteFlip(t *testing.T) {
	f := signal.Flip{Closes: figures(t).Appetite.Hold.N()}
	steps := []struct {
		defi, infra float64
		ratio       int
		side        int
		flipped     bool
	}{
		{0.7, 0.4, 1, 0, false},
		{0.7, 0.4, 1, 0, false},
		{0.7, 0.4, 1, 1, false},   // where we come in is no flip
		{0.3, 0.6, -1, 1, false},  // 1 of 3
		{0.3, 0.6, 1, 1, false},   // the ratio disagrees: the count starts again
		{0.3, 0.6, -1, 1, false},  // 1
		{0.3, 0.6, -1, 1, false},  // 2
		{0.3, 0.6, -1, -1, true},  // 3
		{0.5, 0.5, -1, -1, false}, // even shares decide nothing
	}
	for i, s := range steps {
		f.Push(model.Millis(i+1)*bar, signal.AppetiteSide(s.defi, s.infra, s.ratio), true)
		l := f.Lean()
		if l.Side != s.side || l.Flipped != s.flipped {
			t.Errorf("step %d: %+v, want side %d flipped %v", i, l, s.side, s.flipped)
		}
	}
	f.Push(20*bar, 1, false)
	if l := f.Lean(); l.Flipped || l.Pending != 0 {
		t.Errorf("a missing bar counts for nothing: %+v", l)
	}
}

func TestLeader(t *testing.T) {
	var l signal.Leader
	nan := math.NaN()
	if l.Push(bar, []float64{nan, nan}); !unled(&l) {
		t.Error("nobody is known, nobody leads")
	}
	steps := []struct {
		scores []float64
		first  int
		since  model.Millis
	}{
		{[]float64{nan, 1}, 1, 2 * bar},
		{[]float64{1, 1}, 1, 2 * bar}, // a tie changes nothing
		{[]float64{2, 1}, 0, 4 * bar},
		{[]float64{nan, nan}, 0, 4 * bar},
		{[]float64{nan, 0}, 1, 6 * bar},
	}
	for i, s := range steps {
		l.Push(model.Millis(i+2)*bar, s.scores)
		if first, since, ok := l.First(); !ok || first != s.first || since != s.since {
			t.Errorf("step %d: %d since %v, want %d since %v", i, first, since, s.first, s.since)
		}
	}
}

func unled(l *signal.Leader) bool {
	_, _, ok := l.First()
	return !ok
}

// S2-DER-1: a warning at seven days, an urgent one at three.
func TestExpiry(t *testing.T) {
	f := figures(t).Expiry
	now := model.MillisOf(time.Date(2026, 3, 20, 8, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		name     string
		left     time.Duration
		near     bool
		severity model.Severity
	}{
		{"eight days", 8 * 24 * time.Hour, false, model.Info},
		{"a moment more than seven days", 7*24*time.Hour + time.Millisecond, false, model.Info},
		{"seven days", 7 * 24 * time.Hour, true, model.Warning},
		{"three days and an hour", 73 * time.Hour, true, model.Warning},
		{"three days", 72 * time.Hour, true, model.Critical},
		{"past", -time.Hour, true, model.Critical},
	} {
		t.Run(c.name, func(t *testing.T) {
			days, s, near := f.Expiry(now, now.Add(c.left))
			if near != c.near || s != c.severity || math.Abs(days-c.left.Hours()/24) > 1e-9 {
				t.Errorf("%v days, %v, near %v", days, s, near)
			}
		})
	}
}
