package backtest_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/backtest"
	"eddy/strategy/playbook"
)

// BenchmarkDays is three years of days of sixty coins, all
// conditions: under half a second (issue 9).
func BenchmarkDays(b *testing.B) { bench(b, model.Day1, 3*365) }

// BenchmarkHours is five years of hours: 2.6 million bars, under ten seconds on
// one core.
func BenchmarkHours(b *testing.B) { bench(b, model.Hour1, 5*365*24) }

func bench(b *testing.B, step model.Interval, n int) {
	t := walked(universeOf(b).Candidates()[:60], step, n)
	s := setup(b, "composite")
	bars := 0
	for i := range t.Series {
		bars += len(t.Series[i].Candles)
	}
	for b.Loop() {
		if _, err := backtest.Simulate(context.Background(), s, t, backtest.DefaultRules()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(bars), "bars")
	b.ReportMetric(float64(len(t.Series)), "coins")
}

// BenchmarkClose is what one close of a day costs when the engine goes on from
// where it stands, and BenchmarkCloseNaive when the same rules are worked out
// anew from all days before it, as indicators over tables are.
func BenchmarkClose(b *testing.B) {
	t, s := walked(universeOf(b).Candidates()[:60], model.Day1, 3*365), setup(b, "composite")
	for b.Loop() {
		if _, err := backtest.Judge(context.Background(), s, t, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*t.Len()), "ns/close")
}

// BenchmarkCloseNaive stands for the mean close of three years, the middle one.
func BenchmarkCloseNaive(b *testing.B) {
	t, s := walked(universeOf(b).Candidates()[:60], model.Day1, 3*365/2), setup(b, "composite")
	for b.Loop() {
		if _, err := backtest.Judge(context.Background(), s, t, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/close")
}

// BenchmarkFour is all four playbooks over two years of hours, by as many at
// once as there are processors; run it with -cpu 1,2.
func BenchmarkFour(b *testing.B) {
	t := walked(universeOf(b).Candidates()[:60], model.Hour1, 2*365*24)
	for b.Loop() {
		crew := new(errgroup.Group)
		crew.SetLimit(backtest.Workers(0))
		for _, name := range playbook.Names() {
			s := setup(b, name)
			crew.Go(func() error {
				_, err := backtest.Simulate(context.Background(), s, t, backtest.DefaultRules())
				return err
			})
		}
		if err := crew.Wait(); err != nil {
			b.Fatal(err)
		}
	}
}

func universeOf(t testing.TB) *universe.Universe {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func setup(t testing.TB, name string) backtest.Setup {
	t.Helper()
	p, err := playbook.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return backtest.Setup{Universe: universeOf(t), Playbook: p, Profile: "standard"}
}

// day0 is a Monday.
var day0 = model.MillisOf(time.Date(2020, 1, 6, 0, 0, 0, 0, time.UTC))

// walked is a market of random walks on a common cycle, the same at every call.
func walked(coins []model.Asset, step model.Interval, n int) *backtest.Tape {
	t := &backtest.Tape{Label: "random walks", Step: step, First: day0}
	years := step.Duration().Hours() / 24 / 365
	market := rand.New(rand.NewPCG(7, 7))
	factor := make([]float64, n)
	for i := range factor {
		cycle := 1.2 * math.Cos(2*math.Pi*float64(i)*years)
		factor[i] = cycle*years + 0.6*math.Sqrt(years)*market.NormFloat64()
	}
	for k, a := range coins {
		t.Series = append(t.Series, walk(a, uint64(k), factor, years))
		t.Series[k].Funding = settlements(uint64(k), float64(n)*step.Duration().Hours())
	}
	return t
}

func walk(a model.Asset, seed uint64, factor []float64, years float64) backtest.Series {
	r := rand.New(rand.NewPCG(seed, 11))
	s := backtest.Series{Asset: a, Candles: make([]backtest.Candle, len(factor))}
	price := math.Exp(r.NormFloat64() * 2)
	for i := range s.Candles {
		move := factor[i] + 0.5*math.Sqrt(years)*r.NormFloat64()
		c := backtest.Candle{Open: price, Close: price * math.Exp(move), Volume: 1e8 * years * 365 / price * (1 + r.Float64())}
		c.High, c.Low = max(c.Open, c.Close)*(1+0.002*r.Float64()), min(c.Open, c.Close)*(1-0.002*r.Float64())
		s.Candles[i], price = c, c.Close
	}
	return s
}

func settlements(seed uint64, hours float64) (out []model.FundingPoint) {
	r := rand.New(rand.NewPCG(seed, 13))
	for h := 8.0; h <= hours; h += 8 {
		out = append(out, model.FundingPoint{Time: day0 + model.Millis(h*3600e3), Rate: 1e-4 + 2e-4*r.NormFloat64(), IntervalH: 8})
	}
	return out
}
