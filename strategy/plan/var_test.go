package plan_test

import (
	"math"
	"testing"

	"eddy/model"
)

// ladder is a past of so many days that fell by nothing, one, two, ... thousandths.
func ladder(days int) []float64 {
	out := make([]float64, days)
	for k := range out {
		out[k] = -float64(k) / 1000
	}
	return out
}

// A hundred days that fell by 0 to 9.9 %: the five percent quantile lies at place
// 4.95 of the sorted days, between -9.5 and -9.4 %, at -9.405 % (NumPy's
// default interpolation).
func TestValueAtRiskOfAPlan(t *testing.T) {
	gap := ladder(100)
	gap[99] = math.NaN() // without it the 99 others end at -9.8 %: place 4.9, -9.31 %
	tests := []struct {
		name string
		past map[model.Asset][]float64
		want model.Num
	}{
		{"a hundred days", map[model.Asset][]float64{"ETH": ladder(100)}, model.Known(940.5)},
		{"a day is lacking", map[model.Asset][]float64{"ETH": gap}, model.Known(931)},
		{"too short", map[model.Asset][]float64{"ETH": ladder(59)}, model.Unknown("needs 60 days on which every coin has a price, there are 59; the history of ETH is shortest")},
		{"no history", nil, model.Unknown("no history of ETH")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := snapshot(model.Bear, holding(cash("1000"), "ETH", "10000", true))
			for i := range s.Planning.Coins {
				c := &s.Planning.Coins[i]
				c.Past = tt.past[c.Asset]
			}
			got := propose(t, s, "composite", "", false).Before.VaR
			if got.State() != tt.want.State() || got.Why() != tt.want.Why() || math.Abs(got.Or(0)-tt.want.Or(0)) > 1e-6 {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
	if got := propose(t, snapshot(model.Bear, cash("1000")), "composite", "", false).Before.VaR; got != model.Known(0) {
		t.Errorf("stablecoins alone: %+v", got)
	}
}
