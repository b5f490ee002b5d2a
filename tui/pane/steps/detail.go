package steps

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// DrawStep draws the leg the reader is on: what, why, what speaks against it, what
// it costs, and the portfolio before and after it. It returns where the leverage's
// slider stands.
func DrawStep(a grid.Area, in pane.Input, s *State) (overflow int, rail Rail) {
	l := s.leg()
	title := pane.Title{Name: "Step", Note: costs(in, s)}
	if l != nil {
		title.Name = fmt.Sprintf("Step %d of %d", l.N, len(s.Plan.Legs))
		title.Right = l.Status
	}
	inner := pane.Frame(a, in, title)
	if inner.Empty() {
		return 0, Rail{}
	}
	tight := inner.H() < roomy
	if s.Plan != nil {
		inner = said(inner, in, s)
	}
	if l == nil {
		pane.Say(inner, in, theme.Muted, s.why(in))
		return 0, Rail{}
	}
	p := page{in: in, w: inner.W(), tight: tight}
	p.leg(s.Plan, l)
	overflow = in.Page(a, inner, len(p.lines), func(row grid.Area, i int) { p.lines[i](row) })
	return overflow, p.rail
}

// roomy is the height from which every figure has a line of its own; below it
// they stand side by side, so that none is out of sight.
const roomy = 24

// saidLines is how many lines the answer to the last key takes at most.
const saidLines = 4

// said writes what the last key came to on the last lines, and returns the area
// above them.
func said(inner grid.Area, in pane.Input, s *State) grid.Area {
	if s.Said == "" {
		return inner
	}
	st := theme.Good
	if s.Bad {
		st = theme.Critical
	}
	lines := pane.Wrap(s.Said, max(inner.W(), 1))
	n := min(len(lines), saidLines, max(inner.H()/4, 1))
	for i := range n {
		text := lines[i]
		if i == n-1 && len(lines) > n {
			text = strings.Join(lines[i:], " ")
		}
		inner.TextFit(0, inner.H()-n+i, inner.W(), st, text, in.Theme.Glyphs.Ellipsis)
	}
	return inner.Sub(0, 0, inner.W(), inner.H()-n)
}

func costs(in pane.Input, s *State) string {
	if s.leg() == nil {
		return ""
	}
	t := s.Plan.Totals
	text := "cost so far $" + t.Spent.StringFixed(2) + " of $" + t.Cost.StringFixed(2)
	if v, ok := t.EdgeOver.Value(); ok {
		text += in.Theme.Glyphs.Dot + "edge/cost " + in.Text(v, pane.Format{Decimals: 1, Suffix: "x"})
	}
	return text
}

// page is a column of lines, the more important ones first.
type page struct {
	in    pane.Input
	w     int
	tight bool // figures stand side by side
	lines []func(row grid.Area)
	rail  Rail // where the slider was drawn
}

// labelWidth is how wide the names before the lines are.
const labelWidth = 8

// row adds a line with a name before it.
func (p *page) row(name string, segs ...pane.Segment) {
	in := p.in
	p.lines = append(p.lines, func(row grid.Area) {
		row.Text(0, 0, theme.Muted, name)
		pane.Segments(row, in, labelWidth, append([]pane.Segment(nil), segs...))
	})
}

// prose adds a text over as many lines as it takes, at most three.
func (p *page) prose(name, text string, st grid.Style) {
	if text == "" {
		return
	}
	for i, part := range pane.Wrap(text, max(p.w-labelWidth, 8)) {
		if i == 3 {
			return
		}
		if i > 0 {
			name = ""
		}
		p.row(name, pane.Segment{Text: part, Style: st})
	}
}

func seg(text string, st grid.Style, rank int) pane.Segment {
	return pane.Segment{Text: text, Style: st, Rank: rank}
}

// leg writes everything there is to say of a leg.
func (p *page) leg(plan *model.Plan, l *model.PlanLeg) {
	for _, why := range plan.OutOfDate {
		p.prose("date", "out of date: "+why+". What was accepted stays; R plans anew", theme.Warn)
	}
	p.prose("", l.Title, theme.Strong)
	p.broken(l)
	p.size(l)
	if l.Leverage.Valid {
		p.leverage(l)
		p.stop(l)
	}
	p.cost(l)
	p.edge(l)
	p.money(l)
	p.unknown(l)
	p.passed(l)
	p.prose("why", strings.Join(l.Reason, " "), theme.Label)
	p.evidence(l)
	p.prose("done", l.Exit, theme.Label)
	p.prose("wrong", l.Invalidation, theme.Label)
	p.notes(plan, l)
}

// broken lists the rules that speak against the leg, with their names.
func (p *page) broken(l *model.PlanLeg) {
	for i := range l.Guards {
		g := &l.Guards[i]
		if g.Passed {
			continue
		}
		st, what := theme.Warn, "ask: "
		if g.Hard {
			st, what = theme.Critical, "STOP: "
		}
		text := what + g.ID + ": " + g.Text
		if g.Source != "" {
			text += " [" + g.Source + "]"
		}
		p.prose(string(p.in.Theme.Glyphs.No), text, st)
	}
}

func (p *page) size(l *model.PlanLeg) {
	p.row("size", seg(l.Qty.String()+" "+string(l.Asset), theme.Strong, 0), seg("$"+p.dollars(l.Notional), theme.Strong, 0),
		seg("at "+l.Price.String(), theme.Label, 2), seg(p.moved(l), p.movedStyle(l), 1))
}

func (p *page) dollars(d decimal.Decimal) string {
	return p.in.Dollars(model.Known(d.InexactFloat64()))
}

// moved says how far the price went since the leg was priced.
func (p *page) moved(l *model.PlanLeg) string {
	v, ok := l.MovedPct.Value()
	if !ok {
		return ""
	}
	return "now " + p.in.Text(v, pane.Format{Decimals: 2, Signed: true, Suffix: " %"})
}

func (p *page) movedStyle(l *model.PlanLeg) grid.Style {
	if v, ok := l.MovedPct.Value(); ok && (v > l.Tolerance.Or(100) || -v > l.Tolerance.Or(100)) {
		return theme.Warn
	}
	return theme.Muted
}

func (p *page) stop(l *model.PlanLeg) {
	if !l.Stop.Valid {
		return
	}
	liq, ink := "no liquidation price", theme.Label
	if l.Liquidation.Valid {
		away := p.in.Or(l.DistancePct, pane.Format{Decimals: 1, Suffix: " %"}) + " away"
		if past, ok := pane.PastLiquidation(p.in, l.DistancePct); ok {
			away, ink = past, theme.BadgeAlarm
		}
		liq = "liquidation " + p.in.Price(model.Known(l.Liquidation.Decimal.InexactFloat64())) + ", " + away
	}
	away := l.Stop.Decimal.Div(l.Price).InexactFloat64()*100 - 100
	p.row("stop", seg(l.Stop.Decimal.String(), theme.Strong, 0), seg(p.in.Text(away, pane.Format{Decimals: 1, Signed: true, Suffix: " %"}), theme.Label, 1),
		seg(liq, ink, 0), seg(l.StopBy, theme.Muted, 3))
}

func (p *page) cost(l *model.PlanLeg) {
	c := &l.Cost
	segs := []pane.Segment{
		seg("$"+c.Total().StringFixed(2), theme.Strong, 0), seg("fee "+c.Fee.StringFixed(2), theme.Label, 1), seg(feeRate(c), theme.Muted, 2),
		seg("spread "+c.Spread.StringFixed(2), theme.Label, 1), seg(slip(c), theme.Label, 1),
	}
	p.row("cost", append(segs, seg(c.Basis, theme.Muted, 3))...)
	if l.Leverage.Valid {
		p.funding(l)
	}
}

// feeRate says of what rate the fee is, and on which venue.
func feeRate(c *model.PlanCost) string {
	if c.FeeBasis == "" {
		return ""
	}
	return "at " + c.FeeBasis
}

// slip is the slippage; one that is not known is no zero.
func slip(c *model.PlanCost) string {
	if c.NoSlippage != "" {
		return "slip ? " + c.NoSlippage
	}
	return "slip " + c.Slippage.StringFixed(2)
}

// funding says what a futures leg receives or pays while it stands, or did until
// it is taken off.
func (p *page) funding(l *model.PlanLeg) {
	c := &l.Cost
	if !c.FundingNext.Valid {
		p.row("funding", seg("? its rate is not known", theme.Muted, 0))
		return
	}
	receives := c.FundingNext.Decimal.IsPositive()
	word := "you pay"
	switch {
	case l.Action != model.ActOpen && receives:
		word = "no longer paid"
	case l.Action != model.ActOpen:
		word = "no longer received"
	case receives:
		word = "you receive"
	}
	segs := []pane.Segment{seg(signed(p.in, c.FundingNext.Decimal)+" next ("+word+")", theme.Label, 0)}
	if c.FundingDay.Valid {
		segs = append(segs, seg(signed(p.in, c.FundingDay.Decimal)+" a day", theme.Label, 1))
	}
	p.row("funding", segs...)
}

func signed(in pane.Input, d decimal.Decimal) string {
	return in.Text(d.InexactFloat64(), pane.Format{Decimals: 2, Signed: true})
}

func (p *page) edge(l *model.PlanLeg) {
	one := pane.Format{Decimals: 1}
	segs := []pane.Segment{seg(p.in.Or(l.EdgeBps, one)+" bp", theme.Label, 0)}
	if _, ok := l.Edge.Value(); !ok {
		segs = []pane.Segment{seg(l.Edge.Why(), theme.Muted, 0)}
	}
	if v, ok := l.SignalAgeD.Value(); ok {
		segs = append(segs, seg("signal "+p.in.Text(v, one)+" d old", theme.Label, 1))
	}
	if v, ok := l.MovePassed.Value(); ok {
		segs = append(segs, seg(p.in.Text(v, pane.Format{Decimals: 1, Signed: true, Suffix: " %"})+" since it began", theme.Label, 1))
	}
	p.row("edge", segs...)
}

// passed names the rules that are kept.
func (p *page) passed(l *model.PlanLeg) {
	var names []string
	for i := range l.Guards {
		if g := &l.Guards[i]; g.Passed {
			names = append(names, g.ID)
		}
	}
	p.prose(string(p.in.Theme.Glyphs.Yes), strings.Join(names, ", "), theme.Good)
}

func (p *page) evidence(l *model.PlanLeg) {
	var words []string
	why := ""
	for i := range l.Evidence {
		e := &l.Evidence[i]
		if why == "" && e.Value.State() == model.NumUnknown {
			why = e.Value.Why()
		}
		shown := e.Shown
		if shown == "" {
			shown = p.in.Or(e.Value, pane.Format{Decimals: 2})
		}
		words = append(words, e.Text+": "+shown)
	}
	if why != "" {
		words[len(words)-1] += " (?: " + why + ")"
	}
	p.prose("seen", strings.Join(words, p.in.Theme.Glyphs.Dot), theme.Label)
}

// notes tells which contradictions of the articles the leg stands on.
func (p *page) notes(plan *model.Plan, l *model.PlanLeg) {
	for i := range plan.Notes {
		n := &plan.Notes[i]
		switch {
		case n.ID == l.ID:
			p.prose("note", n.Text, theme.Muted)
		case isOf(n, l):
			p.prose(n.ID, n.Text, theme.Muted)
		}
	}
}

// isOf tells whether a note is one of a leg: its own, or of a contradiction the
// leg stands on.
func isOf(n *model.PlanNote, l *model.PlanLeg) bool {
	return n.ID == l.ID || slices.Contains(l.Reason, n.ID)
}
