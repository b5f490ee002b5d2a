package cost_test

import (
	"testing"

	"eddy/strategy/cost"
)

// One sector alone: gain·x − gamma/2·var·x² − cost·x is greatest at
// (gain − cost)/(gamma·var), by hand: (0.010 − 0.002)/(2·0.04) = 0.1, which is a
// quarter of a purchase of 0.4.
func TestObjectiveOfOneSector(t *testing.T) {
	o := cost.Objective{Gamma: 2, Held: []float64{0}, Cov: [][]float64{{0.04}}}
	o.Buys = []cost.Purchase{{Want: 0.4, Gain: 0.010, Penalty: func(part float64) float64 { return 0.002 * 0.4 * part }}}
	if got := o.Best(); got[0] != cost.Grid/4 {
		t.Errorf("%d of %d steps, want a quarter", got[0], cost.Grid)
	}
	o.Held[0] = 0.1 // what is held already bears the risk: nothing is to be added
	if got := o.Best(); got[0] != 0 {
		t.Errorf("%d steps on top of what is held", got[0])
	}
	o.Held[0], o.Gamma = 0, 0.1
	if got := o.Best(); got[0] != cost.Grid {
		t.Errorf("%d steps where risk hardly counts, want all", got[0])
	}
}

// Two sectors that move as one share what one may hold.
func TestObjectiveOfTwins(t *testing.T) {
	free := func(float64) float64 { return 0 }
	o := cost.Objective{Gamma: 2, Held: []float64{0, 0}, Cov: [][]float64{{0.04, 0.04}, {0.04, 0.04}}}
	o.Buys = []cost.Purchase{{Sector: 0, Want: 0.2, Gain: 0.008, Penalty: free}, {Sector: 1, Want: 0.2, Gain: 0.008, Penalty: free}}
	got := o.Best()
	if sum := got[0] + got[1]; sum != cost.Grid/2 { // 0.008/(2·0.04) = 0.1 of the 0.4
		t.Errorf("%v steps make %d of %d", got, sum, 2*cost.Grid)
	}
}
