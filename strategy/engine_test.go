package strategy_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

func newEngine(t testing.TB, venues ...model.Venue) *strategy.Engine {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	if len(venues) == 0 {
		venues = []model.Venue{model.Binance}
	}
	e, err := strategy.New(strategy.Config{Universe: u, Playbook: p, Profile: "standard", Venues: venues, Mode: model.ModeLive})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// day0 is a Monday, so that weekly reviews fall on round bars.
var day0 = model.MillisOf(time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC))

func mark(asset model.Asset, venue model.Venue, price float64, at model.Millis) *model.Event {
	return &model.Event{
		Kind: model.KindMark, Venue: venue, Symbol: string(asset) + "USDT", Asset: asset, Multiplier: 1,
		EventTime: at, Received: at, Has: model.FieldMark | model.FieldIndex, Mark: price, Index: price,
	}
}

func tick(at model.Millis) *model.Event { return &model.Event{Kind: model.KindTick, Received: at} }

// wave is a price path without randomness: a trend and a cycle of its own for
// each coin.
func wave(i int, hour float64) float64 {
	k := float64(i + 1)
	return 100 * k * math.Exp(0.00002*hour*math.Sin(k)+0.2*math.Sin(hour/(700+90*k)))
}

func bars(i int, step model.Interval, from model.Millis, n int) []model.Bar {
	hours := step.Duration().Hours()
	out := make([]model.Bar, n)
	for j := range out {
		open := from.Add(time.Duration(j) * step.Duration())
		h := float64(open-day0)/3.6e6 + 1e6
		o, c := wave(i, h), wave(i, h+hours)
		out[j] = model.Bar{OpenTime: open, Interval: step, Open: o, High: max(o, c) * 1.001, Low: min(o, c) * 0.999, Close: c, Volume: 1000, HasVolume: true, Closed: true}
	}
	return out
}

// feed gives an engine history up to day0 for every coin of the default
// universe's sectors, and a price, but for the coins nobody tells of.
func feed(t testing.TB, e *strategy.Engine, days, hours int, untold ...model.Asset) []model.Asset {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	roster := u.Resolve(func(model.Asset) bool { return true })
	coins := append([]model.Asset{"BTC"}, roster.Assets()...)
	for i, a := range coins {
		if slices.Contains(untold, a) {
			continue
		}
		for _, h := range []*model.History{
			{Interval: model.Day1, Bars: bars(i, model.Day1, day0.Add(-time.Duration(days)*24*time.Hour), days)},
			{Interval: model.Hour1, Bars: bars(i, model.Hour1, day0.Add(-time.Duration(hours)*time.Hour), hours)},
		} {
			e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0, Detail: h})
		}
		e.Apply(mark(a, model.Binance, wave(i, 1e6), day0))
	}
	e.Apply(tick(day0.Add(time.Second)))
	return coins
}

func asset(t testing.TB, s *model.Snapshot, name model.Asset) model.AssetView {
	t.Helper()
	for _, a := range s.Assets {
		if a.Asset == name {
			return a
		}
	}
	t.Fatalf("%s is not in the snapshot", name)
	return model.AssetView{}
}

func TestSnapshotWithoutAnythingSaysWhatItWaitsFor(t *testing.T) {
	s := newEngine(t).Snapshot()
	if s.Phase.Phase != model.PhaseUnknown || s.Phase.Why == "" {
		t.Errorf("phase %+v", s.Phase)
	}
	if len(s.Sectors) != 8 {
		t.Errorf("%d sectors, want 4 and 4 sub-sectors", len(s.Sectors))
	}
	for _, v := range s.Sectors {
		if v.Index.State() != model.NumUnknown || v.Index.Why() == "" {
			t.Errorf("%s: index %+v does not say what it waits for", v.Sector, v.Index)
		}
	}
	if s.Portfolio.Why == "" || len(s.Venues) != 1 || s.Venues[0].State != model.LinkConnecting {
		t.Errorf("portfolio %+v, venues %+v", s.Portfolio, s.Venues)
	}
}

// A market recorded by days has no hours before the first one that closes; its
// days speak as soon as it is sure that no hours come.
func TestDaysAloneGiveTheDailySignals(t *testing.T) {
	e := newEngine(t)
	progress := func(done int) {
		e.Apply(&model.Event{Kind: model.KindBackfill, Venue: model.Binance, Detail: &model.Progress{What: "history", Done: done, Total: 2}})
	}
	progress(1)
	feed(t, e, 400, 0)
	if s := e.Snapshot(); s.Phase.Phase != model.PhaseUnknown {
		t.Errorf("phase %v while hours may still come", s.Phase.Phase)
	}
	progress(2)
	e.Apply(tick(day0.Add(2 * time.Second)))
	s := e.Snapshot()
	if s.Phase.Phase == model.PhaseUnknown {
		t.Errorf("phase unknown: %s", s.Phase.Why)
	}
	for _, v := range s.Sectors {
		if !v.Index.Fresh() || !v.RSI.Fresh() || !v.Ratio.Fresh() {
			t.Errorf("%s: index %v, rsi %v, ratio %v", v.Sector, v.Index, v.RSI, v.Ratio)
		}
	}
}

func TestFaultApartFromSocketsStaysTold(t *testing.T) {
	e := newEngine(t)
	health := func(last string) {
		e.Apply(&model.Event{Kind: model.KindHealth, Venue: model.Binance, Received: day0, Detail: &model.VenueHealth{Venue: model.Binance, State: model.LinkLive, LastError: last}})
	}
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() {
			e.Apply(&model.Event{Kind: model.KindError, Venue: model.Binance, Text: "the list makes no sense"})
		}, "the list makes no sense"},
		{func() { health("") }, "the list makes no sense"},
		{func() { health("connection cut") }, "connection cut"},
	} {
		step.do()
		if got := e.Snapshot().Venues[0].LastError; got != step.want {
			t.Errorf("last error %q, want %q", got, step.want)
		}
	}
}

// Whether live open interest or its past comes first, the change is the same;
// a venue whose word does not reach back is no change.
func TestOpenInterestChangeWhateverComesFirst(t *testing.T) {
	past := func(v model.Venue) *model.Event {
		h := &model.History{}
		for d := range 20 {
			h.OpenInterest = append(h.OpenInterest, model.OpenInterestPoint{Time: day0.Add(time.Duration(d-20) * 24 * time.Hour), Coins: 1000 + 10*float64(d)})
		}
		return &model.Event{Kind: model.KindHistory, Venue: v, Symbol: "UNIUSDT", Asset: "UNI", Received: day0, Detail: h}
	}
	live := func(v model.Venue, coins float64) *model.Event {
		return &model.Event{
			Kind: model.KindOpenInterest, Venue: v, Symbol: "UNIUSDT", Asset: "UNI", Multiplier: 1,
			EventTime: day0, Received: day0, Has: model.FieldOpenInterest, OpenInterest: coins,
		}
	}
	const want = (1300.0/1130 - 1) * 100 // seven days before day0 the thirteenth point stood
	for name, order := range map[string][]*model.Event{
		"past first":    {past(model.Binance), live(model.Binance, 1300)},
		"live first":    {live(model.Binance, 1300), past(model.Binance)},
		"a young venue": {live(model.Bybit, 70_000), live(model.Binance, 1300), past(model.Binance)},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEngine(t, model.Binance, model.Bybit)
			feed(t, e, 30, 100)
			for _, ev := range order {
				e.Apply(ev)
			}
			for _, v := range e.Snapshot().Sectors {
				if v.Sector != "DeFi" {
					continue
				}
				if got, ok := v.OIChange7dPct.Value(); !ok || math.Abs(got-want) > 1e-9 {
					t.Errorf("%v (%s), want %v", got, v.OIChange7dPct.Why(), want)
				}
			}
		})
	}
}

func TestHistoryGivesEverySignalAtOnce(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 400, 1500)
	s := e.Snapshot()
	if s.Phase.Phase == model.PhaseUnknown {
		t.Errorf("phase unknown: %s", s.Phase.Why)
	}
	for _, v := range s.Sectors {
		for name, n := range map[string]model.Num{
			"index": v.Index, "1d": v.Change1dPct, "7d": v.Change7dPct, "momentum": v.Momentum, "rsi": v.RSI,
			"trend": v.Trend, "breadth": v.Breadth, "volatility": v.Volatility, "ratio": v.Ratio, "ratio momentum": v.RatioMomentum,
		} {
			if !n.Fresh() {
				t.Errorf("%s %s: %s", v.Sector, name, n.Why())
			}
		}
		if v.Quadrant == "" || len(v.Rotations) != 3 || len(v.Rotations[0].Tail) != 30 || len(v.Rotations[1].Tail) != 30 || len(v.Rotations[0].Developing) != 1 {
			t.Errorf("%s: rotation %+v", v.Sector, v.Rotations)
		}
	}
}

// The price of a coin is the median over venues with the outlier out (law 6).
func TestOnePricePerAsset(t *testing.T) {
	e := newEngine(t, model.Binance, model.Bybit, model.OKX, model.Hyperliquid)
	for i, v := range []model.Venue{model.Binance, model.Bybit, model.OKX} {
		e.Apply(mark("ETH", v, 3000+float64(i), day0))
	}
	e.Apply(mark("ETH", model.Hyperliquid, 3300, day0))
	a := asset(t, e.Snapshot(), "ETH")
	if got := a.Price.Or(0); got != 3001 {
		t.Errorf("price %v, want 3001: the median without the outlier", got)
	}
	if len(a.PriceFrom) != 3 {
		t.Errorf("price from %v", a.PriceFrom)
	}
	// A minute later only two venues still speak.
	later := day0.Add(time.Minute)
	e.Apply(mark("ETH", model.Bybit, 3010, later))
	e.Apply(mark("ETH", model.OKX, 3012, later))
	a = asset(t, e.Snapshot(), "ETH")
	if got := a.Price.Or(0); got != 3011 || len(a.PriceFrom) != 2 {
		t.Errorf("price %v from %v, want 3011 from bybit and okx", got, a.PriceFrom)
	}
	if !a.Quotes[0].Stale || a.Quotes[1].Stale {
		t.Errorf("stale marks wrong: %+v", a.Quotes)
	}
	// When nobody speaks the price is still there, and says how old it is.
	e.Apply(tick(later.Add(time.Hour)))
	a = asset(t, e.Snapshot(), "ETH")
	if a.Price.State() != model.NumStale || len(a.PriceFrom) != 0 {
		t.Errorf("price %+v from %v, want stale", a.Price, a.PriceFrom)
	}
}

// A print at ten times the price waits for a second word (analytics §2.6).
func TestBadTickIsRefused(t *testing.T) {
	e := newEngine(t)
	e.Apply(mark("SOL", model.Binance, 150, day0))
	e.Apply(mark("SOL", model.Binance, 1500, day0.Add(time.Second)))
	if got := asset(t, e.Snapshot(), "SOL").Price.Or(0); got != 150 {
		t.Errorf("price %v after a bad tick, want 150", got)
	}
	e.Apply(mark("SOL", model.Binance, 1505, day0.Add(2*time.Second)))
	if got := asset(t, e.Snapshot(), "SOL").Price.Or(0); got != 1505 {
		t.Errorf("price %v after the second word, want 1505", got)
	}
}

// closeHour closes one hour for every coin but those left out.
func closeHour(e *strategy.Engine, coins []model.Asset, open model.Millis, without ...model.Asset) {
	for i, a := range coins {
		out := false
		for _, w := range without {
			out = out || w == a
		}
		if out {
			continue
		}
		b := bars(i, model.Hour1, open, 1)[0]
		e.Apply(&model.Event{
			Kind: model.KindBar, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a,
			EventTime: b.End().Add(300 * time.Millisecond), Received: b.End(), Has: model.FieldBar, Bar: b,
		})
	}
}

// Closed points never move (law 3): after eight hours the tail is the old one
// pushed along by two, though one coin has fallen silent meanwhile.
func TestHoursCloseTogether(t *testing.T) {
	e := newEngine(t)
	coins := feed(t, e, 300, 1500)
	before := e.Snapshot().Sectors[0].Rotations
	for hour := range 8 {
		closeHour(e, coins, day0.Add(time.Duration(hour)*time.Hour), "LINK")
	}
	after := e.Snapshot().Sectors[0].Rotations
	for k, closed := range []int{8, 2} {
		was, is := before[k].Tail, after[k].Tail
		for i := range was[:len(was)-closed] {
			if is[i] != was[i+closed] {
				t.Fatalf("%s: point %d moved from %v to %v", before[k].Timeframe, i, was[i+closed], is[i])
			}
		}
		if is[len(is)-1] == was[len(was)-1] {
			t.Fatalf("%s: eight closed hours moved nothing", before[k].Timeframe)
		}
	}
}

// Live bars and the same bars as history must give the same figures.
func TestLiveEqualsHistory(t *testing.T) {
	live, past := newEngine(t), newEngine(t)
	coins := feed(t, live, 300, 1500)
	const hours = 24 * 9
	for hour := range hours {
		closeHour(live, coins, day0.Add(time.Duration(hour)*time.Hour))
	}
	feed(t, past, 300, 1500)
	for i, a := range coins {
		past.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0.Add(time.Minute),
			Detail: &model.History{Interval: model.Hour1, Bars: bars(i, model.Hour1, day0, hours)}})
	}
	past.Apply(tick(day0.Add(time.Hour)))
	want, got := live.Snapshot(), past.Snapshot()
	for i := range want.Sectors {
		w, g := want.Sectors[i], got.Sectors[i]
		if w.Index != g.Index || w.RSI != g.RSI || w.Ratio != g.Ratio || w.Momentum != g.Momentum {
			t.Errorf("%s: live %v %v %v, history %v %v %v", w.Sector, w.Index, w.RSI, w.Ratio, g.Index, g.RSI, g.Ratio)
		}
	}
	if diff := cmp.Diff(want.Signals, got.Signals, cmp.Comparer(func(a, b model.Num) bool { return a == b })); diff != "" {
		t.Errorf("signals, live and by history:\n%s", diff)
	}
	if want.Phase.Phase != got.Phase.Phase || want.Phase.Confidence != got.Phase.Confidence {
		t.Errorf("phase: live %v %v, history %v %v", want.Phase.Phase, want.Phase.Confidence, got.Phase.Phase, got.Phase.Confidence)
	}
}

func TestEngineIgnoresWhatItDoesNotFollow(t *testing.T) {
	e := newEngine(t)
	for _, ev := range []*model.Event{
		mark("NOSUCHCOIN", model.Binance, 1, day0),
		mark("ETH", model.MEXC, 1, day0),
		{Kind: model.KindHistory, Venue: model.Binance, Asset: "ETH", Detail: "nonsense"},
		{Kind: model.KindHealth, Venue: "nobody", Detail: &model.VenueHealth{Venue: "nobody"}},
		{Kind: model.KindInstruments, Venue: model.Binance, Detail: 7},
		{Kind: model.KindBar, Venue: model.Binance, Asset: "ETH", Bar: model.Bar{Interval: model.Hour1, Close: math.NaN()}},
		{},
	} {
		e.Apply(ev)
	}
	if s := e.Snapshot(); len(s.Assets) != 0 {
		t.Errorf("assets %v", s.Assets)
	}
}

func TestMarketClockSurvivesOneWrongStamp(t *testing.T) {
	e := newEngine(t)
	e.Apply(mark("ETH", model.Binance, 3000, day0))
	e.Apply(mark("SOL", model.Binance, 150, day0.Add(365*24*time.Hour)))
	if got := e.Snapshot().AsOf; got != day0 {
		t.Errorf("as of %v after one stamp a year ahead, want %v", got, day0)
	}
	e.Apply(mark("ETH", model.Binance, 3000, day0.Add(365*24*time.Hour)))
	if got := e.Snapshot().AsOf; got == day0 {
		t.Error("a leap two symbols agree on was refused")
	}
}

func quoteEvent(i int) *model.Event {
	return &model.Event{
		Kind: model.KindQuote, Venue: model.Binance, Symbol: "ETHUSDT", Asset: "ETH", Multiplier: 1,
		EventTime: day0.Add(time.Duration(i) * time.Millisecond), Received: day0.Add(time.Duration(i) * time.Millisecond),
		Has: model.FieldBid | model.FieldAsk, Bid: 3000 + float64(i%10), Ask: 3000.1 + float64(i%10),
	}
}

func TestQuoteAllocatesNothing(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 300, 1500)
	q, m := quoteEvent(1), mark("ETH", model.Binance, 3000, day0)
	e.Apply(q)
	if n := testing.AllocsPerRun(1000, func() { e.Apply(q); e.Apply(m) }); n != 0 {
		t.Errorf("%v allocations a quote, want none", n)
	}
}

// BenchmarkApplyQuote shows that a quote costs the same whatever the history
// behind it.
func BenchmarkApplyQuote(b *testing.B) {
	for _, tc := range []struct {
		name        string
		days, hours int
	}{{"bars=500", 100, 400}, {"bars=50000", 30_000, 20_000}} {
		b.Run(tc.name, func(b *testing.B) {
			e := newEngine(b)
			feed(b, e, tc.days, tc.hours)
			q, m := quoteEvent(1), mark("ETH", model.Binance, 3000, day0)
			b.ReportAllocs()
			for b.Loop() {
				e.Apply(q)
				e.Apply(m)
			}
		})
	}
}

func BenchmarkSnapshot(b *testing.B) {
	e := newEngine(b)
	feed(b, e, 600, 1500)
	b.ReportAllocs()
	for b.Loop() {
		e.Snapshot()
	}
}

func BenchmarkRebuild(b *testing.B) {
	e := newEngine(b)
	coins := feed(b, e, 1000, 1500)
	at, first := day0, day0.Add(-1500*time.Hour)
	for b.Loop() {
		// An hour before the first one there was changes every model.
		at, first = at.Add(time.Minute), first.Add(-time.Hour)
		e.Apply(&model.Event{
			Kind: model.KindHistory, Venue: model.Binance, Symbol: string(coins[0]) + "USDT", Asset: coins[0], Received: at,
			Detail: &model.History{Interval: model.Hour1, Bars: bars(0, model.Hour1, first, 1)},
		})
		e.Apply(tick(at))
	}
}

// When a coin's own venue falls silent, another venue's bars close its hours.
func TestAnotherVenueClosesTheHour(t *testing.T) {
	e := newEngine(t, model.Binance, model.Bybit)
	coins := feed(t, e, 300, 1500)
	before := e.Snapshot()
	for hour := range 4 {
		open := day0.Add(time.Duration(hour) * time.Hour)
		for i, a := range coins {
			b := bars(i, model.Hour1, open, 1)[0]
			e.Apply(&model.Event{
				Kind: model.KindBar, Venue: model.Bybit, Symbol: string(a) + "USDT", Asset: a,
				EventTime: b.End().Add(300 * time.Millisecond), Received: b.End(), Has: model.FieldBar, Bar: b,
			})
		}
		// Binance says nothing; the grace runs out.
		e.Apply(mark("BTC", model.Bybit, wave(0, 1e6), open.Add(time.Hour+time.Minute)))
	}
	after := e.Snapshot()
	for i := range after.Sectors {
		b, a := before.Sectors[i], after.Sectors[i]
		if !a.Index.Fresh() || a.Index == b.Index || a.Rotations[1].Tail[29] == b.Rotations[1].Tail[29] {
			t.Errorf("%s: index %v then %v", a.Sector, b.Index, a.Index)
		}
	}
}

// A venue that is lost raises one alert and clears it when it is back.
func TestLostVenueAlert(t *testing.T) {
	e := newEngine(t)
	link := func(state model.LinkState, at model.Millis, text string) {
		e.Apply(&model.Event{Kind: model.KindLink, Venue: model.Binance, Received: at, Link: state, Text: text})
	}
	link(model.LinkLive, day0, "")
	link(model.LinkStale, day0.Add(10*time.Second), "stream mark silent 10 s")
	if a := e.Snapshot().Alerts; len(a) != 1 || a[0].Text != "binance stale: stream mark silent 10 s" {
		t.Fatalf("alerts %+v", a)
	}
	link(model.LinkDown, day0.Add(20*time.Second), "refused")
	if a := e.Snapshot().Alerts; len(a) != 1 || a[0].Cleared.Known() || a[0].Severity != model.Warning {
		t.Fatalf("alerts %+v", a)
	}
	link(model.LinkLive, day0.Add(40*time.Second), "")
	a := e.Snapshot().Alerts
	if len(a) != 1 || !a[0].Cleared.Known() || a[0].Text != "binance was silent for 30s, back now" {
		t.Errorf("alerts %+v", a)
	}
}

// Listings that change become lines in the alerts; the coin stays in its
// sector, whose past must not change.
func TestListingChangesAreTold(t *testing.T) {
	e := newEngine(t)
	perp := func(symbol string, asset model.Asset) model.Instrument {
		return model.Instrument{Venue: model.Binance, Symbol: symbol, Asset: asset, Kind: model.ContractPerpetual, Trading: true}
	}
	say := func(list ...model.Instrument) {
		e.Apply(&model.Event{Kind: model.KindInstruments, Venue: model.Binance, Received: day0, Detail: list})
	}
	eth, sol, uni := perp("ETHUSDT", "ETH"), perp("SOLUSDT", "SOL"), perp("UNIUSDT", "UNI")
	ending := sol
	ending.Delivery = day0.Add(72 * time.Hour)
	e.Apply(mark("ETH", model.Binance, 3000, day0))
	say(eth, sol)
	first := len(e.Snapshot().Alerts) // who is missing from each sector
	say(eth, ending)
	say(perp("ETHUSDC", "ETH"), uni)
	var texts []string
	for _, a := range e.Snapshot().Alerts[:len(e.Snapshot().Alerts)-first] {
		texts = append(texts, a.Text)
	}
	want := []string{
		"binance: UNI is traded now as UNIUSDT",
		"binance: SOL is no longer traded",
		"binance: ETH is ETHUSDC now, was ETHUSDT",
		"binance: SOLUSDT ends trading on 2026-01-08",
	}
	if len(texts) != len(want) {
		t.Fatalf("got %q", texts)
	}
	for _, w := range want {
		if !slices.Contains(texts, w) {
			t.Errorf("%q is not told: %q", w, texts)
		}
	}
	if first != 4 {
		t.Errorf("%d lines about missing members, want one a sector", first)
	}
}
