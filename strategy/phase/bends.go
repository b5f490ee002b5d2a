package phase

import "slices"

// bends are where the votes of the rules bend, as values of each feature.
type bends [featureCount][]float64

func bendsOf(p *Params) *bends {
	var b bends
	for i := range p.Rules {
		r := &p.Rules[i]
		for j := range r.Terms {
			b.add(r.Terms[j].Factors)
		}
		b.add(r.Damp.Factors)
	}
	for f := range featureCount {
		low, top := f.limits()
		b[f] = append(b[f], low, top)
		slices.Sort(b[f])
		b[f] = slices.Compact(b[f])
	}
	return &b
}

func (b *bends) add(factors []Factor) {
	for _, c := range factors {
		b[c.Feature] = append(b[c.Feature], c.From, c.To)
		if c.Size {
			b[c.Feature] = append(b[c.Feature], -c.From, -c.To, 0)
		}
	}
}

// along appends the places of a path up to limit where some vote bends, in
// order, after its beginning, and the limit, or the last bend where that is
// nearer: beyond it every vote is flat.
func (b *bends) along(dst []float64, w *path, limit float64) []float64 {
	dst = append(dst[:0], 0)
	for i := range w.movers[:w.n] {
		m := &w.movers[i]
		for _, x := range b[m.feature] {
			if t := (x - m.from) / m.rate; t > 0 && t < limit {
				dst = append(dst, t)
			} else if t == limit || t > limit && t-t == 0 {
				dst = append(dst, limit)
			}
		}
	}
	slices.Sort(dst)
	return slices.Compact(dst)
}
