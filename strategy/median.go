package strategy

import (
	"slices"

	"eddy/model"
)

// medianOf gathers a few values and gives their median; beyond its room it
// allocates.
type medianOf struct {
	few  [64]float64
	n    int
	more []float64
}

func (m *medianOf) add(v float64) {
	if m.n < len(m.few) {
		m.few[m.n] = v
		m.n++
		return
	}
	m.more = append(m.more, v)
}

// num is the median, unknown for the reason given when there was no value.
func (m *medianOf) num(why string) model.Num {
	v, ok := m.value()
	return numOr(v, ok, why)
}

func (m *medianOf) value() (float64, bool) {
	all := m.few[:m.n]
	if len(m.more) > 0 {
		all = append(slices.Clone(all), m.more...)
	}
	if len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2, true
}

// num is the weighted mean, unknown for the reason given when there was no
// value.
func (w *weighted) num(why string) model.Num {
	v, ok := w.mean()
	return numOr(v, ok, why)
}
