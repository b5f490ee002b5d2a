package chart

import (
	"math"

	"eddy/tui/grid"
)

// Point is a place in the plane of a Plane.
type Point struct{ X, Y float64 }

// Plane maps a window of a plane onto an area: x grows to the right, y upward,
// and Center lies in the middle.
type Plane struct {
	Center       Point
	HalfX, HalfY float64 // how far the window reaches to either side
	W, H         int     // of the area, in cells
}

// dot returns the place of p in dots.
func (p Plane) dot(at Point) (x, y int) {
	return scale(at.X-p.Center.X, p.HalfX, 2*p.W), scale(p.Center.Y-at.Y, p.HalfY, 4*p.H)
}

// Cell returns the cell p falls in, kept inside the area.
func (p Plane) Cell(at Point) (x, y int) {
	x, y = p.dot(at)
	return x / 2, y / 4
}

// scale maps an offset within ±half onto n dots, kept inside.
func scale(offset, half float64, n int) int {
	if n <= 0 || !(half > 0) || math.IsNaN(offset) {
		return 0
	}
	share := (offset/half + 1) / 2
	at := math.Round(share * float64(n-1))
	return int(min(max(at, 0), float64(n-1)))
}

// Tail draws the path through points, oldest first. ink gives the style of the
// segment that ends at point i.
func (p Plane) Tail(d *Dots, points []Point, ink func(i int) grid.Style) {
	for i := 1; i < len(points); i++ {
		x0, y0 := p.dot(points[i-1])
		x1, y1 := p.dot(points[i])
		d.Line(x0, y0, x1, y1, ink(i))
	}
}

// Link draws a dotted line from one point to another.
func (p Plane) Link(d *Dots, from, to Point, ink grid.Style) {
	x0, y0 := p.dot(from)
	x1, y1 := p.dot(to)
	d.Dotted(x0, y0, x1, y1, linkStep, ink)
}

// linkStep is how many dots lie from one dot of a dotted line to the next.
const linkStep = 3

// niceHalves are the half widths a window snaps to, so that it does not breathe
// with every new point.
var niceHalves = [...]float64{0.5, 1, 1.5, 2, 2.5, 3, 4}

// NiceHalf returns the smallest tidy half width that holds reach with a little
// air, or reach itself where it is beyond them all.
func NiceHalf(reach float64) float64 {
	for _, h := range niceHalves {
		if reach <= h*0.94 {
			return h
		}
	}
	return math.Max(reach, niceHalves[len(niceHalves)-1]) * 1.06
}
