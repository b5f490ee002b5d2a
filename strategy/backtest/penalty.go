package backtest

import (
	"fmt"

	"eddy/strategy/cost"
)

// penalise makes purchases smaller where what they gain does not pay for their
// risk and their cost: the turnover penalty of analytics §6, as in a live plan.
// Where the signal of a sector is not known nothing is taken off.
func (p *planner) penalise(buys []purchase, sales []order) {
	o, of := p.objective(buys, sales)
	if len(of) == 0 {
		return
	}
	for k, steps := range o.Best() {
		b := &buys[of[k]]
		if steps == cost.Grid {
			continue
		}
		whole := b.share.points
		part := float64(steps) / cost.Grid
		b.share.points *= part
		for i := range b.orders {
			b.orders[i].usd *= part
		}
		if b.share.points < leastPoints {
			b.share.points, b.orders = 0, nil
		}
		p.refuse(b.share.bucket+".penalty", fmt.Sprintf("%s %s instead of %s: more is not worth its risk and cost, gain %.1f bp", b.share.bucket, pointsWord(b.share.points), pointsWord(whole), estimator.Edge(b.edge.z, b.edge.sigma)*1e4), p.s.p.Limits.RiskAversion.Source)
	}
}

// objective is what the purchases whose edge is known are worth, and which they
// are.
func (p *planner) objective(buys []purchase, sales []order) (o cost.Objective, of []int) {
	o.Gamma = p.s.p.Limits.RiskAversion.Value
	equity := p.s.account.equity()
	for i := range buys {
		b := &buys[i]
		v := p.sector(b.share.bucket)
		if !b.edge.known || len(b.orders) == 0 || v == nil {
			continue
		}
		of = append(of, i)
		o.Buys = append(o.Buys, cost.Purchase{
			Sector: p.tracks[b.share.bucket], Want: b.share.points / 100, Gain: estimator.Edge(b.edge.z, b.edge.sigma),
			Penalty: func(part float64) float64 { return p.penalty(b.orders, part, equity) },
		})
	}
	if len(of) > 0 {
		o.Held, o.Cov = p.heldAfter(sales, equity), p.covariance()
	}
	return o, of
}

// penalty is what a part of some orders costs, in orders as large as they are
// made, as a fraction of equity.
func (p *planner) penalty(orders []order, part, equity float64) (sum float64) {
	for i := range orders {
		usd := orders[i].usd * part
		sum += usd / equity * p.s.side(orders[i].coin, usd/float64(p.tranches(usd)), cost.Spot).Total()
	}
	return sum
}

// heldAfter is each sector's share of equity once what is sold is sold, in the
// order of the outlook.
func (p *planner) heldAfter(sales []order, equity float64) []float64 {
	out := make([]float64, len(p.s.now.Sectors))
	for i := range out {
		out[i] = p.worth(p.s.now.Sectors[i].Name) / equity
	}
	for _, s := range p.proceeds(sales) {
		if at, known := p.tracks[s.bucket]; known {
			out[at] = max(0, out[at]-s.usd/equity)
		}
	}
	return out
}

// covariance is how the sectors move together over the horizon of an edge.
func (p *planner) covariance() [][]float64 {
	list := p.s.now.Sectors
	out := make([][]float64, len(list))
	for i := range list {
		out[i] = make([]float64, len(list))
		for k := range list {
			out[i][k] = list[i].Volatility.Or(0) * list[k].Volatility.Or(0) * estimator.HorizonDays / 365
			if i != k {
				out[i][k] *= p.correlation(&list[i], list[k].Name)
			}
		}
	}
	return out
}
