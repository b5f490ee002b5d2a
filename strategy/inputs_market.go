package strategy

import (
	"eddy/model"
	"eddy/strategy/phase"
	"eddy/strategy/sector"
	"eddy/strategy/signal"
)

// marketReading is where the market's figures are read.
type marketReading struct {
	e      *Engine
	b      *trackBoard
	open   bool
	level  float64 // of the benchmark
	closes []sector.Close

	phase  phase.Reading // of the last closed day, or with the open one
	scored bool
}

// readPhase takes the phase's features and scores; the phase itself stands on
// closed days whatever the mode.
func (r *marketReading) readPhase() {
	t := r.e.tracker
	if t == nil {
		return
	}
	if !r.open {
		r.phase, r.scored = t.Value()
		return
	}
	day := phase.Day{
		End: r.e.market.now, Market: r.level,
		Breadth: r.breadth(), FundingBps: r.e.heatNow(),
	}
	r.phase, r.scored = t.Peek(&day)
}

func (r *marketReading) breadth() model.Num {
	share, ok := r.e.slow.breadthAt(r.e.slow.members, r.closes, r.open).Share(sector.BreadthLeast)
	return numOr(share, ok, "too few coins with 50 daily bars")
}

func (r *marketReading) feature(f phase.Feature) model.Num {
	v, ok := r.phase.Features.Value(f)
	return numOr(v, ok && r.scored, needsPhase)
}

func (r *marketReading) score(p model.Phase) model.Num {
	v, ok := r.phase.Scores.Of(p)
	return numOr(v, ok && r.scored, needsPhase)
}

func (r *marketReading) is(p model.Phase) model.Num {
	return flag(r.e.phase() == p, r.e.phase() != model.PhaseUnknown, needsPhase)
}

func (r *marketReading) next(p model.Phase) model.Num {
	return flag(r.phase.Scores.Best(r.e.phase()) == p, r.scored, needsPhase)
}

func (r *marketReading) change(days int) model.Num {
	v, ok := r.gauge().change(days, r.level, r.open)
	return numOr(v*100, ok, needsBars)
}

func (r *marketReading) gauge() *gauge { return &r.e.slow.market }

const needsPhase = "needs 200 daily bars of the market"

var marketInputs = []figureOf[marketReading]{
	{"trend", func(r *marketReading) model.Num { return r.feature(phase.Trend) }},
	{"distance", func(r *marketReading) model.Num { return r.feature(phase.Distance) }},
	{"slope", func(r *marketReading) model.Num { return r.feature(phase.Slope) }},
	{"drawdown", func(r *marketReading) model.Num { return r.feature(phase.Drawdown) }},
	{"recovery", func(r *marketReading) model.Num { return r.feature(phase.Recovery) }},
	{"drop_8d", (*marketReading).drop},
	{"volatility", func(r *marketReading) model.Num { return r.feature(phase.Volatility) }},
	{"volatility_over_median", func(r *marketReading) model.Num { return r.gauge().overMedian(r.level, r.open) }},
	{"momentum", func(r *marketReading) model.Num { return r.feature(phase.Momentum) }},
	{"breadth", (*marketReading).breadth},
	{"rsi_1d", func(r *marketReading) model.Num { return num(read(r.gauge().rsi, r.level, r.open))(needsBars) }},
	{"return_1d_pct", func(r *marketReading) model.Num { return r.change(1) }},
	{"return_7d_pct", func(r *marketReading) model.Num { return r.change(7) }},
	{"return_28d_pct", func(r *marketReading) model.Num { return r.change(28) }},
	{"return_90d_pct", func(r *marketReading) model.Num { return r.change(90) }},
	{"over_mean_20", func(r *marketReading) model.Num { return r.gauge().overMean(r.level, r.open) }},
	{"funding_3d_bps", func(r *marketReading) model.Num { return r.b.mean3d }},
	{"funding_7d_bps", func(r *marketReading) model.Num { return r.b.mean7d }},
	{"oi_change_7d_pct", func(r *marketReading) model.Num { return percent(r.b.interest[2]) }},
	{"oi_stabilising", func(r *marketReading) model.Num { return r.b.stable(r.e.figures) }},
	{"oi_long_inflow", func(r *marketReading) model.Num { return flag(r.b.inflow, r.b.flow != signal.FlowUnknown, noInterest) }},
	{"oi_short_covering", func(r *marketReading) model.Num { return r.b.flowFlag(signal.ShortsCover) }},
	{"oi_short_inflow", func(r *marketReading) model.Num { return r.b.flowFlag(signal.ShortsBuild) }},
	{"oi_long_flush", func(r *marketReading) model.Num { return r.b.flowFlag(signal.LongsFlush) }},
	{"correlation", func(r *marketReading) model.Num { return num(r.e.fast.corr.mean())(needsFast) }},
	{"risk_off_flip", func(r *marketReading) model.Num { return r.flipped(-1) }},
	{"risk_on_flip", func(r *marketReading) model.Num { return r.flipped(1) }},
}

// drop is the fall from the highest of the last eight closes, the open bar
// among them.
func (r *marketReading) drop() model.Num {
	g, high := r.gauge(), r.level
	closes := 8
	if r.open {
		closes--
	}
	for i := range closes {
		v, ok := g.levels.At(i)
		if !ok {
			return model.Unknown(needsBars)
		}
		high = max(high, v)
	}
	return numOr(r.level/high-1, r.level > 0, needsBars)
}

// flipped tells whether risk appetite turned to a side on the last close.
func (r *marketReading) flipped(side int) model.Num {
	l := r.e.board.appetite.Lean()
	return flag(l.Flipped && l.Side == side, l.Known, needsBars)
}

var phaseInputs = []figureOf[marketReading]{
	{"is_acc", func(r *marketReading) model.Num { return r.is(model.Accumulation) }},
	{"is_exp", func(r *marketReading) model.Num { return r.is(model.Expansion) }},
	{"is_late", func(r *marketReading) model.Num { return r.is(model.Late) }},
	{"is_bear", func(r *marketReading) model.Num { return r.is(model.Bear) }},
	{"is_unknown", func(r *marketReading) model.Num { return flag(r.e.phase() == model.PhaseUnknown, true, "") }},
	{"acc", func(r *marketReading) model.Num { return r.score(model.Accumulation) }},
	{"exp", func(r *marketReading) model.Num { return r.score(model.Expansion) }},
	{"late", func(r *marketReading) model.Num { return r.score(model.Late) }},
	{"bear", func(r *marketReading) model.Num { return r.score(model.Bear) }},
	{"confidence", (*marketReading).confidence},
	{"coverage", func(r *marketReading) model.Num { return numOr(r.phase.Scores.Coverage, r.scored, needsPhase) }},
	{"age_days", (*marketReading).age},
	{"gap", (*marketReading).gap},
	{"next_is_acc", func(r *marketReading) model.Num { return r.next(model.Accumulation) }},
	{"next_is_exp", func(r *marketReading) model.Num { return r.next(model.Expansion) }},
	{"next_is_late", func(r *marketReading) model.Num { return r.next(model.Late) }},
	{"next_is_bear", func(r *marketReading) model.Num { return r.next(model.Bear) }},
	{"from_bear", func(r *marketReading) model.Num { return r.from(model.Bear) }},
	{"from_late", func(r *marketReading) model.Num { return r.from(model.Late) }},
	{"crash", func(r *marketReading) model.Num {
		return flag(r.e.board.switched.Crash, r.e.phase() != model.PhaseUnknown, needsPhase)
	}},
}

func (r *marketReading) confidence() model.Num {
	if r.e.tracker == nil {
		return model.Unknown(needsPhase)
	}
	v, ok := r.e.tracker.Confidence()
	return numOr(v, ok, needsPhase)
}

func (r *marketReading) age() model.Num {
	if r.e.tracker == nil || r.e.phase() == model.PhaseUnknown {
		return model.Unknown(needsPhase)
	}
	return model.Known(float64(r.e.tracker.State().Age))
}

// gap is the phase's score minus that of the strongest other.
func (r *marketReading) gap() model.Num {
	mine, ok := r.phase.Scores.Of(r.e.phase())
	theirs, both := r.phase.Scores.Of(r.phase.Scores.Best(r.e.phase()))
	return numOr(mine-theirs, ok && both && r.scored, needsPhase)
}

// from tells which phase stood before this one; that is not known while the
// first one of all stands.
func (r *marketReading) from(p model.Phase) model.Num {
	was := r.e.board.switched.From
	return flag(was == p, was != "" && was != model.PhaseUnknown, "no phase stood before")
}

var dataInputs = []figureOf[marketReading]{
	{"coverage", func(r *marketReading) model.Num {
		stale, ok := r.e.staleShare(r.e.slow.members).Value()
		return numOr(1-stale, ok, "no members")
	}},
	{"stale_share", func(r *marketReading) model.Num { return r.e.staleShare(r.e.slow.members) }},
	{"live_venues", func(r *marketReading) model.Num {
		n := 0
		for i := range r.e.venues {
			if r.e.venues[i].health.State == model.LinkLive {
				n++
			}
		}
		return model.Known(float64(n))
	}},
}
