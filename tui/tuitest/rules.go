package tuitest

import "eddy/model"

// alertRules are some rules as they stand.
func alertRules() []model.RuleView {
	asks := func(id, text string, value model.Num, shown, threshold string, state model.EvidenceState) []model.Evidence {
		return []model.Evidence{{ID: id, Text: text, Value: value, Shown: shown, Threshold: threshold, Weight: 1, State: state}}
	}
	return []model.RuleView{
		{
			Rule: "pivot", Subject: "DeFi", Title: "{subject}: a close above the rolling high was held", State: "false", Why: "DeFi has not broken out",
			When: "DeFi broke out and held", Severity: model.Info, Source: "S0-STR1-3",
			Evidence: asks("defi.breakout", "close above the rolling high, held", model.Known(0), "no", "yes", model.EvidenceAgainst),
		},
		{
			Rule: "funding-squeeze", Subject: "NFT", Title: "{subject}: shorts pay {value} bp per 8 h", State: "unknown", Why: "funding of NFT, mean of 3 days, is not known: no funding heard",
			When: "funding of NFT, mean of 3 days, at most -3 bp", Severity: model.Info, Source: "analytics 8.3",
			Evidence: asks("nft.funding_3d_bps", "funding, mean of 3 days", model.Unknown("no funding heard"), "", "at most -3", model.EvidenceUnknown),
		},
		{
			Rule: "liquidation", Subject: "AAVE long bybit", Title: "{subject}: {value} % to liquidation", State: "open", Why: "it fired",
			When: "distance of the mark to liquidation below 10 %", Severity: model.Critical, Source: "S2-CONS-2",
			Evidence: asks("leg.distance_pct", "distance of the mark to liquidation", model.Known(9.8), "", "below 10", model.EvidenceFor),
		},
	}
}
