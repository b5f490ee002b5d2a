package strategy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
)

const hourLong = model.Millis(3_600_000)

// stored gives an engine the stored past up to day0 and says how the store is.
// The venues' clock stood at day0 when the local one stood at local.
func stored(t testing.TB, e *strategy.Engine, days, hours int, local model.Millis) []model.Asset {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	coins := append([]model.Asset{"BTC"}, u.Resolve(func(model.Asset) bool { return true }).Assets()...)
	n := int64(0)
	for i, a := range coins {
		ev := model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Multiplier: 1, Received: local.Add(3 * time.Hour)}
		for _, h := range []*model.History{
			{Interval: model.Day1, Bars: bars(i, model.Day1, day0.Add(-time.Duration(days)*24*time.Hour), days)},
			{Interval: model.Hour1, Bars: bars(i, model.Hour1, day0.Add(-time.Duration(hours)*time.Hour), hours)},
			{Funding: []model.FundingPoint{{Time: day0.Add(-time.Hour), Rate: 0.0002, IntervalH: 8}},
				OpenInterest: []model.OpenInterestPoint{{Time: day0.Add(-8 * 24 * time.Hour), Coins: 100}, {Time: day0.Add(-time.Hour), Coins: 110}}},
		} {
			ev.Detail = h
			e.Apply(&ev)
			n += int64(len(h.Bars))
		}
	}
	e.Apply(&model.Event{Kind: model.KindArchive, Received: local.Add(3 * time.Hour), Detail: &model.Archive{
		State: model.ArchiveOpen, Restored: n, Market: day0, Clock: local, AsOf: day0,
	}})
	e.Apply(tick(local.Add(3*time.Hour + time.Second)))
	return coins
}

// With nothing but the stored past every signal stands, and everything says how
// old it is.
func TestStoredPastGivesEverySignal(t *testing.T) {
	local := day0.Add(300 * 24 * time.Hour) // the local clock shows another year
	e := newEngine(t)
	stored(t, e, 400, 1400, local)
	s := e.Snapshot()
	if s.AsOf != day0 || s.Phase.Phase == model.PhaseUnknown || s.History.AsOf != day0 {
		t.Errorf("as of %s, phase %s, history %+v", s.AsOf, s.Phase.Phase, s.History)
	}
	const age = float64(3*3_600_000 + 1000)
	if s.History.AgeMs != model.Known(age) {
		t.Errorf("%v old", s.History.AgeMs)
	}
	for _, v := range s.Sectors {
		for name, n := range map[string]model.Num{"index": v.Index, "ratio": v.Ratio, "momentum": v.Momentum, "rsi": v.RSI, "week": v.Change7dPct, "breadth": v.Breadth} {
			if !n.Fresh() {
				t.Errorf("%s: %s %v %s", v.Sector, name, n.State(), n.Why())
			}
		}
		if v.AsOf != day0 || v.StaleShare != model.Known(1) || v.Gaps != nil {
			t.Errorf("%s as of %s, %v stale, gaps %v", v.Sector, v.AsOf, v.StaleShare, v.Gaps)
		}
		for name, n := range map[string]model.Num{"funding": v.Funding8hPct, "change of open interest": v.OIChange7dPct, "open interest": v.OpenInterestUSD} {
			if n.State() != model.NumStale || n.Why() == "" {
				t.Errorf("%s: %s of the stored past: %v %s", v.Sector, name, n.State(), n.Why())
			}
		}
	}
	btc := asset(t, s, "BTC")
	if btc.Price.State() != model.NumStale || btc.AgeMs != model.Known(age) || !strings.Contains(btc.Price.Why(), "3h0m1s ago") || len(btc.PriceFrom) > 0 {
		t.Errorf("price %+v, age %+v", btc.Price, btc.AgeMs)
	}
	if btc.Funding8hPct.State() != model.NumStale || btc.Funding8hPct.Or(0) != 0.02 {
		t.Errorf("funding %+v", btc.Funding8hPct)
	}
}

// When the venues speak again hours later the model waits for the hours since,
// and is then what it would be had it listened all along.
func TestCatchingUp(t *testing.T) {
	const missed = 30
	now := day0.Add(missed * time.Hour)
	e, whole := newEngine(t), newEngine(t)
	coins := stored(t, e, 400, 1400, day0)
	stored(t, whole, 400, 1400, day0)
	at := day0.Add(6 * time.Hour) // local
	progress := func(e *strategy.Engine, done int) {
		e.Apply(&model.Event{Kind: model.KindBackfill, Received: at, Detail: &model.Progress{What: "history", Done: done, Total: len(coins)}})
	}
	progress(e, 0)
	for i, a := range coins {
		ev := mark(a, model.Binance, wave(i, 1e6+missed), now.Add(5*time.Minute))
		ev.Received = at
		e.Apply(ev)
	}
	e.Apply(tick(at.Add(time.Second)))
	for i, a := range coins {
		e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: at,
			Detail: &model.History{Interval: model.Hour1, Bars: bars(i, model.Hour1, day0, missed)}})
		progress(e, i)
		if i == len(coins)/2 {
			e.Apply(tick(at.Add(2 * time.Second)))
			s := e.Snapshot()
			if s.History.AsOf != day0 || s.Sectors[0].Coverage != model.Known(1) {
				t.Errorf("half of the coins caught up: as of %s, coverage %v", s.History.AsOf, s.Sectors[0].Coverage)
			}
			if p := asset(t, s, "BTC").Price; !p.Fresh() {
				t.Errorf("the venue's own price waits: %+v", p)
			}
		}
	}
	progress(e, len(coins))
	e.Apply(tick(at.Add(3 * time.Second)))
	s := e.Snapshot()
	if s.History.AsOf != now {
		t.Errorf("as of %s, want %s", s.History.AsOf, now)
	}
	for _, a := range s.Alerts {
		if a.Rule == "quadrant" || a.Rule == "phase" {
			t.Errorf("an alert about what happened while nobody listened: %s", a.Text)
		}
	}
	progress(whole, len(coins))
	whole.Apply(tick(at))
	for h := range missed {
		for i, a := range coins {
			b := bars(i, model.Hour1, day0.Add(time.Duration(h)*time.Hour), 1)[0]
			whole.Apply(&model.Event{Kind: model.KindBar, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: at, EventTime: b.End(), Has: model.FieldBar, Bar: b})
		}
	}
	for i, a := range coins {
		ev := mark(a, model.Binance, wave(i, 1e6+missed), now.Add(5*time.Minute))
		ev.Received = at
		whole.Apply(ev)
	}
	whole.Apply(tick(at.Add(3 * time.Second)))
	for i, v := range whole.Snapshot().Sectors {
		if got := s.Sectors[i]; got.Index != v.Index || got.Ratio != v.Ratio || got.RSI != v.RSI || got.Quadrant != v.Quadrant || !slices.Equal(got.Tail, v.Tail) {
			t.Errorf("%s: index %v, ratio %v, rsi %v; listening all along: %v, %v, %v", v.Sector, got.Index, got.Ratio, got.RSI, v.Index, v.Ratio, v.RSI)
		}
	}
}

// A restart within the hour has nothing to wait for.
func TestStartWithinTheHour(t *testing.T) {
	e := newEngine(t)
	coins := stored(t, e, 400, 1400, day0)
	at := day0.Add(4 * time.Hour)
	for h := range 2 {
		for i, a := range coins {
			b := bars(i, model.Hour1, day0.Add(time.Duration(h)*time.Hour), 1)[0]
			if i == 0 {
				ev := mark(a, model.Binance, b.Open, b.OpenTime.Add(time.Minute))
				ev.Received = at
				e.Apply(ev)
				e.Apply(tick(at.Add(time.Second)))
			}
			e.Apply(&model.Event{Kind: model.KindBar, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: at, EventTime: b.End(), Has: model.FieldBar, Bar: b})
		}
	}
	if s := e.Snapshot(); s.History.AsOf != day0+2*hourLong {
		t.Errorf("as of %s", s.History.AsOf)
	}
}

// Stored bars that lie ahead of what the venues say the time is are left out,
// after a while of hearing so.
func TestStoredFutureIsLeftOut(t *testing.T) {
	e := newEngine(t)
	stored(t, e, 400, 1400, day0)
	now := day0.Add(-100 * time.Hour)
	at := day0.Add(4 * time.Hour)
	for i := range 8 {
		ev := mark("BTC", model.Binance, wave(0, 1e6-100), now.Add(time.Duration(i)*time.Second))
		ev.Received = at.Add(time.Duration(i) * time.Second)
		e.Apply(ev)
		e.Apply(tick(ev.Received))
		if asOf := e.Snapshot().History.AsOf; i < 4 && asOf != day0 {
			t.Fatalf("after %d s: as of %s", i, asOf)
		}
	}
	s := e.Snapshot()
	if s.History.AsOf != now {
		t.Errorf("as of %s, want %s", s.History.AsOf, now)
	}
	if !slices.ContainsFunc(s.Alerts, func(a model.AlertRow) bool { return a.Rule == "history" && strings.Contains(a.Text, "lie ahead") }) {
		t.Errorf("nothing is said: %+v", s.Alerts)
	}
}

// What is behind a store that does not work is told once.
func TestStoreTroubleIsTold(t *testing.T) {
	e := newEngine(t)
	for range 3 {
		e.Apply(&model.Event{Kind: model.KindArchive, Received: day0, Detail: &model.Archive{State: model.ArchiveMemory, Why: "the disk is full"}})
	}
	e.Apply(mark("BTC", model.Binance, 5, day0))
	e.Apply(tick(day0))
	s := e.Snapshot()
	told := 0
	for _, a := range s.Alerts {
		if a.Rule == "history" && a.Text == "the disk is full" && a.Severity == model.Warning {
			told++
		}
	}
	if told != 1 || s.History.State != model.ArchiveMemory {
		t.Errorf("told %d times, %+v", told, s.History)
	}
}

// A hole in a window marks the figures that stand on it and no others.
func TestHolesMarkWhatStandsOnThem(t *testing.T) {
	for _, tc := range []struct {
		name   string
		hole   func(days, hours []model.Bar) ([]model.Bar, []model.Bar)
		marked []string
		clean  []string
	}{
		{"none", func(d, h []model.Bar) ([]model.Bar, []model.Bar) { return d, h }, nil, []string{"rsi", "momentum", "change_1d_pct"}},
		{"an hour of three days ago", func(d, h []model.Bar) ([]model.Bar, []model.Bar) {
			return d, slices.Delete(slices.Clone(h), len(h)-72, len(h)-71)
		}, []string{"change_7d_pct", "rsi", "volatility", "breadth", "momentum"}, []string{"change_1d_pct"}},
		{"a day of 70 days ago", func(d, h []model.Bar) ([]model.Bar, []model.Bar) {
			return slices.Delete(slices.Clone(d), len(d)-70, len(d)-69), h
		}, []string{"momentum"}, []string{"rsi", "breadth", "change_7d_pct", "change_1d_pct"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := newEngine(t)
			u, err := universe.Default()
			if err != nil {
				t.Fatal(err)
			}
			coins := append([]model.Asset{"BTC"}, u.Resolve(func(model.Asset) bool { return true }).Assets()...)
			for i, a := range coins {
				days, hours := bars(i, model.Day1, day0.Add(-400*24*time.Hour), 400), bars(i, model.Hour1, day0.Add(-1400*time.Hour), 1400)
				if a == "AAVE" {
					days, hours = tc.hole(days, hours)
				}
				for _, h := range []*model.History{{Interval: model.Day1, Bars: days}, {Interval: model.Hour1, Bars: hours}} {
					e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0, Detail: h})
				}
			}
			e.Apply(tick(day0.Add(3 * time.Second)))
			s := e.Snapshot()
			for _, v := range s.Sectors {
				if !slices.Contains(v.Members, "AAVE") {
					if v.Gaps != nil {
						t.Errorf("%s: %v", v.Sector, v.Gaps)
					}
					continue
				}
				for _, name := range tc.marked {
					if v.Gaps[name] != 1 {
						t.Errorf("%s: %s stands on %d holes, want 1", v.Sector, name, v.Gaps[name])
					}
				}
				for _, name := range tc.clean {
					if v.Gaps[name] != 0 {
						t.Errorf("%s: %s stands on %d holes, want none", v.Sector, name, v.Gaps[name])
					}
				}
			}
		})
	}
}
