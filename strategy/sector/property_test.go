package sector_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/sector"
)

// market draws bars of prices for n members; holes is how many in ten are
// missing.
func market(t *rapid.T, n, holes int) [][]sector.Close {
	bars := rapid.IntRange(2, 60).Draw(t, "bars")
	price := make([]float64, n)
	for i := range price {
		price[i] = math.Pow(10, float64(rapid.IntRange(-7, 5).Draw(t, "scale")))
	}
	out := make([][]sector.Close, bars)
	for b := range out {
		out[b] = make([]sector.Close, n)
		for i := range price {
			price[i] *= math.Exp(rapid.Float64Range(-0.3, 0.3).Draw(t, "move"))
			out[b][i] = sector.Close{Price: price[i], OK: rapid.IntRange(1, 10).Draw(t, "hole") > holes}
		}
	}
	return out
}

func drawParams(t *rapid.T) sector.Params {
	p := sector.DefaultParams(model.Hour4)
	p.Review = rapid.SampledFrom([]sector.Review{sector.Weekly, sector.Daily, sector.EveryBar, sector.Never}).Draw(t, "review")
	p.Least = rapid.IntRange(1, 3).Draw(t, "least")
	p.Seasoning = rapid.SampledFrom([]time.Duration{0, day}).Draw(t, "seasoning")
	return p
}

func endOf(bar int) model.Millis {
	return monday + model.Millis(bar)*model.Millis(model.Hour4.Duration().Milliseconds())
}

// With every member priced, an index is a portfolio: coins bought at a review
// and held until the next one. The oracle counts coins, not weights.
func TestIndexIsAPortfolio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 4
		p, bars := drawParams(t), market(t, n, 0)
		x := mustNew(t, p, one(n))
		coins := make([]float64, n)
		value := p.Base
		for b, bar := range bars {
			if b > 0 {
				value = 0
				for i := range coins {
					value += coins[i] * bar[i].Price
				}
			}
			if b == 0 || reviewed(p.Review, endOf(b-1), endOf(b)) {
				for i := range coins {
					coins[i] = value / n / bar[i].Price
				}
			}
			mustPush(t, x, endOf(b), bar)
			if got, ok := x.Level(); !ok || math.Abs(got-value) > 1e-9*value {
				t.Fatalf("bar %d: got %v, %v, want %v", b, got, ok, value)
			}
		}
	})
}

func reviewed(r sector.Review, before, end model.Millis) bool {
	switch r {
	case sector.EveryBar:
		return true
	case sector.Daily:
		return end.Time().YearDay() != before.Time().YearDay()
	case sector.Weekly:
		_, was := before.Time().ISOWeek() // ISO weeks begin on Monday
		_, is := end.Time().ISOWeek()
		return is != was
	default:
		return false
	}
}

func TestInvariantsWithHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 7
		p, bars := drawParams(t), market(t, n, 4)
		groups := []sector.Group{{Name: "a", Share: 70, Members: names[:4]}, {Name: "b", Share: 30, Members: names[4:7]}}
		x := mustNew(t, p, groups)
		delist := rapid.IntRange(0, 2*len(bars)).Draw(t, "delist")
		for b, bar := range bars {
			peek, peeked := x.Peek(bar)
			mustPush(t, x, endOf(b), bar)
			r, ok := x.Value()
			if ok && !r.Gap && b > 0 && peeked && peek != r {
				t.Fatalf("bar %d: peeked %+v, pushed %+v", b, peek, r)
			}
			checkInvariants(t, x, r, ok)
			if b == delist {
				before, had := x.Level()
				x.Delist(2)
				if after, has := x.Level(); after != before || has != had {
					t.Fatalf("bar %d: delisting moved the level", b)
				}
			}
		}
	})
}

func checkInvariants(t *rapid.T, x *sector.Index, r sector.Reading, ok bool) {
	weight, intended, contribution := 0.0, 0.0, 0.0
	for i := range x.Len() {
		m := x.Member(i)
		if !(m.Weight >= 0) || m.Weight > 0 != (m.State == sector.Active) {
			t.Fatalf("member %+v", m)
		}
		weight += m.Weight
		intended += m.Intended
		contribution += m.Contribution
	}
	if weight != 0 && math.Abs(weight-1) > 1e-9 || math.Abs(intended-1) > 1e-9 {
		t.Fatalf("weights sum to %v, intended to %v", weight, intended)
	}
	if c := x.Coverage(); !(c >= 0 && c <= 1+1e-9) {
		t.Fatalf("coverage %v", c)
	}
	if !ok {
		return
	}
	if !model.ValidPrice(r.Level) || math.Abs(contribution-r.Return) > 1e-9*(1+math.Abs(r.Return)) {
		t.Fatalf("level %v, contributions %v, return %v", r.Level, contribution, r.Return)
	}
	if m, has := x.Median(); has && (m < -1 || math.IsNaN(m)) {
		t.Fatalf("median %v", m)
	}
}

// Multiplying one member's prices by a constant changes nothing, and neither
// does the order in which members are named.
func TestScaleAndOrderDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 5
		p, bars := drawParams(t), market(t, n, 2)
		k := rapid.Float64Range(1e-6, 1e6).Draw(t, "k")
		plain, other := mustNew(t, p, one(n)), mustNew(t, p, one(n))
		for b, bar := range bars {
			changed := slices.Clone(bar)
			changed[1].Price *= k
			slices.Reverse(changed)
			mustPush(t, plain, endOf(b), bar)
			mustPush(t, other, endOf(b), changed)
			v, ok := plain.Level()
			w, also := other.Level()
			if ok != also || math.Abs(v-w) > 1e-9*v {
				t.Fatalf("bar %d: %v %v against %v %v", b, v, ok, w, also)
			}
		}
	})
}

func TestWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.Float64Range(0, 1e9), 1, 20).Draw(t, "raw")
		limit := rapid.Float64Range(0.01, 1).Draw(t, "limit")
		w := slices.Clone(raw)
		if !sector.CapWeights(w, limit) {
			if slices.Max(raw) > 0 {
				t.Fatal("refused")
			}
			return
		}
		sum, above := 0.0, 0
		for i, x := range w {
			sum += x
			if x > 0 {
				above++
			}
			if x > 0 != (raw[i] > 0) && raw[i] > 1e-300 {
				t.Fatalf("member %d: raw %v, weight %v", i, raw[i], x)
			}
		}
		bound := max(limit, 1/float64(above))
		if math.Abs(sum-1) > 1e-9 || slices.Max(w) > bound*(1+1e-9) {
			t.Fatalf("weights %v sum to %v, cap %v", w, sum, bound)
		}
		for i := range w { // order is kept
			for j := range w {
				if raw[i] < raw[j] && w[i] > w[j]*(1+1e-9) {
					t.Fatalf("raw %v < %v, weights %v > %v", raw[i], raw[j], w[i], w[j])
				}
			}
		}
	})
}

func TestSchemeNames(t *testing.T) {
	for _, s := range []sector.Scheme{sector.Equal, sector.SqrtLiquidity, sector.Cap, sector.InverseVol} {
		if got, err := sector.ParseScheme(s.String()); err != nil || got != s {
			t.Errorf("%v: got %v, %v", s, got, err)
		}
	}
	if _, err := sector.ParseScheme("magic"); err == nil {
		t.Error("an unknown scheme was taken")
	}
	if w, ok := sector.InverseVol.Raw(0.01); !ok || w != 5 {
		t.Errorf("volatility below the floor: got %v, %v, want 1/0.20", w, ok)
	}
	for _, bad := range []float64{math.NaN(), 0, -1, math.Inf(1)} {
		if _, ok := sector.Cap.Raw(bad); ok {
			t.Errorf("%v was taken for a market cap", bad)
		}
	}
}

func TestNothingAllocates(t *testing.T) {
	x := mustNew(t, sector.DefaultParams(model.Hour4), one(10))
	bar, i := closes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 0
	step := func() {
		i++
		bar[i%10].Price *= 1.01
		bar[(i+3)%10].OK = i%4 != 0
		_, _ = x.Peek(bar)
		mustPush(t, x, endOf(i), bar)
		_, _ = x.Median()
	}
	if n := testing.AllocsPerRun(200, step); n != 0 {
		t.Errorf("%v allocations a bar", n)
	}
}

func BenchmarkPeek10(b *testing.B) {
	x := mustNew(b, sector.DefaultParams(model.Hour4), one(10))
	bar := closes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	mustPush(b, x, monday, bar)
	b.ReportAllocs()
	for b.Loop() {
		bar[3].Price += 1e-9
		_, _ = x.Peek(bar)
	}
}

func BenchmarkPush10(b *testing.B) {
	x := mustNew(b, sector.DefaultParams(model.Hour4), one(10))
	bar, i := closes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 0
	b.ReportAllocs()
	for b.Loop() {
		i++
		bar[3].Price = 4 + float64(i&7)
		mustPush(b, x, endOf(i), bar)
	}
}
