package tuitest

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/margin/whatif"
)

// Futures is the full desk with a futures portfolio whose figures all follow
// from its accounts: an isolated short on binance, two cross legs on bybit, and
// what the engine says of them under stress.
func Futures() *model.Snapshot {
	s := Full()
	s.Portfolio.LeverageCap = model.Known(3)
	s.Accounts = accounts()
	s.Positions, s.Margin = nil, nil
	for i := range s.Accounts {
		s.Positions = append(s.Positions, legRows(&s.Accounts[i])...)
		s.Margin = append(s.Margin, marginRow(&s.Accounts[i]))
	}
	s.Stress, s.VaR = stress(), valueAtRisk()
	return s
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func some(text string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(text)) }

// ladder is brackets that grow tenfold: the lowest rate, and its leverage.
func ladder(rate, lever string) []model.Tier {
	return []model.Tier{
		{Cap: dec("50000"), Rate: dec(rate), MaxLeverage: dec(lever)},
		{Cap: dec("1000000"), Rate: dec(rate).Mul(dec("2.5")), Amount: dec("50000").Mul(dec(rate)).Mul(dec("1.5")), MaxLeverage: dec(lever).Div(dec("2.5"))},
	}
}

func accounts() []model.AccountInput {
	return []model.AccountInput{
		{Venue: model.Binance, Wallet: dec("6000"), Legs: []model.LegInput{{
			Symbol: "ETHUSDT", Asset: "ETH", Side: "short", Mode: "isolated", Qty: dec("4"), Entry: dec("2500"), Mark: dec("2501.2"), Leverage: dec("2"),
			Stop: some("2750"), Beta: some("1.2"), Tick: some("0.01"), Funding: some("0.0001"), FundingH: some("8"), Tiers: ladder("0.004", "50"), TiersFrom: "live, 2026-03-04",
		}}},
		{Venue: model.Bybit, Wallet: dec("3200"), Legs: []model.LegInput{
			{
				Symbol: "AAVEUSDT", Asset: "AAVE", Side: "long", Mode: "cross", Qty: dec("60"), Entry: dec("99.1"), Mark: dec("101.42"), Leverage: dec("3"),
				Stop: some("88"), Beta: some("1.5"), Tick: some("0.01"), Funding: some("0.0001"), FundingH: some("8"), Tiers: ladder("0.01", "25"), TiersFrom: "live, 2026-03-04",
			},
			{
				Symbol: "UNIUSDT", Asset: "UNI", Side: "long", Mode: "isolated", Qty: dec("700"), Entry: dec("7.9"), Mark: dec("7.62"), Leverage: dec("6"),
				Stop: some("6.5"), Beta: some("1.6"), Tick: some("0.001"), Funding: some("-0.00002"), FundingH: some("4"), Tiers: ladder("0.015", "20"), TiersFrom: "table, 2026-01-15",
			},
		}},
	}
}

// report works an account of the fixtures out; they are made so that it can be.
func report(in *model.AccountInput) *margin.Report {
	asked, err := whatif.New(in)
	if err != nil {
		panic(err)
	}
	r, err := asked.Evaluate(nil)
	if err != nil {
		panic(err)
	}
	return r
}

func known(d decimal.NullDecimal, otherwise string) model.Num {
	if !d.Valid {
		return model.NotApplicable(otherwise)
	}
	return model.Known(d.Decimal.InexactFloat64())
}

func legRows(in *model.AccountInput) []model.PositionRow {
	r := report(in)
	atr := map[model.Asset]float64{"ETH": 4.4, "AAVE": 6.1, "UNI": 6.6}
	hour := map[model.Asset]float64{"ETH": 3.1, "AAVE": 8.2, "UNI": 12.4}
	var rows []model.PositionRow
	for i := range in.Legs {
		l, leg := &in.Legs[i], &r.Legs[i]
		row := model.PositionRow{
			Venue: in.Venue, Symbol: l.Symbol, Asset: l.Asset, Side: l.Side, MarginMode: l.Mode,
			Qty: known(decimal.NewNullDecimal(l.Qty), ""), Entry: known(decimal.NewNullDecimal(l.Entry), ""), Mark: known(decimal.NewNullDecimal(l.Mark), ""),
			Leverage: known(decimal.NewNullDecimal(l.Leverage), ""), Stop: known(l.Stop, ""),
			LiquidationPrice: known(leg.Liquidation.Price, "none"), DistancePct: known(leg.Liquidation.DistancePct, "none"),
			FundingPerDay: known(leg.FundingPerDay, ""), UPnL: model.Known(leg.UPnL.InexactFloat64()),
		}
		row.Notional = model.Known(leg.Notional.InexactFloat64())
		row.Tiers = l.TiersFrom
		row.ATRPct, row.WorstHourPct = model.Known(atr[l.Asset]), model.Known(hour[l.Asset])
		row.DistanceATR = row.DistancePct
		if v, ok := row.DistancePct.Value(); ok {
			row.DistanceATR = model.Known(v / atr[l.Asset])
		}
		if before, ok := leg.Stop.Protects(); ok {
			row.StopBeforeLiquidation = &before
		}
		rows = append(rows, row)
	}
	return rows
}

func marginRow(in *model.AccountInput) model.MarginView {
	r := report(in)
	v := model.MarginView{
		Venue: in.Venue, Wallet: model.Known(in.Wallet.InexactFloat64()), WalletBasis: "the books",
		Equity: model.Known(r.Account.Equity.InexactFloat64()), InitialMargin: model.Known(r.Account.InitialMargin.InexactFloat64()),
		Maintenance: model.Known(r.Account.Maintenance.InexactFloat64()), MarginRatio: known(r.Account.MarginRatio, "nothing left"),
		JointMovePct: model.NotApplicable("no joint move liquidates anything"),
	}
	if m, ok := r.First(); ok {
		v.JointMovePct, v.FirstToLiquidate = model.Known(m.Pct.InexactFloat64()), r.Legs[m.Leg].Symbol
	}
	return v
}

func stress() []model.StressRow {
	row := func(id, text string, spot, futures float64, gone ...string) model.StressRow {
		change := spot + futures
		return model.StressRow{
			ID: id, Text: text, Spot: model.Known(spot), Futures: model.Known(futures), Change: model.Known(change),
			ChangePct: model.Known(change / 1002.4), Equity: model.Known(100240 + change), Liquidated: gone,
		}
	}
	late := row("past-week", "the worst week of 212 days, 2025-10-06", 0, 0)
	late.Change, late.ChangePct, late.Spot, late.Futures = model.Unknown("needs 5 more daily bars of UNI"), model.Unknown(""), model.Unknown(""), model.Unknown("")
	return []model.StressRow{
		row("market-30", "BTC −30 %, all coins by beta", -21840, 460, "UNIUSDT", "AAVEUSDT"),
		row("market-20", "BTC −20 %, all coins by beta", -14560, 520, "UNIUSDT"),
		row("market-10", "BTC −10 %, all coins by beta", -7280, -610),
		row("market+10", "BTC +10 %, all coins by beta", 7280, 610),
		row("sector-DeFi", "DeFi −30 %, all else stays", -5894, -2470, "UNIUSDT"),
		row("crash", "crash: BTC −20 % by beta, and every other coin one of its own week's deviations below", -19310, -1904, "UNIUSDT"),
		late,
	}
}

func valueAtRisk() *model.VaRView {
	at := func(confidence float64, days int, h, es, p float64) model.VaRRow {
		return model.VaRRow{Confidence: confidence, HorizonDays: days, Historical: model.Known(h), HistoricalES: model.Known(es), Parametric: model.Known(p)}
	}
	return &model.VaRView{Days: 212, LimitedBy: "UNI", Rows: []model.VaRRow{at(0.95, 1, 2310, 3420, 2180), at(0.99, 1, 4105, 4870, 3084), at(0.95, 7, 6112, 9048, 5768)}, Basis: "today's holdings over the stored days"}
}
