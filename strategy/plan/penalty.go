package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/strategy/cost"
)

// penalise makes the purchases of a live plan smaller where what they gain does
// not pay for their risk and their cost: of each bucket's purchase the part is
// taken that maximises mu'w − (gamma/2)·w'Sw − k'|w−w0| (analytics §6). What is
// sold and what hedges is not touched, and neither is a chosen stage.
func (b *basis) penalise(bought, sold []draft) []draft {
	if b.in.WhatIf || len(bought) == 0 {
		return bought
	}
	o := b.newRotation(bought, sold)
	part := o.Best()
	kept := bought[:0:0]
	for i := range bought {
		d := bought[i]
		k := slices.Index(o.buckets, d.bucket)
		if k < 0 || part[k] == cost.Grid {
			kept = append(kept, d)
			continue
		}
		share := decimal.NewFromInt(int64(part[k])).Div(decimal.NewFromInt(cost.Grid))
		d.qty, d.whole = floorTo(d.qty.Mul(share), d.steps.lot), floorTo(d.whole.Mul(share), d.steps.lot)
		if d.qty.IsPositive() && d.notional().GreaterThanOrEqual(d.steps.least) {
			kept = append(kept, d)
		}
	}
	for k, n := range part {
		if n < cost.Grid {
			b.refuse("buy "+o.buckets[k], "the turnover penalty makes it smaller", o.words(k, part), b.limits.RiskAversion.Source)
		}
	}
	return kept
}

// rotation is the objective of a live plan's purchases with what it is made of.
type rotation struct {
	cost.Objective
	buckets []string   // of the purchases, in their order
	drafts  [][]*draft // of each
	equity  float64
}

// newRotation takes the buckets whose edge and volatility are known; what is not
// known cannot speak against a purchase, and the guards say so.
func (b *basis) newRotation(bought, sold []draft) *rotation {
	o := &rotation{equity: b.equity.InexactFloat64()}
	o.Gamma = b.limits.RiskAversion.Value
	for i := range bought {
		d := &bought[i]
		if v := b.sector(d.bucket); !d.hasEdge || v == nil {
			continue
		}
		k := slices.Index(o.buckets, d.bucket)
		if k < 0 {
			k = len(o.buckets)
			o.buckets, o.drafts = append(o.buckets, d.bucket), append(o.drafts, nil)
			o.Buys = append(o.Buys, cost.Purchase{Gain: d.edge(), Penalty: func(part float64) float64 { return o.penalty(k, part) }})
		}
		o.Buys[k].Want += d.whole.Mul(d.price).InexactFloat64() / o.equity
		o.drafts[k] = append(o.drafts[k], d)
	}
	o.hold(b, sold)
	return o
}

// hold sets what is held once the sales are made, and how it moves together.
func (o *rotation) hold(b *basis, sold []draft) {
	after := b.start.clone()
	for i := range sold {
		after.apply(&sold[i], sold[i].price, decimal.Zero)
	}
	w := b.worth(after)
	year := estimator.HorizonDays / 365
	var all []string // every bucket that holds or will hold anything
	var sigma []float64
	for _, name := range slices.Concat(w.order, o.buckets) {
		v := b.sector(name)
		if v == nil || slices.Contains(all, name) {
			continue
		}
		all, o.Held = append(all, name), append(o.Held, w.usd[name].InexactFloat64()/o.equity)
		sigma = append(sigma, v.Volatility.Or(0))
	}
	for k, name := range o.buckets {
		o.Buys[k].Sector = slices.Index(all, name)
	}
	o.Cov = make([][]float64, len(all))
	for i, x := range all {
		o.Cov[i] = make([]float64, len(all))
		for k, y := range all {
			o.Cov[i][k] = sigma[i] * sigma[k] * year
			if i != k {
				o.Cov[i][k] *= b.correlation(x, y)
			}
		}
	}
}

// penalty is k'|w−w0| of a share of a bucket's purchase, in orders as large as
// they would be made.
func (o *rotation) penalty(k int, share float64) float64 {
	deltas, oneSide := make([]float64, 0, largestSplit), make([]float64, 0, largestSplit)
	for _, d := range o.drafts[k] {
		order := d.notional().InexactFloat64() * share
		deltas = append(deltas, d.whole.Mul(d.price).InexactFloat64()*share/o.equity)
		oneSide = append(oneSide, cost.SideOf(d.market, order, d.fee.Rate).Total())
	}
	return cost.Penalty(deltas, oneSide)
}

// words says what a further step of a bucket's purchase would bring and cost.
func (o *rotation) words(k int, part []int) string {
	more := slices.Clone(part)
	more[k]++
	buy := &o.Buys[k]
	step := buy.Want / cost.Grid
	now, then := float64(part[k])/cost.Grid, float64(more[k])/cost.Grid
	price := (buy.Penalty(then) - buy.Penalty(now)) / step
	risk := buy.Gain - price - (o.Value(more)-o.Value(part))/step
	return fmt.Sprintf("%.1f of %.1f points: a further one gains %.1f bp, its risk is %.1f and its cost %.1f", buy.Want*now*100, buy.Want*100, buy.Gain*1e4, risk*1e4, price*1e4)
}
