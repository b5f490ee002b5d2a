package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"eddy/model"
)

// A book is never crossed, holds the last price, and lies on the tick.
func TestBookIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := walk(rapid.Uint64().Draw(t, "seed"), 1, 8)
		f.series[0].TurnoverUSD = rapid.Float64Range(1e3, 1e11).Draw(t, "turnover")
		s := NewStage(f)
		s.Advance(f.cal.From + model.Millis(rapid.IntRange(1, 4*3600*1000-1).Draw(t, "at")))
		v := NewView(s, Traits{Seed: 1, BasisBp: 5, Spread: rapid.Float64Range(0.1, 10).Draw(t, "spread"), Turnover: 0.3})
		q, ok := v.Quote(Change{At: s.Now()})
		if !ok {
			t.Fatal("no quote")
		}
		if q.Bid >= q.Ask || q.Bid <= 0 || q.Last < q.Bid || q.Last > q.Ask {
			t.Fatalf("crossed or off: %+v", q)
		}
		for _, p := range []float64{q.Bid, q.Ask, q.Last} {
			if p != Round(p, 2) {
				t.Fatalf("%v is off the tick", p)
			}
		}
		if q.BidQty <= 0 || q.AskQty <= 0 || q.LastQty <= 0 {
			t.Fatalf("no size: %+v", q)
		}
	})
}

func TestBasis(t *testing.T) {
	f := walk(1, 20, 8)
	for _, s := range f.series {
		s.PriceDecimals = 6
	}
	stage := NewStage(f)
	home, away := plain(stage), NewView(stage, Traits{Seed: 99, BasisBp: 4, Spread: 1, Turnover: 0.5})
	differ := false
	for coin := range f.series {
		ch := Change{Coin: coin, At: stage.Now()}
		a, _ := home.Quote(ch)
		b, _ := away.Quote(ch)
		bp := math.Abs(b.Last/a.Last-1) * 1e4
		if bp > 4.01 {
			t.Errorf("coin %d lies %.2f bp off, want at most 4", coin, bp)
		}
		differ = differ || bp > 0.1
	}
	if !differ {
		t.Error("no coin differs between the venues")
	}
	f.cal.Exact = true
	exact := NewView(NewStage(f), Traits{Seed: 99, BasisBp: 4, Spread: 1, Turnover: 0.5})
	bars := exact.Bars(Span{Step: model.Hour1, Limit: 1})
	if c := f.series[0].Candles[0]; bars[0].Close != c.Close || bars[0].Volume != c.Volume {
		t.Errorf("recorded bar served as %+v, want %+v", bars[0], c)
	}
}

func TestBadPrint(t *testing.T) {
	s := NewStage(walk(1, 1, 8))
	v := plain(s)
	honest, _ := v.Quote(Change{At: s.Now()})
	bad, _ := v.Quote(Change{At: s.Now(), Factor: 10})
	if math.Abs(bad.Last/honest.Last-10) > 1e-9 || bad.Bid < 9*honest.Bid {
		t.Errorf("bad print %+v of %+v", bad, honest)
	}
	m, _ := v.Mark(Change{Kind: MarkMoved, At: s.Now()})
	if m.Mark != honest.Last {
		t.Errorf("the mark follows the bad print: %v", m.Mark)
	}
}

func TestDayFigures(t *testing.T) {
	f := walk(1, 1, 96)
	s := NewStage(f)
	s.Advance(monday + 60*hour)
	v := plain(s)
	d, ok := v.Day(Change{At: s.Now()})
	if !ok {
		t.Fatal("no day figures")
	}
	want := fold(f.series[0].Candles, 36, 60)
	if d.Open != want.Open || d.High != max(want.High, d.Last) || d.Low != min(want.Low, d.Last) || math.Abs(d.Volume-want.Volume) > 1e-6 {
		t.Errorf("day %+v, want %+v", d, want)
	}
}

func funded() *fixed {
	f := walk(1, 2, 96)
	for i := range 13 {
		f.series[0].Settlements = append(f.series[0].Settlements, Settlement{
			Time: monday + model.Millis(i*8)*hour + model.Millis(i%3), Rate: float64(i) * 1e-4, IntervalH: 8, Premium: 1e-3,
		})
	}
	return f
}

// The frame stamped exactly at a settlement still has the old rate; the next
// one has the new settlement (venue page binance, §3).
func TestFundingSwitch(t *testing.T) {
	s := NewStage(funded())
	s.Advance(monday + 57*hour)
	v := plain(s)
	at := func(t model.Millis) Mark {
		m, _ := v.Mark(Change{Kind: MarkMoved, At: t})
		return m
	}
	before, exact, after := at(monday+52*hour), at(monday+56*hour), at(monday+56*hour+1)
	if before.Next != monday+56*hour || math.Abs(before.Rate-6.5e-4) > 1e-9 {
		t.Errorf("half way: %+v, want 6.5 bp at hour 56", before)
	}
	if exact.Next != monday+56*hour || exact.Rate != 7e-4 {
		t.Errorf("at the settlement: %+v, want 7 bp still for hour 56", exact)
	}
	if after.Next != monday+64*hour || after.IntervalH != 8 {
		t.Errorf("after it: %+v, want hour 64 next", after)
	}
	if got := exact.Mark/exact.Index - 1; math.Abs(got-1e-3) > 1e-9 {
		t.Errorf("premium %v, want 10 bp", got)
	}
	if m, ok := v.Mark(Change{Kind: MarkMoved, Coin: 1, At: s.Now()}); !ok || m.HasFunding || m.Next.Known() {
		t.Errorf("a coin without funding has %+v", m)
	}
}

func TestPayments(t *testing.T) {
	s := NewStage(funded())
	s.Advance(monday + 57*hour)
	v := plain(s)
	count := func(q Span) (int, float64) {
		list := v.Payments(q)
		if len(list) == 0 {
			return 0, 0
		}
		return len(list), list[0].Rate
	}
	for _, tt := range []struct {
		name  string
		q     Span
		n     int
		first float64
	}{
		{"all so far", Span{Limit: 100, Newest: true}, 8, 0},
		{"newest", Span{Limit: 2, Newest: true}, 2, 6e-4},
		{"oldest from", Span{From: monday + 8*hour, Limit: 2}, 2, 1e-4},
		{"bounded", Span{From: monday + 8*hour, To: monday + 16*hour, Limit: 9}, 2, 1e-4},
		{"no funding", Span{Coin: 1, Limit: 9}, 0, 0},
	} {
		if n, first := count(tt.q); n != tt.n || math.Abs(first-tt.first) > 1e-12 {
			t.Errorf("%s: %d from %v, want %d from %v", tt.name, n, first, tt.n, tt.first)
		}
	}
}

func TestDelisting(t *testing.T) {
	f := funded()
	f.series[0].Announced, f.series[0].Delivery = monday+50*hour, monday+52*hour
	for i := 52; i < 96; i++ {
		f.series[0].Candles[i] = Candle{}
	}
	s := NewStage(f)
	v := plain(s)
	steps := []struct {
		name  string
		at    model.Millis
		state State
		off   model.Millis
		mark  bool
	}{
		{"before", monday + 49*hour, Trading, 0, true},
		{"announced", monday + 51*hour, Trading, monday + 52*hour, true},
		{"just gone: the mark is frozen", monday + 52*hour + hour/2, Closed, monday + 52*hour, true},
		{"long gone", monday + 54*hour, Closed, monday + 52*hour, false},
	}
	for _, tt := range steps {
		s.Advance(tt.at)
		state, off := v.Status(0)
		if state != tt.state || off != tt.off {
			t.Errorf("%s: %v until %s, want %v until %s", tt.name, state, off, tt.state, tt.off)
		}
		if m, ok := v.Mark(Change{Kind: MarkMoved, At: tt.at}); ok != tt.mark || state == Closed && m.HasFunding {
			t.Errorf("%s: mark %+v %v", tt.name, m, ok)
		}
		if _, ok := v.Quote(Change{At: tt.at}); ok != (state == Trading) {
			t.Errorf("%s: quote is %v", tt.name, ok)
		}
	}
	bars := v.Bars(Span{Step: model.Hour1, Limit: 1, Newest: true})
	if len(bars) != 1 || bars[0].End != monday+52*hour {
		t.Errorf("last bar %+v, want the one that ends with the listing", bars)
	}
}

// A coin taken off by order stops there, whatever its tape says.
func TestDelistByOrder(t *testing.T) {
	s := NewStage(walk(1, 2, 96))
	s.Advance(monday + 50*hour + hour/4)
	v := plain(s)
	v.Delist(1, s.Now())
	s.Advance(monday + 53*hour)
	if state, _ := v.Status(1); state != Closed {
		t.Error("still trading")
	}
	bars := v.Bars(Span{Coin: 1, Step: model.Hour1, Limit: 1, Newest: true})
	c := s.series[1].Candles[50]
	if bars[0].OpenTime != monday+50*hour || bars[0].Volume >= c.Volume {
		t.Errorf("last bar %+v of candle %+v: want its first quarter", bars[0], c)
	}
	if state, _ := plain(s).Status(1); state != Trading {
		t.Error("another venue lost it too")
	}
}

func TestOpenInterest(t *testing.T) {
	f := walk(1, 2, 96)
	for i := range 40 {
		f.series[0].Holdings = append(f.series[0].Holdings, Holding{monday + model.Millis(i)*hour, float64(1000 + i)})
	}
	s := NewStage(f)
	s.Advance(monday + 62*hour)
	v := plain(s)
	if h, ok := v.OpenInterest(0); !ok || h.Coins != 1039 || h.Time != s.Now() {
		t.Errorf("23 hours old: %+v %v, want 1039", h, ok)
	}
	if _, ok := v.OpenInterest(1); ok {
		t.Error("open interest without a file")
	}
	list := v.OpenInterestHistory(0, model.Hour4, monday+2*hour, monday+9*hour)
	if len(list) != 2 || list[0].Coins != 1004 || list[1].Coins != 1008 {
		t.Errorf("history %+v, want hours 4 and 8", list)
	}
	if want := list[0].Coins * f.series[0].Candles[3].Close; list[0].USD != want {
		t.Errorf("value %v, want %v", list[0].USD, want)
	}
	s.Advance(monday + 70*hour)
	if h, ok := v.OpenInterest(0); ok {
		t.Errorf("31 hours old: %+v, want unknown", h)
	}
}

func TestFundingIntervals(t *testing.T) {
	f := funded()
	f.series[1].Settlements = []Settlement{{Time: monday, IntervalH: 8}, {Time: monday + 8*hour, IntervalH: 8}, {Time: monday + 96*hour, IntervalH: 4}}
	s := NewStage(f)
	v := plain(s)
	if h, changed, ok := v.FundingIntervals(0); h != 8 || changed || !ok {
		t.Errorf("steady: %v %v %v", h, changed, ok)
	}
	if h, changed, ok := v.FundingIntervals(1); h != 4 || !changed || !ok {
		t.Errorf("adjusted: %v %v %v", h, changed, ok)
	}
}
