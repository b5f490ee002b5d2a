package rotation_test

import (
	"math"
	"testing"

	"eddy/strategy/rotation"
)

func warm(b *testing.B) *rotation.Rotation {
	r := mustNew(b, rotation.DefaultParams())
	for i := range 1000 {
		r.Push(100+5*math.Sin(float64(i)/9), 50)
	}
	return r
}

func BenchmarkPeek(b *testing.B) {
	r, x := warm(b), 100.0
	b.ReportAllocs()
	for b.Loop() {
		x += 1e-6
		_ = r.Peek(x, 50)
	}
}

func BenchmarkPush(b *testing.B) {
	r, i := warm(b), 0
	b.ReportAllocs()
	for b.Loop() {
		i++
		r.Push(100+float64(i&15), 50)
	}
}

// BenchmarkBatch is what a bar costs when the path is computed from history.
func BenchmarkBatch(b *testing.B) {
	logs := make([]float64, 1000)
	for i := range logs {
		logs[i] = math.Sin(float64(i) / 9)
	}
	for b.Loop() {
		_ = batch(rotation.DefaultParams(), logs)
	}
}
