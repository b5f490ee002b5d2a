package steps

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// figure is one figure of the portfolio before and after the leg.
type figure struct {
	name          string
	before, after string
	unit          string // behind both, or behind the second where they stand together
}

// figures are exposure, danger and cost before and after the leg.
func (p *page) figures(l *model.PlanLeg) []figure {
	b, a, in := &l.Before, &l.After, p.in
	one, two := pane.Format{Decimals: 1}, pane.Format{Decimals: 2}
	return []figure{
		{"margin", in.Text(b.MarginPct, one), in.Text(a.MarginPct, one), " %"},
		{"gross", in.Text(b.GrossPct, one), in.Text(a.GrossPct, one), " %"},
		{"net", in.Or(b.NetPct, one), in.Or(a.NetPct, one), " %"},
		{"beta", in.Or(b.NetBeta, two), in.Or(a.NetBeta, two), ""},
		{"worst liq", in.Or(b.WorstPct, one), in.Or(a.WorstPct, one), " %"},
		{"VaR 1d", in.Dollars(b.VaR), in.Dollars(a.VaR), ""},
		{"free $", p.dollars(b.Free), p.dollars(a.Free), ""},
		{"cost $", b.Cost.StringFixed(2), a.Cost.StringFixed(2), ""},
	}
}

// unknown says why figures of the portfolio after the leg are not known.
func (p *page) unknown(l *model.PlanLeg) {
	a := &l.After
	text, why := "", ""
	for _, f := range []struct {
		name string
		of   model.Num
	}{{"net", a.NetPct}, {"beta", a.NetBeta}, {"worst liq", a.WorstPct}, {"VaR", a.VaR}} {
		switch {
		case f.of.State() != model.NumUnknown || f.of.Why() == "":
			continue
		case why == "":
			text = f.name
		case f.of.Why() == why:
			text += ", " + f.name
		default:
			text += ": " + why + p.in.Theme.Glyphs.Dot + f.name
		}
		why = f.of.Why()
	}
	if why != "" {
		p.prose("?", text+": "+why, theme.Muted)
	}
}

// withUnit is a figure as it stands alone; one that is not known has no unit.
func withUnit(text, unit string, isKnown bool) string {
	if !isKnown {
		return text
	}
	return text + unit
}

// hasDigit tells a figure from the word for one that is not known.
func hasDigit(text string) bool {
	for _, r := range text {
		if r >= '0' && r <= '9' {
			return true
		}
	}
	return false
}

// money shows the portfolio before and after the leg: each bucket with a bar, then
// exposure and danger. Where there is little height the figures go first, side by
// side.
func (p *page) money(l *model.PlanLeg) {
	if p.tight {
		p.flow(p.figures(l))
		p.bucketPairs(l)
		return
	}
	p.lines = append(p.lines, func(row grid.Area) {
		row.TextRight(beforeEnd, 0, theme.Header, "before")
		row.TextRight(afterEnd, 0, theme.Header, "after")
		if row.W() > afterEnd+16 {
			row.TextRight(row.W(), 0, theme.Header, "target")
		}
		if row.W() > afterEnd+34 {
			x := row.Text(afterEnd+2, 0, theme.Good, string(gained(p.in)))
			x = row.Text(x, 0, theme.Header, " comes  ")
			x = row.Text(x, 0, theme.BarExcess, string(p.in.Theme.Glyphs.Excess))
			row.Text(x, 0, theme.Header, " goes")
		}
	})
	for i := range l.After.Allocation {
		p.bucket(&l.After.Allocation[i], shareOf(&l.Before, l.After.Allocation[i].Bucket))
	}
	for _, f := range p.figures(l) {
		p.pair(f)
	}
}

// The columns after the last digit of both states.
const (
	beforeEnd = 22
	afterEnd  = 32
)

func (p *page) pair(f figure) {
	before, after := withUnit(f.before, f.unit, hasDigit(f.before)), withUnit(f.after, f.unit, hasDigit(f.after))
	p.lines = append(p.lines, func(row grid.Area) {
		row.Text(0, 0, theme.Muted, f.name)
		row.TextRight(beforeEnd, 0, theme.Label, before)
		row.TextRight(afterEnd, 0, changed(before == after), after)
	})
}

// changed is the look of what came after: strong where it differs.
func changed(same bool) grid.Style {
	if same {
		return theme.Label
	}
	return theme.Strong
}

// flow writes figures side by side, on as many lines as they take.
func (p *page) flow(list []figure) {
	const gap = 2
	var line []figure
	width := 0
	for _, f := range list {
		w := grid.Width(f.name) + 1 + grid.Width(p.span(f))
		if len(line) > 0 && width+gap+w > p.w {
			p.flowLine(line)
			line, width = nil, 0
		}
		line, width = append(line, f), width+gap+w
	}
	p.flowLine(line)
}

// span is a figure as from, to.
func (p *page) span(f figure) string {
	return f.before + p.in.Theme.Glyphs.Arrow + withUnit(f.after, f.unit, hasDigit(f.after))
}

func (p *page) flowLine(line []figure) {
	p.lines = append(p.lines, func(row grid.Area) {
		x := 0
		for _, f := range line {
			x = row.Text(x, 0, theme.Muted, f.name) + 1
			x = row.Text(x, 0, changed(f.before == f.after), p.span(f)) + 2
		}
	})
}

// isSame tells whether two shares read the same.
func isSame(a, b decimal.Decimal) bool { return a.Round(1).Equal(b.Round(1)) }

func shareOf(s *model.PlanState, bucket string) decimal.Decimal {
	for i := range s.Allocation {
		if s.Allocation[i].Bucket == bucket {
			return s.Allocation[i].Pct
		}
	}
	return decimal.Zero
}

// bucket draws one bucket's share before and after with a bar that has its target
// on it.
func (p *page) bucket(after *model.PlanShare, before decimal.Decimal) {
	in := p.in
	p.lines = append(p.lines, func(row grid.Area) {
		row.TextFit(0, 0, 14, pane.SectorStyle(in.Snap, after.Bucket, theme.Label), after.Bucket, in.Theme.Glyphs.Ellipsis)
		row.TextRight(beforeEnd, 0, theme.Label, before.StringFixed(1))
		row.TextRight(afterEnd, 0, changed(isSame(before, after.Pct)), after.Pct.StringFixed(1))
		if w := row.W() - afterEnd - 9; w >= leastBar {
			drawShift(row.Sub(afterEnd+2, 0, w, 1), in, before, after)
			p.target(row, after)
		}
	})
}

func (p *page) target(row grid.Area, after *model.PlanShare) {
	if v, ok := after.Target.Value(); ok {
		row.TextRight(row.W(), 0, theme.Label, p.in.Text(v, pane.Format{Decimals: 1}))
	}
}

// bucketPairs draws the buckets two on a line.
func (p *page) bucketPairs(l *model.PlanLeg) {
	list := l.After.Allocation
	half := p.w
	if p.w >= 2*leastHalf {
		half = p.w / 2
	}
	for i := 0; i < len(list); {
		from := i
		i = min(i+p.w/half, len(list))
		p.lines = append(p.lines, func(row grid.Area) {
			for k := from; k < i; k++ {
				p.shortBucket(row.Sub((k-from)*half, 0, half-1, 1), &list[k], shareOf(&l.Before, list[k].Bucket))
			}
		})
	}
}

// leastHalf is the width from which a bucket leaves room for another beside it,
// and leastBar that of a bar worth drawing.
const (
	leastHalf = 34
	leastBar  = 6
)

func (p *page) shortBucket(row grid.Area, after *model.PlanShare, before decimal.Decimal) {
	const name, from, to = 8, 14, 15
	word := after.Bucket
	if grid.Width(word) > name {
		word = pane.ShortSector(p.in.Snap, word)
	}
	row.TextFit(0, 0, name, pane.SectorStyle(p.in.Snap, after.Bucket, theme.Label), word, p.in.Theme.Glyphs.Ellipsis)
	row.TextRight(from, 0, theme.Label, before.StringFixed(1))
	x := row.Text(from, 0, theme.Muted, p.in.Theme.Glyphs.Arrow)
	row.Text(x, 0, changed(isSame(before, after.Pct)), after.Pct.StringFixed(1))
	if w := row.W() - to - 14; w >= leastBar {
		drawShift(row.Sub(to+7, 0, w, 1), p.in, before, after)
		p.target(row, after)
	}
}
