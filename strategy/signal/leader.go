package signal

import "eddy/model"

// Leader follows who is first in a ranking and since when (S0-MECH-1).
type Leader struct {
	first int // index of the first, -1 before there was one
	since model.Millis
	begun bool
}

// Push takes the scores of the bar that ended at at; NaN is not known. The
// first stays first while nobody is above it: a tie changes nothing. With no
// score known it stays as it is.
func (l *Leader) Push(at model.Millis, scores []float64) {
	best := -1
	if l.begun && l.first < len(scores) && scores[l.first] == scores[l.first] {
		best = l.first
	}
	for i, s := range scores {
		if s == s && (best < 0 || s > scores[best]) {
			best = i
		}
	}
	if best >= 0 && (!l.begun || best != l.first) {
		l.first, l.since, l.begun = best, at, true
	}
}

// First returns who leads and since which close.
func (l *Leader) First() (index int, since model.Millis, ok bool) { return l.first, l.since, l.begun }
