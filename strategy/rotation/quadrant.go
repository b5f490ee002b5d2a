package rotation

import (
	"math"

	"eddy/model"
)

// Change is a quadrant change that counts.
type Change struct {
	From, To model.Quadrant
}

// Happened tells whether there was a change.
func (c Change) Happened() bool { return c.From != c.To }

// debounce turns the quadrants of closed bars into changes that count: one that
// was held for some closes, or one that went clearly beyond the axis
// (analytics §1.5). Drawing does not wait for it.
type debounce struct {
	hold   int
	beyond float64

	confirmed model.Quadrant
	pending   model.Quadrant
	held      int
	event     Change
}

// push takes the point of a closed bar. An incomplete one decides nothing.
func (d *debounce) push(p Point) {
	d.event = Change{}
	q := p.Quadrant()
	switch {
	case q == model.QuadrantUnknown:
	case d.confirmed == model.QuadrantUnknown: // where we come in is no event
		d.confirmed = q
	case q == d.confirmed:
		d.pending, d.held = model.QuadrantUnknown, 0
	default:
		d.toward(q, p)
	}
}

func (d *debounce) toward(q model.Quadrant, p Point) {
	if q != d.pending {
		d.pending, d.held = q, 0
	}
	d.held++
	if d.held < d.hold && crossedBy(d.confirmed, q, p) < d.beyond {
		return
	}
	d.event = Change{From: d.confirmed, To: q}
	d.confirmed, d.pending, d.held = q, model.QuadrantUnknown, 0
}

// crossedBy returns how far the point lies beyond the axis between two
// quadrants; across the diagonal, beyond the nearer of the two.
func crossedBy(from, to model.Quadrant, p Point) float64 {
	by := math.Inf(1)
	if east(from) != east(to) {
		by = min(by, math.Abs(p.X-Centre))
	}
	if north(from) != north(to) {
		by = min(by, math.Abs(p.Y-Centre))
	}
	return by
}

func east(q model.Quadrant) bool  { return q == model.Leading || q == model.Weakening }
func north(q model.Quadrant) bool { return q == model.Leading || q == model.Improving }

// Quadrant returns the quarter of the last closed bar, unknown when its point is
// not complete.
func (r *Rotation) Quadrant() model.Quadrant { return r.now.Quadrant() }

// Confirmed returns the quarter after the debounce, the one events speak of.
func (r *Rotation) Confirmed() model.Quadrant { return r.quadrant.confirmed }

// Pending returns a quarter that waits for confirmation and how many closes it
// was held; the empty quadrant when there is none.
func (r *Rotation) Pending() (model.Quadrant, int) { return r.quadrant.pending, r.quadrant.held }

// Change returns the quadrant change that the last closed bar confirmed; the
// second result is false when there was none.
func (r *Rotation) Change() (Change, bool) { return r.quadrant.event, r.quadrant.event.Happened() }
