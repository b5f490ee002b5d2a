package tuitest

import (
	"github.com/shopspring/decimal"

	"eddy/model"
)

// Proposal is a plan of four legs, one in every state there is: a sale that was
// accepted, a hedge that a soft rule asks about, a purchase left out, and a long
// edited beyond what a hard rule allows. Its shares add up to the equity.
func Proposal() *model.Plan {
	start := shares("30000", "20000", "50000")
	sold := shares("20000", "20000", "60000")
	sold.Cost = dec("6.90")
	bought := shares("20000", "45000", "35000")
	p := &model.Plan{
		Playbook: "s1-blueprint", Stage: "b-defi-alpha", Phase: model.Expansion, Confidence: model.Known(0.71), Equity: dec("100000"),
		Before: start, After: bought,
		Refused: []model.PlanRefusal{{What: "buy NFT", Why: "its RSI is extremely overbought", Figure: "RSI of NFT is 84, above 80", Source: "S1-TRIG-1"}},
		Notes:   []model.PlanNote{{ID: "C-24", Text: "Margin, capped at 50 % of equity."}},
		Totals: model.PlanTotals{
			Turnover: dec("17500"), TurnoverPct: 17.5, Cost: dec("32.40"), Spent: dec("6.90"), Edge: model.Known(310), EdgeOver: model.Known(9.6),
			Accepted: 1, Skipped: 1,
		},
	}
	p.Legs = []model.PlanLeg{
		spotLeg(model.ActSell, "L1", "ETH", "4", "2500", model.LegAccepted),
		hedgeLeg(sold),
		spotLeg(model.ActBuy, "DeFi", "AAVE", "250", "100", model.LegSkipped),
		longLeg(),
	}
	for i := range p.Legs {
		p.Legs[i].N = i + 1
	}
	return p
}

// shares is a portfolio of two sectors and cash, without futures.
func shares(l1, defi, cash string) model.PlanState {
	share := func(bucket, usd string, target float64) model.PlanShare {
		return model.PlanShare{Bucket: bucket, USD: dec(usd), Pct: dec(usd).Div(decimal.NewFromInt(1000)), Target: model.Known(target)}
	}
	return model.PlanState{
		Equity: dec("100000"), Cash: dec(cash), Free: dec(cash), NetPct: model.Known(0), NetBeta: model.Known(0.5),
		WorstPct: model.NotApplicable("no leg is open"), VaR: model.Known(1240),
		Allocation: []model.PlanShare{share("L1", l1, 20), share("DeFi", defi, 60), share("Stables", cash, 20)},
	}
}

func spotLeg(action, bucket string, a model.Asset, qty, price, status string) model.PlanLeg {
	return model.PlanLeg{
		ID: action + "-" + string(a), Action: action, Bucket: bucket, Asset: a, Qty: dec(qty), Price: dec(price), Notional: dec(qty).Mul(dec(price)),
		Title: action + " " + string(a), Reason: []string{"S1-B-0"}, Status: status, EdgeBps: model.Known(124), Edge: model.Known(310),
		Cost: model.PlanCost{Fee: dec("5.00"), Spread: dec("1.20"), Slippage: dec("0.70")},
	}
}

// hedgeLeg is a short of $3,000 at twice the margin, in a portfolio that was start.
func hedgeLeg(start model.PlanState) model.PlanLeg {
	after := start
	after.Margin, after.MarginPct, after.Free = dec("1500"), 1.5, dec("58500")
	after.Gross, after.GrossPct, after.NetPct, after.NetBeta = dec("3000"), 3, model.Known(-3), model.Known(0.47)
	after.WorstPct, after.Worst, after.VaR, after.Cost = model.Known(49.4), "ETH short", model.Known(1170), dec("9.20")
	return model.PlanLeg{
		ID: "short-eth", Action: model.ActOpen, Bucket: "L1", Asset: "ETH", Venue: model.Binance, Symbol: "ETHUSDT", Side: "short",
		Qty: dec("1.2"), Price: dec("2500"), Notional: dec("3000"), Leverage: some("2"), Margin: some("1500"), Stop: some("2750"),
		LeverageCap: some("3"), StopCrosses: model.Known(9), Liquidation: some("3735.1"), DistancePct: model.Known(49.4),
		Title: "open short ETH perp on binance: L1 short", Reason: []string{"S1-B-HEDGE", "C-18"}, StopBy: "2.5 ATR", Exit: "until L1 improves", Invalidation: "L1 leads",
		Evidence: []model.Evidence{
			{ID: "hedge", Text: "overextended with hot funding: a hedge is called for", Value: model.Known(1), Shown: "yes", State: model.EvidenceFor},
			{ID: "rsi", Text: "L1 RSI 14", Value: model.Known(61), Shown: "61.00", State: model.EvidenceFor},
		},
		Cost: model.PlanCost{
			Fee: dec("1.50"), FeeBasis: "5 bp on binance", Spread: dec("0.60"), Slippage: dec("0.20"), FundingNext: some("0.30"), FundingDay: some("0.90"),
		},
		Edge: model.NotApplicable("a hedge cuts risk and needs no edge"), EdgeBps: model.NotApplicable("a hedge cuts risk and needs no edge"),
		SignalAgeD: model.Known(4), MovedPct: model.Known(1.63), Tolerance: model.Known(1.43), Before: start, After: after, Status: model.LegProposed,
		Guards: []model.PlanGuard{
			{ID: "moved", Text: "the price moved +1.63 %, tolerance 1.43 %: price it again", Source: "S2-CONS-4"},
			{ID: "stop", Text: "10.0 %, before liquidation", Passed: true, Hard: true}, {ID: "leverage", Text: "2x, at most 3x", Passed: true, Hard: true},
		},
	}
}

// longLeg is a long at more leverage than its rules allow.
func longLeg() model.PlanLeg {
	return model.PlanLeg{
		ID: "long-aave", Action: model.ActOpen, Bucket: "DeFi", Asset: "AAVE", Venue: model.Binance, Symbol: "AAVEUSDT", Side: "long",
		Qty: dec("90"), Price: dec("100"), Notional: dec("9000"), Leverage: some("3.5"), LeverageCap: some("3"), Margin: some("2571.43"),
		Title: "open long AAVE perp on binance: DeFi long", Reason: []string{"S1-B-LONG"}, Status: model.LegEdited,
		Guards: []model.PlanGuard{{ID: "leverage", Text: "3.5x, at most 3x", Hard: true, Source: "C-25"}},
	}
}
