package phase

import "eddy/model"

// Factors that several terms share, with the names they have in analytics §4.2.
var (
	up        = Factor{Feature: Trend, From: -0.03, To: 0.03}
	down      = up.opposite() // 1 - up
	above     = Factor{Feature: Distance, From: -0.05, To: 0.05}
	below     = above.opposite() // 1 - ap
	rising    = Factor{Feature: Slope, From: -0.02, To: 0.02}
	falling   = rising.opposite() // 1 - slope
	hot       = Factor{Feature: Funding, From: 1, To: 3}
	cool      = hot.opposite() // 1 - heat
	extended  = Factor{Feature: Distance, From: 0.10, To: 0.45}
	notTooFar = extended.opposite() // 1 - ext
)

// opposite returns the factor whose vote is one minus this one's.
func (f Factor) opposite() Factor {
	f.From, f.To = f.To, f.From
	return f
}

// DefaultParams returns the figures of analytics §4.2 and §4.3.
func DefaultParams() Params {
	return Params{
		Windows: Windows{Fast: 50, Slow: 200, SlopeLag: 10, Extremes: 180, Volatility: 30, Momentum: 28},
		Rules:   []Rule{accumulation(), expansion(), late(), bear()},
		Switch: Switch{
			Margin: 0.08, Confirm: 3, Dwell: 10,
			CrashWindow: 8, CrashDrop: 0.20, CrashScore: 0.5,
			DowngradeConfirm: 2, DowngradeDwell: 5,
		},
		Temperature: 0.15,
	}
}

func accumulation() Rule {
	const source = "analytics §4.2, S0-PHASE-1"
	return Rule{Phase: model.Accumulation, Terms: []Term{
		{ID: "acc.flat", Text: "EMA50 close to EMA200", Weight: 0.30, Source: source,
			Factors: []Factor{{Feature: Trend, From: 0.15, To: 0.05, Size: true}}},
		{ID: "acc.turning", Text: "far under the 180-day high, EMA50 rising", Weight: 0.25, Source: source,
			Factors: []Factor{{Feature: Drawdown, From: -0.10, To: -0.30}, rising}},
		{ID: "acc.breadth", Text: "coins above their EMA50", Weight: 0.20, Source: source,
			Factors: []Factor{{Feature: Breadth, From: 0.30, To: 0.60}}},
		{ID: "acc.recovery", Text: "up from the 180-day low, not far over EMA200", Weight: 0.15, Source: source,
			Factors: []Factor{{Feature: Recovery, From: 0.05, To: 0.25}, notTooFar}},
		{ID: "acc.cool", Text: "funding is calm", Weight: 0.10, Source: source + ", S1-RISK-5", Factors: []Factor{cool}},
	}}
}

func expansion() Rule {
	const source = "analytics §4.2, S0-PHASE-2"
	return Rule{Phase: model.Expansion,
		Terms: []Term{
			{ID: "exp.trend", Text: "EMA50 over EMA200", Weight: 0.25, Source: source + ", S0-SIG-3", Factors: []Factor{up}},
			{ID: "exp.price", Text: "price over EMA200", Weight: 0.20, Source: source, Factors: []Factor{above}},
			{ID: "exp.momentum", Text: "28-day momentum", Weight: 0.20, Source: source + ", S0-SIG-2",
				Factors: []Factor{{Feature: Momentum, From: -0.25, To: 1}}},
			{ID: "exp.breadth", Text: "coins above their EMA50", Weight: 0.20, Source: source,
				Factors: []Factor{{Feature: Breadth, From: 0.40, To: 0.70}}},
			{ID: "exp.high", Text: "close to the 180-day high", Weight: 0.15, Source: source,
				Factors: []Factor{{Feature: Drawdown, From: -0.20, To: -0.05}}},
		},
		Damp: Damp{ID: "exp.overheated", Text: "not overheated: funding hot and price far over EMA200", Share: 0.35,
			Source: source + ", C-1", Factors: []Factor{hot, extended}},
	}
}

func late() Rule {
	const source = "analytics §4.2, S0-PHASE-3"
	return Rule{Phase: model.Late, Terms: []Term{
		{ID: "late.extended", Text: "price far over EMA200", Weight: 0.30, Source: source, Factors: []Factor{extended}},
		{ID: "late.hot", Text: "funding is hot", Weight: 0.30, Source: source + ", S1-RISK-5", Factors: []Factor{hot}},
		{ID: "late.trend", Text: "EMA50 over EMA200", Weight: 0.15, Source: source + ", S0-SIG-3", Factors: []Factor{up}},
		{ID: "late.high", Text: "at the 180-day high", Weight: 0.15, Source: source,
			Factors: []Factor{{Feature: Drawdown, From: -0.15, To: 0}}},
		{ID: "late.volatility", Text: "volatility, 30 days", Weight: 0.10, Source: source,
			Factors: []Factor{{Feature: Volatility, From: 0.5, To: 0.9}}},
	}}
}

func bear() Rule {
	const source = "analytics §4.2, S0-PHASE-4"
	return Rule{Phase: model.Bear, Terms: []Term{
		{ID: "bear.price", Text: "price under EMA200", Weight: 0.30, Source: source, Factors: []Factor{below}},
		{ID: "bear.trend", Text: "EMA50 under EMA200", Weight: 0.25, Source: source + ", S0-SIG-3", Factors: []Factor{down}},
		{ID: "bear.slope", Text: "EMA50 falling", Weight: 0.20, Source: source, Factors: []Factor{falling}},
		{ID: "bear.drawdown", Text: "far under the 180-day high", Weight: 0.15, Source: source,
			Factors: []Factor{{Feature: Drawdown, From: -0.15, To: -0.40}}},
		{ID: "bear.breadth", Text: "coins below their EMA50", Weight: 0.10, Source: source + ", S0-PHASE-6",
			Factors: []Factor{{Feature: Breadth, From: 1, To: 0}}},
	}}
}
