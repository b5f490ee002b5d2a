package phase

import (
	"math"

	"eddy/model"
)

// phaseCount is how many phases are scored.
const phaseCount = 4

// none is the absence of a phase: no candidate, no runner-up.
const none model.Phase = ""

// phases in the order they take in a cycle. Index 3 is the most cautious.
var phases = [phaseCount]model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear}

// caution orders phases for ties: the most cautious first.
var caution = [phaseCount]int{3, 2, 0, 1}

func indexOf(p model.Phase) (int, bool) {
	for i, q := range phases {
		if q == p {
			return i, true
		}
	}
	return 0, false
}

// Scores are the four scores of one day, each 0..1.
type Scores struct {
	value [phaseCount]float64
	known [phaseCount]bool

	Coverage float64 // share of the feature weight available, mean over the four scores
}

// Of returns a phase's score; it is not known when every feature it needs is
// missing.
func (s *Scores) Of(p model.Phase) (float64, bool) {
	i, ok := indexOf(p)
	if !ok {
		return 0, false
	}
	return s.value[i], s.known[i]
}

// Set gives a phase a score.
func (s *Scores) Set(p model.Phase, v float64) {
	if i, ok := indexOf(p); ok {
		s.value[i], s.known[i] = v, true
	}
}

// Best returns the phase with the highest score other than except, ties to the
// more cautious; none when there is none.
func (s *Scores) Best(except model.Phase) model.Phase {
	best := -1
	for _, i := range caution {
		if !s.known[i] || phases[i] == except {
			continue
		}
		if best < 0 || s.value[i] > s.value[best] {
			best = i
		}
	}
	if best < 0 {
		return none
	}
	return phases[best]
}

// Probability returns the softmax weight of a phase among the known scores at a
// temperature (analytics §4.3).
func (s *Scores) Probability(p model.Phase, temperature float64) (float64, bool) {
	mine, ok := s.Of(p)
	if !ok {
		return 0, false
	}
	sum := 0.0
	for i, v := range s.value {
		if s.known[i] {
			sum += math.Exp((v - mine) / temperature)
		}
	}
	return 1 / sum, true
}

// Score turns features into scores. It is a pure function: no state, no clock,
// no allocation.
func (p *Params) Score(f *Features) Scores {
	var s Scores
	for i := range p.Rules {
		r := &p.Rules[i]
		value, coverage := r.score(f)
		s.Coverage += coverage / float64(len(p.Rules))
		if coverage > 0 {
			s.Set(r.Phase, value)
		}
	}
	return s
}

// score returns the rule's score over the terms that can be told, and the share
// of weight they carry.
func (r *Rule) score(f *Features) (value, coverage float64) {
	sum := 0.0
	for i := range r.Terms {
		if vote, ok := votes(r.Terms[i].Factors, f); ok {
			sum += r.Terms[i].Weight * vote
			coverage += r.Terms[i].Weight
		}
	}
	if coverage == 0 {
		return 0, 0
	}
	return sum / coverage * (1 - r.damped(f)), coverage
}

// damped returns the share of the score the damp takes away.
func (r *Rule) damped(f *Features) float64 {
	if len(r.Damp.Factors) == 0 {
		return 0
	}
	vote, ok := votes(r.Damp.Factors, f)
	if !ok {
		return 0
	}
	return r.Damp.Share * vote
}

// votes returns the product of the factors' votes, or false when a feature is
// missing.
func votes(factors []Factor, f *Features) (float64, bool) {
	product := 1.0
	for i := range factors {
		v, ok := factors[i].Vote(f)
		if !ok {
			return 0, false
		}
		product *= v
	}
	return product, true
}

// Vote returns the factor's vote, 0..1, or false when its feature is missing.
func (c Factor) Vote(f *Features) (float64, bool) {
	x, ok := f.Value(c.Feature)
	if !ok {
		return 0, false
	}
	if c.Size {
		x = math.Abs(x)
	}
	return max(0, min(1, (x-c.From)/(c.To-c.From))), true
}
