package phase

import "eddy/model"

// solver finds where along a path a close begins to speak for another phase. It
// keeps its working memory between paths and is not safe for concurrent use.
type solver struct {
	p         *Params
	bends     *bends
	base      Features
	incumbent model.Phase
	says      model.Phase // what the close speaks for where the path begins
	rules     [phaseCount]ruleVotes
	at        []float64 // bends of the path at hand
}

// ruleVotes are a rule's votes where all paths begin. Most terms know nothing
// of the features that move, and keep theirs.
type ruleVotes struct {
	rule     *Rule
	terms    []baseVote
	damp     baseVote
	coverage float64 // weight of the terms that can be told
}

type baseVote struct {
	vote     float64
	known    bool
	features featureSet // it looks at
}

func newSolver(p *Params, b *bends, f *Features, incumbent model.Phase) *solver {
	s := &solver{p: p, bends: b, base: *f, incumbent: incumbent, at: make([]float64, 0, 64)}
	scores := p.Score(f)
	s.says = p.Switch.Verdict(incumbent, &scores)
	for i := range p.Rules {
		if at, ok := indexOf(p.Rules[i].Phase); ok {
			s.rules[at] = votesOf(&p.Rules[i], f)
		}
	}
	return s
}

func votesOf(r *Rule, f *Features) ruleVotes {
	v := ruleVotes{rule: r, terms: make([]baseVote, len(r.Terms))}
	for i := range r.Terms {
		v.terms[i] = baseVoteOf(r.Terms[i].Factors, f)
		if v.terms[i].known {
			v.coverage += r.Terms[i].Weight
		}
	}
	v.damp = baseVoteOf(r.Damp.Factors, f)
	v.damp.known = v.damp.known && len(r.Damp.Factors) > 0
	return v
}

func baseVoteOf(factors []Factor, f *Features) baseVote {
	var b baseVote
	b.vote, b.known = votes(factors, f)
	for _, c := range factors {
		b.features |= 1 << c.Feature
	}
	return b
}

// verdict returns what a close at a place of the path speaks for. It comes to
// the same scores as Params.Score, to the last digit, but asks only the terms
// that look at a feature that moves.
func (s *solver) verdict(w *path, t float64) model.Phase {
	f := w.at(t)
	var scores Scores
	for i := range s.rules {
		v := &s.rules[i]
		if scores.known[i] = v.coverage > 0; scores.known[i] {
			scores.value[i] = v.scoreAt(&f, w.moving)
		}
	}
	return s.p.Switch.Verdict(s.incumbent, &scores)
}

// scoreAt is Rule.score where only some features have moved.
func (v *ruleVotes) scoreAt(f *Features, moving featureSet) float64 {
	sum := 0.0
	for i := range v.terms {
		b := &v.terms[i]
		if !b.known {
			continue
		}
		vote := b.vote
		if b.features&moving != 0 {
			vote, _ = votes(v.rule.Terms[i].Factors, f)
		}
		sum += v.rule.Terms[i].Weight * vote
	}
	damped := 0.0
	if v.damp.known {
		vote := v.damp.vote
		if v.damp.features&moving != 0 {
			vote, _ = votes(v.rule.Damp.Factors, f)
		}
		damped = v.rule.Damp.Share * vote
	}
	return sum / v.coverage * (1 - damped)
}

// bracket holds the first place of a path that says something else, and little
// more: at same the verdict is the old one, at other it is not.
type bracket struct{ same, other float64 }

// first finds the first place of the path, no further than limit, at which the
// close speaks for another phase. Between two bends every score is a polynomial
// of the way gone, so that the verdict can only change at a zero of a few
// differences; nothing is sampled and nothing nearer is missed.
func (s *solver) first(w *path, limit float64) (bracket, bool) {
	s.at = s.bends.along(s.at, w, limit)
	if !s.mayFlip(w, s.at[len(s.at)-1]) {
		return bracket{}, false
	}
	for i, end := range s.at[1:] {
		if b, ok := s.within(w, s.at[i], end); ok {
			return b, true
		}
	}
	return bracket{}, false
}

// within looks for the first flip on a stretch without bends.
func (s *solver) within(w *path, from, end float64) (bracket, bool) {
	zeros := s.zeros(w, from, end)
	same := from
	near := (end - from) * 1e-9
	for i, r := range zeros.t[:zeros.n] {
		next := end
		if i+1 < zeros.n {
			next = zeros.t[i+1]
		}
		if s.verdict(w, r) != s.says {
			if before := r - near; before > same && s.verdict(w, before) == s.says {
				same = before
			}
			return bracket{same, r}, true
		}
		same = r
		if mid := r + (next-r)/2; s.verdict(w, mid) != s.says {
			if after := min(mid, r+near); s.verdict(w, after) != s.says {
				mid = after
			}
			return bracket{same, mid}, true
		}
	}
	return bracket{}, false
}

// narrow returns the first place in a bracket that says something else, to the
// last digit.
func (s *solver) narrow(w *path, b bracket) float64 {
	for range 64 {
		m := b.same + (b.other-b.same)/2
		if m <= b.same || m >= b.other {
			break
		}
		if s.verdict(w, m) == s.says {
			b.same = m
		} else {
			b.other = m
		}
	}
	return b.other
}

// score returns a rule's score as a polynomial of a stretch, false when every
// feature it needs is missing. It says what Rule.score says, for all of the
// stretch at once.
func (s *solver) score(v *ruleVotes, w *path, origin, mid float64) (polynomial, bool) {
	var sum polynomial
	if v.coverage == 0 {
		return sum, false
	}
	for i := range v.terms {
		b, t := &v.terms[i], &v.rule.Terms[i]
		switch {
		case !b.known:
		case b.features&w.moving == 0:
			sum.c[0] += t.Weight * b.vote
		default:
			vote := w.product(t.Factors, origin, mid)
			sum.add(&vote, t.Weight)
		}
	}
	sum.timesLine(1/v.coverage, 0)
	if v.damp.known && v.damp.features&w.moving == 0 {
		sum.timesLine(1-v.rule.Damp.Share*v.damp.vote, 0)
	} else if v.damp.known {
		vote := w.product(v.rule.Damp.Factors, origin, mid)
		vote.timesLine(-v.rule.Damp.Share, 0)
		vote.c[0]++
		sum.times(&vote)
	}
	return sum, true
}

// maxZeros bounds the zeros of one stretch.
const maxZeros = phaseCount * (maxDegree + 2)

// zeros are places of a path, in order.
type zeros struct {
	t [maxZeros]float64
	n int
}

func (z *zeros) insert(t float64) {
	i := z.n
	for ; i > 0 && z.t[i-1] > t; i-- {
		z.t[i] = z.t[i-1]
	}
	z.t[i] = t
	z.n++
}

// zeros returns where on a stretch the verdict can change.
func (s *solver) zeros(w *path, from, end float64) zeros {
	var found zeros
	var score [phaseCount]polynomial
	var known [phaseCount]bool
	mid := from + (end-from)/2
	for i := range s.rules {
		score[i], known[i] = s.score(&s.rules[i], w, from, mid)
	}
	has, ok := indexOf(s.says)
	if !ok || !known[has] {
		return found
	}
	for i := range phases {
		if i == has || !known[i] {
			continue
		}
		gap := score[i]
		gap.add(&score[has], -1)
		gap.c[0] += s.handicap(i)
		r := gap.roots(end - from)
		for _, u := range r.u[:r.n] {
			found.insert(min(end, from+u))
		}
	}
	return found
}

// handicap is what must be added to phase i's lead over the phase that has the
// verdict, so that the sign tells whether it takes it: while the incumbent has
// it, others must lead by the margin; while a challenger has it, the incumbent
// takes it back by losing less than the margin, others by overtaking the
// challenger.
func (s *solver) handicap(i int) float64 {
	switch {
	case s.says == s.incumbent:
		return -s.p.Switch.Margin
	case phases[i] == s.incumbent:
		return s.p.Switch.Margin
	default:
		return 0
	}
}
