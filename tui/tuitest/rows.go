package tuitest

import (
	"time"

	"eddy/model"
)

func phase() model.PhaseView {
	evidence := func(id, text, shown string, v float64, threshold string, vote, weight float64) model.Evidence {
		state := model.EvidenceFor
		if vote < 0.5 {
			state = model.EvidenceAgainst
		}
		return model.Evidence{
			ID: id, Text: text, Value: model.Known(v), Shown: shown, Threshold: threshold,
			Vote: model.Known(vote), Weight: weight, State: state, Source: "S0-PHASE-2",
		}
	}
	return model.PhaseView{
		Phase: model.Expansion, Confidence: model.Known(0.71), Coverage: model.Known(1),
		Since: asOf.Add(-12 * 24 * time.Hour), AgeDays: model.Known(12),
		RunnerUp: model.Late, Gap: model.Known(0.18), Candidate: model.Late, CandidateCount: 1, CandidateNeeds: 3,
		Scores: map[model.Phase]model.Num{
			model.Accumulation: model.Known(0.31), model.Expansion: model.Known(0.74),
			model.Late: model.Known(0.56), model.Bear: model.Known(0.11),
		},
		Developing: map[model.Phase]model.Num{
			model.Accumulation: model.Known(0.30), model.Expansion: model.Known(0.72),
			model.Late: model.Known(0.59), model.Bear: model.Known(0.12),
		},
		Evidence: []model.Evidence{
			evidence("up", "EMA50 over EMA200", "+4.1 %", 0.041, "> 0 %", 1, 0.25),
			evidence("ap", "market over EMA200", "+7.7 %", 0.077, "> 0 %", 1, 0.20),
			evidence("z28", "28-day return in sigmas", "+0.64", 0.64, "> 0.38", 0.71, 0.20),
			evidence("br", "breadth above EMA50", "62 %", 0.62, "> 55 %", 0.73, 0.20),
			evidence("dd", "off the 180-day high", "−9.4 %", -0.094, "> −12.5 %", 0.71, 0.15),
			evidence("heat", "7-day funding", "1.9 bp", 1.9, "< 2.0 bp", 0.45, 0.10),
		},
		Flips: []model.Flip{
			{ID: "f7", ToPhase: model.Late, Value: model.Known(1.9), Needs: model.Known(3.0), Distance: model.Known(0.8), Text: "7-day funding > 3.0 bp (now 1.9)"},
			{ID: "dd", ToPhase: model.Late, Value: model.Known(-0.094), Needs: model.Known(-0.02), Distance: model.Known(1.6), Text: "off the 180-day high > −2.0 % (now −9.4)"},
			{ID: "br", ToPhase: model.Accumulation, Value: model.Known(0.62), Needs: model.Known(0.31), Distance: model.Known(2.9), Text: "breadth < 31 % (now 62)"},
		},
	}
}

func allocation() []model.AllocationRow {
	row := func(bucket string, now, target float64, source string) model.AllocationRow {
		return model.AllocationRow{
			Bucket: bucket, CurrentPct: model.Known(now), TargetPct: model.Known(target),
			DriftPct: model.Known(now - target), Source: source,
		}
	}
	return []model.AllocationRow{
		row("Core", 50.2, 50, "S2-CORE-1"), row("Stables", 17.9, 20, "S2-CORE-1"), row("Infrastructure", 6.1, 9, "S1-B-SPOT"),
		row("DeFi", 19.6, 15, "S1-B-SPOT"), row("NFT", 2.0, 2, "S0-PHASE-3"), row("AI", 4.2, 4, "S2-PH-1"),
	}
}

func hedges() []model.HedgeRow {
	return []model.HedgeRow{
		{
			ID: "l1", Of: "L1", Against: "ETH", RuleRatio: model.Known(0.15), BetaRatio: model.Known(0.19), CurrentRatio: model.Known(0.138),
			Notional: model.Known(6000), R2: model.Known(0.71), StdErr: model.Known(0.06), Band: [2]float64{0.10, 0.20}, InBand: true, Source: "S1-B-HEDGE",
		},
		{
			ID: "nft", Of: "NFT", Against: "BTC", RuleRatio: model.Known(0.30), BetaRatio: model.Known(1.36), CurrentRatio: model.Known(0),
			Notional: model.Known(600), R2: model.Known(0.58), StdErr: model.Known(0.11), Band: [2]float64{0.25, 0.35}, Text: "open 600", Source: "S0-STR3-3",
		},
		{
			ID: "defi", Of: "DeFi", Against: "BTC", RuleRatio: model.Known(0.15), BetaRatio: model.Unknown("needs 11 more daily bars"),
			CurrentRatio: model.Known(0), Notional: model.Known(2900), R2: model.Unknown("needs 11 more daily bars"), Band: [2]float64{0.10, 0.20}, Source: "S2-B-4",
		},
	}
}

func positions() []model.PositionRow {
	yes, no := true, false
	return []model.PositionRow{
		{
			Venue: model.Binance, Symbol: "ETHUSDT", Asset: "ETH", Side: "short", Qty: model.Known(4), Entry: model.Known(2500), Mark: model.Known(2501.2),
			Leverage: model.Known(2), MarginMode: "isolated", LiquidationPrice: model.Known(3718), DistancePct: model.Known(48.7),
			DistanceATR: model.Known(9.1), Stop: model.Known(2750), StopBeforeLiquidation: &yes, FundingPerDay: model.Known(3), UPnL: model.Known(-4.8),
		},
		{
			Venue: model.Bybit, Symbol: "AAVEUSDT", Asset: "AAVE", Side: "long", Qty: model.Known(60), Entry: model.Known(99.1), Mark: model.Known(101.42),
			Leverage: model.Known(3), MarginMode: "cross", LiquidationPrice: model.Known(91.48), DistancePct: model.Known(9.8),
			DistanceATR: model.Known(2.1), Stop: model.Known(90.2), StopBeforeLiquidation: &no, FundingPerDay: model.Known(-0.66), UPnL: model.Known(139.2),
		},
		{
			Venue: model.Hyperliquid, Symbol: "BTC", Asset: "BTC", Side: "long", Qty: model.Known(0.05), Entry: model.Known(94100), Mark: model.Known(97213.4),
			Leverage: model.Known(1), MarginMode: "isolated", LiquidationPrice: model.NotApplicable("1x long: no price liquidates it"),
			DistancePct: model.NotApplicable("none"), DistanceATR: model.NotApplicable("none"),
			Stop: model.Known(88000), StopBeforeLiquidation: &yes, FundingPerDay: model.Known(-0.2), UPnL: model.Known(155.7),
		},
	}
}

func alerts() []model.AlertRow {
	return []model.AlertRow{
		{ID: "a5", Rule: "quadrant", Severity: model.Info, Since: asOf.Add(-20 * time.Second), Subject: "DeFi", Text: "DeFi entered leading, held 2 bars", Cleared: asOf.Add(-20 * time.Second), Source: "S1-CYC-2"},
		{ID: "a4", Rule: "liquidation", Severity: model.Critical, Since: asOf.Add(-38 * time.Minute), Subject: "AAVE", Text: "AAVE long: 9.8 % to liquidation", Value: model.Known(9.8), Threshold: model.Known(10), Source: "S2-CONS-2"},
		{ID: "a3", Rule: "phase", Severity: model.Info, Since: asOf.Add(-118 * time.Minute), Subject: "EXP", Text: "phase EXPANSION confirmed, day 12", Cleared: asOf.Add(-118 * time.Minute), Source: "S0-PHASE-2"},
		{ID: "a2", Rule: "feed", Severity: model.Warning, Since: asOf.Add(-133 * time.Minute), Subject: "okx", Text: "okx silent 21 s", Cleared: asOf.Add(-132 * time.Minute)},
		{ID: "a1", Rule: "funding", Severity: model.Warning, Since: asOf.Add(-26 * time.Hour), Subject: "AI", Text: "AI funding 3.4 bp per 8 h, above 3.0", Value: model.Known(3.4), Threshold: model.Known(3), Source: "S2-DER-2", Acknowledged: true},
	}
}
