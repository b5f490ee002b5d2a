package sector

// targets fills dst with the weights a review would give: inside each group by
// the scheme, between groups by their shares. wanted says who is asked; those
// without the figure their scheme needs get nothing. Groups left with nobody
// give their share to the others.
func (x *Index) targets(dst []float64, scheme Scheme, wanted func(*member) bool) {
	for i := range x.members {
		m := &x.members[i]
		dst[i] = 0
		if !wanted(m) {
			continue
		}
		if raw, ok := scheme.Raw(m.figure); ok {
			dst[i] = raw
		}
	}
	total := 0.0
	for g := range x.groups {
		if x.occupied(dst, g) {
			total += x.groups[g].Share
		}
	}
	for g := range x.groups {
		if lo, hi := x.span(g); x.occupied(dst, g) {
			share(dst[lo:hi], x.groups[g].Share/total, scheme, x.p.Cap)
		}
	}
}

// share spreads part of the index over one group.
func share(w []float64, part float64, scheme Scheme, limit float64) {
	if scheme == Equal {
		Normalise(w)
	} else {
		CapWeights(w, limit/part)
	}
	for i := range w {
		w[i] *= part
	}
}

// span returns the members of a group; they stand together.
func (x *Index) span(g int) (lo, hi int) {
	for k := range g {
		lo += len(x.groups[k].Members)
	}
	return lo, lo + len(x.groups[g].Members)
}

func (x *Index) occupied(w []float64, g int) bool {
	lo, hi := x.span(g)
	for _, v := range w[lo:hi] {
		if v > 0 {
			return true
		}
	}
	return false
}

// retarget gives the members that may be in their target weights and takes the
// others out. Where the scheme's figures are known of too few members, equal
// weights serve and Fallback says so.
func (x *Index) retarget(wanted func(*member) bool) {
	x.targets(x.scratch, x.p.Scheme, wanted)
	x.fallback = x.p.Scheme != Equal && positive(x.scratch) < x.p.Least
	if x.fallback {
		x.targets(x.scratch, Equal, wanted)
	}
	for i := range x.members {
		m := &x.members[i]
		m.weight = x.scratch[i]
		switch {
		case m.weight > 0:
			m.state, m.entered = Active, true
		case m.state == Active:
			m.state = Waiting
		}
	}
	x.intend()
}

// intend works out the weights an index of every member would have; a member
// whose figure is missing counts like the mean of its group.
func (x *Index) intend() {
	listed := func(m *member) bool { return m.state != Delisted && !m.benched }
	scheme := x.p.Scheme
	if x.fallback {
		scheme = Equal
	}
	x.targets(x.scratch, scheme, listed)
	for g := range x.groups {
		lo, hi := x.span(g)
		x.fillMean(lo, hi)
	}
	Normalise(x.scratch)
	for i := range x.members {
		x.members[i].intended = x.scratch[i]
	}
}

// fillMean gives listed members without a weight the mean of those with one.
func (x *Index) fillMean(lo, hi int) {
	sum, n := 0.0, 0
	for _, w := range x.scratch[lo:hi] {
		if w > 0 {
			sum += w
			n++
		}
	}
	if n == 0 {
		return
	}
	for i := lo; i < hi; i++ {
		if x.scratch[i] == 0 && x.members[i].state != Delisted && !x.members[i].benched {
			x.scratch[i] = sum / float64(n)
		}
	}
}

func positive(w []float64) int {
	n := 0
	for _, v := range w {
		if v > 0 {
			n++
		}
	}
	return n
}
