package strategy

import (
	"math"
	"time"

	"eddy/model"
	"eddy/strategy/rotation"
	"eddy/strategy/sector"
	"eddy/strategy/signal"
	"eddy/strategy/stream"
)

// sectorReading is where a sector's figures are read: at the last close, or
// with the open bar at level and pulse.
type sectorReading struct {
	e          *Engine
	at         int // of the track in the daily span
	slow, fast *track
	b          *trackBoard
	open       bool

	level, pulse     float64 // of the daily and of the four-hour index
	bench, fastBench float64
	coverage         float64
	closes           []sector.Close // of the daily bars
}

// Reasons a figure of a sector or a coin is not known.
const (
	needsBars     = "needs more daily bars"
	needsFast     = "needs more bars of four hours"
	needsRotation = "needs 96 bars, sector and benchmark"
)

var sectorInputs = []figureOf[sectorReading]{
	{"rsi_1d", func(r *sectorReading) model.Num { return r.slowOf(r.slow.rsi) }},
	{"rsi_4h", func(r *sectorReading) model.Num { return r.fastOf(r.fast.rsi) }},
	{"rsi_1d_low3", func(r *sectorReading) model.Num { return num(r.slow.lowestRSI())(needsBars) }},
	{"rsi_1d_closes_above_80", func(r *sectorReading) model.Num {
		return numOr(float64(r.slow.hotCloses), r.slow.rsis.Len() > 0, needsBars)
	}},
	{"rsi_1d_overbought", func(r *sectorReading) model.Num { return latchFlag(r.slow.overheat.Reading()) }},
	{"trend_1d_pct", func(r *sectorReading) model.Num { return percent(num(r.slow.trend(r.level, r.open))(needsBars)) }},
	{"trend_4h_pct", func(r *sectorReading) model.Num { return percent(num(r.fast.trend(r.pulse, r.open))(needsFast)) }},
	{"cross_up", func(r *sectorReading) model.Num { return crossFlag(&r.slow.gauge) }},
	{"cross_age_days", func(r *sectorReading) model.Num {
		return numOr(float64(r.slow.crossBars), r.slow.crossing().Side != stream.NoSide, needsBars)
	}},
	{"cross_share", func(r *sectorReading) model.Num { return r.b.bullish }},
	{"momentum", (*sectorReading).momentum},
	{"z7", func(r *sectorReading) model.Num { return num(r.slow.z(7, r.level, r.open))(needsBars) }},
	{"z28", func(r *sectorReading) model.Num { return num(r.slow.z(28, r.level, r.open))(needsBars) }},
	{"z90", func(r *sectorReading) model.Num { return num(r.slow.z(90, r.level, r.open))(needsBars) }},
	{"rank", func(r *sectorReading) model.Num {
		if r.slow.parent != "" {
			return model.NotApplicable("sectors are ranked, not their parts")
		}
		return numOr(float64(r.e.board.ranks[r.at]), r.e.board.ranks[r.at] > 0, needsBars)
	}},
	{"dual_momentum", (*sectorReading).dual},
	{"ppo", (*sectorReading).ppo},
	{"return_1d_pct", func(r *sectorReading) model.Num { return r.change(1) }},
	{"return_7d_pct", func(r *sectorReading) model.Num { return r.change(7) }},
	{"return_14d_pct", func(r *sectorReading) model.Num { return r.change(14) }},
	{"return_28d_pct", func(r *sectorReading) model.Num { return r.change(28) }},
	{"return_90d_pct", func(r *sectorReading) model.Num { return r.change(90) }},
	{"volatility", func(r *sectorReading) model.Num { return r.slowOf(r.slow.vol) }},
	{"volatility_over_median", func(r *sectorReading) model.Num { return r.slow.overMedian(r.level, r.open) }},
	{"breadth", (*sectorReading).breadth},
	{"advance_share", func(r *sectorReading) model.Num {
		return num(r.slow.index.Advancing().Share(1))("no member booked a return")
	}},
	{"concentration", (*sectorReading).concentration},
	{"over_mean_20", func(r *sectorReading) model.Num { return r.slow.overMean(r.level, r.open) }},
	{"breakout", func(r *sectorReading) model.Num { return latchFlag(r.slow.pivot) }},
	{"extension", func(r *sectorReading) model.Num {
		return num(r.slow.stretch(r.slow.slow, r.level, r.open))(needsBars)
	}},
	{"overextended", func(r *sectorReading) model.Num { return latchFlag(r.slow.extended.Reading()) }},
	{"overheated", (*sectorReading).overheated},
	{"divergence_bearish", func(r *sectorReading) model.Num { return divergenceFlag(&r.slow.gauge, stream.Bearish) }},
	{"divergence_bullish", func(r *sectorReading) model.Num { return divergenceFlag(&r.slow.gauge, stream.Bullish) }},
	{"ratio", func(r *sectorReading) model.Num { p := r.point(); return numOr(p.X, p.HasX, needsRotation) }},
	{"ratio_momentum", func(r *sectorReading) model.Num { p := r.point(); return numOr(p.Y, p.HasY, needsRotation) }},
	{"ratio_4h", func(r *sectorReading) model.Num { p := r.pointFast(); return numOr(p.X, p.HasX, needsRotation) }},
	{"ratio_momentum_4h", func(r *sectorReading) model.Num { p := r.pointFast(); return numOr(p.Y, p.HasY, needsRotation) }},
	{"is_leading", func(r *sectorReading) model.Num { return r.quadrant(model.Leading) }},
	{"is_weakening", func(r *sectorReading) model.Num { return r.quadrant(model.Weakening) }},
	{"is_lagging", func(r *sectorReading) model.Num { return r.quadrant(model.Lagging) }},
	{"is_improving", func(r *sectorReading) model.Num { return r.quadrant(model.Improving) }},
	{"leadership_age_days", (*sectorReading).leadership},
	{"quadrant_age_days", (*sectorReading).quadrantAge},
	{"gap_bars", func(r *sectorReading) model.Num { return model.Known(float64(r.e.slow.gaps(r.slow))) }},
	{"beta_btc", func(r *sectorReading) model.Num { return r.beta(string(r.e.assets[r.e.benchmark[0]].asset)) }},
	{"corr_btc", func(r *sectorReading) model.Num { return r.corr(string(r.e.assets[r.e.benchmark[0]].asset)) }},
	{"corr_eth", func(r *sectorReading) model.Num {
		return r.corr(string(r.e.assets[r.e.benchmark[len(r.e.benchmark)-1]].asset))
	}},
	{"beta_l1", func(r *sectorReading) model.Num { return r.beta(r.e.figures.Roles.L1) }},
	{"corr_l1", func(r *sectorReading) model.Num { return r.corr(r.e.figures.Roles.L1) }},
	{"funding_8h_bps", func(r *sectorReading) model.Num { return r.e.fundingNow(r.slow.members) }},
	{"funding_3d_bps", func(r *sectorReading) model.Num { return r.b.mean3d }},
	{"funding_7d_bps", func(r *sectorReading) model.Num { return r.b.mean7d }},
	{"funding_z", func(r *sectorReading) model.Num { return r.b.unusual }},
	{"funding_over_p95", func(r *sectorReading) model.Num { return latchFlag(r.b.funding.Relative.Reading()) }},
	{"funding_excessive", func(r *sectorReading) model.Num { return latchFlag(r.b.funding.Excessive.Reading()) }},
	{"oi_usd", func(r *sectorReading) model.Num { return r.e.interestNow(r.slow.members) }},
	{"oi_change_1d_pct", func(r *sectorReading) model.Num { return percent(r.b.interest[0]) }},
	{"oi_change_3d_pct", func(r *sectorReading) model.Num { return percent(r.b.interest[1]) }},
	{"oi_change_7d_pct", func(r *sectorReading) model.Num { return percent(r.b.interest[2]) }},
	{"oi_stabilising", func(r *sectorReading) model.Num { return r.b.stable(r.e.figures) }},
	{"oi_long_inflow", func(r *sectorReading) model.Num { return flag(r.b.inflow, r.b.flow != signal.FlowUnknown, noInterest) }},
	{"oi_short_covering", func(r *sectorReading) model.Num { return r.b.flowFlag(signal.ShortsCover) }},
	{"oi_short_inflow", func(r *sectorReading) model.Num { return r.b.flowFlag(signal.ShortsBuild) }},
	{"oi_long_flush", func(r *sectorReading) model.Num { return r.b.flowFlag(signal.LongsFlush) }},
	{"coverage", func(r *sectorReading) model.Num { return numOr(r.coverage, r.slow.index.End().Known(), needsBars) }},
	{"withheld", (*sectorReading).withheld},
	{"stale_share", func(r *sectorReading) model.Num { return r.e.staleShare(r.slow.members) }},
	{"top_share", func(r *sectorReading) model.Num { share, _ := r.top(); return share }},
	{"momentum_without_top", func(r *sectorReading) model.Num { _, without := r.top(); return without }},
	{"momentum_median", (*sectorReading).medianMomentum},
}

const noInterest = "no open interest of that time"

// num makes a figure of an estimator's answer; the second call gives the reason
// where there is none.
func num(v float64, ok bool) func(why string) model.Num {
	return func(why string) model.Num { return numOr(v, ok, why) }
}

func (r *sectorReading) withheld() model.Num {
	why := r.e.withheld(r.slow, r.level, r.open)
	return flag(why != "", r.slow.closed.Len() > 0, needsBars)
}

// momentum is the sector's score, unless it is withheld.
func (r *sectorReading) momentum() model.Num {
	if why := r.e.withheld(r.slow, r.level, r.open); why != "" && r.slow.closed.Len() > 0 {
		return model.Unknown(why)
	}
	return r.slowOf(r.slow.momentum)
}

func (r *sectorReading) slowOf(of reader) model.Num {
	v, ok := read(of, r.level, r.open)
	return numOr(v, ok, needsBars)
}

func (r *sectorReading) fastOf(of reader) model.Num {
	v, ok := read(of, r.pulse, r.open)
	return numOr(v, ok, needsFast)
}

func (r *sectorReading) change(days int) model.Num {
	v, ok := r.slow.change(days, r.level, r.open)
	return numOr(v*100, ok, needsBars)
}

// dual tells whether the sector beats the safe asset over 28 and 90 days
// (analytics §3.7); stablecoins yield nothing unless told.
func (r *sectorReading) dual() model.Num {
	month, ok := r.slow.change(28, r.level, r.open)
	quarter, both := r.slow.change(90, r.level, r.open)
	return flag(month+quarter > 0, ok && both, needsBars)
}

func (r *sectorReading) ppo() model.Num {
	v, ok := r.slow.ppo.Value()
	if r.open {
		v, ok = r.slow.ppo.Peek(r.level)
	}
	return numOr(v.Line, ok, needsBars)
}

func (r *sectorReading) breadth() model.Num {
	b := r.e.slow.breadthAt(r.slow.members, r.closes, r.open)
	share, ok := b.Share(min(sector.BreadthLeast, len(r.slow.members)))
	return numOr(share, ok, "too few members with 50 daily bars")
}

// breadthAt counts the members above their EMA 50: at closes that are in the
// averages already, or at what the open bar stands at.
func (s *span) breadthAt(members []int, prices []sector.Close, open bool) sector.Breadth {
	if open {
		return s.breadth(members, prices)
	}
	return s.breadthClosed(members)
}

// concentration is the median minus the mean return of the members in the last
// closed bar (analytics §3.9).
func (r *sectorReading) concentration() model.Num {
	mid, ok := r.slow.index.Median()
	sum, n := 0.0, 0
	for i := range r.slow.pool {
		if m := r.slow.index.Member(i); m.HasReturn {
			sum, n = sum+m.Return, n+1
		}
	}
	return numOr(mid-sum/float64(max(1, n)), ok, "no member booked a return")
}

// overheated calls for a hedge: far ahead of itself with hot funding (S1-FUT-2).
func (r *sectorReading) overheated() model.Num {
	ran := r.slow.extended.Reading()
	bps, ok := r.b.mean3d.Value()
	return flag(ran.State == on && bps >= r.e.figures.Funding.Hot.Value, ok && ran.State != signal.Unknown, "funding or price history is missing")
}

func (r *sectorReading) point() rotation.Point {
	if r.open {
		return r.slow.rotation.Peek(r.level, r.bench)
	}
	return r.slow.rotation.Point()
}

func (r *sectorReading) pointFast() rotation.Point {
	if r.open {
		return r.fast.rotation.Peek(r.pulse, r.fastBench)
	}
	return r.fast.rotation.Point()
}

func (r *sectorReading) quadrant(q model.Quadrant) model.Num {
	return flag(r.b.quadrant == q, r.b.quadrant != model.QuadrantUnknown, needsRotation)
}

// gapWindow is how many daily bars back missing ones are counted: as far as the
// volatility looks.
const gapWindow = 31

// quadrantAge is for how many days the confirmed quadrant has stood.
func (r *sectorReading) quadrantAge() model.Num {
	if r.b.quadrant == model.QuadrantUnknown {
		return model.Unknown(needsRotation)
	}
	return model.Known(float64(r.b.end.Sub(r.b.since) / (24 * time.Hour)))
}

// leadership is for how many days the sector has stood in the leading quadrant.
func (r *sectorReading) leadership() model.Num {
	switch r.b.quadrant {
	case model.QuadrantUnknown:
		return model.Unknown(needsRotation)
	case model.Leading:
		return model.Known(float64(r.b.end.Sub(r.b.since) / (24 * time.Hour)))
	default:
		return model.NotApplicable("it does not lead")
	}
}

func (r *sectorReading) corr(with string) model.Num {
	c := r.e.fast.corr
	i, j := c.place(r.slow.name), c.place(with)
	if i < 0 || j < 0 {
		return model.NotApplicable("one of the two is not followed")
	}
	v, ok := c.of(i, j)
	return numOr(v, ok, needsFast)
}

func (r *sectorReading) beta(on string) model.Num {
	c := r.e.fast.corr
	i, j := c.place(r.slow.name), c.place(on)
	if i < 0 || j < 0 {
		return model.NotApplicable("one of the two is not followed")
	}
	v, ok := c.beta(i, j)
	return numOr(v, ok, needsFast)
}

// top finds the member that drives the score most: its share of all members'
// absolute contributions, and the score without it.
func (r *sectorReading) top() (share, without model.Num) {
	score, ok := r.slow.momentum.Value()
	start, known := r.slow.levels.At(robustDays)
	if !ok || !known || r.slow.robust == nil {
		return model.Unknown(needsBars), model.Unknown(needsBars)
	}
	total, most, who := 0.0, 0.0, -1
	for i := range r.slow.pool {
		part, ok := r.slow.robust.contribution(i, start)
		if !ok {
			continue
		}
		total += math.Abs(part)
		if push := math.Copysign(1, score) * part; push > most {
			most, who = push, i
		}
	}
	if who < 0 {
		return model.Unknown("nothing moved"), model.Unknown("nothing moved")
	}
	v, ok := r.slow.robust.members[who].without.Value()
	return model.Known(most / total), numOr(v, ok, needsBars)
}

func (r *sectorReading) medianMomentum() model.Num {
	var m medianOf
	for _, i := range r.slow.members {
		v := r.e.slow.said[i].momentum
		if r.open {
			v = orNaN(r.e.slow.coins[i].gauge.momentum.Peek(orNaN(r.closes[i].Price, r.closes[i].OK)))
		}
		if v == v {
			m.add(v)
		}
	}
	return m.num(needsBars)
}

// flowFlag tells whether the open interest stands in a quadrant.
func (t *trackBoard) flowFlag(f signal.Flow) model.Num {
	return flag(t.flow == f, t.flow != signal.FlowUnknown, noInterest)
}

// stable tells whether open interest is flat over seven days (S2-OI-2).
func (t *trackBoard) stable(f *signal.Figures) model.Num {
	return flag(stable(t.interest[2], f.Interest.Stable.Value), t.interest[2].Fresh(), noInterest)
}

// latchFlag is a signal as a figure: on, or not.
func latchFlag(r signal.Reading) model.Num {
	return flag(r.State == on, r.State != signal.Unknown, needsBars)
}

func crossFlag(g *gauge) model.Num {
	side := g.crossing().Side
	return flag(side == stream.Above, side != stream.NoSide, needsBars)
}

func divergenceFlag(g *gauge, kind stream.DivergenceKind) model.Num {
	v, ok := g.diverge.Value()
	return flag(v.Kind == kind, ok, needsBars)
}

// overMedian is the volatility over its own median of a year.
func (g *gauge) overMedian(x float64, open bool) model.Num {
	v, ok := read(g.vol, x, open)
	usual, both := g.usual.Value()
	return numOr(v/usual, ok && both && usual > 0, "needs 120 daily bars")
}

// overMean is the level over its mean of 20 bars, minus one (C-42).
func (g *gauge) overMean(x float64, open bool) model.Num {
	mean, ok := read(g.mean, x, open)
	return numOr(x/mean-1, ok && mean > 0, needsBars)
}
