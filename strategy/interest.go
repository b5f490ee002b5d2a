package strategy

import (
	"cmp"
	"slices"
	"time"

	"eddy/model"
)

const (
	interestStep = time.Hour // least time between two points that are kept
	interestKept = 24 * 45   // points, so 45 days of hours
)

// interestTrail is the open interest of a coin on one venue, oldest first. Live
// figures and the loaded past arrive in any order.
type interestTrail []model.OpenInterestPoint

// note files live open interest, at most one point an hour.
func (t *interestTrail) note(ev *model.Event) {
	at := ev.EventTime
	if at == 0 {
		at = ev.Received
	}
	if n := len(*t); n == 0 || at >= (*t)[n-1].Time.Add(interestStep) {
		t.add(model.OpenInterestPoint{Time: at, Coins: ev.OpenInterest})
	}
}

// add files points wherever there is none within the step before or after.
func (t *interestTrail) add(points ...model.OpenInterestPoint) {
	for _, p := range points {
		at, found := slices.BinarySearchFunc(*t, p.Time, byTime)
		before := at == 0 || p.Time >= (*t)[at-1].Time.Add(interestStep)
		after := at == len(*t) || (*t)[at].Time >= p.Time.Add(interestStep)
		if !found && before && after {
			*t = slices.Insert(*t, at, p)
		}
	}
	if surplus := len(*t) - interestKept; surplus > 0 {
		*t = slices.Delete(*t, 0, surplus)
	}
}

// since returns the newest point at or before a moment and the newest of all.
func (t interestTrail) since(moment model.Millis) (then, now float64, ok bool) {
	at, found := slices.BinarySearchFunc(t, moment, byTime)
	if found {
		at++
	}
	if at == 0 || len(t) < 2 {
		return 0, 0, false
	}
	return t[at-1].Coins, t[len(t)-1].Coins, true
}

func byTime(p model.OpenInterestPoint, m model.Millis) int { return cmp.Compare(p.Time, m) }

// openInterestChange returns the relative change of open interest, in coins,
// over the venues whose word reaches back to since. A venue that does not is
// left out on both sides: its arrival is no change.
func (a *assetState) openInterestChange(since model.Millis) (float64, bool) {
	var then, now float64
	for _, t := range a.interest {
		if was, is, ok := t.since(since); ok {
			then, now = then+was, now+is
		}
	}
	if then <= 0 {
		return 0, false
	}
	return now/then - 1, true
}
