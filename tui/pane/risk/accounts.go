package risk

import (
	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// DrawAccounts draws the futures account of each venue, as it is and as it would
// be, and the value at risk of all there is.
func DrawAccounts(a grid.Area, in pane.Input, sc *Scenario) int {
	inner := pane.Frame(a, in, pane.Title{Name: "Accounts"})
	if len(in.Snap.Margin) == 0 {
		pane.Say(inner, in, theme.Muted, noLegs(in.Snap))
		return 0
	}
	rows := accountRows(in, sc, inner.W())
	win := pane.Scrolled(in.Scroll, len(rows), inner.H())
	for i := win.First; i < win.Last; i++ {
		pane.Segments(inner.Row(i-win.First), in, rows[i].indent, rows[i].segs)
	}
	pane.ScrollMark(a, in, win, len(rows))
	return win.Overflow
}

// row is a line of phrases.
type row struct {
	indent int
	segs   []pane.Segment
}

func accountRows(in pane.Input, sc *Scenario, w int) []row {
	var rows []row
	for i := range in.Snap.Margin {
		m := &in.Snap.Margin[i]
		rows = append(rows, accountHead(in, sc, m))
		if m.Why != "" {
			rows = append(rows, row{2, []pane.Segment{{Text: m.Why, Style: theme.Unknown}}})
			continue
		}
		rows = append(rows, accountFoot(in, m))
	}
	return append(rows, varRows(in, w)...)
}

func accountHead(in pane.Input, sc *Scenario, m *model.MarginView) row {
	now := "ratio " + in.Or(m.MarginRatio, pane.Format{Decimals: 1, Scale: 100, Suffix: " %"})
	for i := range sc.Accounts {
		if a := &sc.Accounts[i]; a.Input.Venue == m.Venue && a.Changed && a.Then != nil {
			now = "ratio " + fact(in, ratio(in, a.Now.Account.MarginRatio), ratio(in, a.Then.Account.MarginRatio))
		}
	}
	return row{0, []pane.Segment{
		{Text: string(m.Venue), Style: theme.Label},
		{Text: now, Style: ratioStyle(m.MarginRatio)},
		{Text: "equity $" + in.Dollars(m.Equity), Style: theme.Label, Rank: 1},
		{Text: "margin $" + in.Dollars(m.InitialMargin), Style: theme.Muted, Rank: 2},
	}}
}

// ratioStyle asks for attention from half of what liquidates.
func ratioStyle(n model.Num) grid.Style {
	switch v, ok := n.Value(); {
	case !ok:
		return theme.Unknown
	case v >= 0.8:
		return theme.Critical
	case v >= 0.5:
		return theme.Warn
	default:
		return theme.Good
	}
}

func accountFoot(in pane.Input, m *model.MarginView) row {
	r := row{indent: 2}
	if v, ok := m.JointMovePct.Value(); ok {
		r.segs = append(r.segs, pane.Segment{Text: "first " + m.FirstToLiquidate + " at " + in.Text(v, pane.Format{Decimals: 1, Signed: true, Suffix: " %"}), Style: theme.Muted})
	} else {
		r.segs = append(r.segs, pane.Segment{Text: m.JointMovePct.Why(), Style: theme.Muted})
	}
	r.segs = append(r.segs, pane.Segment{Text: "wallet: " + m.WalletBasis, Style: theme.Muted, Rank: 2})
	return r
}

// varRows tell the value at risk, and what it stands on, in w cells.
func varRows(in pane.Input, w int) []row {
	v := in.Snap.VaR
	if v == nil {
		return nil
	}
	if len(v.Rows) == 0 {
		return []row{{0, []pane.Segment{{Text: "value at risk", Style: theme.Header}, {Text: v.Why, Style: theme.Unknown}}}}
	}
	rows := []row{{0, []pane.Segment{
		{Text: "value at risk", Style: theme.Header},
		{Text: "by the past " + in.Count(float64(v.Days)) + " days", Style: theme.Muted, Rank: 1},
		{Text: limited(v), Style: theme.Muted, Rank: 2},
	}}}
	for _, x := range v.Rows {
		rows = append(rows, row{2, []pane.Segment{
			{Text: in.Text(x.Confidence*100, pane.Format{}) + " %, " + in.Count(float64(x.HorizonDays)) + " d", Style: theme.Label},
			{Text: in.Dollars(x.Historical), Style: theme.Strong},
			{Text: "beyond it " + in.Dollars(x.HistoricalES), Style: theme.Label, Rank: 1},
			{Text: "if normal " + in.Dollars(x.Parametric), Style: theme.Muted, Rank: 2},
		}})
	}
	for _, line := range pane.Wrap(v.Basis, w-2) {
		rows = append(rows, row{2, []pane.Segment{{Text: line, Style: theme.Muted}}})
	}
	return rows
}

func limited(v *model.VaRView) string {
	if v.LimitedBy == "" {
		return ""
	}
	return "no more: " + string(v.LimitedBy) + " begins there"
}
