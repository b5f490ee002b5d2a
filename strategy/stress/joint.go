package stress

import (
	"math"

	"eddy/model"
)

// Daily puts a coin's closed daily bars on a row of days that begins with the
// day of first: the return of each, NaN where the coin lacks that day's close or
// the one before.
func Daily(bars []model.Bar, first model.Millis, days int) []float64 {
	out := make([]float64, days)
	for i := range out {
		out[i] = math.NaN()
	}
	step := model.Millis(model.Day1.Duration().Milliseconds())
	for k := range bars {
		since := bars[k].OpenTime - first
		if since < 0 || since%step != 0 || since/step >= model.Millis(days) {
			continue
		}
		if r, ok := change(bars, k, bars[k].OpenTime); ok {
			out[since/step] = r
		}
	}
	return out
}

// Joint is what holdings of these values, below zero for shorts, would have made
// on each of the newest MaxDays days that every coin has a return for, oldest
// first. rows are the coins' returns over the same days, as Daily gives them; it
// agrees with Align and Results over the same bars.
func Joint(rows [][]float64, values []float64) []float64 {
	days := 0
	if len(rows) > 0 {
		days = len(rows[0])
	}
	for _, r := range rows {
		days = min(days, len(r))
	}
	out := make([]float64, 0, min(days, MaxDays))
	begin := days
	for n := 0; begin > 0 && n < MaxDays; {
		if begin--; whole(rows, begin) {
			n++
		}
	}
	for day := begin; day < days; day++ {
		if !whole(rows, day) {
			continue
		}
		sum := 0.0
		for i, v := range values {
			sum += v * rows[i][day]
		}
		out = append(out, sum)
	}
	return out
}

// whole tells whether every coin has a return for a day.
func whole(rows [][]float64, day int) bool {
	for _, r := range rows {
		if math.IsNaN(r[day]) {
			return false
		}
	}
	return true
}
