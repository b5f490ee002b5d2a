package stress_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/stress"
)

// Rows of days and bars that are aligned give the same results, whatever days
// the coins lack.
func TestJointAgreesWithAlign(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		days := rapid.IntRange(1, 500).Draw(r, "days")
		coins := rapid.IntRange(1, 4).Draw(r, "coins")
		first := model.Millis(1_700_006_400_000).Floor(model.Day1)
		var (
			assets []model.Asset
			list   [][]model.Bar
			rows   [][]float64
			values []float64
		)
		for c := range coins {
			lacks := rapid.SampledFrom([]int{0, 0, 2, 10}).Draw(r, "lacks")
			begins := rapid.IntRange(0, days-1).Draw(r, "begins")
			price := 100.0
			var bars []model.Bar
			for d := begins; d < days; d++ {
				price *= 1 + rapid.Float64Range(-0.1, 0.1).Draw(r, "move")
				if lacks > 0 && rapid.IntRange(0, 100).Draw(r, "day") < lacks {
					continue
				}
				bars = append(bars, model.Bar{OpenTime: first.Add(time.Duration(d) * model.Day1.Duration()), Interval: model.Day1, Close: price})
			}
			assets, list = append(assets, model.Asset(rune('A'+c))), append(list, bars)
			rows = append(rows, stress.Daily(bars, first, days))
			values = append(values, rapid.Float64Range(-1000, 1000).Draw(r, "value"))
		}
		past := stress.Align(assets, list)
		want := past.Results(values)
		if len(want) == 0 {
			want = []float64{}
		}
		if diff := cmp.Diff(want, stress.Joint(rows, values)); diff != "" {
			r.Fatal(diff)
		}
	})
}

func TestJointOfNothing(t *testing.T) {
	if got := stress.Joint(nil, nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if got := stress.Joint([][]float64{nil}, []float64{1}); len(got) != 0 {
		t.Errorf("a coin without history: %v", got)
	}
}
