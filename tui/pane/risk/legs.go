package risk

import (
	"cmp"
	"math"
	"slices"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// legColumn is one figure of the table of legs.
type legColumn struct {
	head  string
	width int // with the gap before it
	rank  int // 1 is the last to leave when it gets narrow
	draw  func(in pane.Input, cell grid.Area, end int, l *LegState)
}

var legColumns = []legColumn{
	{"lever", 15, 1, drawLever},
	{"notional", 10, 5, func(in pane.Input, c grid.Area, end int, l *LegState) {
		c.TextRight(end, 0, theme.Label, in.Dollars(now(l, l.Row.Notional)))
	}},
	{"mark", 11, 4, func(in pane.Input, c grid.Area, end int, l *LegState) {
		c.TextRight(end, 0, theme.Muted, in.Price(l.Row.Mark))
	}},
	{"liquidation", 13, 3, func(in pane.Input, c grid.Area, end int, l *LegState) {
		c.TextRight(end, 0, theme.Label, in.Price(l.Row.LiquidationPrice))
	}},
	{"away %", 8, 2, drawAway},
	{"ATR", 6, 6, func(in pane.Input, c grid.Area, end int, l *LegState) {
		in.Number(c, end, 0, theme.Label, l.Row.DistanceATR, pane.Format{Decimals: 1})
	}},
	{"stop", 12, 7, drawStop},
	{"a day", 9, 8, func(in pane.Input, c grid.Area, end int, l *LegState) {
		v := l.Row.FundingPerDay
		in.Number(c, end, 0, theme.Signed(v.Or(0)), v, pane.Format{Decimals: 2, Signed: true})
	}},
	{"P/L", 10, 6, func(in pane.Input, c grid.Area, end int, l *LegState) {
		money(in, c, end, l.Row.UPnL)
	}},
	{"tiers", 26, 9, func(in pane.Input, c grid.Area, end int, l *LegState) {
		c.TextFit(2, 0, max(end-2, 0), theme.Muted, l.Row.Tiers, in.Theme.Glyphs.Ellipsis)
	}},
}

// drawLever writes the leverage there is, and the one that is asked.
func drawLever(in pane.Input, c grid.Area, end int, l *LegState) {
	st := theme.Label
	if limit, ok := in.Snap.Portfolio.LeverageCap.Value(); ok && l.Leverage().InexactFloat64() > limit {
		st = theme.Warn
	}
	c.TextRight(end, 0, st, fact(in, in.Or(l.Row.Leverage, pane.Format{Decimals: 1, Suffix: "x"}), times(in, l.Leverage())))
}

// now prefers the exact figure of the scenario where the row has none.
func now(l *LegState, shown model.Num) model.Num {
	if _, ok := shown.Value(); !ok && l.Now != nil {
		return num(l.Now.Notional)
	}
	return shown
}

// drawAway writes how far the mark is from liquidation, or that it is past; by how
// much stands below the table.
func drawAway(in pane.Input, c grid.Area, end int, l *LegState) {
	if _, past := pane.PastLiquidation(in, l.Row.DistancePct); past {
		c.TextRight(end, 0, rowDanger(l), "past")
		return
	}
	in.Number(c, end, 0, rowDanger(l), l.Row.DistancePct, pane.Format{Decimals: 1})
}

func rowDanger(l *LegState) grid.Style {
	v, ok := l.Row.DistancePct.Value()
	switch {
	case !ok:
		return theme.Muted
	case v <= 0:
		return theme.BadgeAlarm
	case v < near:
		return theme.Critical
	case v < wary:
		return theme.Warn
	default:
		return theme.Good
	}
}

// drawStop writes the stop and whether it fires before the liquidation does.
func drawStop(in pane.Input, c grid.Area, end int, l *LegState) {
	g, p := in.Theme.Glyphs, l.Row
	switch {
	case p.Stop.State() == model.NumAbsent:
		c.TextRight(end, 0, theme.Warn, "none")
	case p.StopBeforeLiquidation == nil:
		c.TextRight(end, 0, theme.Muted, in.Price(p.Stop))
	case *p.StopBeforeLiquidation:
		c.TextRight(end, 0, theme.Muted, string(g.Yes)+" "+in.Price(p.Stop))
	default:
		c.TextRight(end, 0, theme.Critical, string(g.No)+" "+in.Price(p.Stop))
	}
}

// legOrders are the columns the table can be ordered by.
var legOrders = []pane.Order[*LegState]{
	{Head: "lever", Of: func(l *LegState) model.Num { return l.Row.Leverage }},
	{Head: "notional", Of: func(l *LegState) model.Num { return now(l, l.Row.Notional) }},
	{Head: "away %", Of: func(l *LegState) model.Num { return l.Row.DistancePct }},
	{Head: "ATR", Of: func(l *LegState) model.Num { return l.Row.DistanceATR }},
	{Head: "a day", Of: func(l *LegState) model.Num { return l.Row.FundingPerDay }},
	{Head: "P/L", Of: func(l *LegState) model.Num { return l.Row.UPnL }},
	{Head: "name", Words: title},
}

// DrawLegs draws the table of futures legs, the nearest to liquidation first.
// said is what the desk has to say of what was asked.
func DrawLegs(a grid.Area, in pane.Input, sc *Scenario, said string) int {
	note := legsNote(sc)
	if said != "" {
		note = said
	}
	list := Order(&in, sc)
	inner := pane.Frame(a, in, pane.Title{Name: "Legs", Note: note})
	if len(sc.Legs) == 0 {
		pane.Say(inner, in, theme.Muted, noLegs(in.Snap))
		return 0
	}
	names := nameWidth(list, inner.W())
	widths := chooseLegs(inner.W() - names - 1)
	drawLegHead(inner.Row(0), in, names, widths)
	return in.Rows(a, inner, pane.List{
		Top: 1, N: len(list),
		Key:  func(i int) string { return list[i].Key },
		Draw: func(row grid.Area, i int) { drawLeg(row, in, list[i], names, widths) },
	}).Overflow
}

// legsNote says whether anything is asked.
func legsNote(sc *Scenario) string {
	n := 0
	for i := range sc.Legs {
		if !sc.Legs[i].Change.IsZero() {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "one leg asked about"
	default:
		return "several legs asked about"
	}
}

func noLegs(s *model.Snapshot) string {
	switch {
	case s.Portfolio.Why != "":
		return s.Portfolio.Why
	case s.Portfolio.Name != "":
		return "the portfolio holds no futures: there is no leverage to set"
	default:
		return pane.Waiting(s, "waiting for a portfolio: eddy portfolio import FILE")
	}
}

// Order picks the legs that pass the filter, in the order asked for; by itself
// the nearest to liquidation comes first, a leg that has none last.
func Order(in *pane.Input, sc *Scenario) []*LegState {
	list := pane.Refs(sc.Legs)
	slices.SortStableFunc(list, func(a, b *LegState) int { return cmp.Compare(dangerRank(a.Row), dangerRank(b.Row)) })
	return pane.Pick(in, list, title, legOrders)
}

func dangerRank(p *model.PositionRow) float64 {
	if v, ok := p.DistancePct.Value(); ok {
		return v
	}
	if p.DistancePct.State() == model.NumNotApplicable {
		return math.Inf(1)
	}
	return math.MaxFloat64
}

func title(l *LegState) string {
	return name(l.Row) + " " + string(l.Row.Venue) + " " + l.Row.MarginMode
}

func nameWidth(list []*LegState, w int) int {
	longest := 0
	for _, l := range list {
		longest = max(longest, grid.Width(title(l)))
	}
	return min(longest, max(w-25, 8))
}

// chooseLegs returns the widths of the columns that fit into w cells, by rank;
// 0 for the others.
func chooseLegs(w int) []int {
	widths := make([]int, len(legColumns))
	for rank := 1; rank <= 9; rank++ {
		for i := range legColumns {
			if legColumns[i].rank == rank && legColumns[i].width <= w {
				widths[i] = legColumns[i].width
				w -= widths[i]
			}
		}
	}
	return widths
}

func drawLegHead(row grid.Area, in pane.Input, x int, widths []int) {
	for i, c := range legColumns {
		if widths[i] == 0 {
			continue
		}
		x += widths[i]
		in.Head(row, x, c.head)
	}
}

func drawLeg(row grid.Area, in pane.Input, l *LegState, x int, widths []int) {
	st := theme.Label
	if l.Row.Stale {
		st = theme.Stale
	}
	row.TextFit(0, 0, x, st, title(l), in.Theme.Glyphs.Ellipsis)
	if !l.Change.IsZero() {
		row.Set(x+1, 0, theme.Key, in.Theme.Glyphs.Marker)
	}
	for i, c := range legColumns {
		if widths[i] > 0 {
			c.draw(in, row.Sub(x, 0, row.W()-x, 1), widths[i], l)
			x += widths[i]
		}
	}
}
