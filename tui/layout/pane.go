package layout

// Pane is a pane of one of the views.
type Pane uint8

// The panes, by view.
const (
	NoPane Pane = iota

	// Desk.
	Rotation
	Sectors
	Phase
	Allocation
	Hedges
	Liquidation
	Alerts
	Feeds

	// Rotation, stepping.
	PlanLegs
	PlanStep

	// Risk.
	Legs
	Slider
	Accounts
	Stress
	Ladder

	// Flow.
	Funding
	Interest
	Correlation

	// Sector.
	IndexChart
	Members
	Standing

	// Feeds.
	Venues
	Venue
	Symbols
	Sources

	// Journal.
	Journal
	Entry

	paneEnd
)

// PaneCount is the number of panes of all views.
const PaneCount = int(paneEnd) - 1

var paneNames = [...]string{
	Rotation: "rotation", Sectors: "sectors", Phase: "phase", Allocation: "allocation",
	Hedges: "hedges", Liquidation: "liquidation", Alerts: "alerts", Feeds: "feeds",
	PlanLegs: "plan", PlanStep: "step",
	Legs: "legs", Slider: "leverage", Accounts: "accounts", Stress: "stress", Ladder: "ladder",
	Funding: "funding", Interest: "open interest", Correlation: "correlation",
	IndexChart: "index", Members: "members", Standing: "standing",
	Venues: "venues", Venue: "venue", Symbols: "symbols", Sources: "sources",
	Journal: "journal", Entry: "entry",
}

// String returns the pane's name.
func (p Pane) String() string {
	if int(p) < len(paneNames) {
		return paneNames[p]
	}
	return ""
}
