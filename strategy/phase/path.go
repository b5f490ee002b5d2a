package phase

// mover is a feature that moves along a path: from its value at a rate per unit
// of the path, no further than it can go.
type mover struct {
	feature  Feature
	from     float64
	rate     float64
	low, top float64 // limits of what the feature can be
}

func (m *mover) at(t float64) float64 { return max(m.low, min(m.top, m.from+m.rate*t)) }

// path is a straight way through the features: one or two move, the others
// stay.
type path struct {
	base   *Features
	movers [2]mover
	n      int
	moving featureSet
}

// featureSet has a bit for each feature.
type featureSet uint16

func (w *path) add(f Feature, rate float64) {
	x, _ := w.base.Value(f)
	low, top := f.limits()
	w.movers[w.n] = mover{feature: f, from: x, rate: rate, low: min(low, x), top: max(top, x)}
	w.n++
	w.moving |= 1 << f
}

// at returns the features at a place of the path.
func (w *path) at(t float64) Features {
	f := *w.base
	for i := range w.movers[:w.n] {
		f.Set(w.movers[i].feature, w.movers[i].at(t), true)
	}
	return f
}

func (w *path) mover(f Feature) *mover {
	for i := range w.movers[:w.n] {
		if w.movers[i].feature == f {
			return &w.movers[i]
		}
	}
	return nil
}

// line returns a factor's vote as a + b·u on the stretch of the path that
// begins at origin and has mid in its middle, where no vote bends.
func (w *path) line(c *Factor, origin, mid float64) (a, b float64) {
	m := w.mover(c.Feature)
	if m == nil {
		v, _ := c.Vote(w.base)
		return v, 0
	}
	x, start, rate := m.at(mid), m.from+m.rate*origin, m.rate
	if x == m.low || x == m.top {
		start, rate = x, 0
	}
	if c.Size && x < 0 {
		x, start, rate = -x, -start, -rate
	}
	span := c.To - c.From
	switch v := (x - c.From) / span; {
	case v <= 0:
		return 0, 0
	case v >= 1:
		return 1, 0
	}
	return (start - c.From) / span, rate / span
}

// product returns the factors' votes multiplied, as a polynomial of the stretch.
func (w *path) product(factors []Factor, origin, mid float64) polynomial {
	var p polynomial
	p.c[0] = 1
	for i := range factors {
		a, b := w.line(&factors[i], origin, mid)
		p.timesLine(a, b)
	}
	return p
}
