package backtest

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The marks of a logarithmic scale are round numbers; a range without any has
// its ends.
func TestRoundLogs(t *testing.T) {
	for _, tt := range []struct {
		name      string
		low, high float64
		want      []float64
	}{
		{"decades", 900, 30_000, []float64{1000, 2000, 5000, 10_000, 20_000}},
		{"ends count", 100, 200, []float64{100, 200}},
		{"none within", 110, 190, []float64{110, 190}},
		{"cents", 0.04, 0.3, []float64{0.05, 0.1, 0.2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []float64
			for _, v := range roundLogs(math.Log10(tt.low), math.Log10(tt.high)) {
				got = append(got, math.Pow(10, v))
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateApprox(1e-9, 0)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
