package phase

import (
	"slices"
	"strconv"

	"eddy/model"
)

// View returns the phase as views show it, with the open day's scores beside it
// when open is not nil. The phase itself, its confidence and its evidence stand
// on closed days only (law 3).
func (t *Tracker) View(open *Reading) model.PhaseView {
	if !t.Ready() {
		return model.PhaseView{
			Phase: model.PhaseUnknown, Why: t.waiting(),
			Confidence: model.Unknown(t.waiting()), CandidateNeeds: t.p.Switch.Confirm,
		}
	}
	v := model.PhaseView{
		Phase: t.state.Phase, Before: t.state.Before, Crash: t.state.Crash,
		Since: t.state.Since, AgeDays: model.Known(float64(t.state.Age)),
		Coverage:  model.Known(t.now.Scores.Coverage),
		Candidate: t.state.Candidate, CandidateCount: t.state.Count,
		Scores:   scoreMap(&t.now.Scores),
		Evidence: t.p.Evidence(t.state.Phase, &t.now.Features, t.why),
	}
	v.CandidateNeeds, _ = t.p.Switch.patience(t.state.Phase, t.state.Candidate)
	if c, ok := t.Confidence(); ok {
		v.Confidence = model.Known(c)
	}
	t.addRunnerUp(&v)
	if t.flipped != t.end { // once a day; the closed day stays as it is
		t.nearest, t.pair = t.flips(&t.now.Features)
		t.flipped = t.end
	}
	v.Flips, v.FlipPair = slices.Clone(t.nearest), t.pair
	if open != nil {
		v.Developing = scoreMap(&open.Scores)
		v.DevelopingFlips, v.DevelopingPair = t.flips(&open.Features)
	}
	return v
}

// addRunnerUp names the strongest other phase and how far the incumbent leads
// it; the lead is negative while a challenger waits for its switch.
func (t *Tracker) addRunnerUp(v *model.PhaseView) {
	v.RunnerUp = t.now.Scores.Best(t.state.Phase)
	mine, ok := t.now.Scores.Of(t.state.Phase)
	theirs, there := t.now.Scores.Of(v.RunnerUp)
	if ok && there {
		v.Gap = model.Known(mine - theirs)
	}
}

// waiting says what an unknown phase waits for.
func (t *Tracker) waiting() string {
	n := t.Missing()
	if n == 1 {
		return "needs 1 more daily bar"
	}
	return "needs " + strconv.Itoa(n) + " more daily bars"
}

// why says what a missing feature waits for.
func (t *Tracker) why(f Feature) string {
	var reason string
	switch f {
	case Breadth:
		reason = t.breadth.Why()
	case Funding:
		reason = t.funding.Why()
	}
	if reason == "" {
		reason = "no " + f.String() + " known"
	}
	return reason
}

func scoreMap(s *Scores) map[model.Phase]model.Num {
	m := make(map[model.Phase]model.Num, phaseCount)
	for i, p := range phases {
		if s.known[i] {
			m[p] = model.Known(s.value[i])
		} else {
			m[p] = model.Unknown("its features are missing")
		}
	}
	return m
}
