package phase

import (
	"fmt"

	"eddy/model"
)

// Stored is a State with the moment it belongs to, as a caller keeps it.
type Stored struct {
	State
	At model.Millis // end of the last day it has seen
}

// Store returns the state to keep; the second result is false before there is a
// phase.
func (t *Tracker) Store() (Stored, bool) {
	return Stored{State: t.state, At: t.end}, t.state.Phase != model.PhaseUnknown
}

// Resume makes a tracker without history go on from a stored state instead of
// deciding history again: the days up to Stored.At only warm the averages up.
// The phase depends on the path, so a restart would otherwise be able to come
// to another one (analytics §4.2). It returns an error for a phase that is not
// known or when days were pushed already.
func (t *Tracker) Resume(s Stored) error {
	if _, ok := indexOf(s.Phase); !ok {
		return fmt.Errorf("phase: resume: phase %q is not known", s.Phase)
	}
	if t.bars > 0 {
		return fmt.Errorf("phase: resume: %d days were pushed already", t.bars)
	}
	t.resuming = &s
	return nil
}
