package sector

import "slices"

// Median returns the median of the members' simple returns in the last bar; it
// stands beside the index, which one coin can carry (analytics §2.6). It is not
// defined when nobody booked a return.
func (x *Index) Median() (float64, bool) {
	w := x.scratch[:0]
	for i := range x.members {
		if m := &x.members[i]; m.hasReturn {
			w = append(w, m.ret)
		}
	}
	n := len(w)
	if n == 0 {
		return 0, false
	}
	slices.Sort(w)
	return (w[(n-1)/2] + w[n/2]) / 2, true
}

// Advancing counts the members that rose in the last bar.
func (x *Index) Advancing() Breadth {
	var b Breadth
	for i := range x.members {
		if m := &x.members[i]; m.hasReturn {
			b.Add(m.ret > 0)
		}
	}
	return b
}

// Breadth is how many of those that can be told pass a test, such as standing
// above their EMA 50. Members without enough history are not counted at all
// (analytics §3.9). The zero value is ready to use.
type Breadth struct {
	Passed, Known int
}

// BreadthLeast is the number of members below which a share means nothing
// (analytics §3.9).
const BreadthLeast = 5

// Add counts one member that can be told.
func (b *Breadth) Add(passes bool) {
	b.Known++
	if passes {
		b.Passed++
	}
}

// Share returns the part that passes, 0..1; it is not defined with fewer than
// least members known.
func (b Breadth) Share(least int) (float64, bool) {
	if b.Known == 0 || b.Known < least {
		return 0, false
	}
	return float64(b.Passed) / float64(b.Known), true
}
