package phase

import "eddy/model"

// State is where the switch rule stands. It is plain data: a caller that stores
// it and resumes from it does not decide history again.
type State struct {
	Phase     model.Phase
	Since     model.Millis // close that made it the phase
	Age       int          // closes since then
	Candidate model.Phase  // phase that counts closes against it, empty for none
	Count     int          // closes in a row that counted
	Before    model.Phase  // phase before this one; unknown for the first of all
	Crash     bool         // the crash override brought it
}

// Change is a switch from one phase to another.
type Change struct {
	From, To model.Phase
	Crash    bool // by the crash override
}

// Next returns the state after one more close with these scores. The first
// close takes the highest score without asking for confirmation (analytics
// §4.2). crash says that the market fell by the override's drop.
func (w Switch) Next(s State, at model.Millis, scores *Scores, crash bool) (State, Change) {
	best := scores.Best(none)
	if best == none {
		return s, Change{}
	}
	if _, decided := indexOf(s.Phase); !decided {
		return State{Phase: best, Since: at, Before: model.PhaseUnknown}, Change{From: model.PhaseUnknown, To: best}
	}
	s.Age++
	if bear, ok := scores.Of(model.Bear); crash && ok && bear > w.CrashScore {
		s.Candidate, s.Count = none, 0
		if s.Phase == model.Bear {
			return s, Change{}
		}
		return State{Phase: model.Bear, Since: at, Before: s.Phase, Crash: true}, Change{From: s.Phase, To: model.Bear, Crash: true}
	}
	s.count(w, scores)
	confirm, dwell := w.patience(s.Phase, s.Candidate)
	if s.Count == 0 || s.Count < confirm || s.Age < dwell {
		return s, Change{}
	}
	return State{Phase: s.Candidate, Since: at, Before: s.Phase}, Change{From: s.Phase, To: s.Candidate}
}

// count lets the close count for its challenger, or starts over. It runs during
// the dwell as well.
func (s *State) count(w Switch, scores *Scores) {
	challenger := w.Verdict(s.Phase, scores)
	switch {
	case challenger == s.Phase:
		s.Candidate, s.Count = none, 0
	case challenger != s.Candidate:
		s.Candidate, s.Count = challenger, 1
	default:
		s.Count++
	}
}

// Verdict returns the phase a close with these scores speaks for: the challenger
// it counts for, else the incumbent. An incumbent without a score has nothing to
// defend itself with.
func (w Switch) Verdict(incumbent model.Phase, scores *Scores) model.Phase {
	challenger := scores.Best(incumbent)
	theirs, ok := scores.Of(challenger)
	mine, defended := scores.Of(incumbent)
	if ok && (!defended || theirs-mine >= w.Margin && theirs > mine) {
		return challenger
	}
	return incumbent
}

// patience returns the closes a switch needs and the age of the incumbent.
func (w Switch) patience(from, to model.Phase) (confirm, dwell int) {
	if w.FastDowngrade && downgrade(from, to) {
		return w.DowngradeConfirm, w.DowngradeDwell
	}
	return w.Confirm, w.Dwell
}

// downgrade tells whether a switch goes toward Bear: to Bear itself, or from
// Expansion to Late.
func downgrade(from, to model.Phase) bool {
	return to == model.Bear || from == model.Expansion && to == model.Late
}
