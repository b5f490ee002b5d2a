package phase

import "eddy/model"

// Evidence lists what speaks for and against a phase: each term of its score
// with the features it saw, its vote and its share of the score, in the order of
// the rule. A term whose feature is missing is listed as unknown with the reason
// and no weight; the others carry what it leaves. A damp follows last with no
// weight of its own, for it scales the whole. why tells what a missing feature
// waits for.
func (p *Params) Evidence(of model.Phase, f *Features, why func(Feature) string) []model.Evidence {
	r := p.rule(of)
	if r == nil {
		return nil
	}
	_, coverage := r.score(f)
	list := make([]model.Evidence, 0, len(r.Terms)+1)
	for i := range r.Terms {
		t := &r.Terms[i]
		e := describe(t.Factors, f, why)
		e.ID, e.Text, e.Source = t.ID, t.Text, t.Source
		if e.State != model.EvidenceUnknown {
			e.Weight = t.Weight / coverage
		}
		list = append(list, e)
	}
	if len(r.Damp.Factors) > 0 {
		list = append(list, r.Damp.evidence(f, why))
	}
	return list
}

func (p *Params) rule(of model.Phase) *Rule {
	for i := range p.Rules {
		if p.Rules[i].Phase == of {
			return &p.Rules[i]
		}
	}
	return nil
}

// describe tells what a term's factors saw. The value is the first factor's
// feature; the words cover all of them.
func describe(factors []Factor, f *Features, why func(Feature) string) model.Evidence {
	e := model.Evidence{State: model.EvidenceUnknown}
	for i, c := range factors {
		x, ok := f.Value(c.Feature)
		value, shown := model.Known(x), c.Feature.show(x)
		if !ok {
			value, shown = model.Unknown(why(c.Feature)), why(c.Feature)
		}
		if i == 0 {
			e.Value, e.Shown, e.Threshold = value, shown, c.threshold()
			continue
		}
		e.Shown += " · " + shown
		e.Threshold += " and " + c.Feature.label() + " " + c.threshold()
		if !ok {
			e.Value = value // a vote that cannot be told has no single value
		}
	}
	vote, ok := votes(factors, f)
	if !ok {
		e.Vote = model.Unknown(e.Value.Why())
		return e
	}
	e.Vote, e.State = model.Known(vote), lean(vote)
	return e
}

// lean tells which way a vote points.
func lean(vote float64) model.EvidenceState {
	if vote >= 0.5 {
		return model.EvidenceFor
	}
	return model.EvidenceAgainst
}

// evidence tells what a damp saw: its vote is what it leaves of the score at
// full Share, so that 1 speaks for the phase like any other vote.
func (d *Damp) evidence(f *Features, why func(Feature) string) model.Evidence {
	e := describe(d.Factors, f, why)
	e.ID, e.Text, e.Source = d.ID, d.Text, d.Source
	if vote, ok := e.Vote.Value(); ok {
		e.Vote, e.State = model.Known(1-vote), lean(1-vote)
	}
	e.Threshold = "costs up to " + percent(d.Share, 0, false) + ": " + e.Threshold
	return e
}
