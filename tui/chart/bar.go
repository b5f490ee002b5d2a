package chart

import (
	"math"

	"eddy/tui/grid"
)

// Fill is how a bar is drawn.
type Fill struct {
	Eighths     *[9]rune // the last cell of the bar, nothing to full
	Track       rune     // the rest
	Ink, Behind grid.Style
}

// Bar draws share (0..1) of the area's first line as a horizontal bar, exact to
// an eighth of a cell. A share that is above zero shows at least an eighth.
func Bar(a grid.Area, share float64, f Fill) {
	w := a.W()
	full, part := eighths(share, w)
	for x := range w {
		switch {
		case x < full:
			a.Set(x, 0, f.Ink, f.Eighths[8])
		case x == full && part > 0:
			a.Set(x, 0, f.Ink, f.Eighths[part])
		default:
			a.Set(x, 0, f.Behind, f.Track)
		}
	}
}

// eighths splits share of w cells into whole cells and eighths of the next.
func eighths(share float64, w int) (full, part int) {
	if !(share > 0) || w <= 0 { // also NaN
		return 0, 0
	}
	n := int(math.Round(min(share, 1) * float64(w) * 8))
	n = max(n, 1)
	return n / 8, n % 8
}

// Column returns which of w columns a value on [lo, hi] falls in, kept inside.
func Column(v, lo, hi float64, w int) int {
	if w <= 1 || !(hi > lo) || math.IsNaN(v) {
		return 0
	}
	at := math.Round((v - lo) / (hi - lo) * float64(w-1))
	return int(min(max(at, 0), float64(w-1)))
}
