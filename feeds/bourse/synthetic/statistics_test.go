package synthetic

import (
	"math"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// The checks of analytics §9.10. Every market here has a fixed seed, so each
// check either always holds or never does; the tolerances say how far two
// years of a fat-tailed market may lie from what it was built to be.

// twoYears is a market of all default coins.
var twoYears = sync.OnceValues(func() (*Source, error) { return New(Options{Seed: 1, Past: 730}) })

// drawFactors returns the common factors of so many days.
func drawFactors(seed uint64, days int) []factor {
	f := newFactors(seed, &Script{}, math.MaxInt32, false)
	out := make([]factor, days*24)
	for h := range out {
		out[h] = f.step(h)
	}
	return out
}

// perDaySum sums hourly figures to days.
func perDaySum(f []factor, of func(factor) float64) []float64 {
	out := make([]float64, len(f)/24)
	for i := range f {
		out[i/24] += of(f[i])
	}
	return out
}

func annual(daily []float64) float64 { return stat.StdDev(daily, nil) * math.Sqrt(365) }

// clipped is what statistics are taken of where single jumps would decide
// them: ±5 robust standard deviations (analytics §2.6).
func clipped(x []float64) []float64 {
	size := make([]float64, len(x))
	for i := range x {
		size[i] = math.Abs(x[i])
	}
	limit := 5 * 1.4826 * quantile(size, .5)
	out := make([]float64, len(x))
	for i := range x {
		out[i] = min(max(x[i], -limit), limit)
	}
	return out
}

var seeds = []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}

// Over two years each, averaged over the seeds, bitcoin's volatility is that
// of analytics §9.2 (0.60 to 0.63) and the sectors' residual one that of §9.4,
// within 15 %; the residual correlations are those of §2.7 within 0.1.
func TestFactorStatistics(t *testing.T) {
	var btc float64
	var residual [sectors]float64
	var corr [sectors][sectors]float64
	n := float64(len(seeds))
	for _, seed := range seeds {
		f := drawFactors(seed, 730)
		btc += annual(perDaySum(f, func(f factor) float64 { return f.market })) / n
		var own [sectors][]float64
		for s := range own {
			own[s] = perDaySum(f, func(f factor) float64 { return f.sector[s] })
			residual[s] += annual(own[s]) / n
			own[s] = clipped(own[s])
		}
		for a := range own {
			for b := range own {
				corr[a][b] += stat.Correlation(own[a], own[b], nil) / n
			}
		}
	}
	if math.Abs(btc/.615-1) > .15 {
		t.Errorf("bitcoin's volatility %.3f, want 0.615 ± 15 %%", btc)
	}
	for s := range residual {
		if math.Abs(residual[s]/sectorSigma[s]-1) > .15 {
			t.Errorf("sector %d: residual volatility %.3f, want %.2f ± 15 %%", s, residual[s], sectorSigma[s])
		}
		for o := range residual {
			if math.Abs(corr[s][o]-residualCorr[s][o]) > .1 {
				t.Errorf("sectors %d and %d: correlation %.3f, want %.2f ± 0.1", s, o, corr[s][o], residualCorr[s][o])
			}
		}
	}
}

// Big days come in clusters: |r| is autocorrelated (analytics §9.2: 0.12 to
// 0.19 at a lag of one day, 0.10 to 0.17 at five; here ± 0.06).
func TestVolatilityClusters(t *testing.T) {
	at := map[int]float64{}
	for _, seed := range seeds[:4] {
		r := perDaySum(drawFactors(seed, 3650), func(f factor) float64 { return f.market })
		for i := range r {
			r[i] = math.Abs(r[i])
		}
		for _, lag := range []int{1, 5} {
			at[lag] += stat.Correlation(r[lag:], r[:len(r)-lag], nil) / 4
		}
	}
	if at[1] < .06 || at[1] > .25 || at[5] < .04 || at[5] > .23 {
		t.Errorf("autocorrelation %.3f and %.3f, want about 0.15 and 0.13", at[1], at[5])
	}
}

// All four lasting regimes are visited within three years, and over ten years
// they take their shares (analytics §9.1; ± 0.10).
func TestRegimes(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3, 7, 42} {
		var seen [regimes]bool
		for _, f := range drawFactors(seed, 3*365) {
			seen[f.regime] = true
		}
		for r := ACC; r <= BEAR; r++ {
			if !seen[r] {
				t.Errorf("seed %d: no %s in three years", seed, r)
			}
		}
	}
	var share [regimes]float64
	for _, seed := range seeds[:4] {
		f := drawFactors(seed, 3650)
		for i := range f {
			share[f[i].regime] += 1 / float64(len(f)*4)
		}
	}
	want := [regimes]float64{.26, .30, .07, .36, .01}
	for r := range share {
		if math.Abs(share[r]-want[r]) > .10 {
			t.Errorf("%s: share %.3f, want %.2f", Regime(r), share[r], want[r])
		}
	}
}

// Between 35 and 65 % of the majors' settlements are exactly 1 bp, and the
// rest lie as analytics §9.9 says.
func TestFundingStatistics(t *testing.T) {
	s, err := twoYears()
	if err != nil {
		t.Fatal(err)
	}
	var exact, negative, hot, n float64
	for _, ser := range s.series[:2] {
		for _, p := range ser.Settlements {
			f8 := p.Rate * 8 / p.IntervalH
			n++
			switch {
			case math.Abs(f8-1e-4) < 1e-10:
				exact++
			case f8 < 0:
				negative++
			case f8 >= 5e-4:
				hot++
			}
			if math.Abs(f8) > 30.01e-4 {
				t.Errorf("%s: %v per 8 h is beyond the cap", ser.Asset, f8)
			}
		}
	}
	if exact/n < .35 || exact/n > .65 {
		t.Errorf("%.2f of settlements at exactly 1 bp, want 0.35 to 0.65", exact/n)
	}
	if negative/n < .05 || negative/n > .35 || hot/n > .15 {
		t.Errorf("%.2f below zero and %.2f at 5 bp and more, want about 0.19 and 0.045", negative/n, hot/n)
	}
}

// A coin's open interest is 0.2 to 1.2 of its turnover on the median day.
func TestOpenInterestStatistics(t *testing.T) {
	s, err := twoYears()
	if err != nil {
		t.Fatal(err)
	}
	for _, ser := range s.series {
		var ratios []float64
		n := len(ser.Candles)
		for _, h := range ser.Holdings {
			at := s.cal.Index(h.Time)
			if at < 24*7 || at > n {
				continue
			}
			week := 0.0
			for _, c := range ser.Candles[at-24*7 : at] {
				week += c.Quote() / 7
			}
			ratios = append(ratios, h.Coins*ser.Candles[at-1].Close/week)
		}
		if m := quantile(ratios, .5); m < .2 || m > 1.2 {
			t.Errorf("%s: open interest over turnover %.2f, want 0.2 to 1.2", ser.Asset, m)
		}
	}
}

// A usual day's turnover is the one in the table, within a quarter.
func TestTurnover(t *testing.T) {
	s, err := twoYears()
	if err != nil {
		t.Fatal(err)
	}
	for i, ser := range s.series {
		var days []float64
		for d := 0; d+24 <= len(ser.Candles); d += 24 {
			sum := 0.0
			for _, c := range ser.Candles[d : d+24] {
				sum += c.Quote()
			}
			days = append(days, sum/1e6)
		}
		if m, want := quantile(days, .5), s.coins[i].spec.Turnover; math.Abs(m/want-1) > .25 {
			t.Errorf("%s: median turnover %.1f million, want %.1f", ser.Asset, m, want)
		}
	}
}

// Every price is finite, positive and in order, and a candle opens where the
// one before it closed.
func TestTapeIsSound(t *testing.T) {
	s := build(t, Options{Seed: 2, Past: 40, Demo: true})
	s.Extend(Begin + 48*hourMs)
	for _, ser := range s.series {
		for i, c := range ser.Candles {
			for _, v := range []float64{c.Open, c.High, c.Low, c.Close, c.Volume} {
				if math.IsNaN(v) || math.IsInf(v, 0) || v <= 0 {
					t.Fatalf("%s candle %d: %+v", ser.Asset, i, c)
				}
			}
			if c.High < max(c.Open, c.Close) || c.Low > min(c.Open, c.Close) {
				t.Fatalf("%s candle %d is out of order: %+v", ser.Asset, i, c)
			}
			if i > 0 && c.Open != ser.Candles[i-1].Close {
				t.Fatalf("%s candle %d opens at %v, the last closed at %v", ser.Asset, i, c.Open, ser.Candles[i-1].Close)
			}
		}
	}
	at := s.cal.Index(Begin)
	if got := s.series[0].Candles[at].Open; got != s.coins[0].spec.Price {
		t.Errorf("bitcoin begins at %v, want %v", got, s.coins[0].spec.Price)
	}
}

// quantile returns the value below which a share of x lies.
func quantile(x []float64, share float64) float64 {
	sorted := slices.Sorted(slices.Values(x))
	return stat.Quantile(share, stat.Empirical, sorted, nil)
}
