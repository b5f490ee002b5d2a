package history

import "eddy/model"

// coverOf returns what is covered as far as this transaction has come.
func (w *writer) coverOf(key coverKey) cover {
	if c, changed := w.covers[key]; changed {
		return c
	}
	return key.c.covered[key.of]
}

// cover covers the time of notes of which so many records were new, and counts
// the holes in it: bars a venue answered around but not with.
func (w *writer) cover(key coverKey, notes []note, added int64) {
	before := w.coverOf(key)
	joint := model.Millis(layouts[key.of].joint.Milliseconds())
	after, inner := before, before
	for i := range notes {
		n := &notes[i]
		after = after.add(n.from, n.to, joint)
		if len(n.list) > 0 {
			inner = inner.add(max(n.from, n.list[0].at), n.to, joint)
		}
	}
	w.covers[key] = after
	if step := layouts[key.of].step; step > 0 {
		bars := (inner.total() - before.total()) / model.Millis(step.Duration().Milliseconds())
		w.tally.holes = max(0, w.tally.holes+int64(bars)-added)
	}
}

// total returns how much time is covered.
func (c cover) total() (sum model.Millis) {
	for _, s := range c {
		sum += s.To - s.From
	}
	return sum
}

// saveCover writes what is covered of one sort of a contract.
func (w *writer) saveCover(key coverKey) error {
	if err := w.exec("DELETE FROM cover WHERE contract = ? AND sort = ?", key.c.id, int(key.of)); err != nil {
		return err
	}
	for _, s := range w.covers[key] {
		if err := w.exec("INSERT INTO cover VALUES (?, ?, ?, ?)", key.c.id, int(key.of), int64(s.From), int64(s.To)); err != nil {
			return err
		}
	}
	return nil
}
