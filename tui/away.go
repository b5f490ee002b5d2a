package tui

import (
	"time"

	"eddy/model"
	"eddy/tui/pane/banner"
)

// away is what the desk keeps of the time before nobody could see the market:
// the machine slept, or no feed was live.
type away struct {
	was   *model.Snapshot // the last one before; nil = nothing is missed
	title string          // of the list of what changed since
	lit   *model.Snapshot // the newest with a feed that is not lost
	slept bool            // was is of before a sleep
	woke  model.Millis    // when the first snapshot after it was made, 0 before
}

// blindFrom is how long every feed has to be lost for the list of what changed
// meanwhile: a hiccup is not worth an interruption.
const blindFrom = 15 * time.Second

// settlesIn is how long after a sleep changes are waited for: what the system still
// holds of the time before is heard first, and passes for new.
const settlesIn = 3 * time.Second

// sleep keeps the last snapshot of before the machine slept.
func (w *away) sleep(last *model.Snapshot) {
	if w.was == nil {
		w.was, w.title = last, "While you were away"
		w.slept, w.woke = true, 0
	}
}

// look follows a new snapshot. Once the desk is fed again it returns what
// changed since it was not.
func (w *away) look(s *model.Snapshot) missed {
	cut := banner.IsCutOff(s)
	if cut && w.was == nil && w.lit != nil && s.Clock.Sub(w.lit.Clock) >= blindFrom {
		w.was, w.title = w.lit, "While no feed was live"
	}
	if !cut {
		w.lit = s
	}
	if w.was == nil || cut || 2*fresh(s) < fresh(w.was) || w.settles(s) {
		return missed{}
	}
	m := missed{w.title, changes(w.was, s)}
	w.was, w.slept = nil, false
	return m
}

// settles tells whether a snapshot is too soon after a sleep.
func (w *away) settles(s *model.Snapshot) bool {
	if w.woke == 0 {
		w.woke = s.Clock
	}
	return w.slept && s.Clock.Sub(w.woke) < settlesIn
}

// fresh counts the coins whose price is of now: feeds that are back have not
// told of every coin at once.
func fresh(s *model.Snapshot) (n int) {
	for i := range s.Assets {
		if s.Assets[i].Price.Fresh() {
			n++
		}
	}
	return n
}
