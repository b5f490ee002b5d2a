package context

import (
	"slices"
	"time"

	"eddy/model"
)

// forgotten is after how many half-lives an event counts for nothing: a
// thousandth of it is left.
const forgotten = 10

// Judge takes an event of the user's, one in the place of another of the same
// id, or takes it out again.
func (b *Book) Judge(j *model.Judgement) {
	if j == nil || j.ID == "" {
		return
	}
	at := slices.IndexFunc(b.events, func(x model.Judgement) bool { return x.ID == j.ID })
	switch {
	case j.Removed && at >= 0:
		b.events = slices.Delete(b.events, at, at+1)
	case j.Removed:
	case at >= 0:
		b.events[at] = *j
	default:
		b.events = append(b.events, *j)
		slices.SortStableFunc(b.events, func(x, y model.Judgement) int { return int(min(1, max(-1, x.Time-y.Time))) })
	}
}

// Events returns the user's events, oldest first.
func (b *Book) Events() []model.Judgement { return b.events }

// Event returns what the events of a kind say about a subject at a moment: the
// sum of their scores, each halved with every half-life that has passed, within
// ±1. It is zero when there was none, for the user was not silent by accident:
// no event is no event. A kind of "" means all kinds.
func (b *Book) Event(subject, kind string, at model.Millis) float64 {
	sum := 0.0
	for i := range b.events {
		j := &b.events[i]
		if j.Subject == subject && (kind == "" || j.Kind == kind) {
			sum += weight(j, at)
		}
	}
	return max(-1, min(1, sum))
}

func weight(j *model.Judgement, at model.Millis) float64 {
	if at.Sub(j.Time) > forgotten*max(j.HalfLife, time.Nanosecond) {
		return 0
	}
	return j.Weight(at)
}
