package plan

import (
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/strategy/cost"
)

// gainGrid is in how many steps a purchase may be made smaller, and gainRounds
// how often the buckets are gone through: the objective is concave in each of
// them, and with a handful of sectors it settles in two or three (analytics §6:
// no solver is needed).
const (
	gainGrid   = 20
	gainRounds = 8
)

// penalise makes the purchases of a live plan smaller where what they gain does
// not pay for their risk and their cost: of each bucket's purchase the part is
// taken that maximises mu'w − (gamma/2)·w'Sw − k'|w−w0| (analytics §6). What is
// sold and what hedges is not touched, and neither is a chosen stage.
func (b *basis) penalise(bought, sold []draft) []draft {
	if b.in.WhatIf || len(bought) == 0 {
		return bought
	}
	o := b.newObjective(bought, sold)
	part := o.best()
	kept := bought[:0:0]
	for i := range bought {
		d := bought[i]
		k := slices.Index(o.buckets, d.bucket)
		if k < 0 || part[k] == gainGrid {
			kept = append(kept, d)
			continue
		}
		share := decimal.NewFromInt(int64(part[k])).Div(decimal.NewFromInt(gainGrid))
		d.qty, d.whole = floorTo(d.qty.Mul(share), d.steps.lot), floorTo(d.whole.Mul(share), d.steps.lot)
		if d.qty.IsPositive() && d.notional().GreaterThanOrEqual(d.steps.least) {
			kept = append(kept, d)
		}
	}
	for k, n := range part {
		if n < gainGrid {
			b.refuse("buy "+o.buckets[k], "the turnover penalty makes it smaller", o.words(k, part), b.limits.RiskAversion.Source)
		}
	}
	return kept
}

// objective is what a rotation is worth over the horizon of the edge, as
// fractions of equity.
type objective struct {
	buckets []string
	want    []float64 // what each would buy
	mu      []float64 // expected over the horizon
	drafts  [][]*draft
	equity  float64

	all   []string    // every bucket that holds or will hold anything
	held  []float64   // of them, once everything is sold
	cov   [][]float64 // of their returns over the horizon
	gamma float64
}

// newObjective takes the buckets whose edge and volatility are known; what is not
// known cannot speak against a purchase, and the guards say so.
func (b *basis) newObjective(bought, sold []draft) *objective {
	o := &objective{gamma: b.limits.RiskAversion.Value, equity: b.equity.InexactFloat64()}
	for i := range bought {
		d := &bought[i]
		if v := b.sector(d.bucket); !d.hasEdge || v == nil {
			continue
		}
		k := slices.Index(o.buckets, d.bucket)
		if k < 0 {
			k = len(o.buckets)
			o.buckets, o.want, o.mu, o.drafts = append(o.buckets, d.bucket), append(o.want, 0), append(o.mu, d.edge()), append(o.drafts, nil)
		}
		o.want[k] += d.whole.Mul(d.price).InexactFloat64() / o.equity
		o.drafts[k] = append(o.drafts[k], d)
	}
	o.hold(b, sold)
	return o
}

// hold sets what is held once the sales are made, and how it moves together.
func (o *objective) hold(b *basis, sold []draft) {
	after := b.start.clone()
	for i := range sold {
		after.apply(&sold[i], sold[i].price, decimal.Zero)
	}
	w := b.worth(after)
	year := estimator.HorizonDays / 365
	var sigma []float64
	for _, name := range slices.Concat(w.order, o.buckets) {
		v := b.sector(name)
		if v == nil || slices.Contains(o.all, name) {
			continue
		}
		o.all, o.held = append(o.all, name), append(o.held, w.usd[name].InexactFloat64()/o.equity)
		sigma = append(sigma, v.Volatility.Or(0))
	}
	o.cov = make([][]float64, len(o.all))
	for i, x := range o.all {
		o.cov[i] = make([]float64, len(o.all))
		for k, y := range o.all {
			o.cov[i][k] = sigma[i] * sigma[k] * year
			if i != k {
				o.cov[i][k] *= b.correlation(x, y)
			}
		}
	}
}

// best goes through the buckets until none gets better by another part, from
// everything that is wanted.
func (o *objective) best() []int {
	part := make([]int, len(o.buckets))
	for k := range part {
		part[k] = gainGrid
	}
	for range gainRounds {
		before := slices.Clone(part)
		for k := range part {
			part[k] = o.bestOf(k, part)
		}
		if slices.Equal(before, part) {
			break
		}
	}
	return part
}

// bestOf is the best part of one bucket, the others as they are; of equals the
// largest. A purchase that is worth nothing at all is for the gate of edge over
// cost to refuse, and it has passed that.
func (o *objective) bestOf(k int, part []int) int {
	try := slices.Clone(part)
	best, most := part[k], math.Inf(-1)
	for n := gainGrid; n >= 0; n-- {
		try[k] = n
		if v := o.value(try); v > most {
			best, most = n, v
		}
	}
	return best
}

// value is the objective at these parts.
func (o *objective) value(part []int) float64 {
	w := slices.Clone(o.held)
	gain, penalty := 0.0, 0.0
	for k, name := range o.buckets {
		share := float64(part[k]) / gainGrid
		w[slices.Index(o.all, name)] += o.want[k] * share
		gain += o.mu[k] * o.want[k] * share
		penalty += o.penalty(k, share)
	}
	return gain - o.gamma/2*quadratic(w, o.cov) - penalty
}

// penalty is k'|w−w0| of a share of a bucket's purchase, in orders as large as
// they would be made.
func (o *objective) penalty(k int, share float64) float64 {
	deltas, oneSide := make([]float64, 0, largestSplit), make([]float64, 0, largestSplit)
	for _, d := range o.drafts[k] {
		order := d.notional().InexactFloat64() * share
		deltas = append(deltas, d.whole.Mul(d.price).InexactFloat64()*share/o.equity)
		oneSide = append(oneSide, cost.SideOf(d.market, order, d.fee).Total())
	}
	return cost.Penalty(deltas, oneSide)
}

// quadratic is w'Sw.
func quadratic(w []float64, s [][]float64) float64 {
	sum := 0.0
	for i := range w {
		for k := range w {
			sum += w[i] * s[i][k] * w[k]
		}
	}
	return sum
}

// words says what a further step of a bucket's purchase would bring and cost.
func (o *objective) words(k int, part []int) string {
	more := slices.Clone(part)
	more[k]++
	step := o.want[k] / gainGrid
	now, then := float64(part[k])/gainGrid, float64(more[k])/gainGrid
	price := (o.penalty(k, then) - o.penalty(k, now)) / step
	risk := o.mu[k] - price - (o.value(more)-o.value(part))/step
	return fmt.Sprintf("%.1f of %.1f points: a further one gains %.1f bp, its risk is %.1f and its cost %.1f", o.want[k]*now*100, o.want[k]*100, o.mu[k]*1e4, risk*1e4, price*1e4)
}
