package signal

import "eddy/model"

// Latch comes on when a figure stands beyond one level for a number of closes
// in a row and goes off when it falls back through another.
type Latch struct {
	On    float64 // beyond this it counts
	Off   float64 // back beyond this it is released
	Hold  int     // closes it must count for, 1 or more
	Below bool    // "beyond" means below: for levels that are reached from above

	now Reading
}

// Push takes the figure of the bar that ended at at; ok is false when it is not
// known, which leaves everything as it is.
func (l *Latch) Push(at model.Millis, v float64, ok bool) {
	l.now.Changed = false
	if !ok || v != v {
		return
	}
	beyond, back := v > l.On, v < l.Off
	if l.Below {
		beyond, back = v < l.On, v > l.Off
	}
	if beyond {
		l.now.Held++
	} else {
		l.now.Held = 0
	}
	switch {
	case l.now.State == On && !back:
	case l.now.Held >= max(1, l.Hold):
		l.now.to(On, at)
	case l.now.Held > 0:
		l.now.to(Pending, at)
	default:
		l.now.to(Off, at)
	}
}

// Reading returns how the latch stands.
func (l *Latch) Reading() Reading { return l.now }

// Hold is a latch on a yes or no: it comes on when the answer was yes for a
// number of closes in a row and goes off with as many noes.
type Hold struct {
	Closes int

	now Reading
	no  int
}

// Push takes the answer of the bar that ended at at; ok is false when it is not
// known.
func (h *Hold) Push(at model.Millis, yes, ok bool) {
	h.now.Changed = false
	if !ok {
		return
	}
	if yes {
		h.now.Held, h.no = h.now.Held+1, 0
	} else {
		h.now.Held, h.no = 0, h.no+1
	}
	switch {
	case h.now.State == On && h.no < h.Closes:
	case h.now.Held >= h.Closes:
		h.now.to(On, at)
	case yes:
		h.now.to(Pending, at)
	default:
		h.now.to(Off, at)
	}
}

// Reading returns how it stands.
func (h *Hold) Reading() Reading { return h.now }
