package rotation

import "slices"

// Standing is one sector's place in a ranking.
type Standing struct {
	Name     string
	Point    Point
	Velocity float64 // of the last step
	Heading  float64 // of the last step, degrees; meaningful when Moved
	Moved    bool
}

// Standing returns the sector's place after the last closed bar.
func (r *Rotation) Standing(name string) Standing {
	s := Standing{Name: name, Point: r.now}
	s.Velocity, _ = r.Velocity()
	s.Heading, s.Moved = r.Heading()
	return s
}

// Rank sorts standings in place, leaders first: by Score, ties by the velocity
// of those that head north-east, then by name. Those without a complete point
// come last (analytics §1.5).
func Rank(all []Standing) { slices.SortFunc(all, compare) }

func compare(a, b Standing) int {
	as, aok := a.Point.Score()
	bs, bok := b.Point.Score()
	switch {
	case aok != bok:
		return order(bok, aok)
	case aok && as != bs:
		return order(as < bs, as > bs)
	case a.push() != b.push():
		return order(a.push() < b.push(), a.push() > b.push())
	default:
		return order(a.Name > b.Name, a.Name < b.Name)
	}
}

// push is the velocity of a sector that strengthens, that is one that heads
// north-east.
func (s Standing) push() float64 {
	if s.Moved && s.Heading <= 90 {
		return s.Velocity
	}
	return 0
}

// order is 1 when the first argument holds, -1 when the second does.
func order(after, before bool) int {
	switch {
	case after:
		return 1
	case before:
		return -1
	default:
		return 0
	}
}
