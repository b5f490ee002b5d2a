package macro

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"eddy/model"
)

// reading is what one answer told of one series.
type reading struct {
	series model.Series
	unit   string
	note   string
	points []model.ContextPoint

	// hints are values the source implies for a moment in the past, by a
	// change since: they serve where nothing better stands.
	hints []model.ContextPoint
}

// answer is everything a reply told.
type answer struct {
	readings []reading
	refused  int // points that cannot be: negative, or not of this time
}

// The units of the series.
const (
	usd     = "usd"
	percent = "percent"
	gwei    = "gwei"
	index   = "index"
)

// errEmpty is the error of a reply that is well formed and tells nothing.
var errEmpty = errors.New("the answer tells nothing of what was asked")

// earliest is the first moment any of this can be about.
var earliest = model.MillisOf(time.Date(2009, time.January, 1, 0, 0, 0, 0, time.UTC))

// ahead is how far a stamp may lie in the future: clocks differ.
const ahead = 2 * time.Hour

// add notes a value at a moment, or counts why it cannot be.
func (r *reading) add(a *answer, at, now model.Millis, f figure) {
	if !f.known {
		return
	}
	if f.value < 0 || at < earliest || at > now.Add(ahead) {
		a.refused++
		return
	}
	r.points = append(r.points, model.ContextPoint{Time: at, Value: f.value})
}

// addNow notes a value of this moment.
func (r *reading) addNow(a *answer, now model.Millis, f figure) { r.add(a, now, now, f) }

// hint notes what a change in percent over a span says about its beginning.
func (r *reading) hint(now model.Millis, span time.Duration, value, change figure) {
	if !value.atLeast(0) || !change.known || change.value <= -100 {
		return
	}
	before := value.value / (1 + change.value/100)
	r.hints = append(r.hints, model.ContextPoint{Time: now.Add(-span), Value: before})
}

// keep adds a reading that has points to the answer, put in order. A sum too
// large for a number is none.
func (a *answer) keep(r reading) {
	r.points = slices.DeleteFunc(r.points, func(p model.ContextPoint) bool { return math.IsInf(p.Value, 0) })
	r.hints = slices.DeleteFunc(r.hints, func(p model.ContextPoint) bool { return math.IsInf(p.Value, 0) })
	if len(r.points) == 0 {
		return
	}
	r.points = inOrder(r.points)
	r.hints = inOrder(r.hints)
	a.readings = append(a.readings, r)
}

// done returns the answer, or why there is none.
func (a *answer) done() (answer, error) {
	switch {
	case len(a.readings) > 0:
		return *a, nil
	case a.refused > 0:
		return *a, fmt.Errorf("%w: %d figures were negative or not of this time", errEmpty, a.refused)
	default:
		return *a, errEmpty
	}
}

// inOrder sorts points by time and keeps the last of those at the same one.
func inOrder(points []model.ContextPoint) []model.ContextPoint {
	slices.SortStableFunc(points, func(a, b model.ContextPoint) int { return cmp.Compare(a.Time, b.Time) })
	out := points[:0]
	for i, p := range points {
		if i+1 < len(points) && points[i+1].Time == p.Time {
			continue
		}
		out = append(out, p)
	}
	return out
}

// seconds turns Unix seconds into a moment. What is out of range becomes a
// moment that is refused.
func seconds(f figure) model.Millis {
	if !f.known || f.value < 0 || f.value > 1e12 {
		return 0
	}
	return model.Millis(f.value * 1000)
}
