package plain

import "eddy/model"

// flips says what would change the phase, how every phase scores and which
// states a playbook steers by beside it.
func (p *page) flips(s *model.Snapshot) {
	ph := &s.Phase
	if ph.Candidate != "" && ph.Candidate != ph.Phase && ph.CandidateCount > 0 {
		p.line("  %s has led for %d of the %d closes it needs", ph.Candidate.Word(), ph.CandidateCount, ph.CandidateNeeds)
	}
	p.would(ph)
	p.scores(ph)
	p.cycles(s.Cycles)
}

// would lists what flips the phase, the unit of distance being the input's own
// standard deviation of a day.
func (p *page) would(ph *model.PhaseView) {
	rows, fixed := [][]string{{"to", "when", "daily deviations away"}}, 0
	for _, f := range ph.Flips {
		if _, ok := f.Needs.Value(); !ok {
			fixed++
			continue
		}
		rows = append(rows, []string{f.ToPhase.Word(), f.Text, orNothing(f.Distance, 1)})
	}
	if f := ph.FlipPair; f != nil {
		rows = append(rows, []string{f.ToPhase.Word(), f.Text, orNothing(f.Distance, 1)})
	}
	if len(rows) == 1 && fixed == 0 {
		return
	}
	p.line("\nWhat would flip it")
	if len(rows) > 1 {
		p.table(rows)
	}
	switch {
	case fixed == len(ph.Flips):
		p.line("  no input can flip it alone")
	case fixed > 0:
		p.line("  the other %d inputs cannot flip it alone", fixed)
	}
}

// phases are all phases, in the order of a cycle.
var phases = [...]model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear}

func (p *page) scores(ph *model.PhaseView) {
	if len(ph.Scores) == 0 {
		return
	}
	rows := [][]string{{"phase", "score", "with the open bar"}}
	for _, x := range phases {
		rows = append(rows, []string{x.Word(), orNothing(ph.Scores[x], 2), orNothing(ph.Developing[x], 2)})
	}
	p.line("\nHow every phase scores")
	p.table(rows)
}

func (p *page) cycles(list []model.CycleView) {
	if len(list) == 0 {
		return
	}
	rows := [][]string{{"state of", "is", "days", "next"}}
	for i := range list {
		c := &list[i]
		state, next := c.State, ""
		if c.Why != "" {
			state += ": " + c.Why
		}
		if c.Candidate != "" && c.CandidateCount > 0 {
			next = c.Candidate + " " + whole(c.CandidateCount) + " of " + whole(c.CandidateNeeds) + " closes"
		}
		rows = append(rows, []string{c.Name, state, orNothing(c.AgeDays, 0), next})
	}
	p.line("\nStates beside the phase")
	p.table(rows)
}

// orNothing is Num with nothing at all for what nobody tells.
func orNothing(n model.Num, decimals int) string {
	if text := Num(n, decimals); text != "?" {
		return text
	}
	return ""
}

func whole(n int) string { return Num(model.Known(float64(n)), 0) }
