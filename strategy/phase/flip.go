package phase

import (
	"math"

	"eddy/model"
)

// Sigmas are the standard deviations of the features' daily changes, in the
// units of the features. One that is not known is zero.
type Sigmas [featureCount]float64

// Move is a feature that goes from where it is to somewhere else.
type Move struct {
	Feature  Feature
	From, To float64
}

// Flip is the least that makes the close speak for another phase: the phase it
// counts for changes (Switch.Verdict), all other features staying where they
// are. A close that counts is one of the three in a row a switch needs; the
// crash override is not looked at.
type Flip struct {
	Moves  []Move      // one, or two that move together
	To     model.Phase // what the close would speak for; "" when nothing the features can do changes it
	Sigmas float64     // how far, in daily standard deviations of each moved feature; NaN when not known
}

// Possible tells whether there is a flip at all.
func (f *Flip) Possible() bool { return f.To != none }

// Flips are the flips of one day.
type Flips struct {
	Singles []Flip // one for each known feature, in the order of the features
	Pair    Flip   // the two that together need least; not possible when no pair needs less than each of the two alone
}

// Flips solves for the flips of a day with these features under an incumbent.
//
// A single flip moves one feature up or down until the verdict changes for the
// first time; the nearer of the two counts. A pair moves two features, each by
// the same number of its own daily standard deviations and each up or down, and
// is only a pair when together they need less than either does alone.
func (p *Params) Flips(f *Features, incumbent model.Phase, sigma *Sigmas) Flips {
	return p.flips(bendsOf(p), f, incumbent, sigma)
}

func (p *Params) flips(b *bends, f *Features, incumbent model.Phase, sigma *Sigmas) Flips {
	var out Flips
	if _, ok := indexOf(incumbent); !ok {
		return out
	}
	s := newSolver(p, b, f, incumbent)
	reach := [featureCount]float64{}
	out.Singles = make([]Flip, 0, featureCount)
	for i := range featureCount {
		reach[i] = math.Inf(1)
		x, ok := f.Value(i)
		if !ok {
			continue
		}
		flip := s.single(i, x)
		flip.Sigmas = math.Abs(flip.Moves[0].To-x) / sigma[i]
		if !flip.Possible() || !(sigma[i] > 0) {
			flip.Sigmas = math.NaN()
		} else {
			reach[i] = flip.Sigmas
		}
		out.Singles = append(out.Singles, flip)
	}
	out.Pair = s.pair(&reach, sigma)
	return out
}

// single moves one feature both ways.
func (s *solver) single(f Feature, x float64) Flip {
	out := Flip{Moves: []Move{{Feature: f, From: x, To: x}}}
	limit := math.Inf(1)
	for _, rate := range [2]float64{1, -1} {
		w := path{base: &s.base}
		w.add(f, rate)
		if b, ok := s.first(&w, limit); ok {
			t := s.narrow(&w, b)
			limit, out.To = t, s.verdict(&w, t)
			out.Moves[0].To = w.movers[0].at(t)
		}
	}
	return out
}

// pair finds the two features that together need least.
func (s *solver) pair(reach *[featureCount]float64, sigma *Sigmas) Flip {
	limit, found := math.Inf(1), false
	var way path
	var at bracket
	order := nearestFirst(reach)
	for i, a := range order {
		for _, b := range order[i+1:] {
			if !s.moves(a, sigma) || !s.moves(b, sigma) {
				continue
			}
			most := min(limit, less(reach[a]), less(reach[b]))
			if w, here, ok := s.together(a, b, sigma, most); ok {
				way, at, limit, found = w, here, here.other, true
			}
		}
	}
	if !found {
		return Flip{Sigmas: math.NaN()}
	}
	t := s.narrow(&way, at)
	flip := Flip{To: s.verdict(&way, t), Sigmas: t}
	for i := range way.movers {
		m := &way.movers[i]
		flip.Moves = append(flip.Moves, Move{Feature: m.feature, From: m.from, To: m.at(t)})
	}
	return flip
}

// less is a little under a distance, so that a pair whose second feature does
// nothing is not taken for one.
func less(d float64) float64 { return d * (1 - 1e-9) }

func (s *solver) moves(f Feature, sigma *Sigmas) bool {
	_, ok := s.base.Value(f)
	return ok && sigma[f] > 0
}

// together moves two features, each up or down by the same number of standard
// deviations, and returns the way that flips first within the limit.
func (s *solver) together(a, b Feature, sigma *Sigmas, limit float64) (way path, at bracket, ok bool) {
	if !s.boxMayMatter(a, b, sigma, limit) {
		return way, at, false
	}
	for _, sign := range [4][2]float64{{1, 1}, {1, -1}, {-1, 1}, {-1, -1}} {
		w := path{base: &s.base}
		w.add(a, sign[0]*sigma[a])
		w.add(b, sign[1]*sigma[b])
		if here, found := s.first(&w, limit); found {
			way, at, limit, ok = w, here, here.other, true
		}
	}
	return way, at, ok
}

// boxMayMatter tells whether the verdict could change anywhere both features can
// be within the limit.
func (s *solver) boxMayMatter(a, b Feature, sigma *Sigmas, limit float64) bool {
	if math.IsInf(limit, 1) {
		return true
	}
	w := path{base: &s.base}
	w.add(a, sigma[a])
	w.add(b, sigma[b])
	var reach [2]interval
	for i := range w.movers {
		m := &w.movers[i]
		reach[i] = interval{m.at(-limit), m.at(limit)}
	}
	return s.boxMayFlip(&w, &reach)
}

// nearestFirst orders the features by how near their own flip is; a good pair
// found early spares the others the solving.
func nearestFirst(reach *[featureCount]float64) [featureCount]Feature {
	var order [featureCount]Feature
	for i := range order {
		order[i] = Feature(i)
		for j := i; j > 0 && reach[order[j]] < reach[order[j-1]]; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	return order
}
