package chart

// Labels finds places for short texts beside marks so that no two overlap and
// none covers a mark.
type Labels struct {
	w, h  int
	taken []bool
	avoid func(x, y int) bool // cells better left free
}

// NewLabels starts with an empty area of w by h cells. avoid names cells a
// label should rather not cover (a line passes there); it may be nil.
func NewLabels(w, h int, avoid func(x, y int) bool) *Labels {
	w, h = max(w, 0), max(h, 0)
	return &Labels{w: w, h: h, taken: make([]bool, w*h), avoid: avoid}
}

// Take keeps n cells from (x, y) to the right from being covered.
func (l *Labels) Take(x, y, n int) {
	for i := range n {
		if l.inside(x+i, y) {
			l.taken[y*l.w+x+i] = true
		}
	}
}

// places are where a label of length n may stand around a mark, best first:
// beside it, then above and below, then one line further off.
var places = [...]struct {
	dx   int // of the near end from the mark
	left bool
	dy   int
}{
	{2, false, 0}, {-2, true, 0}, {1, false, -1}, {1, false, 1}, {-1, true, -1}, {-1, true, 1},
	{0, false, -1}, {0, false, 1}, {2, false, -2}, {2, false, 2}, {-2, true, -2}, {-2, true, 2},
}

// Place returns where a label of n cells goes for a mark at (x, y), takes that
// place and a blank on both sides, so that two labels never read as one word,
// and tells whether there was one. A place without a line under it wins over a
// nearer one with.
func (l *Labels) Place(x, y, n int) (lx, ly int, ok bool) {
	best := -1
	for _, p := range places {
		cx, cy := x+p.dx, y+p.dy
		if p.left {
			cx -= n - 1
		}
		if !l.Free(cx, cy, n) {
			continue
		}
		cost := l.covered(cx, cy, n)
		if best < 0 || cost < best {
			best, lx, ly = cost, cx, cy
		}
		if cost == 0 {
			break
		}
	}
	if best < 0 {
		return 0, 0, false
	}
	l.Take(lx-1, ly, n+2)
	return lx, ly, true
}

// Free tells whether n cells from (x, y) to the right are inside and not taken.
func (l *Labels) Free(x, y, n int) bool {
	if !l.inside(x, y) || !l.inside(x+n-1, y) {
		return false
	}
	for i := range n {
		if l.taken[y*l.w+x+i] {
			return false
		}
	}
	return true
}

// covered counts the cells under a label that are better left free.
func (l *Labels) covered(x, y, n int) int {
	if l.avoid == nil {
		return 0
	}
	count := 0
	for i := range n {
		if l.avoid(x+i, y) {
			count++
		}
	}
	return count
}

func (l *Labels) inside(x, y int) bool { return x >= 0 && y >= 0 && x < l.w && y < l.h }
