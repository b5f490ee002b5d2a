package layout

// band is one or two panes side by side in a column, and how high it wants to
// be. Heights include the frame.
type band struct {
	panes [2]Pane
	left  int // percent of the width the first of two panes gets
	min   int
	ideal int
	grow  int // share of what is left over
	rank  int // 1 is given room first
}

// column is a stack of bands that takes a share of the width.
type column struct {
	share int // percent
	bands []band
}

// plan is columns side by side above an optional foot across all of them.
type plan struct {
	columns []column
	foot    *band
}

func one(p Pane, min, ideal, grow, rank int) band {
	return band{panes: [2]Pane{p}, left: 100, min: min, ideal: ideal, grow: grow, rank: rank}
}

// stackedPlan is for 60 to 75 columns: figures first, one under the other.
var stackedPlan = plan{columns: []column{{100, []band{
	one(Sectors, 10, 11, 1, 1),
	one(Rotation, 9, 14, 4, 5),
	one(Phase, 6, 8, 2, 2),
	one(Allocation, 6, 9, 1, 4),
	one(Hedges, 5, 8, 1, 7),
	one(Liquidation, 5, 7, 1, 6),
	one(Alerts, 2, 4, 2, 3),
	one(Feeds, 5, 7, 1, 8),
}}}}

// pairedPlan is for 76 to 84 columns: the picture beside the figures, why
// below, then what there is room for.
var pairedPlan = plan{columns: []column{{100, []band{
	{panes: [2]Pane{Rotation, Sectors}, left: 43, min: 10, ideal: 11, grow: 3, rank: 1},
	one(Phase, 7, 8, 2, 2),
	{panes: [2]Pane{Allocation, Hedges}, left: 50, min: 8, ideal: 9, grow: 1, rank: 4},
	one(Liquidation, 5, 7, 1, 5),
	one(Alerts, 3, 4, 2, 3),
	one(Feeds, 5, 7, 1, 6),
}}}}

// twoPlan is for 85 to 111 columns.
var twoPlan = plan{columns: []column{
	{49, []band{
		one(Rotation, 9, 15, 3, 1),
		one(Phase, 6, 11, 2, 2),
		one(Alerts, 4, 6, 2, 3),
		one(Hedges, 5, 8, 1, 4),
	}},
	{51, []band{
		one(Sectors, 7, 12, 1, 1),
		one(Allocation, 6, 10, 1, 2),
		one(Liquidation, 5, 8, 1, 4),
		one(Feeds, 5, 7, 1, 3),
	}},
}}

// threePlan is for 112 columns and more: where the sectors are, why, and what
// it means for the money; below, what just happened and whether the data lives.
var threePlan = plan{
	columns: []column{
		{34, []band{one(Rotation, 9, 18, 3, 1), one(Liquidation, 4, 8, 1, 2)}},
		{38, []band{one(Sectors, 7, 12, 0, 1), one(Phase, 6, 14, 2, 2)}},
		{28, []band{one(Allocation, 6, 11, 0, 1), one(Hedges, 4, 12, 2, 2)}},
	},
	foot: &band{panes: [2]Pane{Alerts, Feeds}, left: 56, min: 4, ideal: 7, grow: 1, rank: 2},
}

// bigPlan is for 160 by 44 and more: a graph to look at from across the room, and a
// foot so wide that what happened is read whole.
var bigPlan = plan{
	columns: []column{
		{38, []band{one(Rotation, 20, 42, 3, 1)}},
		{38, []band{one(Sectors, 8, 12, 0, 1), one(Phase, 8, 30, 2, 2)}},
		{24, []band{one(Allocation, 7, 12, 0, 1), one(Liquidation, 6, 14, 2, 2), one(Hedges, 5, 14, 2, 3)}},
	},
	foot: &band{panes: [2]Pane{Alerts, Feeds}, left: 58, min: 6, ideal: 14, grow: 1, rank: 2},
}

// feedsPlan has the venue under the cursor beside all of them.
var feedsPlan = plan{columns: []column{
	{58, []band{one(Venues, 6, 12, 1, 1), one(Sources, 4, 12, 1, 2)}},
	{42, []band{one(Venue, 7, 20, 1, 1), one(Symbols, 6, 20, 3, 2)}},
}}

// feedsNarrowPlan has it below.
var feedsNarrowPlan = plan{columns: []column{{100, []band{
	one(Venues, 5, 9, 0, 1),
	{panes: [2]Pane{Venue, Symbols}, left: 50, min: 7, ideal: 12, grow: 3, rank: 2},
	one(Sources, 3, 6, 1, 3),
}}}}

// journalPlan has an entry beside the journal.
var journalPlan = plan{columns: []column{
	{60, []band{one(Journal, 5, 20, 1, 1)}},
	{40, []band{one(Entry, 5, 20, 1, 1)}},
}}

// journalNarrowPlan has it below.
var journalNarrowPlan = plan{columns: []column{{100, []band{
	one(Journal, 6, 9, 1, 1),
	one(Entry, 6, 12, 1, 2),
}}}}

// riskNarrowPlan is for less than 85 columns: the slider has room first.
var riskNarrowPlan = plan{columns: []column{{100, []band{
	one(Legs, 4, 5, 1, 2),
	one(Slider, 12, 12, 0, 1),
	one(Ladder, 4, 5, 0, 5),
	one(Accounts, 4, 6, 1, 4),
	one(Stress, 4, 9, 2, 3),
}}}}

// riskPlan puts the accounts beside the stress.
var riskPlan = plan{columns: []column{{100, []band{
	one(Legs, 5, 6, 1, 2),
	one(Slider, 13, 13, 0, 1),
	one(Ladder, 5, 6, 1, 4),
	{panes: [2]Pane{Accounts, Stress}, left: 42, min: 6, ideal: 13, grow: 2, rank: 3},
}}}}

// riskWidePlan has the slider beside what the accounts and the portfolio come
// to.
var riskWidePlan = plan{columns: []column{
	{58, []band{one(Legs, 5, 14, 2, 2), one(Slider, 13, 13, 0, 1), one(Ladder, 5, 14, 2, 3)}},
	{42, []band{one(Accounts, 5, 14, 1, 2), one(Stress, 6, 18, 2, 1)}},
}}

// flowPlan has funding on the left, where it goes on the right.
var flowPlan = plan{columns: []column{
	{50, []band{one(Funding, 8, 40, 1, 1)}},
	{50, []band{one(Interest, 6, 12, 1, 1), one(Correlation, 6, 12, 1, 2)}},
}}

// flowNarrowPlan stacks the three.
var flowNarrowPlan = plan{columns: []column{{100, []band{
	one(Funding, 7, 12, 2, 1),
	one(Interest, 5, 10, 1, 2),
	one(Correlation, 6, 9, 1, 3),
}}}}

// sectorPlan has the index above its members, and what stands behind its score
// beside them.
var sectorPlan = plan{columns: []column{
	{60, []band{one(IndexChart, 9, 16, 2, 1), one(Members, 8, 16, 1, 2)}},
	{40, []band{one(Standing, 10, 40, 1, 1)}},
}}

// sectorNarrowPlan stacks the three.
var sectorNarrowPlan = plan{columns: []column{{100, []band{
	one(IndexChart, 7, 9, 2, 2),
	one(Members, 6, 9, 1, 1),
	one(Standing, 5, 8, 1, 3),
}}}}

// stepsPlan has the legs on the left and the one the reader is on beside them.
var stepsPlan = plan{columns: []column{
	{38, []band{one(PlanLegs, 6, 40, 1, 1)}},
	{62, []band{one(PlanStep, 9, 40, 1, 1)}},
}}

// stepsNarrowPlan stacks the two.
var stepsNarrowPlan = plan{columns: []column{{100, []band{
	one(PlanLegs, 4, 7, 1, 2),
	one(PlanStep, 7, 16, 3, 1),
}}}}
