package plan_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/cost"
	"eddy/strategy/plan"
	"eddy/strategy/playbook"
)

// num reads a decimal of a test.
func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// listed are the coins of the test market: price, turnover of a day in millions,
// sector and sub-sector.
var listed = []struct {
	asset         model.Asset
	price         float64
	turnover      float64
	sector, child string
}{
	{"BTC", 65000, 20000, "", ""},
	{"ETH", 2500, 9000, "Infrastructure", "L1"},
	{"SOL", 150, 3000, "Infrastructure", "L1"},
	{"ARB", 0.8, 200, "Infrastructure", "L2"},
	{"LINK", 14, 400, "Infrastructure", "oracle"},
	{"AAVE", 100, 300, "DeFi", "lending"},
	{"UNI", 8, 250, "DeFi", "dex"},
	{"AXS", 6, 60, "NFT", "gaming"},
	{"SAND", 0.4, 50, "NFT", "metaverse"},
	{"BLUR", 0.21, 0.03, "NFT", "market"},
	{"FET", 1.2, 150, "AI", "agents"},
	{"TAO", 400, 140, "AI", "networks"},
}

// snapshot is a whole desk in a phase: every coin priced and quoted on binance.
func snapshot(phase model.Phase, h *model.Holdings) *model.Snapshot {
	s := &model.Snapshot{
		AsOf: 1_772_632_700_000, Playbook: "composite", Profile: "standard",
		Phase:    model.PhaseView{Phase: phase, Confidence: model.Known(0.71), AgeDays: model.Known(1)},
		Venues:   []model.VenueHealth{{Venue: model.Binance, State: model.LinkLive}},
		Planning: &model.PlanBasis{Holdings: h},
	}
	members := map[string][]model.Asset{}
	for _, c := range listed {
		s.Assets = append(s.Assets, assetView(c.asset, c.price, c.turnover*1e6, c.sector, c.child))
		s.Planning.Coins = append(s.Planning.Coins, model.CoinBasis{
			Asset: c.asset, DailySigma: model.Known(0.04), ATR: model.Known(c.price * 0.04), Beta: model.Known(1.2), Turnover30: model.Known(c.turnover * 1e6),
		})
		s.Planning.Contracts = append(s.Planning.Contracts, model.ContractBasis{
			Venue: model.Binance, Symbol: string(c.asset) + "USDT", Asset: c.asset, Trading: true,
			Lot: decimal.NewNullDecimal(num("0.001")), Tick: decimal.NewNullDecimal(num("0.0001")), MinNotional: decimal.NewNullDecimal(num("5")),
		})
		members[c.sector] = append(members[c.sector], c.asset)
		if c.child == "L1" {
			members[c.child] = append(members[c.child], c.asset)
		}
	}
	for _, name := range []string{"Infrastructure", "L1", "DeFi", "NFT", "AI"} {
		v := model.SectorView{
			Sector: name, Members: members[name], Momentum: model.Known(map[string]float64{"DeFi": 1.9, "AI": 1, "L1": 1.2, "Infrastructure": 1.2}[name]),
			Volatility: model.Known(0.9), Quadrant: model.Leading, RSI: model.Known(60), Funding8hPct: model.Known(0.01),
			Spark: []float64{100, 101, 104}, LeadingDays: model.Known(2),
		}
		if name == "L1" {
			v.Parent = "Infrastructure"
		}
		s.Sectors = append(s.Sectors, v)
	}
	return s
}

func assetView(a model.Asset, price, turnover float64, sector, child string) model.AssetView {
	return model.AssetView{
		Asset: a, Sector: sector, SubSector: child, Price: model.Known(price), OpenInterestUSD: model.Known(turnover / 2), Volume24hUSD: model.Known(turnover),
		Quotes: []model.QuoteView{{
			Venue: model.Binance, Symbol: string(a) + "USDT", Mark: model.Known(price), Bid: model.Known(price * 0.9999), Ask: model.Known(price * 1.0001),
			FundingRate: model.Known(0.0001), FundingIntervalH: model.Known(8), Volume24hUSD: model.Known(turnover),
		}},
	}
}

// cash is a portfolio of stablecoins alone.
func cash(usd string) *model.Holdings { return &model.Holdings{Cash: num(usd)} }

// holding adds spot worth so many dollars.
func holding(h *model.Holdings, a model.Asset, usd string, core bool) *model.Holdings {
	for _, c := range listed {
		if c.asset == a {
			h.Spot = append(h.Spot, model.SpotHolding{Asset: a, Qty: num(usd).DivRound(decimal.NewFromFloat(c.price), 6), Core: core})
		}
	}
	return h
}

func planner(t testing.TB) *plan.Planner { return plannerFor(t, cost.Fees{}) }

func plannerFor(t testing.TB, fees cost.Fees) *plan.Planner {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.NewPlanner("composite", "standard", u, fees)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// procedure asks for one of the articles' procedures.
func procedure(t testing.TB, name string, h *model.Holdings) *model.Plan {
	t.Helper()
	p, err := planner(t).Propose(snapshot(model.Expansion, h), model.PlanAsk{Procedure: name})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// propose asks for a stage of a shipped playbook.
func propose(t testing.TB, s *model.Snapshot, name, stage string, whatIf bool) *model.Plan {
	t.Helper()
	b, err := playbook.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return plan.Propose(plan.Inputs{Snapshot: s, Playbook: b.ForProfile("standard"), Profile: "standard", Stage: stage, WhatIf: whatIf, Tiers: embedded(t)})
}
