package context_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/context"
)

var day0 = model.MillisOf(time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC))

const day = 24 * time.Hour

// on is the moment n days after the first one, on both clocks.
func on(n int) context.Moment {
	return context.Moment{Market: day0.Add(time.Duration(n) * day), Clock: day0.Add(time.Duration(n) * day)}
}

// series is a daily series that begins on the first day, answered on the last.
func series(name model.Series, values ...float64) *model.Context {
	c := &model.Context{Series: name, Source: "test", State: model.ContextFresh, Every: time.Hour}
	for i, v := range values {
		c.Points = append(c.Points, model.ContextPoint{Time: day0.Add(time.Duration(i) * day), Value: v})
	}
	c.Asked = day0.Add(time.Duration(len(values)-1) * day)
	return c
}

// repeat is n days of v.
func repeat(v float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func join(parts ...[]float64) []float64 {
	var out []float64
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func bookOf(news ...*model.Context) *context.Book {
	b := context.New()
	for _, c := range news {
		b.Fold(c)
	}
	return b
}

func figure(t testing.TB, b *context.Book, at context.Moment, id string) context.Figure {
	t.Helper()
	for _, f := range b.Derive(at) {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no figure %s", id)
	return context.Figure{}
}

func TestFiguresByHand(t *testing.T) {
	cases := []struct {
		name, id string
		news     *model.Context
		at       int
		want     float64
	}{
		{"growth over 7 days", "tvl.growth_7d", series("tvl.total", join(repeat(100, 8), []float64{110})...), 8, 0.1},
		{"growth over 30 days", "tvl.growth_30d", series("tvl.total", join(repeat(50, 30), []float64{100})...), 30, 1},
		{"acceleration: +50 % after +20 %", "tvl.acceleration", series("tvl.total", join([]float64{100}, repeat(1, 29), []float64{120}, repeat(1, 29), []float64{180})...), 60, 0.5 - 0.2},
		{"contraction is negative", "tvl.acceleration", series("tvl.total", join([]float64{100}, repeat(1, 29), []float64{120}, repeat(1, 29), []float64{120})...), 60, -0.2},
		{"lending", "tvl.lending_growth_30d", series("tvl.category.lending", join(repeat(10, 30), []float64{9})...), 30, -0.1},
		{"stablecoins", "stablecoins.growth_30d", series("stablecoins.total", join(repeat(10, 30), []float64{11})...), 30, 0.1},
		{"fees: 30 days at 3 after 30 at 2", "fees.growth_30d", series("fees.total", join(repeat(2, 30), repeat(3, 30))...), 59, 0.5},
		{"gas: a week at 40 in a month of 20", "gas.trend", series("gas.base_fee", join(repeat(20, 23), repeat(40, 7))...), 29, 40/((23*20+7*40)/30.) - 1},
		{"gas: the day", "gas.level", series("gas.base_fee", join(repeat(20, 29), []float64{41})...), 29, 41},
		{"gas: a spike", "gas.spike", series("gas.base_fee", join(repeat(20, 29), []float64{41})...), 29, 1},
		{"gas: no spike at just twice", "gas.spike", series("gas.base_fee", join(repeat(20, 29), []float64{40})...), 29, 0},
		{"dominance is told in percent", "btc.dominance", series("dominance.btc", 42), 0, 0.42},
		{"dominance, 30 days", "btc.dominance_change_30d", series("dominance.btc", join(repeat(40, 30), []float64{43})...), 30, 0.03},
		{"fear and greed", "fear_greed.value", series("fear_greed", 12, 23), 1, 23},
		{"fear and greed, a week", "fear_greed.mean_7d", series("fear_greed", 90, 10, 20, 30, 40, 50, 60, 70), 7, 40},
		{"the yield", "apy.aave-v3", series("apy.aave-v3", 3, 4), 1, 4},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			f := figure(t, bookOf(tt.news), on(tt.at), tt.id)
			got, ok := f.Value.Value()
			if !ok || !f.Value.Fresh() || math.Abs(got-tt.want) > 1e-12 {
				t.Errorf("got %v (%s), want %v", got, f.Value.Why(), tt.want)
			}
			if f.From != "test" || f.Time != on(tt.at).Market || f.Ledger == "" || f.Unit == "" {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	late := on(40)
	silent := series("tvl.total", repeat(100, 41)...)
	silent.Asked = silent.Asked.Add(-3 * time.Hour)
	none := &model.Context{Series: "tvl.total", Source: "test", State: model.ContextNone, Why: "switched off"}
	limited := &model.Context{Series: "tvl.total", Source: "test", State: model.ContextLimited, Why: "slow down"}
	zero := series("tvl.total", join(repeat(0, 41))...)
	for _, tt := range []struct {
		name  string
		news  *model.Context
		state model.NumState
		why   string
	}{
		{"no source", series("other", 1), model.NumUnknown, "no source tells tvl.total"},
		{"too short", series("tvl.total", repeat(100, 41)[30:]...), model.NumUnknown, "needs 30 days of tvl.total"},
		{"no such figure", none, model.NumUnknown, "no such figure: switched off"},
		{"limited", limited, model.NumUnknown, "come back later: slow down"},
		{"the source fell silent", silent, model.NumStale, "has not answered for 3 h"},
		{"nothing to grow from", zero, model.NumUnknown, "needs 30 days"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := figure(t, bookOf(tt.news), late, "tvl.growth_30d").Value
			if v.State() != tt.state || !strings.Contains(v.Why(), tt.why) {
				t.Errorf("got %v %q, want %q", v.State(), v.Why(), tt.why)
			}
		})
	}
}

func TestAnOldSeriesIsStaleNotMissing(t *testing.T) {
	c := series("fear_greed", 50)
	v := figure(t, bookOf(c), on(3), "fear_greed.value").Value
	if x, ok := v.Value(); !ok || x != 50 || v.State() != model.NumStale || v.Why() != "fear_greed is 3 d old" {
		t.Errorf("got %v, %q", v, v.Why())
	}
}

func TestAHoleIsNotBridged(t *testing.T) {
	c := series("tvl.total", repeat(100, 41)...)
	c.Points = append(c.Points[:9:9], c.Points[13:]...) // days 9 to 12 are missing
	if v := figure(t, bookOf(c), on(40), "tvl.growth_30d").Value; v.State() != model.NumUnknown {
		t.Errorf("got %v", v)
	}
	if v := figure(t, bookOf(c), on(39), "tvl.growth_30d").Value; !v.Fresh() {
		t.Errorf("a day before, day 9 is a day late at most: %v", v.Why())
	}
}

func TestPointsReplaceAndAdd(t *testing.T) {
	first := series("fear_greed", 10, 20, 30)
	fixed := &model.Context{Series: "fear_greed", Source: "test", State: model.ContextFresh, Every: time.Hour, Asked: on(2).Market, Points: []model.ContextPoint{
		{Time: on(2).Market, Value: 60}, {Time: on(1).Market, Value: math.NaN()}, {Time: 0, Value: 5},
	}}
	b := bookOf(first, fixed, nil, &model.Context{})
	for n, want := range []float64{10, 20, 60} {
		if got := figure(t, b, context.Moment{Market: on(n).Market, Clock: on(2).Market}, "fear_greed.value").Value.Or(-1); got != want {
			t.Errorf("day %d: got %v, want %v", n, got, want)
		}
	}
	if rows := b.Rows(on(2)); len(rows) != 1 || rows[0].Value.Or(0) != 60 || rows[0].State != model.ContextFresh {
		t.Errorf("got %+v", rows)
	}
	if rows := b.Rows(on(4)); rows[0].State != model.ContextOld || rows[0].Value.Fresh() {
		t.Errorf("two days later: %+v", rows)
	}
}

func TestTheBestYield(t *testing.T) {
	old := series("apy.pendle", 30)
	b := bookOf(old, series("apy.aave-v3", 0, 0, 0, 0, 4), series("apy.aave-v2", 0, 0, 0, 0, 5), series("apy.lido", 0, 0, 0, 0, 3), series("apy.total.lido", 0, 0, 0, 0, 90))
	f := figure(t, b, on(4), "apy.best")
	if f.Value.Or(0) != 5 || f.Note != "aave-v2" {
		t.Errorf("rewards end and an old yield is no yield: got %v of %s", f.Value, f.Note)
	}
	for coin, want := range map[model.Asset]float64{"AAVE": 5, "LDO": 3, "PENDLE": 30} {
		if got := b.Yield(coin, on(4)); got.Or(0) != want || got.Fresh() == (coin == "PENDLE") {
			t.Errorf("%s: got %v", coin, got)
		}
	}
	if b.Yield("UNI", on(4)).State() != model.NumUnknown {
		t.Error("a yield out of nothing")
	}
}

func TestBetter(t *testing.T) {
	none := model.Unknown("none")
	for _, tt := range []struct{ a, b, want model.Num }{
		{none, model.Known(1), model.Known(1)}, {model.Known(1), none, model.Known(1)}, {model.Known(1), model.Known(2), model.Known(2)},
		{model.Known(1), model.Stale(9, "old"), model.Known(1)}, {model.Stale(9, "old"), model.Known(1), model.Known(1)},
		{model.Stale(1, "old"), model.Stale(2, "old"), model.Stale(2, "old")}, {none, none, none},
	} {
		if got := context.Better(tt.a, tt.b); got != tt.want {
			t.Errorf("%v, %v: got %v", tt.a, tt.b, got)
		}
	}
}

// What is known of a moment does not change with what comes later, nor with the
// order in which it was told.
func TestLaterPointsChangeNothing(t *testing.T) {
	names := []model.Series{"tvl.total", "gas.base_fee", "fees.total", "fear_greed", "dominance.btc", "apy.lido"}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 90).Draw(t, "days")
		cut := rapid.IntRange(0, n-1).Draw(t, "cut")
		whole, part, mixed := context.New(), context.New(), context.New()
		for _, name := range names {
			values := rapid.SliceOfN(rapid.Float64Range(0, 1e12), n, n).Draw(t, string(name))
			c := series(name, values...)
			c.Asked = on(cut).Market
			early, late := *c, *c
			early.Points, late.Points = c.Points[:cut+1], c.Points[cut+1:]
			whole.Fold(c)
			part.Fold(&early)
			mixed.Fold(&late)
			mixed.Fold(&early)
		}
		a, b, c := whole.Derive(on(cut)), part.Derive(on(cut)), mixed.Derive(on(cut))
		for i := range a {
			if a[i] != b[i] || a[i] != c[i] {
				t.Fatalf("%+v, %+v, %+v", a[i], b[i], c[i])
			}
		}
	})
}
