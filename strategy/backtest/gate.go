package backtest

import (
	"fmt"
	"math"
	"slices"

	"eddy/strategy"
	"eddy/strategy/cost"
)

// estimator turns a signal into an expected edge (analytics §6).
var estimator = cost.DefaultEstimator()

// usualCorrelation of two sectors' returns where it is not known: about what
// they measure (analytics §2.7).
const usualCorrelation = 0.7

// sale is what an order to sell brings, and what it costs as a fraction.
type sale struct {
	bucket    string
	usd, side float64
}

// proceeds lists what is sold at the next opening: by these orders, and by those
// that wait already.
func (p *planner) proceeds(orders []order) (out []sale) {
	for _, list := range [2][]order{p.s.pending, orders} {
		for i := range list {
			if o := &list[i]; o.leg == nil && o.part > 0 {
				usd := p.s.account.spot[o.coin].qty * p.s.account.marks[o.coin] * o.part
				out = append(out, sale{o.bucket, usd, p.s.side(o.coin, usd, cost.Spot).Total()})
			}
		}
	}
	return out
}

// edge is what a purchase may gain over what pays for it.
type edge struct {
	z, sigma float64 // the signal, and the yearly volatility of the difference
	sellSide float64 // what selling the other side costs, a fraction; 0: stablecoins pay
	known    bool    // else the signal is not known, and nothing speaks against it
}

// edgeOf is the edge of a sector over the sectors that are sold for it, or over
// stablecoins: as a plan works it out (S2-CONS-3).
func (p *planner) edgeOf(name string, sold []sale) (e edge) {
	v := p.sector(name)
	if v == nil {
		return e
	}
	z, ok := v.Momentum.Value()
	sigma, both := v.Volatility.Value()
	if !ok || !both {
		return e
	}
	e = edge{z: z, sigma: sigma, known: true}
	total, paid, zFrom, sigmaFrom := 0.0, 0.0, 0.0, 0.0
	for _, s := range sold {
		total, paid = total+s.usd, paid+s.usd*s.side
		if u := p.sector(s.bucket); u != nil && s.bucket != name {
			zFrom += s.usd * u.Momentum.Or(0)
			sigmaFrom += s.usd * cost.SpreadSigma(sigma, u.Volatility.Or(0), p.correlation(v, s.bucket))
		}
	}
	if total > 0 {
		e.sellSide = paid / total
		e.z -= zFrom / total
		if sigmaFrom > 0 {
			e.sigma = sigmaFrom / total
		}
	}
	return e
}

// sector is what the newest outlook says of a sector or sub-sector, nil for
// what is none.
func (p *planner) sector(name string) *strategy.SectorOutlook {
	at, known := p.tracks[name]
	if !known {
		return nil
	}
	return &p.s.now.Sectors[at]
}

func (p *planner) correlation(v *strategy.SectorOutlook, other string) float64 {
	at, known := p.tracks[other]
	if !known || v.Together == nil || math.IsNaN(v.Together[at]) {
		return usualCorrelation
	}
	return v.Together[at]
}

// worthwhile leaves the purchases whose expected edge exceeds what they cost and
// returns the points of those; the others are refused with the figures.
func (p *planner) worthwhile(d share, buys []order, e *edge) (kept []order, points float64) {
	if !e.known {
		return buys, d.points * b2f(len(buys) > 0)
	}
	all, passed := 0.0, 0.0
	var least *cost.Gate
	for _, o := range buys {
		all += o.usd
		g := p.gate(e, p.s.side(o.coin, o.usd, cost.Spot).Total(), 0)
		if g.Passes() {
			passed, kept = passed+o.usd, append(kept, o)
		} else if least == nil || g.RoundTrip < least.RoundTrip {
			least = &g
		}
	}
	if all <= 0 {
		return nil, 0
	}
	if least != nil {
		p.refuse(d.bucket+".edge", fmt.Sprintf("%s %s: %s", d.bucket, pointsWord(d.points*(1-passed/all)), gateWords(least)), p.s.p.Limits.EdgeOverCost.Source)
	}
	return kept, d.points * passed / all
}

// gate is the inequality of a trade that costs one side; carry is what funding
// takes over the horizon.
func (p *planner) gate(e *edge, one, carry float64) cost.Gate {
	trip := 2 * one
	if e.sellSide > 0 {
		trip = one + e.sellSide
	}
	return cost.Gate{Edge: estimator.Edge(e.z, e.sigma), RoundTrip: trip + carry, K: p.s.p.Limits.EdgeOverCost.Value}
}

func gateWords(g *cost.Gate) string {
	return fmt.Sprintf("edge %.1f bp, needs %.1f bp = %.3g × %.1f bp", g.Edge*1e4, g.Needs()*1e4, g.K, g.RoundTrip*1e4)
}

// tooWild refuses what would be added to a sector whose volatility stands above
// its cap.
func (p *planner) tooWild(name, what string) bool {
	v, limit := p.sector(name), p.riskOf(name)
	if v == nil || limit.VolCap <= 0 {
		return false
	}
	now, ok := v.Volatility.Value()
	if !ok || now <= limit.VolCap {
		return false
	}
	p.refuse(name+".vol", fmt.Sprintf("%s: volatility %.0f %%, nothing is added above %.0f %%", what, now*100, limit.VolCap*100), limit.Source)
	return true
}

// refuse records what is not done, with the figure that speaks against it, at
// the close it is refused first; as long as it goes on being refused there is
// nothing new to say.
func (p *planner) refuse(id, text, source string) {
	p.refusing = append(p.refusing, id)
	if !slices.Contains(p.refused, id) {
		p.s.record(Decision{Kind: KindRefused, ID: id, Source: source, Text: text})
	}
}

// forgetRefusals makes what was refused at the last close the past.
func (p *planner) forgetRefusals() {
	p.refused, p.refusing = p.refusing, p.refused[:0]
}
