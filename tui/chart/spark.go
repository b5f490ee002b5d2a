package chart

import (
	"math"

	"eddy/tui/grid"
)

// Spark draws the newest values on the area's first line, one a cell, scaled
// between their lowest and highest. Equal values sit in the middle. Values that
// are not numbers leave a gap.
func Spark(a grid.Area, values []float64, levels *[8]rune, ink grid.Style) {
	w := a.W()
	if len(values) > w {
		values = values[len(values)-w:]
	}
	lo, hi := span(values)
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		level := 3
		if hi > lo {
			level = int(math.Round((v - lo) / (hi - lo) * 7))
		}
		a.Set(w-len(values)+i, 0, ink, levels[level])
	}
}

// span returns the lowest and the highest finite value.
func span(values []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	return lo, hi
}
