package layout

// View is one of the desk's screens. Its number is the digit that opens it.
type View uint8

// The views in the order of their digits.
const (
	NoView View = iota
	Desk
	StepsView
	RiskView
	FlowView
	SectorView
	FeedsView
	JournalView
)

// ViewCount is the number of views.
const ViewCount = int(JournalView)

// screen is what a view consists of: the panes in the order tab goes through
// them, and a plan for each width.
type screen struct {
	name  string
	panes []Pane
	plans []sized
}

// sized is a plan and the size from which it serves.
type sized struct {
	w, h int
	plan *plan
}

// screens holds every view; one without panes does not exist.
var screens = [ViewCount + 1]screen{
	Desk: {"desk", []Pane{Rotation, Sectors, Phase, Allocation, Hedges, Liquidation, Alerts, Feeds}, []sized{
		{bigFrom, bigHeight, &bigPlan}, {threeFrom, 0, &threePlan}, {columnsFrom, 0, &twoPlan}, {pairedFrom, 0, &pairedPlan}, {0, 0, &stackedPlan},
	}},
	StepsView: {"rotation", []Pane{PlanLegs, PlanStep}, []sized{
		{columnsFrom, 0, &stepsPlan}, {0, 0, &stepsNarrowPlan},
	}},
	RiskView: {"risk", []Pane{Legs, Slider, Ladder, Accounts, Stress}, []sized{
		{bigFrom, 0, &riskWidePlan}, {columnsFrom, 0, &riskPlan}, {0, 0, &riskNarrowPlan},
	}},
	FlowView: {"flow", []Pane{Funding, Interest, Correlation}, []sized{
		{threeFrom, 0, &flowPlan}, {0, 0, &flowNarrowPlan},
	}},
	SectorView: {"sector", []Pane{IndexChart, Members, Standing}, []sized{
		{columnsFrom, 0, &sectorPlan}, {0, 0, &sectorNarrowPlan},
	}},
	FeedsView:   {"feeds", []Pane{Venues, Venue, Symbols, Sources}, []sized{{columnsFrom, 0, &feedsPlan}, {0, 0, &feedsNarrowPlan}}},
	JournalView: {"journal", []Pane{Journal, Entry}, []sized{{columnsFrom, 0, &journalPlan}, {0, 0, &journalNarrowPlan}}},
}

// screen returns what a view consists of; a view that does not exist is the
// desk.
func (v View) screen() *screen {
	if !v.Exists() {
		return &screens[Desk]
	}
	return &screens[v]
}

// Exists tells whether there is such a view.
func (v View) Exists() bool { return int(v) < len(screens) && len(screens[v].panes) > 0 }

// String returns the view's name, which opens it from the palette.
func (v View) String() string {
	if !v.Exists() {
		return ""
	}
	return screens[v].name
}

// Panes lists the view's panes in the order tab goes through them.
func (v View) Panes() []Pane { return v.screen().panes }

// Views lists the views there are.
func Views() []View {
	views := make([]View, 0, ViewCount)
	for v := Desk; int(v) <= ViewCount; v++ {
		if v.Exists() {
			views = append(views, v)
		}
	}
	return views
}

// plan chooses the plan for a size.
func (v View) plan(w, h int) *plan {
	plans := v.screen().plans
	for _, s := range plans {
		if w >= s.w && h >= s.h {
			return s.plan
		}
	}
	return plans[len(plans)-1].plan
}
