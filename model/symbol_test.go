package model_test

import (
	"math"
	"testing"

	"eddy/model"
)

func TestMultipliersLeaveCleanFigures(t *testing.T) {
	for _, tc := range []struct{ got, want float64 }{
		{model.PerCoin(0.0013, 1e6), 1.3e-9},
		{model.PerCoin(0.012345, 1000), 0.000012345},
		{model.PerCoin(98000.123456789, 1), 98000.123456789},
		{model.InCoins(1.005, 1000), 1005},
		{model.InCoins(0, 1000), 0},
		{model.InCoins(-2.5, 1000), -2500},
		{model.InCoins(1e308, 1e6), math.Inf(1)},
	} {
		if tc.got != tc.want {
			t.Errorf("got %v, want %v", tc.got, tc.want)
		}
	}
	if n := testing.AllocsPerRun(100, func() { model.PerCoin(0.0013, 1e6) }); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}
