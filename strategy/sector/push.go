package sector

import (
	"math"
	"time"

	"eddy/model"
)

// Push commits a closed bar that ends at end (model.Bar.End), with one close for
// each member. The return is booked on the weights there were; a review that is
// due at end follows, and leaves the level alone. It returns an error, and
// changes nothing, for a bar that is not later than the last one or the wrong
// number of closes.
func (x *Index) Push(end model.Millis, closes []Close) error {
	if err := x.check(end, closes); err != nil {
		return err
	}
	before := x.end
	x.end = end
	x.listen(closes)
	switch {
	case !x.started:
		x.begin(closes)
	case x.broken(before) && x.count(x.hasPrinted) >= x.p.Least:
		x.restart(closes)
	default:
		x.advance(closes)
		if x.due(before) {
			x.retarget(x.mayBeIn)
		}
	}
	return nil
}

// listen notes who printed, before anything is booked.
func (x *Index) listen(closes []Close) {
	for i := range x.members {
		m := &x.members[i]
		m.ret, m.contribution, m.part, m.hasReturn = 0, 0, 0, false
		if !closes[i].printed() {
			m.silent++
			continue
		}
		m.silent = 0
		if !m.first.Known() {
			m.first = x.end
		}
	}
}

// begin starts the chain once enough members are priced: whoever is, is in. A
// first bar gives no return.
func (x *Index) begin(closes []Close) {
	x.now, x.defined = Reading{Dominant: -1}, false
	priced := func(m *member) bool { return m.state != Delisted && !m.benched && m.silent == 0 }
	if x.count(priced) < x.p.Least {
		return
	}
	x.started = true
	x.rebase(closes)
	x.retarget(priced)
	x.settle(false, closes)
}

// restart goes on from the last level after a gap: the moves across it are not
// booked.
func (x *Index) restart(closes []Close) {
	x.torn = false
	x.rebase(closes)
	x.retarget(x.hasPrinted)
	x.settle(true, closes)
}

// settle publishes a bar that books no return.
func (x *Index) settle(gap bool, closes []Close) {
	x.now = x.reading(closes)
	x.now.Gap = gap
	x.defined = x.now.Priced >= x.p.Least
}

// rebase takes the closes as the prices to measure from.
func (x *Index) rebase(closes []Close) {
	for i := range x.members {
		if closes[i].printed() {
			x.members[i].last = closes[i].Price
		}
	}
}

// advance books a bar, or leaves it unbooked when too few members printed: they
// book the whole move later, like one that did not print.
func (x *Index) advance(closes []Close) {
	x.now = x.reading(closes)
	x.defined = x.now.Priced >= x.p.Least
	if x.defined {
		x.book(closes)
	}
	x.suspendSilent()
	for i := range x.members {
		if m := &x.members[i]; m.state != Active && closes[i].printed() {
			m.last = closes[i].Price
		}
	}
}

func (x *Index) book(closes []Close) {
	weight := 0.0
	for i := range x.members {
		if m := &x.members[i]; m.takesPart(closes[i]) {
			weight += m.weight
		}
	}
	for i := range x.members {
		m := &x.members[i]
		if !m.takesPart(closes[i]) {
			continue
		}
		m.ret, m.hasReturn = m.move(closes[i].Price), true
		m.part = m.weight / weight
		m.contribution = m.part * m.ret
		m.weight *= (1 + m.ret) / (1 + x.now.Return)
		m.last = closes[i].Price
	}
	x.chain += math.Log1p(x.now.Return)
}

// suspendSilent takes out whoever was silent too long, at its last price.
func (x *Index) suspendSilent() {
	gone := false
	for i := range x.members {
		if m := &x.members[i]; m.state == Active && m.silent >= x.p.StaleBars {
			m.leave(Suspended)
			gone = true
		}
	}
	if gone {
		x.spread()
	}
}

// Delist takes the i-th member out for good at its last price: the rest take
// over its weight in proportion and the level does not move.
func (x *Index) Delist(i int) {
	x.members[i].leave(Delisted)
	x.spread()
	x.intend()
}

// spread scales the weights that are left to sum to 1; Normalise leaves them
// alone when nobody is.
func (x *Index) spread() {
	for i := range x.members {
		x.scratch[i] = x.members[i].weight
	}
	Normalise(x.scratch)
	for i := range x.members {
		x.members[i].weight = x.scratch[i]
	}
}

// broken tells whether the chain cannot go on: more bars than the stale limit
// are missing, or too few members carry weight. A tear lasts until enough
// members print to restart.
func (x *Index) broken(before model.Millis) bool {
	missing := x.end.Sub(before)/x.p.Interval.Duration() - 1
	x.torn = x.torn || missing > time.Duration(x.p.StaleBars)
	active := func(m *member) bool { return m.state == Active }
	return x.torn || x.count(active) < x.p.Least
}

// hasPrinted tells who may be in among those that printed in this bar.
func (x *Index) hasPrinted(m *member) bool { return m.silent == 0 && x.mayBeIn(m) }

// mayBeIn tells who may carry weight after a review: those that do, and those
// that printed and are seasoned.
func (x *Index) mayBeIn(m *member) bool {
	switch {
	case m.state == Delisted || m.benched:
		return false
	case m.state == Active:
		return true
	default:
		return m.silent == 0 && m.first.Known() && (m.entered || x.end.Sub(m.first) >= x.p.Seasoning)
	}
}

func (x *Index) count(wanted func(*member) bool) int {
	n := 0
	for i := range x.members {
		if wanted(&x.members[i]) {
			n++
		}
	}
	return n
}

// due tells whether the bar that just ended reached a review.
func (x *Index) due(before model.Millis) bool {
	switch x.p.Review {
	case EveryBar:
		return true
	case Daily:
		return x.end.Floor(model.Day1) > before.Floor(model.Day1)
	case Weekly:
		return mondayOf(x.end) > mondayOf(before)
	default:
		return false
	}
}

// mondayOf counts weeks from Monday; the epoch was a Thursday.
func mondayOf(t model.Millis) model.Millis {
	monday := model.Millis((4 * 24 * time.Hour).Milliseconds())
	return (t - monday).Floor(model.Week1)
}
