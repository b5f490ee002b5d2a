package rotation

import "eddy/model"

// tail keeps the complete points of the last bars, as many as the longest tail
// at its sampling needs.
type tail struct {
	buf  []model.TailPoint
	step int
	next int
	size int
}

func newTail(step int) tail {
	return tail{buf: make([]model.TailPoint, (MaxTail-1)*step+2), step: step}
}

func (t *tail) push(p model.TailPoint) {
	t.buf[t.next] = p
	t.next++
	if t.next == len(t.buf) {
		t.next = 0
	}
	t.size = min(t.size+1, len(t.buf))
}

// at returns the point i bars before the newest.
func (t *tail) at(i int) model.TailPoint {
	k := t.next - 1 - i
	if k < 0 {
		k += len(t.buf)
	}
	return t.buf[k]
}

// AppendTail appends up to n points of closed bars to dst, oldest first, the
// head last, and returns it. Points stand TailStep bars apart, counted back
// from the head; n is held within 2..MaxTail. Missing bars have no point.
func (r *Rotation) AppendTail(dst []model.TailPoint, n int) []model.TailPoint {
	n = r.tailLength(n)
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, r.tail.at(i*r.tail.step))
	}
	return dst
}

// tailLength is how many points a tail of n has now.
func (r *Rotation) tailLength(n int) int {
	n = max(2, min(MaxTail, n))
	there := (r.tail.size + r.tail.step - 1) / r.tail.step
	return min(n, there)
}

// Velocity returns the length of the last step of one bar, in points of the
// graph. It needs two complete points and a point on the last bar.
func (r *Rotation) Velocity() (float64, bool) {
	if !r.moved() {
		return 0, false
	}
	return Velocity(r.tail.at(1), r.tail.at(0)), true
}

// Heading returns the compass direction of the last step of one bar; see the
// function Heading.
func (r *Rotation) Heading() (float64, bool) {
	if !r.moved() {
		return 0, false
	}
	return Heading(r.tail.at(1), r.tail.at(0))
}

// PeekHeading returns the direction of the open bar's step from the last closed
// one.
func (r *Rotation) PeekHeading(p Point) (float64, bool) {
	if r.tail.size == 0 || !p.Complete() {
		return 0, false
	}
	return Heading(r.tail.at(0), p.Tail())
}

func (r *Rotation) moved() bool { return r.tail.size >= 2 && r.now.Complete() }

// Turning describes how a tail goes round the benchmark.
type Turning struct {
	Length    float64 // sum of the steps, in points of the graph
	Mean      float64 // mean change of angle per step in degrees; negative is clockwise
	Clockwise float64 // share of the turning steps that went clockwise, 0..1
	Steps     int     // steps that turned at all
}

// Turning returns how the last n points of the tail went round the centre
// (analytics §1.5). A counter-clockwise path is information, not an error. The
// second result is false when no step turned.
func (r *Rotation) Turning(n int) (Turning, bool) {
	var t Turning
	clockwise := 0
	for i := r.tailLength(n) - 1; i > 0; i-- {
		from, to := r.tail.at(i*r.tail.step), r.tail.at((i-1)*r.tail.step)
		t.Length += Velocity(from, to)
		deg, ok := turn(from, to)
		if !ok || deg == 0 {
			continue
		}
		t.Steps++
		t.Mean += deg
		if deg < 0 {
			clockwise++
		}
	}
	if t.Steps == 0 {
		return t, false
	}
	t.Mean /= float64(t.Steps)
	t.Clockwise = float64(clockwise) / float64(t.Steps)
	return t, true
}
