package strategy

import (
	"cmp"
	"slices"
	"time"

	"eddy/model"
)

const (
	interestStep = model.Hour1 // one point of each is kept: the first that came
	interestKept = 24 * 45     // points, so 45 days of hours
)

// interestTrail is the open interest of a coin on one venue, oldest first. Live
// figures and the loaded past arrive in any order.
type interestTrail []model.OpenInterestPoint

// note files live open interest, the first of an hour. So a tape that begins
// later needs no more than that of each hour to give the same trail.
func (t *interestTrail) note(ev *model.Event) {
	at := ev.EventTime
	if at == 0 {
		at = ev.Received
	}
	if n := len(*t); n == 0 || at.Floor(interestStep) > (*t)[n-1].Time.Floor(interestStep) {
		t.add(model.OpenInterestPoint{Time: at, Coins: ev.OpenInterest})
	}
}

// add files points in hours that have none and tells whether there was one.
func (t *interestTrail) add(points ...model.OpenInterestPoint) (changed bool) {
	for _, p := range points {
		at, found := slices.BinarySearchFunc(*t, p.Time, byTime)
		hour := p.Time.Floor(interestStep)
		before := at == 0 || (*t)[at-1].Time.Floor(interestStep) < hour
		after := at == len(*t) || (*t)[at].Time.Floor(interestStep) > hour
		if !found && before && after {
			*t, changed = slices.Insert(*t, at, p), true
		}
	}
	if surplus := len(*t) - interestKept; surplus > 0 {
		*t = slices.Delete(*t, 0, surplus)
	}
	return changed
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

// interestSlack is how old a point may be and still speak for a moment.
const interestSlack = 12 * time.Hour

// at returns the newest point at or before a moment, if it is near enough.
func (t interestTrail) at(moment model.Millis) (coins float64, ok bool) {
	if len(t) == 0 || moment < t[0].Time {
		return 0, false
	}
	i, found := slices.BinarySearchFunc(t, moment, byTime)
	if found {
		i++
	}
	if moment.Sub(t[i-1].Time) > interestSlack {
		return 0, false
	}
	return t[i-1].Coins, true
}

// interestTold tells whether any venue told open interest up to a moment: of
// years of days, most lie before.
func (a *assetState) interestTold(moment model.Millis) bool {
	for _, t := range a.interest {
		if len(t) > 0 && t[0].Time <= moment {
			return true
		}
	}
	return false
}

// interestMove is the open interest of a coin at two moments, in coins.
type interestMove struct {
	then, now float64
	known     bool
}

// interestBetween compares two moments over the venues that tell open interest
// for both: a venue that came or went is no change.
func (a *assetState) interestBetween(from, to model.Millis) (m interestMove) {
	for _, t := range a.interest {
		was, known := t.at(from)
		is, both := t.at(to)
		if known && both {
			m.then, m.now = m.then+was, m.now+is
		}
	}
	m.known = m.then > 0
	return m
}

// sizeAt is the coin's open interest in dollars at a moment of the past, at a
// price of that moment.
func (a *assetState) sizeAt(moment model.Millis, price float64) (usd float64, known bool) {
	for _, t := range a.interest {
		if coins, ok := t.at(moment); ok {
			usd, known = usd+coins*price, true
		}
	}
	return usd, known && usd > 0
}
