package backtest

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// rotate brings spot to its targets: what lies outside the band is sold at
// once, for less risk waits for nothing; what is bought keeps to the limits on
// steps, days between rotations and weekly turnover (analytics §6), and must be
// expected to gain more than it costs.
func (p *planner) rotate(first bool) {
	targets := p.targets()
	deltas, outside := p.deltas(targets)
	p.leaveOthers(targets)
	if !outside {
		p.signal = false
		return
	}
	kind := KindRebalance
	if p.signal {
		kind = KindRotate
	}
	cut := p.scale(deltas, p.room(first))
	orders, bought := p.orders(deltas)
	if len(orders) > 0 {
		at := p.s.record(Decision{Kind: kind, ID: p.stage.ID, Source: p.stage.Source, Text: describe(deltas)})
		for _, o := range orders {
			o.decision = at
			p.s.pending = append(p.s.pending, o)
		}
	}
	if bought > 0 {
		p.bought = append(p.bought, dayPoints{p.s.now.End, bought})
		if p.signal {
			p.rotated = p.s.now.End
		}
	}
	p.signal = p.signal && cut // what follows is drift, once all that the signal asked for is ordered or refused
}

// orders turns points into orders, sales first, and returns the points that are
// bought. What is refused is taken off the points.
func (p *planner) orders(deltas []share) (out []order, bought float64) {
	for _, d := range deltas {
		if d.points <= -leastPoints {
			out = append(out, p.sales(d)...)
		}
	}
	sold := p.proceeds(out)
	var buys []purchase
	for i := range deltas {
		d := &deltas[i]
		if d.points < leastPoints {
			d.points = min(d.points, 0)
			continue
		}
		b := purchase{share: d, edge: p.edgeOf(d.bucket, sold)}
		b.orders, d.points = p.worthwhile(*d, p.purchases(*d), &b.edge)
		buys = append(buys, b)
	}
	p.penalise(buys, out)
	p.keepBeta(buys, out)
	for i := range buys {
		bought += buys[i].share.points
		for _, o := range buys[i].orders {
			out = append(out, p.inTranches(o)...)
		}
	}
	return out, bought
}

// purchase is what is bought of one bucket.
type purchase struct {
	share  *share
	edge   edge
	orders []order
}

// leastPoints is what is not worth an order, in points of equity: without it
// what drifts at the edge of its band would be trimmed every day. Chosen.
const leastPoints = 0.5

// deltas are the points each bucket lacks beyond its band, in the order of the
// targets; below zero it has too many.
func (p *planner) deltas(targets []share) (out []share, outside bool) {
	limits := &p.s.p.Limits
	band := cost.Band{Points: limits.BandPoints.Value, OfTargetPct: limits.BandOfTargetPct.Value}
	equity := p.s.account.equity()
	for _, t := range targets {
		if t.bucket == playbook.Stables {
			continue
		}
		d := band.Trade(p.worth(t.bucket)/equity*100, t.points, p.signal)
		outside = outside || d != 0
		if d >= leastPoints && (p.stopsBuying(t.bucket) || p.underWay(t.bucket) || p.tooWild(t.bucket, t.bucket+" "+pointsWord(d))) {
			d = 0
		}
		out = append(out, share{t.bucket, d})
	}
	return out, outside
}

// worth is the spot of a bucket that may be rotated.
func (p *planner) worth(bucket string) (sum float64) {
	for i, h := range p.s.account.spot {
		if h.qty > 0 && p.home(i) == bucket {
			sum += h.qty * p.s.account.marks[i]
		}
	}
	return sum
}

// room is how many points may be bought at this close.
func (p *planner) room(first bool) float64 {
	limits, now := &p.s.p.Limits, p.s.now.End
	if first {
		return math.Inf(1)
	}
	week := now.Add(-7 * 24 * time.Hour)
	p.bought = slices.DeleteFunc(p.bought, func(d dayPoints) bool { return d.at <= week })
	left := limits.WeeklyTurnover.Value
	for _, d := range p.bought {
		left -= d.points
	}
	if days := time.Duration(limits.DaysBetween.Value * 24 * float64(time.Hour)); p.signal && p.rotated != 0 && now.Sub(p.rotated) < days {
		return 0
	}
	return max(0, min(left, limits.StepPoints.Value))
}

// scale cuts what is bought to the room there is and tells whether something
// had to be cut.
func (p *planner) scale(deltas []share, room float64) (cut bool) {
	bought := 0.0
	for _, d := range deltas {
		bought += max(0, d.points)
	}
	if bought <= room || bought == 0 {
		return false
	}
	for i := range deltas {
		if deltas[i].points > 0 {
			deltas[i].points *= room / bought
		}
	}
	return true
}

func describe(deltas []share) string {
	var parts []string
	for _, d := range deltas {
		if math.Abs(d.points) >= leastPoints {
			parts = append(parts, fmt.Sprintf("%s %+.1f", d.bucket, d.points))
		}
	}
	return strings.Join(parts, ", ") + " points"
}

func pointsWord(d float64) string { return fmt.Sprintf("%+.1f points", d) }
