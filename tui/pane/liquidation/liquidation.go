// Package liquidation is the pane that shows how far each futures leg is from
// its liquidation, the nearest first.
package liquidation

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// A leg is in danger below near percent to its liquidation, and worth an eye
// below wary; a bar is full at far.
const (
	near = 5.0
	wary = 15.0
	far  = 50.0
)

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	s := in.Snap
	rows := pane.Pick(&in, byDanger(s.Positions), func(p *model.PositionRow) string { return title(in, p) + " " + string(p.Venue) }, orders)
	inner := pane.Frame(a, in, pane.Title{Name: "Liquidation", Note: note(s)})
	if len(s.Positions) == 0 {
		pane.Say(inner, in, theme.Muted, waiting(s))
		return 0
	}
	all := len(s.Positions)
	each := 1
	if inner.H() >= 2*all {
		each = 2
	}
	high := min(inner.H(), all*each)
	drawTotals(inner.Sub(0, high, inner.W(), inner.H()-high), in)
	names := nameWidth(in, rows, inner.W())
	return in.Rows(a, inner.Sub(0, 0, inner.W(), high), pane.List{
		N: len(rows), High: each,
		Key: func(i int) string { return rows[i].Key() },
		Draw: func(row grid.Area, i int) {
			drawLeg(row, in, rows[i], names)
			if each == 2 {
				detail(row.Row(1), in, rows[i])
			}
		},
	}).Overflow
}

// orders are what the legs can be ordered by beside danger.
var orders = []pane.Order[*model.PositionRow]{
	{Head: "% away", Of: func(p *model.PositionRow) model.Num { return p.DistancePct }},
	{Head: "ATR away", Of: func(p *model.PositionRow) model.Num { return p.DistanceATR }},
	{Head: "leverage", Of: func(p *model.PositionRow) model.Num { return p.Leverage }},
	{Head: "funding a day", Of: func(p *model.PositionRow) model.Num { return p.FundingPerDay }},
	{Head: "name", Words: func(p *model.PositionRow) string { return string(p.Asset) + " " + p.Symbol }},
}

func note(s *model.Snapshot) string {
	if len(s.Positions) == 0 {
		return ""
	}
	return "% from the mark"
}

func waiting(s *model.Snapshot) string {
	if s.Portfolio.Why != "" {
		return s.Portfolio.Why
	}
	if s.Portfolio.Name != "" {
		return "the portfolio holds no futures: nothing can be liquidated"
	}
	return pane.Waiting(s, "waiting for a portfolio: eddy portfolio import FILE")
}

// byDanger returns the legs nearest to liquidation first; those whose distance
// is not known come before those that have no liquidation price.
func byDanger(positions []model.PositionRow) []*model.PositionRow {
	rows := pane.Refs(positions)
	slices.SortStableFunc(rows, func(a, b *model.PositionRow) int { return cmp.Compare(rank(a), rank(b)) })
	return rows
}

func rank(p *model.PositionRow) float64 {
	if v, ok := p.DistancePct.Value(); ok {
		return v
	}
	if p.DistancePct.State() == model.NumNotApplicable {
		return math.Inf(1)
	}
	return math.MaxFloat64
}

func title(in pane.Input, p *model.PositionRow) string {
	name := string(p.Asset)
	if name == "" {
		name = p.Symbol
	}
	return name + " " + p.Side + " " + in.Or(p.Leverage, pane.Format{Decimals: 1, Suffix: "x"})
}

func nameWidth(in pane.Input, rows []*model.PositionRow, w int) int {
	longest := 0
	for _, p := range rows {
		longest = max(longest, grid.Width(title(in, p)))
	}
	return min(longest, max(w-16, 8))
}

func danger(p *model.PositionRow) grid.Style {
	v, ok := p.DistancePct.Value()
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

// drawLeg writes a leg, its distance, and the distance as a bar: the shorter,
// the nearer.
func drawLeg(line grid.Area, in pane.Input, p *model.PositionRow, names int) {
	st := danger(p)
	line.TextFit(0, 0, names, theme.Label, title(in, p), in.Theme.Glyphs.Ellipsis)
	if p.DistancePct.State() == model.NumNotApplicable {
		line.TextFit(names+2, 0, max(line.W()-names-2, 0), theme.Muted, "no liquidation price", in.Theme.Glyphs.Ellipsis)
		return
	}
	if past, ok := pane.PastLiquidation(in, p.DistancePct); ok {
		room := max(line.W()-names-4, 0)
		if grid.Width(past) > room {
			past = strings.Replace(past, " liquidation", "", 1) // which the pane is about
		}
		x := line.TextFit(names+2, 0, room, st, past, in.Theme.Glyphs.Ellipsis)
		line.Set(min(x+1, line.W()-1), 0, st, in.Theme.Glyphs.Alarm)
		return
	}
	end := names + 7
	in.Number(line, end, 0, st, p.DistancePct, pane.Format{Decimals: 1})
	line.Text(end+1, 0, theme.Muted, "%")
	if v, ok := p.DistancePct.Value(); ok {
		chart.Bar(line.Sub(end+3, 0, line.W()-end-5, 1), v/far, in.Fill(in.Ink(st, p.DistancePct)))
		if v < wary {
			line.Set(line.W()-1, 0, st, in.Theme.Glyphs.Bang)
		}
		return
	}
	line.TextFit(end+3, 0, max(line.W()-end-3, 0), theme.Unknown, pane.Why(p.DistancePct), in.Theme.Glyphs.Ellipsis)
}

// detail writes where the leg stands: venue, prices, stop.
func detail(line grid.Area, in pane.Input, p *model.PositionRow) {
	segs := []pane.Segment{
		{Text: string(p.Venue) + " " + p.MarginMode, Style: theme.Muted, Rank: 3},
		{Text: "liq " + in.Price(p.LiquidationPrice), Style: theme.Muted, Rank: 1},
		{Text: in.Or(p.DistanceATR, pane.Format{Decimals: 1}) + " ATR", Style: theme.Muted, Rank: 2},
		stop(in, p),
		{Text: funding(in, p), Style: theme.Muted, Rank: 4},
	}
	if p.LiquidationPrice.State() == model.NumNotApplicable {
		segs = []pane.Segment{segs[0], {Text: p.LiquidationPrice.Why(), Style: theme.Muted, Rank: 2}, segs[3], segs[4]}
	}
	if why := pane.Why(p.LiquidationPrice, p.Mark); why != "" {
		segs = append(segs[:1], pane.Segment{Text: why, Style: theme.Unknown})
	}
	pane.Segments(line, in, 2, segs)
}

// stop says whether the stop fires before the liquidation does.
func stop(in pane.Input, p *model.PositionRow) pane.Segment {
	g := in.Theme.Glyphs
	text := "stop " + in.Price(p.Stop)
	switch {
	case p.Stop.State() == model.NumAbsent:
		return pane.Segment{Text: "no stop", Style: theme.Warn}
	case p.StopBeforeLiquidation == nil:
		return pane.Segment{Text: text, Style: theme.Muted}
	case *p.StopBeforeLiquidation:
		return pane.Segment{Text: string(g.Yes) + " " + text, Style: theme.Muted}
	default:
		return pane.Segment{Text: string(g.No) + " " + text + " too late", Style: theme.Critical}
	}
}

func funding(in pane.Input, p *model.PositionRow) string {
	v, ok := p.FundingPerDay.Value()
	if !ok {
		return ""
	}
	word := " a day received"
	if v < 0 {
		word = " a day paid"
	}
	return in.Text(math.Abs(v), pane.Format{Decimals: 2}) + word
}

// drawTotals sums the futures up at the foot of what is left: in one line, or with
// an account a line where there is room.
func drawTotals(foot grid.Area, in pane.Input) {
	sums, accounts := totals(in), firsts(in)
	if n := 1 + len(accounts); foot.H() >= n {
		y := foot.H() - n
		pane.Segments(foot.Row(y), in, 0, sums)
		for i := range accounts {
			pane.Segments(foot.Row(y+1+i), in, 0, accounts[i:i+1])
		}
		return
	}
	if foot.H() > 0 {
		pane.Segments(foot.Row(foot.H()-1), in, 0, slices.Insert(sums, min(1, len(sums)), accounts...))
	}
}

// totals sums all legs up.
func totals(in pane.Input) []pane.Segment {
	p := in.Snap.Portfolio
	var segs []pane.Segment
	add := func(rank int, n model.Num, text string) {
		if _, ok := n.Value(); ok {
			segs = append(segs, pane.Segment{Text: text, Style: theme.Muted, Rank: rank})
		}
	}
	add(0, p.MarginUsed, "margin $"+in.Dollars(p.MarginUsed))
	add(3, p.GrossNotional, "gross $"+in.Dollars(p.GrossNotional))
	add(2, p.NetBeta, "net beta "+in.Or(p.NetBeta, pane.Format{Decimals: 2}))
	return segs
}

// firsts tells of each account which move of all marks liquidates its first leg.
func firsts(in pane.Input) []pane.Segment {
	var segs []pane.Segment
	for i := range in.Snap.Margin {
		m := &in.Snap.Margin[i]
		if _, ok := m.JointMovePct.Value(); ok {
			move := in.Or(m.JointMovePct, pane.Format{Decimals: 1, Signed: true, Suffix: " %"})
			segs = append(segs, pane.Segment{Text: string(m.Venue) + " all " + move + ": " + m.FirstToLiquidate + " goes", Style: theme.Muted})
		}
	}
	return segs
}
