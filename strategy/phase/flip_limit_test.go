package phase

import (
	"testing"

	"eddy/model"
)

// A market that has fallen by all of its price is nothing to watch for.
func TestPairAtTheEndOfAFeature(t *testing.T) {
	for _, tt := range []struct {
		name string
		to   float64
		told bool
	}{
		{"within reach", -0.4, true},
		{"all of the price", -1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pair := Flip{To: model.Accumulation, Sigmas: 3, Moves: []Move{{Trend, 0.3, 0.01}, {Drawdown, -0.1, tt.to}}}
			if got := viewPair(&pair) != nil; got != tt.told {
				t.Errorf("told %v, want %v", got, tt.told)
			}
		})
	}
}
