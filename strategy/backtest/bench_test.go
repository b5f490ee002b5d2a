package backtest

import (
	"math"
	"testing"
)

// A hole at the beginning of a month leaves the sectors where they are: their
// parts grow by what the levels say once it is over.
func TestSectorsAreHeldThroughAHole(t *testing.T) {
	none := math.NaN()
	days := [][]float64{{100, none}, {110, 50}, {none, none}, {none, none}, {132, 60}}
	var parts, levels []float64
	value := 1000.0
	for i, day := range days {
		now := carried(levels, day)
		if sum := grow(parts, levels, now); sum > 0 {
			value = sum
		}
		if i == 0 || i == 3 { // months begin
			parts = spreadOver(now, value)
		}
		levels = now
	}
	if want := 1100 * 1.2; math.Abs(value-want) > 1e-9 {
		t.Errorf("worth %v, want %v: both sectors gained a fifth", value, want)
	}
}
