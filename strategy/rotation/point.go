package rotation

import (
	"math"

	"eddy/model"
)

// Centre is where the benchmark sits, on both axes.
const Centre = 100

// Point is a place on the graph. The ratio is defined earlier than the
// momentum.
type Point struct {
	X, Y       float64 // ratio and momentum, around 100
	HasX, HasY bool
}

// Complete tells whether both coordinates are defined.
func (p Point) Complete() bool { return p.HasX && p.HasY }

// Quadrant returns the quarter the point lies in, unknown unless it is complete.
func (p Point) Quadrant() model.Quadrant {
	if !p.Complete() {
		return model.QuadrantUnknown
	}
	return model.QuadrantOf(p.X, p.Y)
}

// Tail returns the point as views carry it.
func (p Point) Tail() model.TailPoint { return model.TailPoint{p.X, p.Y} }

// Score ranks sectors: 0.5*(X-100) + 0.5*(Y-100), zero at the benchmark
// (analytics §1.5; a chosen measure, not a published one).
func (p Point) Score() (float64, bool) {
	return 0.5*(p.X-Centre) + 0.5*(p.Y-Centre), p.Complete()
}

// Distance returns how far the point is from the benchmark, in points.
func (p Point) Distance() (float64, bool) {
	return math.Hypot(p.X-Centre, p.Y-Centre), p.Complete()
}

// stillness is the step below which a heading means nothing (analytics §1.5).
const stillness = 1e-9

// Velocity returns the length of the step from one point to the next.
func Velocity(from, to model.TailPoint) float64 {
	return math.Hypot(to[0]-from[0], to[1]-from[1])
}

// Heading returns the compass direction of the step from one point to the next,
// in degrees from 0 up to 360: 0 is north (momentum rises), 90 east (ratio
// rises). It is not defined for a step shorter than 1e-9.
func Heading(from, to model.TailPoint) (float64, bool) {
	if Velocity(from, to) < stillness {
		return 0, false
	}
	deg := 90 - math.Atan2(to[1]-from[1], to[0]-from[0])*180/math.Pi
	deg = math.Mod(deg+360, 360)
	return deg, true
}

// turn returns the change of the angle about the centre from one point to the
// next, in degrees within ±180; negative is clockwise. It is not defined from or
// to the centre itself.
func turn(from, to model.TailPoint) (float64, bool) {
	ax, ay := from[0]-Centre, from[1]-Centre
	bx, by := to[0]-Centre, to[1]-Centre
	if math.Hypot(ax, ay) < stillness || math.Hypot(bx, by) < stillness {
		return 0, false
	}
	return math.Atan2(ax*by-ay*bx, ax*bx+ay*by) * 180 / math.Pi, true
}
