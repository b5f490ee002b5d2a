package strategy

import (
	"math"

	"eddy/model"
	"eddy/strategy/stream"
)

// coinReading is where a coin's figures are read.
type coinReading struct {
	e    *Engine
	a    *assetState
	b    *coinBoard
	c    *coinTrack
	at   int
	open bool

	level float64 // what the coin trades at in the bar, NaN when it is not known
}

var coinInputs = []figureOf[coinReading]{
	{"price", func(r *coinReading) model.Num { p, _ := r.e.price(r.a); return p }},
	{"return_1d_pct", func(r *coinReading) model.Num { return r.change(1) }},
	{"return_7d_pct", func(r *coinReading) model.Num { return r.change(7) }},
	{"return_28d_pct", func(r *coinReading) model.Num { return r.change(28) }},
	{"z28", func(r *coinReading) model.Num { return num(r.c.gauge.z(28, r.level, r.open))(needsBars) }},
	{"rsi_1d", func(r *coinReading) model.Num { return r.of(r.c.gauge.rsi) }},
	{"atr_pct", (*coinReading).atr},
	{"volatility", func(r *coinReading) model.Num { return r.of(r.c.gauge.vol) }},
	{"above_ema50", (*coinReading).above},
	{"cross_up", func(r *coinReading) model.Num { return crossFlag(r.c.gauge) }},
	{"over_mean_20", func(r *coinReading) model.Num { return r.c.gauge.overMean(r.level, r.open) }},
	{"breakout", func(r *coinReading) model.Num { return latchFlag(r.c.gauge.pivot) }},
	{"extension", func(r *coinReading) model.Num {
		return num(r.c.gauge.stretch(r.c.gauge.slow, r.level, r.open))(needsBars)
	}},
	{"overextended", func(r *coinReading) model.Num { return latchFlag(r.c.gauge.extended.Reading()) }},
	{"divergence_bearish", func(r *coinReading) model.Num { return divergenceFlag(r.c.gauge, stream.Bearish) }},
	{"divergence_bullish", func(r *coinReading) model.Num { return divergenceFlag(r.c.gauge, stream.Bullish) }},
	{"beta_btc", func(r *coinReading) model.Num {
		m, ok := r.e.fast.coins[r.at].beta.Window()
		v, defined := m.Beta()
		return numOr(v, ok && defined, needsFast)
	}},
	{"corr_btc", func(r *coinReading) model.Num {
		m, ok := r.e.fast.coins[r.at].beta.Window()
		v, defined := m.Correlation()
		return numOr(v, ok && defined, needsFast)
	}},
	{"funding_8h_bps", func(r *coinReading) model.Num { return r.e.fundingOf(r.a) }},
	{"funding_3d_bps", func(r *coinReading) model.Num { return r.b.mean3d }},
	{"funding_z", func(r *coinReading) model.Num { return r.b.unusual }},
	{"oi_usd", func(r *coinReading) model.Num {
		usd, ok := r.a.size(r.e.clock)
		return numOr(usd, ok, noInterestHeard)
	}},
	{"oi_change_3d_pct", func(r *coinReading) model.Num { return percent(r.b.interest[1]) }},
	{"oi_change_7d_pct", func(r *coinReading) model.Num { return percent(r.b.interest[2]) }},
	{"oi_to_turnover", (*coinReading).interestToTurnover},
	{"overleveraged", (*coinReading).overleveraged},
	{"turnover_24h_usd", (*coinReading).turnover},
	{"gain_pct", (*coinReading).gain},
	{"stale", func(r *coinReading) model.Num {
		p, _ := r.e.price(r.a)
		return flag(!p.Fresh(), p.State() != model.NumUnknown, "no price yet")
	}},
}

func (r *coinReading) of(of reader) model.Num {
	v, ok := read(of, r.level, r.open)
	return numOr(v, ok, needsBars)
}

func (r *coinReading) change(days int) model.Num {
	v, ok := r.c.gauge.change(days, r.level, r.open)
	return numOr(v*100, ok, needsBars)
}

func (r *coinReading) atr() model.Num {
	v, ok := r.c.gauge.atr.Value()
	return numOr(v/r.level*100, ok && r.level > 0, needsBars)
}

func (r *coinReading) above() model.Num {
	mean, ok := read(r.c.trend, r.level, r.open)
	return flag(r.level > mean, ok, needsBars)
}

// turnover sums the venues' own figures of the last 24 hours.
func (r *coinReading) turnover() model.Num {
	usd, ok := r.a.turnoverNow(r.e.clock)
	return numOr(usd, ok, "no volume heard")
}

func (a *assetState) turnoverNow(now model.Millis) (usd float64, ok bool) {
	for i := range a.quotes {
		if q := &a.quotes[i]; q.has&model.FieldVolume24hUSD != 0 && !q.stale(now) {
			usd, ok = usd+q.volume24h, true
		}
	}
	return usd, ok && usd > 0
}

func (r *coinReading) interestToTurnover() model.Num {
	v := r.crowding()
	return numOr(v, v == v, "no open interest or no volume heard")
}

func (r *coinReading) crowding() float64 {
	usd, ok := r.a.size(r.e.clock)
	traded, both := r.a.turnoverNow(r.e.clock)
	if !ok || !both {
		return math.NaN()
	}
	return usd / traded
}

// overleveraged is open interest that is large for its turnover, or that rose
// fast with hot funding (analytics §8.4). Either says yes alone; a no needs
// both.
func (r *coinReading) overleveraged() model.Num {
	f := r.e.figures
	crowding := r.crowding()
	rise, ok := r.b.interest[1].Value()
	bps, both := r.b.mean3d.Value()
	fast := ok && both && rise > f.Interest.CrowdedRise.Value && bps >= f.Funding.Hot.Value
	yes := crowding > f.Interest.Crowded.Value || fast
	return flag(yes, yes || (crowding == crowding && ok && both), "open interest, volume or funding is missing")
}

// fundingOf is a coin's funding now over its venues, in basis points per eight
// hours, weighted by open interest.
func (e *Engine) fundingOf(a *assetState) model.Num {
	var mean weighted
	for i := range a.quotes {
		q := &a.quotes[i]
		if rate, ok := q.funding8h(); ok && !q.stale(e.clock) {
			usd, known := q.openInterestUSD(a.price.value, e.clock)
			mean.add(rate*1e4, usd, known)
		}
	}
	return mean.num("no funding heard")
}

// fundingNow is the members' funding now, weighted by open interest; withheld
// while most of them are not heard.
func (e *Engine) fundingNow(members []int) model.Num {
	var mean weighted
	for _, i := range members {
		a := &e.assets[i]
		if bps, ok := e.fundingOf(a).Value(); ok {
			usd, known := a.size(e.clock)
			mean.add(bps, usd, known)
		}
	}
	return e.unlessWithheld(mean.num("no member's funding heard"), members)
}

// interestNow is the members' open interest in dollars, withheld likewise.
func (e *Engine) interestNow(members []int) model.Num {
	sum, heard := 0.0, false
	for _, i := range members {
		if usd, ok := e.assets[i].size(e.clock); ok {
			sum, heard = sum+usd, true
		}
	}
	return e.unlessWithheld(numOr(sum, heard, noInterestHeard), members)
}

// staleShare is the share of coins whose price is stale or was never heard.
func (e *Engine) staleShare(members []int) model.Num {
	stale := 0
	for _, i := range members {
		if _, _, ok := consensus(e.assets[i].quotes, e.clock); !ok {
			stale++
		}
	}
	return numOr(float64(stale)/float64(max(1, len(members))), len(members) > 0, "no members")
}

// pairReading is where a pair's figures are read: at the last close only.
type pairReading struct {
	e *Engine
	p *pair
}

var pairInputs = []figureOf[pairReading]{
	{"ratio_cross", func(r *pairReading) model.Num {
		side, ok := r.p.side()
		return numOr(float64(side), ok, needsBars)
	}},
	{"ratio_cross_bars", func(r *pairReading) model.Num {
		_, ok := r.p.side()
		return numOr(float64(r.p.level.crossBars), ok, needsBars)
	}},
	{"ratio_change_7d_pct", func(r *pairReading) model.Num {
		return percent(num(r.p.level.change(7, r.p.level.level, false))(needsBars))
	}},
	{"ratio_change_28d_pct", func(r *pairReading) model.Num {
		return percent(num(r.p.level.change(28, r.p.level.level, false))(needsBars))
	}},
	{"z28_difference", func(r *pairReading) model.Num {
		a, ok := r.p.a.z(28, r.p.a.level, false)
		b, both := r.p.b.z(28, r.p.b.level, false)
		return numOr(a-b, ok && both, needsBars)
	}},
	{"cross_share_difference", func(r *pairReading) model.Num {
		a, ok := r.board(r.p.a).bullish.Value()
		b, both := r.board(r.p.b).bullish.Value()
		return numOr(a-b, ok && both, needsBars)
	}},
	{"volatility", func(r *pairReading) model.Num {
		v, ok := r.p.spread.Value()
		return numOr(v*math.Sqrt(365), ok, needsBars)
	}},
	{"correlation", func(r *pairReading) model.Num { return num(r.p.joint.Correlation())(needsBars) }},
	{"diverges", func(r *pairReading) model.Num { return latchFlag(r.p.diverges.Reading()) }},
	{"confirms", func(r *pairReading) model.Num { return latchFlag(r.p.confirms.Reading()) }},
}

func (r *pairReading) board(t *track) *trackBoard {
	return &r.e.board.tracks[r.e.slow.at(t.name)]
}
