package tuitest

import (
	"time"

	"eddy/model"
)

// asOf is the market time of the fixtures.
var asOf = model.MillisOf(time.Date(2026, 3, 4, 13, 58, 20, 0, time.UTC))

// Full is a desk in mid-cycle with everything known: four venues, four sectors
// and their sub-sectors, a phase with its evidence, a portfolio with three
// futures legs, alerts of every severity.
func Full() *model.Snapshot {
	return &model.Snapshot{
		AsOf: asOf, Clock: asOf, Seq: 4711,
		Mode: model.ModeDemo, Source: "synthetic, seed 7, 600x",
		Playbook: "composite", Profile: "standard",
		Venues: venues(),
		Assets: []model.AssetView{
			{Asset: "BTC", Price: model.Known(97213.4), AgeMs: model.Known(180)},
			{Asset: "BLUR", Price: model.Known(0.2101), AgeMs: model.Known(14_300)},
		},
		Sectors:         sectors(),
		Timeframe:       model.Day1,
		Phase:           phase(),
		Allocation:      allocation(),
		Hedges:          hedges(),
		Positions:       positions(),
		Alerts:          alerts(),
		AlertRules:      alertRules(),
		EventsPerSecond: 5012.4,
		Portfolio: model.PortfolioView{
			Name: "sample", Equity: model.Known(100240), Cash: model.Known(35000), SpotValue: model.Known(61300),
			MarginUsed: model.Known(7100), GrossNotional: model.Known(21400), NetBeta: model.Known(0.94),
			FuturesCapPct: model.Known(40), FuturesPct: model.Known(12),
		},
	}
}

// Starting is a desk a second after the program began: venues connecting,
// history a third loaded, nothing else known.
func Starting() *model.Snapshot {
	return &model.Snapshot{
		AsOf: asOf, Clock: asOf, Seq: 1, Mode: model.ModeLive, Playbook: "composite", Timeframe: model.Day1,
		Venues: []model.VenueHealth{
			{Venue: model.Binance, State: model.LinkLive, AgeMs: model.Known(120), Frames: 310, Symbols: 38},
			{Venue: model.Bybit, State: model.LinkConnecting},
			{Venue: model.OKX, State: model.LinkDown, Since: asOf.Add(-14 * time.Second), LastError: "dial tcp 127.0.0.1:9443: connection refused", Errors: 3, Reconnects: 3},
		},
		Phase: model.PhaseView{Phase: model.PhaseUnknown, Why: "needs 158 more daily bars"},
		Backfill: []model.Progress{
			{What: "binance history", Done: 34, Total: 76},
			{What: "bybit history", Done: 0, Total: 76, Error: "HTTP 429, waiting 12 s"},
		},
		Portfolio: model.PortfolioView{Why: "no portfolio yet: eddy portfolio import FILE"},
	}
}

// Stale is the full desk while one venue is silent, another unreachable, and a
// sector's price too old to trust.
func Stale() *model.Snapshot {
	s := Full()
	s.Mode = model.ModeLive
	s.Source = ""
	s.Venues[1].State = model.LinkStale
	s.Venues[1].AgeMs = model.Known(41_000)
	s.Venues[2].State = model.LinkDown
	s.Venues[2].Since = asOf.Add(-95 * time.Second)
	s.Venues[2].AgeMs = model.Known(97_000)
	s.Venues[2].LastError = "read: connection reset by peer"
	s.Venues[2].Reconnects = 6
	old := "last trade 41 s ago"
	for i := range s.Sectors {
		v := &s.Sectors[i]
		if v.Sector != "NFT" {
			continue
		}
		v.StaleShare = model.Known(0.37)
		v.Change1dPct, v.Change7dPct = model.Stale(-1.1, old), model.Stale(-2.2, old)
		v.Momentum = model.Unknown("37 % of the weight is stale")
		v.RSI = model.Stale(41, old)
		v.Funding8hPct = model.NotApplicable("no member has a perpetual")
	}
	s.Positions[1].Stale = true
	s.Positions[1].Mark = model.Stale(101.42, old)
	s.Positions[1].DistancePct = model.Stale(9.8, old)
	s.Phase.Coverage = model.Known(0.83)
	s.Phase.Evidence[5].Value = model.Unknown("funding of 2 of 4 venues is stale")
	s.Phase.Evidence[5].State = model.EvidenceUnknown
	s.Phase.Evidence[5].Shown = ""
	return s
}

// NoPhase is the full desk before there is enough history for a phase.
func NoPhase() *model.Snapshot {
	s := Full()
	s.Phase = model.PhaseView{Phase: model.PhaseUnknown, Why: "needs 42 more daily bars"}
	s.Allocation = nil
	s.Hedges = nil
	s.Positions = nil
	s.Alerts = nil
	s.Portfolio = model.PortfolioView{Why: "no portfolio yet: eddy portfolio import FILE"}
	return s
}

// Wide is a full desk with names in characters two cells wide, with accents
// composed of two runes, and far too long.
func Wide() *model.Snapshot {
	s := Full()
	s.Positions[0].Symbol, s.Positions[0].Asset = "币安人生USDT", "币安人生"
	s.Positions[1].Asset = "A\u0301A\u0300VE"
	s.Alerts[0].Text = "币安人生 entered leading, 币安人生币安人生币安人生币安人生币安人生币安人生币安人生币安人生币安人生币安人生"
	s.Sectors[0].Sector, s.Sectors[0].Short = "基础设施", "基础设施"
	s.Venues[0].State, s.Venues[0].LastError = model.LinkDown, "錯誤：連線被拒絕"
	s.Source = "数据来自 /很长的/路径/到/文件夹"
	s.Allocation[0].Bucket = "核心"
	s.Hedges[0].Text = "对冲 L1 的一部分"
	return s
}

// Empty is a snapshot that knows nothing at all.
func Empty() *model.Snapshot { return &model.Snapshot{} }

// All lists the fixtures by name, in a fixed order.
func All() []Fixture {
	return []Fixture{
		{"full", Full()}, {"starting", Starting()}, {"stale", Stale()},
		{"no phase", NoPhase()}, {"wide", Wide()}, {"empty", Empty()},
		{"futures", Futures()}, {"market", Market()},
	}
}

// Fixture is a snapshot with a name.
type Fixture struct {
	Name string
	Snap *model.Snapshot
}

func venues() []model.VenueHealth {
	live := func(v model.Venue, age float64, frames uint64, rate float64, symbols int) model.VenueHealth {
		return model.VenueHealth{
			Venue: v, State: model.LinkLive, Since: asOf.Add(-3 * time.Hour), AgeMs: model.Known(age),
			Frames: frames, Bytes: frames * 240, FrameRate: model.Known(rate), SkewMs: model.Known(12),
			LastFrame: asOf.Add(-time.Duration(age) * time.Millisecond), Symbols: symbols,
			Streams: []model.StreamHealth{
				{Name: "mark", State: model.LinkLive, Topics: symbols, Frames: frames / 3},
				{Name: "book", State: model.LinkLive, Topics: symbols, Frames: frames / 2},
				{Name: "bars", State: model.LinkLive, Topics: symbols, Frames: frames / 6},
			},
		}
	}
	okx := live(model.OKX, 9_400, 80_412, 31, 30)
	okx.State, okx.Reconnects, okx.Errors = model.LinkStale, 1, 2
	okx.LastError = "no ticker for 9 s, reconnecting at 20 s"
	return []model.VenueHealth{
		live(model.Binance, 210, 1_204_331, 2211, 38), live(model.Bybit, 90, 733_020, 1804, 36),
		okx, live(model.Hyperliquid, 400, 220_145, 966, 33),
	}
}

// Moved is Full n steps later: every figure of every sector has moved.
func Moved(n int) *model.Snapshot {
	s := Full()
	s.Seq += uint64(n)
	s.AsOf = s.AsOf.Add(time.Duration(n) * time.Minute)
	d := 0.37 * float64(n)
	add := func(v *model.Num, by float64) { *v = model.Known(v.Or(0) + by) }
	for i := range s.Sectors {
		v := &s.Sectors[i]
		for _, f := range []*model.Num{&v.Change1dPct, &v.Change7dPct, &v.Momentum, &v.Ratio, &v.RSI, &v.OIChange7dPct} {
			add(f, d)
		}
		for k := range v.Rotations {
			for p := range v.Rotations[k].Tail {
				v.Rotations[k].Tail[p][0] += 0.1 * float64(n)
			}
		}
	}
	s.EventsPerSecond += 13 * float64(n)
	return s
}
