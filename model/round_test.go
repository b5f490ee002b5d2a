package model_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"eddy/model"
)

// nearest is the float64 nearest to a decimal figure over or times another, by
// exact fractions.
func nearest(t *rapid.T, figure, by string, over bool) float64 {
	x, ok1 := new(big.Rat).SetString(figure)
	y, ok2 := new(big.Rat).SetString(by)
	if !ok1 || !ok2 {
		t.Fatalf("%q or %q is no figure", figure, by)
	}
	if over {
		x.Quo(x, y)
	} else {
		x.Mul(x, y)
	}
	v, _ := x.Float64() // whether it is exact does not matter
	return v
}

// TestMultipliersRoundOnce sets PerCoin and InCoins beside exact fractions: of
// figures as venues write them the result is the float64 nearest to the true
// one, whatever the multiplier.
func TestMultipliersRoundOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`-?(0|[1-9][0-9]{0,6})\.[0-9]{1,7}|[1-9][0-9]{0,13}`).Draw(t, "figure")
		by := rapid.SampledFrom([]string{"10", "1000", "1000000", "10000000", "0.1", "0.01", "0.0001", "0.00001"}).Draw(t, "multiplier")
		figure, _ := new(big.Rat).SetString(digits)
		multiplier, _ := new(big.Rat).SetString(by)
		f, _ := figure.Float64()
		m, _ := multiplier.Float64()
		if got, want := model.PerCoin(f, m), nearest(t, digits, by, true); got != want {
			t.Errorf("%s over %s: got %v, want %v", digits, by, got, want)
		}
		if got, want := model.InCoins(f, m), nearest(t, digits, by, false); got != want {
			t.Errorf("%s times %s: got %v, want %v", digits, by, got, want)
		}
	})
}

func BenchmarkPerCoin(b *testing.B) {
	for b.Loop() {
		model.PerCoin(0.012345, 1000)
	}
}
