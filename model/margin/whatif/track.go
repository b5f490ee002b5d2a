package whatif

import (
	"sort"

	"eddy/model/margin"

	"github.com/shopspring/decimal"
)

// Track is the way a leg's leverage can go, everything else staying.
type Track struct {
	Levels []decimal.Decimal // the stops of the slider, rising from 1
	Max    decimal.Decimal   // the highest leverage the venue offers for the size now held

	// Offered is the highest level the venue takes; below Max where the size
	// grows with the leverage. It is none where not even the lowest is.
	Offered decimal.NullDecimal
	// Late is the lowest level at which liquidation comes before the stop; none
	// where no level does that, or the leg has no stop.
	Late decimal.NullDecimal
}

// levelSteps are the slider's steps: so wide up to a leverage.
var levelSteps = []struct{ upTo, step decimal.Decimal }{
	{decimal.New(5, 0), decimal.New(5, -1)},
	{decimal.New(20, 0), decimal.New(1, 0)},
	{decimal.New(50, 0), decimal.New(5, 0)},
	{decimal.New(1000, 0), decimal.New(25, 0)},
}

// levels lists the stops from 1 to the highest, which is always one of them.
func levels(most decimal.Decimal) []decimal.Decimal {
	var out []decimal.Decimal
	at := decimal.New(1, 0)
	for _, s := range levelSteps {
		for ; at.LessThan(s.upTo) && at.LessThan(most); at = at.Add(s.step) {
			out = append(out, at)
		}
	}
	return append(out, most)
}

// Track returns the way of leg i's slider under the changes. ok is false when
// the account cannot be worked out or no table tells the highest leverage.
func (a *Account) Track(i int, changes []Change) (t Track, ok bool) {
	held := append([]Change(nil), changes...)
	for len(held) <= i {
		held = append(held, Change{})
	}
	held[i].Leverage = decimal.NullDecimal{} // slid by the report, from where the leg is
	r, err := a.Evaluate(held)
	if err != nil || i >= len(r.Legs) || !r.Legs[i].MaxLeverage.Valid {
		return Track{}, false
	}
	t.Max = r.Legs[i].MaxLeverage.Decimal
	t.Levels = levels(t.Max)
	notch := func(k int) margin.Notch { return r.Slide(i, t.Levels[k:k+1], held[i].Hold)[0] }
	n := len(t.Levels)
	taken := sort.Search(n, func(k int) bool { return notch(k).Refused != nil })
	if taken > 0 {
		t.Offered = decimal.NewNullDecimal(t.Levels[taken-1])
	}
	if late := sort.Search(taken, func(k int) bool { return notch(k).Stop.State == margin.StopAfter }); late < taken {
		t.Late = decimal.NewNullDecimal(t.Levels[late])
	}
	return t, true
}

// Step returns the level that lies steps further than at, kept on the track.
func (t *Track) Step(at decimal.Decimal, steps int) decimal.Decimal {
	last := len(t.Levels) - 1
	if last < 0 {
		return at
	}
	above := sort.Search(len(t.Levels), func(k int) bool { return t.Levels[k].GreaterThan(at) })
	k := above - 1 + steps
	if steps < 0 && above > 0 && t.Levels[above-1].LessThan(at) {
		k++ // between two levels, down is the one below
	}
	return t.Levels[min(max(k, 0), last)]
}
