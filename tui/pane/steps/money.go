package steps

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// money shows the portfolio before and after the leg: each bucket with a bar, then
// exposure and danger.
func (p *page) money(l *model.PlanLeg) {
	p.lines = append(p.lines, func(row grid.Area) {
		row.TextRight(beforeEnd, 0, theme.Header, "before")
		row.TextRight(afterEnd, 0, theme.Header, "after")
		if row.W() > afterEnd+16 {
			row.TextRight(row.W(), 0, theme.Header, "target")
		}
	})
	for i := range l.After.Allocation {
		p.bucket(&l.After.Allocation[i], shareOf(&l.Before, l.After.Allocation[i].Bucket))
	}
	b, a := &l.Before, &l.After
	one, two := pane.Format{Decimals: 1, Suffix: " %"}, pane.Format{Decimals: 2}
	known := func(v float64) model.Num { return model.Known(v) }
	p.pair("margin", p.in.Text(b.MarginPct, one), p.in.Text(a.MarginPct, one))
	p.pair("gross", p.in.Text(b.GrossPct, one), p.in.Text(a.GrossPct, one))
	p.pair("net", p.in.Or(b.NetPct, one), p.in.Or(a.NetPct, one))
	p.pair("beta", p.in.Or(b.NetBeta, two), p.in.Or(a.NetBeta, two))
	p.pair("worst liq", p.in.Or(b.WorstPct, one), p.in.Or(a.WorstPct, one))
	p.pair("VaR 1d", p.in.Dollars(b.VaR), p.in.Dollars(a.VaR))
	p.pair("free $", p.in.Dollars(known(b.Free.InexactFloat64())), p.in.Dollars(known(a.Free.InexactFloat64())))
	p.pair("cost $", b.Cost.StringFixed(2), a.Cost.StringFixed(2))
}

// The columns after the last digit of both states.
const (
	beforeEnd = 22
	afterEnd  = 32
)

func (p *page) pair(name, before, after string) {
	p.lines = append(p.lines, func(row grid.Area) {
		row.Text(0, 0, theme.Muted, name)
		row.TextRight(beforeEnd, 0, theme.Label, before)
		st := theme.Strong
		if before == after {
			st = theme.Label
		}
		row.TextRight(afterEnd, 0, st, after)
	})
}

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
		st := theme.Strong
		if before.Equal(after.Pct) {
			st = theme.Label
		}
		row.TextRight(afterEnd, 0, st, after.Pct.StringFixed(1))
		w := row.W() - afterEnd - 9
		if w < 6 {
			return
		}
		bar := row.Sub(afterEnd+2, 0, w, 1)
		chart.Bar(bar, after.Pct.InexactFloat64()/100, in.Fill(theme.BarFill))
		if target, ok := after.Target.Value(); ok {
			bar.Set(chart.Column(target, 0, 100, w), 0, theme.Target, in.Theme.Glyphs.Target)
			row.TextRight(row.W(), 0, theme.Label, in.Text(target, pane.Format{Decimals: 1}))
		}
	})
}
