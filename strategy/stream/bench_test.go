package stream_test

import (
	"fmt"
	"math"
	"testing"

	"eddy/strategy/stream"
)

// BenchmarkPeek is one tick: the preview of the open bar, on a long history.
func BenchmarkPeek(b *testing.B) {
	for _, s := range subjects() {
		b.Run(s.name, func(b *testing.B) {
			e := s.make()
			for i := range 2000 {
				e.Push(100 + math.Sin(float64(i)))
			}
			b.ReportAllocs()
			x := 100.0
			for b.Loop() {
				x += 1e-7
				_, _ = e.Peek(x)
			}
		})
	}
}

// BenchmarkPush is one closed bar, at two lengths of history: the cost is the
// same.
func BenchmarkPush(b *testing.B) {
	for _, s := range subjects() {
		for _, history := range []int{100, 100_000} {
			b.Run(fmt.Sprintf("%s/after=%d", s.name, history), func(b *testing.B) {
				e := s.make()
				for i := range history {
					e.Push(100 + math.Sin(float64(i)))
				}
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					i++
					e.Push(100 + float64(i&31))
				}
			})
		}
	}
}

// BenchmarkBatch is what the same figure costs from 2,000 bars of history.
func BenchmarkBatch(b *testing.B) {
	xs := make([]float64, 2000)
	for i := range xs {
		xs[i] = 100 + math.Sin(float64(i))
	}
	for _, s := range subjects() {
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				_, _ = s.batch(xs)
			}
		})
	}
}

// BenchmarkSixtySymbols is the measured comparison of the design: EMA 20, RSI 14
// and a correlation over 100 bars for 60 coins, one tick of all.
func BenchmarkSixtySymbols(b *testing.B) {
	const coins = 60
	type model struct {
		ema  *stream.EMA
		rsi  *stream.RSI
		corr *stream.Covariance
	}
	all := make([]model, coins)
	for i := range all {
		all[i] = model{must(stream.NewEMA(20, stream.SeedSMA)), must(stream.NewRSI(14)), must(stream.NewCovariance(100))}
		for k := range 2000 {
			x := math.Sin(float64(i + k))
			all[i].ema.Push(100 + x)
			all[i].rsi.Push(100 + x)
			all[i].corr.Push(x, math.Cos(float64(k)))
		}
	}
	b.ReportAllocs()
	x := 0.0
	for b.Loop() {
		x += 1e-7
		for i := range all {
			_, _ = all[i].ema.Peek(100 + x)
			_, _ = all[i].rsi.Peek(100 + x)
			m, _ := all[i].corr.Peek(x, -x)
			_, _ = m.Correlation()
		}
	}
}
