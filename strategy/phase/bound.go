package phase

// interval holds every value a vote or a score can have along a path.
type interval struct{ low, top float64 }

// mayFlip tells whether the verdict could change before the end of the path. It
// takes the factors for independent of one another, so that it may say yes too
// often, never no; it spares most paths the solving.
func (s *solver) mayFlip(w *path, end float64) bool {
	var reach [2]interval
	for i := range w.movers[:w.n] {
		m := &w.movers[i]
		reach[i] = interval{min(m.from, m.at(end)), max(m.from, m.at(end))}
	}
	return s.boxMayFlip(w, &reach)
}

// boxMayFlip is mayFlip for movers that are anywhere within their reach.
func (s *solver) boxMayFlip(w *path, reach *[2]interval) bool {
	has, ok := indexOf(s.says)
	if !ok {
		return false
	}
	holder, known := s.scoreRange(&s.rules[has], w, reach)
	if !known {
		return false
	}
	for i := range phases {
		if i == has {
			continue
		}
		other, known := s.scoreRange(&s.rules[i], w, reach)
		if known && other.top-holder.low+s.handicap(i) >= -rounding {
			return true
		}
	}
	return false
}

func (s *solver) scoreRange(v *ruleVotes, w *path, reach *[2]interval) (interval, bool) {
	var sum interval
	if v.coverage == 0 {
		return sum, false
	}
	for i := range v.terms {
		b, t := &v.terms[i], &v.rule.Terms[i]
		if !b.known {
			continue
		}
		r := interval{b.vote, b.vote}
		if b.features&w.moving != 0 {
			r = w.productRange(t.Factors, reach)
		}
		sum.low += t.Weight * r.low
		sum.top += t.Weight * r.top
	}
	sum.low /= v.coverage
	sum.top /= v.coverage
	if v.damp.known {
		r := w.productRange(v.rule.Damp.Factors, reach)
		sum.low *= 1 - v.rule.Damp.Share*r.top
		sum.top *= 1 - v.rule.Damp.Share*r.low
	}
	return sum, true
}

func (w *path) productRange(factors []Factor, reach *[2]interval) interval {
	all := interval{1, 1}
	for i := range factors {
		r := w.voteRange(&factors[i], reach)
		all.low *= r.low
		all.top *= r.top
	}
	return all
}

// voteRange returns the votes of a factor while its feature is within reach.
func (w *path) voteRange(c *Factor, reach *[2]interval) interval {
	var x interval
	switch c.Feature {
	case w.movers[0].feature:
		x = reach[0]
	case w.movers[w.n-1].feature:
		x = reach[1]
	default:
		v, _ := c.Vote(w.base)
		return interval{v, v}
	}
	if c.Size {
		x = x.size()
	}
	a := max(0, min(1, (x.low-c.From)/(c.To-c.From)))
	b := max(0, min(1, (x.top-c.From)/(c.To-c.From)))
	return interval{min(a, b), max(a, b)}
}

// size returns the interval of the values without their sign.
func (x interval) size() interval {
	switch {
	case x.low >= 0:
		return x
	case x.top <= 0:
		return interval{-x.top, -x.low}
	default:
		return interval{0, max(-x.low, x.top)}
	}
}
