package strategy

import (
	"math"

	"eddy/strategy/sector"
	"eddy/strategy/stream"
)

// robustDays is the window of the members' contributions: the middle horizon of
// the momentum they are held beside.
const robustDays = 28

// robust tells how much of a sector's score hangs on each member: what each one
// contributed to the index's return, and what the score would be without it.
//
// A member's contribution over a window is exact: in index points it is the sum
// of level times contribution of each bar, so that the members' add up to the
// index's return. The index without a member books each bar's return on the
// weights the others have left, (R - c_i) / (1 - w_i).
type robust struct {
	members []memberRobust
	level   float64 // of the index before the bar, 0 before the first
}

type memberRobust struct {
	points  *stream.Ring // contributions of the last bars, in index points
	shadow  float64      // level of the index without the member
	without *stream.Momentum
}

func newRobust(members int) (*robust, error) {
	r := &robust{members: make([]memberRobust, members)}
	for i := range r.members {
		m := &r.members[i]
		var err error
		if m.points, err = stream.NewRing(robustDays); err != nil {
			return nil, err
		}
		if m.without, err = stream.NewMomentum(stream.DefaultMomentum()); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// push follows the bar the index just took.
func (r *robust) push(x *sector.Index) {
	now, ok := x.Value()
	for i := range r.members {
		m := &r.members[i]
		if !ok {
			m.without.Push(math.NaN())
			continue
		}
		m.push(x.Member(i), now, r.level)
	}
	if ok {
		r.level = now.Level
	}
}

func (m *memberRobust) push(of sector.Member, now sector.Reading, before float64) {
	m.points.Push(before * of.Contribution)
	if m.shadow == 0 {
		m.shadow = now.Level
	}
	if rest := 1 - of.Part; !now.Gap && rest > 1e-9 {
		m.shadow *= 1 + (now.Return-of.Contribution)/rest
	} else if rest <= 1e-9 {
		m.without.Push(math.NaN()) // nobody else printed
		return
	}
	m.without.Push(m.shadow)
}

// contribution is the i-th member's part of the index's return over the window,
// a fraction; start is the index level the window began at.
func (r *robust) contribution(i int, start float64) (float64, bool) {
	points := r.members[i].points
	if points.Len() < points.Cap() || !(start > 0) {
		return 0, false
	}
	sum := 0.0
	for k := range points.Len() {
		v, _ := points.At(k)
		sum += v
	}
	return sum / start, true
}
