package phase

import (
	"cmp"
	"math"
	"slices"

	"eddy/model"
)

// flips returns what would flip the phase on a day with these features, ranked,
// and the pair that together needs least.
func (t *Tracker) flips(f *Features) ([]model.Flip, *model.FlipPair) {
	sigma := t.changes.sigmas()
	found := t.p.flips(t.bends, f, t.state.Phase, sigma)
	rank(found.Singles)
	rows := make([]model.Flip, 0, featureCount)
	for i := range found.Singles {
		rows = append(rows, t.viewFlip(&found.Singles[i]))
	}
	for i := range featureCount {
		if _, ok := f.Value(i); !ok {
			rows = append(rows, missingFlip(i, t.why(i)))
		}
	}
	return rows, viewPair(&found.Pair)
}

// rank puts the nearest flip first, then those whose distance cannot be told,
// then what cannot flip alone.
func rank(flips []Flip) {
	place := func(f *Flip) float64 {
		switch {
		case !f.Possible():
			return math.Inf(1)
		case math.IsNaN(f.Sigmas):
			return math.MaxFloat64
		default:
			return f.Sigmas
		}
	}
	slices.SortStableFunc(flips, func(a, b Flip) int { return cmp.Compare(place(&a), place(&b)) })
}

// viewFlip puts a flip of one feature into words.
func (t *Tracker) viewFlip(f *Flip) model.Flip {
	m := f.Moves[0]
	v := model.Flip{ID: m.Feature.String(), ToPhase: f.To, Value: model.Known(m.From)}
	if !f.Possible() {
		v.Needs = model.NotApplicable("no value of it changes what the close speaks for")
		v.Distance = v.Needs
		v.Text = m.Feature.label() + " alone cannot (now " + m.Feature.show(m.From) + ")"
		return v
	}
	v.Needs, v.Text = model.Known(m.To), m.words()
	if v.Distance = model.Known(f.Sigmas); math.IsNaN(f.Sigmas) {
		v.Distance = model.Unknown("too few daily changes of it to tell its volatility, or it never moved")
	}
	return v
}

func missingFlip(f Feature, why string) model.Flip {
	u := model.Unknown(why)
	return model.Flip{ID: f.String(), Value: u, Needs: u, Distance: u, Text: f.label() + " is not known: " + why}
}

// viewPair puts a pair into words. One that needs a feature at the end of what it
// can be, such as a market fallen by all of its price, is nothing to watch for.
func viewPair(f *Flip) *model.FlipPair {
	if !f.Possible() || slices.ContainsFunc(f.Moves, Move.atLimit) {
		return nil
	}
	v := &model.FlipPair{ToPhase: f.To, Distance: model.Known(f.Sigmas)}
	for i, m := range f.Moves {
		if i > 0 {
			v.Text += " and "
		}
		v.Text += m.words()
		v.Moves = append(v.Moves, model.FlipMove{ID: m.Feature.String(), Value: model.Known(m.From), Needs: model.Known(m.To)})
	}
	return v
}

// atLimit tells whether the feature must go as far as it can.
func (m Move) atLimit() bool {
	low, top := m.Feature.limits()
	return m.To != m.From && (m.To == low || m.To == top)
}

// words says where a feature must go, with as many digits as tell it from where
// it is.
func (m Move) words() string {
	sign := " > "
	if m.To < m.From {
		sign = " < "
	}
	to, now := m.Feature.show(m.To), m.Feature.show(m.From)
	for more := 1; to == now && more <= 4; more++ {
		to, now = m.Feature.showFine(m.To, more), m.Feature.showFine(m.From, more)
	}
	return m.Feature.label() + sign + to + " (now " + now + ")"
}
