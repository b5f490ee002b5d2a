package layout

import "slices"

// Rect is a rectangle of cells; X and Y are its top left corner.
type Rect struct{ X, Y, W, H int }

// Box is a pane's place. A framed box has a border all around; one that is not
// has only a title rule on top, which saves two columns and a line where the
// terminal is small.
type Box struct {
	Pane   Pane
	Rect   Rect
	Framed bool
}

// The size below which the desk gives way to one sentence.
const (
	MinWidth  = 40
	MinHeight = 10
)

// Breakpoints of the width, in columns, and of the big desk's height.
const (
	stackedFrom = 60
	pairedFrom  = 76 // room for the rotation graph beside the sectors
	columnsFrom = 85
	threeFrom   = 112
	bigFrom     = 160
	bigHeight   = 44

	tallBannerFrom = 22 // lines from which the banner takes two
)

// Request is what an arrangement depends on.
type Request struct {
	W, H  int
	View  View // NoView counts as Desk
	Focus Pane // always shown; one that is not of the view counts as its first
	Zoom  bool // the focused pane takes the whole view
}

// Place is an arrangement. Boxes never overlap and together with the banner and
// the status line lie inside the terminal. A pane without a box is hidden.
type Place struct {
	TooSmall bool
	Single   bool // one pane at a time, for want of width
	Banner   Rect
	Status   Rect
	Boxes    []Box
}

// Arrange places the panes of a view.
func Arrange(r Request) Place {
	if r.W < MinWidth || r.H < MinHeight {
		return Place{TooSmall: true}
	}
	if !slices.Contains(r.View.Panes(), r.Focus) {
		r.Focus = r.View.Panes()[0]
	}
	banner := 1
	if r.H >= tallBannerFrom {
		banner = 2
	}
	place := Place{
		Single: r.W < stackedFrom,
		Banner: Rect{0, 0, r.W, banner},
		Status: Rect{0, r.H - 1, r.W, 1},
	}
	body := Rect{0, banner, r.W, r.H - banner - 1}
	framed := r.W >= columnsFrom
	if r.Zoom || place.Single {
		place.Boxes = []Box{{r.Focus, body, framed}}
		return place
	}
	place.Boxes = r.View.plan(r.W, r.H).place(body, r.Focus, framed)
	return place
}
