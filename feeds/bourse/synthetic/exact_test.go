package synthetic

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"
)

// The functions agree with the standard library's within a few last digits.
func TestExactFunctions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-600, 600).Draw(t, "x")
		if got, want := expOf(x), math.Exp(x); math.Abs(got/want-1) > 1e-14 {
			t.Fatalf("expOf(%v) = %v, want %v", x, got, want)
		}
		small := x / 1e5
		if got, want := expOf(small), math.Exp(small); math.Abs(got-want) > 4e-16 {
			t.Fatalf("expOf(%v) = %v, want %v", small, got, want)
		}
		y := math.Exp(x)
		if got, want := logOf(y), math.Log(y); math.Abs(got-want) > 2e-15*max(1, math.Abs(want)) {
			t.Fatalf("logOf(%v) = %v, want %v", y, got, want)
		}
	})
	if expOf(0) != 1 || logOf(1) != 0 {
		t.Errorf("expOf(0) = %v, logOf(1) = %v", expOf(0), logOf(1))
	}
}

// The draws have mean 0 and variance 1; tails grow from the normal to five and
// to four degrees of freedom. The share beyond three standard deviations is
// 0.27 % for the normal and, from tables of Student's t at 3·sqrt(5/3) and
// 3·sqrt(2), 1.17 % and 1.32 % for the others.
func TestDice(t *testing.T) {
	const n = 200_000
	for _, tt := range []struct {
		name string
		draw func(*dice) float64
		tail float64
	}{
		{"normal", (*dice).normal, .0027},
		{"five degrees", (*dice).t5, .0117},
		{"four degrees", (*dice).t4, .0132},
	} {
		d := newDice(3, 1)
		x := make([]float64, n)
		far := 0.0
		for i := range x {
			x[i] = tt.draw(d)
			if math.Abs(x[i]) > 3 {
				far++
			}
		}
		mean, sd := stat.MeanStdDev(x, nil)
		if math.Abs(mean) > .01 || math.Abs(sd-1) > .03 {
			t.Errorf("%s: mean %.3f sd %.3f, want 0 and 1", tt.name, mean, sd)
		}
		if math.Abs(far/n-tt.tail) > .0012 {
			t.Errorf("%s: %.4f beyond three sd, want %.4f", tt.name, far/n, tt.tail)
		}
	}
}

func TestCholesky(t *testing.T) {
	root := cholesky(residualCorr)
	for i := range residualCorr {
		for j := range residualCorr {
			sum := 0.0
			for k := range root {
				sum += root[i][k] * root[j][k]
			}
			if math.Abs(sum-residualCorr[i][j]) > 1e-12 {
				t.Errorf("[%d][%d]: %v, want %v", i, j, sum, residualCorr[i][j])
			}
		}
	}
}
