package tuitest

import (
	"math"
	"strings"
	"time"

	"eddy/model"
)

// Market is the desk of Futures with what the Flow and the Sector view tell of
// besides: every coin's quotes, signals, correlations, members and closes. One
// venue is silent, one coin has no funding, one pair is not known yet.
func Market() *model.Snapshot {
	s := Futures()
	s.Assets = coins()
	for i := range s.Sectors {
		v := &s.Sectors[i]
		v.Members, v.MemberDetail = nil, memberDetail(s.Assets, v.Sector)
		v.Robustness, v.OpenInterestUSD = robustness(v), interest(s.Assets, v.Sector)
		for _, m := range v.MemberDetail {
			v.Members = append(v.Members, m.Asset)
		}
		for k := range v.Rotations {
			v.Rotations[k].Closes = closes(float64(i), 180-60*k, v.Change7dPct.Or(0))
		}
	}
	s.Signals, s.Correlations = signals(), correlations()
	s.Events = events()
	freeze(&s.Alerts[1])
	return s
}

// freeze gives an alert what it came from.
func freeze(a *model.AlertRow) {
	a.Do, a.Times, a.AfterPct = "cut the leverage, or add margin", 2, model.Unknown("no day has closed since")
	a.Inputs = []model.Evidence{
		{ID: "distance", Text: "distance to liquidation", Value: model.Known(9.8), Shown: "9.8 %", Threshold: "< 10 %", State: model.EvidenceFor},
		{ID: "stop", Text: "stop before liquidation", Value: model.Known(0), Shown: "no", Threshold: "no", State: model.EvidenceFor},
		{ID: "oi", Text: "open interest of the coin", Value: model.Unknown("okx is silent"), Threshold: "any", State: model.EvidenceUnknown},
	}
}

func events() []model.EventRow {
	return []model.EventRow{{
		Judgement: model.Judgement{ID: "e7", Time: asOf.Add(-5 * time.Hour), Kind: "regulation", Subject: "DeFi", Score: 0.5, HalfLife: 72 * time.Hour, Text: "front-ends exempted", Source: "sec.gov"},
		HalfLifeH: 72, Weight: model.Known(0.48),
	}}
}

// coins are a few members of each sector with four venues' words.
func coins() []model.AssetView {
	rows := []struct {
		asset, sector, sub string
		price, fnd, oi     float64
	}{
		{"BTC", "", "", 97213, 0.8, 18_400_000_000}, {"ETH", "Infrastructure", "L1", 2501, 0.9, 9_100_000_000}, {"SOL", "Infrastructure", "L1", 141, 1.1, 2_300_000_000},
		{"ARB", "Infrastructure", "L2", 0.71, 0.4, 310_000_000}, {"OP", "Infrastructure", "L2", 1.31, 0.6, 280_000_000}, {"FIL", "Infrastructure", "Storage", 4.02, 0.2, 190_000_000},
		{"LINK", "Infrastructure", "Oracle", 17.9, 1.2, 640_000_000}, {"AAVE", "DeFi", "", 101.42, 1.6, 420_000_000}, {"UNI", "DeFi", "", 7.62, 1.9, 390_000_000},
		{"CRV", "DeFi", "", 0.61, 6.2, 120_000_000}, {"APE", "NFT", "", 1.04, -0.3, 88_000_000}, {"BLUR", "NFT", "", 0.2101, -1.4, 41_000_000},
		{"FET", "AI", "", 1.52, 3.4, 310_000_000}, {"TAO", "AI", "", 402, 3.9, 260_000_000},
	}
	venues := []struct {
		name  model.Venue
		hours float64
		off   float64
	}{{model.Binance, 8, 0}, {model.Bybit, 8, 0.2}, {model.OKX, 8, -0.1}, {model.Hyperliquid, 1, 0.3}}
	var out []model.AssetView
	for i, r := range rows {
		a := model.AssetView{
			Asset: model.Asset(r.asset), Sector: r.sector, SubSector: r.sub, Price: model.Known(r.price), AgeMs: model.Known(180),
			Funding8hPct: model.Known(r.fnd / 100), OpenInterestUSD: model.Known(r.oi), Change24hPct: model.Known(r.fnd),
		}
		for _, v := range venues {
			q := model.QuoteView{
				Venue: v.name, Symbol: strings.ToUpper(r.asset) + "USDT", Mark: model.Known(r.price), AgeMs: model.Known(200),
				FundingRate: model.Known((r.fnd + v.off) / 10_000 * v.hours / 8), FundingIntervalH: model.Known(v.hours),
				NextFunding: asOf.Add(time.Duration(v.hours/8*float64(2*time.Hour+1*time.Minute+40*time.Second)) + 0),
			}
			if v.name == model.OKX {
				q.Stale = true
			}
			if v.name == model.Hyperliquid && r.asset == "BLUR" {
				q.FundingRate, q.FundingIntervalH = model.Unknown("no funding heard"), model.Unknown("no funding heard")
			}
			a.Quotes = append(a.Quotes, q)
		}
		if r.asset == "FIL" {
			a.Funding8hPct = model.Unknown("no funding heard")
		}
		place(&a, i)
		out = append(out, a)
	}
	young(&out[9])
	out[11].AgeMs = model.Known(14_300)
	return out
}

func memberDetail(assets []model.AssetView, sector string) []model.MemberView {
	var out []model.MemberView
	for i := range assets {
		a := &assets[i]
		if a.Sector != sector && a.SubSector != sector {
			continue
		}
		k := float64(len(out))
		above := len(out)%2 == 0
		out = append(out, model.MemberView{
			Asset: a.Asset, State: "active", Weight: model.Known(0.4 / (k + 1)), Return1dPct: model.Known(1.4 - k), Return28dPct: model.Known(12.5 - 7*k),
			ContributionPct: model.Known(5.02 - 2.6*k), Momentum: model.Known(1.2 - 0.5*k), Without: model.Known(0.91 + 0.1*k), AboveEMA: &above,
		})
	}
	if n := len(out); n > 1 {
		out[n-1].Stale, out[n-1].AboveEMA = n > 2, nil
		out[n-1].Momentum = model.Unknown("needs 12 more daily bars")
	}
	return out
}

// interest is what is open of a sector's coins.
func interest(assets []model.AssetView, sector string) model.Num {
	sum := 0.0
	for i := range assets {
		if a := &assets[i]; a.Sector == sector || a.SubSector == sector {
			sum += a.OpenInterestUSD.Or(0)
		}
	}
	return model.Known(sum)
}

func robustness(v *model.SectorView) *model.RobustnessView {
	if len(v.MemberDetail) == 0 {
		return nil
	}
	return &model.RobustnessView{
		Score: v.Momentum, MedianScore: model.Known(v.Momentum.Or(0) * 0.8), WithoutTop: model.Known(v.Momentum.Or(0) * 0.6), TopCoin: v.MemberDetail[0].Asset,
		TopShare: model.Known(0.44), Return28dPct: model.Known(9.3), MedianReturnPct: model.Known(6.1), Concentration: model.Known(0.8), StaleShare: v.StaleShare,
	}
}

func closes(phase float64, n int, drift float64) []float64 {
	out := make([]float64, n)
	for k := range out {
		t := float64(k) / float64(n)
		out[k] = 1000 * (1 + drift/100*t*3 + 0.03*math.Sin(t*19+phase) + 0.01*math.Sin(t*71+2*phase))
	}
	return out
}

func signals() []model.SignalView {
	flow := func(subject, state, text string, active bool, v float64) model.SignalView {
		return model.SignalView{ID: "oi-flow", Subject: subject, State: state, Active: active, Text: text, Value: model.Known(v), Threshold: model.Known(1), Source: "S2-OI-1 C-41"}
	}
	return []model.SignalView{
		flow("Infrastructure", "neutral", "Infrastructure: open interest +0.4 % in a day, neutral", false, 0.4),
		flow("DeFi", "longs build", "DeFi: open interest +3.1 % in a day, longs build: long inflow, risk-on", true, 3.1),
		flow("NFT", "longs flush", "NFT: open interest −2.2 % in a day, longs flush", false, -2.2),
		flow("AI", "unknown", "AI: open interest of the day is not known", false, 0),
		{ID: "ma-cross", Subject: "DeFi", State: "above", Text: "DeFi: EMA20 above EMA50 since 12 d", Value: model.Known(4.1), Source: "S0-SIG-1"},
		{ID: "funding-excessive", Subject: "AI", State: "on", Active: true, Severity: model.Warning, Text: "AI funding 3.4 bp per 8 h over three days, above 3.0", Value: model.Known(3.4), Source: "S2-DER-2"},
	}
}

func correlations() *model.CorrelationView {
	labels := []string{"Infrastructure", "DeFi", "NFT", "AI", "BTC", "ETH"}
	figures := [][]float64{
		{1, 0.82, 0.41, 0.63, 0.78, 0.91}, {0.82, 1, 0.38, 0.57, 0.66, 0.74}, {0.41, 0.38, 1, 0.22, 0.35, 0.33},
		{0.63, 0.57, 0.22, 1, 0.52, 0.48}, {0.78, 0.66, 0.35, 0.52, 1, 0.85}, {0.91, 0.74, 0.33, 0.48, 0.85, 1},
	}
	c := &model.CorrelationView{Timeframe: model.Hour4, Bars: 180, Labels: labels, Mean: model.Known(0.505)}
	for i, row := range figures {
		cells := make([]model.Num, len(row))
		for k, v := range row {
			cells[k] = model.Known(v)
			if i+k == 5 && i != k { // NFT and AI
				cells[k] = model.Unknown("needs 30 days of bars without holes")
			}
		}
		c.Matrix = append(c.Matrix, cells)
	}
	return c
}
