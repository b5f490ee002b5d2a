package backfill

import (
	"slices"
	"time"

	"eddy/model"
)

// Stretch is a run of time, [From, To).
type Stretch struct{ From, To model.Millis }

// Past tells what of a venue's past is held already and need not be asked for.
type Past interface {
	// Held returns the stretches of a contract's bars ("1h", "1d"), "funding"
	// or "open interest" that are held, oldest first, no two of them touching.
	// Within them, what is missing is known not to exist.
	Held(symbol, what string) []Stretch
}

// Nothing is the past of a venue of which nothing is held.
type Nothing struct{}

// Held returns nothing.
func (Nothing) Held(string, string) []Stretch { return nil }

// Missing splits a want at a moment of the venue into those of the stretches
// that are not held, newest first. A bar that is held goes before each of them,
// so that a correction of the venue's is seen. Where no clock tells the moment,
// or what is held lies ahead of it, all is missing.
func Missing(want Want, held []Stretch, now model.Millis) []Want {
	step := model.Millis(want.Interval.Duration().Milliseconds())
	if !now.Known() || step <= 0 || want.Before.Known() {
		return []Want{want}
	}
	end := now.Floor(want.Interval)
	begin := end - model.Millis(want.Bars)*step
	if n := len(held); n == 0 || held[n-1].To > end+step {
		want.From = max(begin, 1)
		return []Want{want}
	}
	var missing []Want
	for _, s := range slices.Backward(held) {
		if s.To < end && end > begin {
			missing = append(missing, want.part(max(s.To, begin), end, s.To >= begin))
		}
		end = min(end, s.From)
	}
	if end > begin {
		missing = append(missing, want.part(begin, end, false))
	}
	if len(missing) > 0 && missing[0].Before >= now.Floor(want.Interval) {
		missing[0].Before = 0
	}
	return missing
}

// part returns the want of [from, to), with the bar before it.
func (w Want) part(from, to model.Millis, overlap bool) Want {
	step := model.Millis(w.Interval.Duration().Milliseconds())
	w.From, w.Before = max(from, 1), to
	w.Bars = int((to - from + step - 1) / step)
	if overlap {
		w.Bars++
	}
	return w
}

// Due tells whether figures that come every so often have something new since
// those that are held.
func Due(held []Stretch, every time.Duration, now model.Millis) bool {
	if len(held) == 0 || !now.Known() {
		return true
	}
	newest := held[len(held)-1].To
	return now.Sub(newest) >= every || newest.Sub(now) > every
}
