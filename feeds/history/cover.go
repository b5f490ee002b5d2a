package history

import (
	"slices"

	"eddy/feeds/backfill"
	"eddy/model"
)

// cover is the time that is covered, oldest first, no two stretches touching.
type cover []backfill.Stretch

// add covers [from, to), joining what it touches or comes within joint of.
func (c cover) add(from, to, joint model.Millis) cover {
	if from >= to {
		return c
	}
	first := 0
	for first < len(c) && c[first].To+joint < from {
		first++
	}
	last := first
	for last < len(c) && c[last].From <= to+joint {
		from, to = min(from, c[last].From), max(to, c[last].To)
		last++
	}
	return slices.Replace(slices.Clone(c), first, last, backfill.Stretch{From: from, To: to})
}

// cut uncovers everything from t on.
func (c cover) cut(t model.Millis) cover {
	var kept cover
	for _, s := range c {
		if s.From < t {
			kept = append(kept, backfill.Stretch{From: s.From, To: min(s.To, t)})
		}
	}
	return kept
}

// forget uncovers everything before t.
func (c cover) forget(t model.Millis) cover {
	var kept cover
	for _, s := range c {
		if s.To > t {
			kept = append(kept, backfill.Stretch{From: max(s.From, t), To: s.To})
		}
	}
	return kept
}

// without uncovers [from, to).
func (c cover) without(from, to model.Millis) cover {
	return append(c.cut(from), c.forget(to)...)
}
