package cycle

import (
	"fmt"

	"eddy/model"
)

// Views shows both states with their evidence: that of the state itself, and
// that of a candidate that counts closes against it.
func (t *Tracker) Views() []model.CycleView {
	return []model.CycleView{
		t.view("s1-blueprint", "L1/DeFi cycle", t.cycle),
		t.view("s2-narrative", "AI/DeFi narrative", t.narrative),
	}
}

func (t *Tracker) view(playbook, name string, s Standing) model.CycleView {
	v := model.CycleView{
		Playbook: playbook, Name: name, State: string(s.State), Since: s.Since,
		Candidate: string(s.Candidate), CandidateCount: s.Count, CandidateNeeds: t.p.Confirm,
		Jumped: s.Jumped, Evidence: []model.Evidence{},
	}
	if s.Before != Unknown {
		v.Before = string(s.Before)
	}
	switch {
	case s.State != Unknown:
		v.AgeDays = model.Known(float64(s.Age))
	case t.end == 0:
		v.Why = "waiting for daily bars of the sectors"
	default:
		v.Why = fmt.Sprintf("no state's conditions have held for %d closes yet", t.p.Confirm)
	}
	if c := t.condition(s.State); c != nil {
		v.Holds = c.holds()
	}
	for _, which := range [2]State{s.State, s.Candidate} {
		if c := t.condition(which); c != nil {
			v.Evidence = append(v.Evidence, c.evidence()...)
		}
	}
	return v
}
