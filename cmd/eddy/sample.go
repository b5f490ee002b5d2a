package main

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/strategy"
)

// samplePortfolio is what the demo holds: $100,000 spread by the anchor of
// ledger S2-CORE-1, with one hedge and one amplifying leg, bought at the first
// prices of the demo's market. Its shares are chosen to be a little off every
// target, so that the desk has something to say.
func samplePortfolio(venue model.Venue) *strategy.Seed {
	pct := decimal.NewFromFloat
	return &strategy.Seed{
		Name:   "sample",
		Equity: decimal.NewFromInt(100_000),
		Holdings: []strategy.SeedHolding{
			{Asset: "BTC", Pct: pct(30), Core: true},
			{Asset: "ETH", Pct: pct(20), Core: true},
			{Asset: "SOL", Pct: pct(7)},
			{Asset: "LINK", Pct: pct(2)},
			{Asset: "AAVE", Pct: pct(7)},
			{Asset: "UNI", Pct: pct(5)},
			{Asset: "AXS", Pct: pct(1.5)},
			{Asset: "FET", Pct: pct(3.5)},
		},
		Positions: []strategy.SeedPosition{
			{Venue: venue, Asset: "ETH", Side: portfolio.Short, Pct: pct(1.2), Leverage: pct(2), Margin: portfolio.Isolated, StopPct: pct(10)},
			{Venue: venue, Asset: "AAVE", Side: portfolio.Long, Pct: pct(6), Leverage: pct(3), Margin: portfolio.Isolated, StopPct: pct(12)},
		},
	}
}
