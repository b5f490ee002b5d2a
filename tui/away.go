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
}

// blindFrom is how long every feed has to be lost for the list of what changed
// meanwhile: a hiccup is not worth an interruption.
const blindFrom = 15 * time.Second

// sleep keeps the newest snapshot of before the machine slept.
func (w *away) sleep(newest *model.Snapshot) {
	if w.was == nil {
		w.was, w.title = newest, "While you were away"
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
	if w.was == nil || cut || 2*fresh(s) < fresh(w.was) {
		return missed{}
	}
	m := missed{w.title, changes(w.was, s)}
	w.was = nil
	return m
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
