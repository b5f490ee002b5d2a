package layout

// Pane is one of the desk's panes. Its number is the digit that focuses it.
type Pane uint8

// The panes in the order of their digits.
const (
	NoPane Pane = iota
	Rotation
	Sectors
	Phase
	Allocation
	Hedges
	Liquidation
	Alerts
	Feeds
)

// PaneCount is the number of panes.
const PaneCount = 8

var paneNames = [...]string{"", "rotation", "sectors", "phase", "allocation", "hedges", "liquidation", "alerts", "feeds"}

// String returns the pane's name.
func (p Pane) String() string {
	if int(p) < len(paneNames) {
		return paneNames[p]
	}
	return ""
}

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
	Focus Pane // always shown; NoPane counts as Rotation
	Zoom  bool // the focused pane takes the whole desk
}

// Desk is an arrangement. Boxes never overlap and together with the banner and
// the status line lie inside the terminal. A pane without a box is hidden.
type Desk struct {
	TooSmall bool
	Single   bool // one pane at a time, for want of width
	Banner   Rect
	Status   Rect
	Boxes    []Box
}

// Arrange places the desk.
func Arrange(r Request) Desk {
	if r.W < MinWidth || r.H < MinHeight {
		return Desk{TooSmall: true}
	}
	if r.Focus == NoPane || r.Focus > PaneCount {
		r.Focus = Rotation
	}
	banner := 1
	if r.H >= tallBannerFrom {
		banner = 2
	}
	desk := Desk{
		Single: r.W < stackedFrom,
		Banner: Rect{0, 0, r.W, banner},
		Status: Rect{0, r.H - 1, r.W, 1},
	}
	body := Rect{0, banner, r.W, r.H - banner - 1}
	framed := r.W >= columnsFrom
	if r.Zoom || desk.Single {
		desk.Boxes = []Box{{r.Focus, body, framed}}
		return desk
	}
	desk.Boxes = planFor(r).place(body, r.Focus, framed)
	return desk
}

// planFor chooses the plan for a size.
func planFor(r Request) *plan {
	switch {
	case r.W >= bigFrom && r.H >= bigHeight:
		return &bigPlan
	case r.W >= threeFrom:
		return &threePlan
	case r.W >= columnsFrom:
		return &twoPlan
	case r.W >= pairedFrom:
		return &pairedPlan
	default:
		return &stackedPlan
	}
}
