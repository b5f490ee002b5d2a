package plan

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// freshDays is how young a phase must be, in days, for a difference to count as a
// change of signal where no books tell of earlier rotations (chosen: the days
// between rotations).
const freshDays = 3

func (b *basis) band() cost.Band {
	return cost.Band{Points: b.limits.BandPoints.Value, OfTargetPct: b.limits.BandOfTargetPct.Value}
}

// changes are the dollars each bucket should gain, below zero to lose: to the
// target where the signal changed, else to the edge of the band.
func (b *basis) changes() []decimal.Decimal {
	w := b.worth(b.start)
	out := make([]decimal.Decimal, len(b.targets))
	for i := range b.targets {
		t := &b.targets[i]
		if t.bucket == playbook.Stables {
			continue
		}
		out[i] = b.changeOf(t, w)
		if t.raise > 0 {
			out[i] = decimal.Min(out[i], decimal.NewFromFloat(-t.raise).Shift(-2).Mul(b.equity))
		}
	}
	return out
}

func (b *basis) changeOf(t *want, w worthOf) decimal.Decimal {
	band, now := b.band(), pctOf(w.usd[t.bucket], b.equity)
	if t.floor > 0 && now >= t.pct && now <= t.floor {
		return decimal.Zero
	}
	out := b.goal(t).Sub(w.usd[t.bucket])
	if !t.exact && !b.reproduces(t.pct-now) && t.pct > 0 && !(out.IsPositive() && b.pace.goesOn(t.bucket)) {
		move := band.Trade(now, t.pct, b.pace.signal)
		if move == 0 && t.raise == 0 && math.Abs(t.pct-now) >= 0.05 {
			b.refuse(t.bucket, "within the no-trade band", fmt.Sprintf("%.1f %% of equity, target %.1f %% ± %.1f points", now, t.pct, band.Half(t.pct)), b.limits.BandPoints.Source)
		}
		if move == 0 || !b.pace.signal {
			out = decimal.NewFromFloat(move).Shift(-2).Mul(b.equity)
		}
	}
	if why, figure, source := b.buysNot(t.bucket); out.IsPositive() && why != "" {
		b.refuse("buy "+t.bucket, why, figure, source)
		return decimal.Zero
	}
	if figure, yes := b.hidden(t); yes && out.IsPositive() {
		b.refuse("buy "+t.bucket, "how much of it is held is not known", figure, "")
		return decimal.Zero
	}
	return out
}

// goal is a target in dollars.
func (b *basis) goal(t *want) decimal.Decimal {
	return decimal.NewFromFloat(t.pct).Shift(-2).Mul(b.equity)
}

// nearArticle is how near a procedure of the articles comes to their figures, in
// points (chosen): the no-trade band is wider than their steps from one stage to
// the next.
const nearArticle = 1

// reproduces tells whether a change is one that a procedure of the articles asks
// for by its own figures.
func (b *basis) reproduces(points float64) bool {
	return b.in.Procedure != nil && math.Abs(points) >= nearArticle
}
