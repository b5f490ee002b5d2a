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
	list := pane.Pick(&in, pane.Refs(in.Snap.Margin), func(m *model.MarginView) string { return string(m.Venue) }, accountOrders)
	hasVaR := in.Keeps("value at risk")
	inner := pane.Frame(a, in, pane.Title{Name: "Accounts"})
	if len(in.Snap.Margin) == 0 {
		pane.Say(inner, in, theme.Muted, noLegs(in.Snap))
		return 0
	}
	rows := accountRows(in, sc, list)
	if hasVaR {
		rows = append(rows, varRows(in, inner.W())...)
	}
	return in.Rows(a, inner, pane.List{
		N: len(rows), Still: true,
		Key:  func(i int) string { return rows[i].key },
		Draw: func(line grid.Area, i int) { pane.Segments(line, in, rows[i].indent, rows[i].segs) },
	}).Overflow
}

// accountOrders are the figures the accounts can be ordered by.
var accountOrders = []pane.Order[*model.MarginView]{
	{Head: "ratio", Of: func(m *model.MarginView) model.Num { return m.MarginRatio }},
	{Head: "equity", Of: func(m *model.MarginView) model.Num { return m.Equity }},
	{Head: "margin", Of: func(m *model.MarginView) model.Num { return m.InitialMargin }},
	{Head: "name", Words: func(m *model.MarginView) string { return string(m.Venue) }},
}

// row is a line of phrases.
type row struct {
	indent int
	segs   []pane.Segment
	key    string // the account, on its first line
}

func accountRows(in pane.Input, sc *Scenario, list []*model.MarginView) []row {
	var rows []row
	for _, m := range list {
		rows = append(rows, accountHead(in, sc, m))
		if m.Why != "" {
			rows = append(rows, row{indent: 2, segs: []pane.Segment{{Text: m.Why, Style: theme.Unknown}}})
			continue
		}
		rows = append(rows, accountFoot(in, m))
	}
	return rows
}

func accountHead(in pane.Input, sc *Scenario, m *model.MarginView) row {
	now := "ratio " + in.Or(m.MarginRatio, pane.Format{Decimals: 1, Scale: 100, Suffix: " %"})
	for i := range sc.Accounts {
		if a := &sc.Accounts[i]; a.Input.Venue == m.Venue && a.Changed && a.Then != nil {
			now = "ratio " + fact(in, ratio(in, a.Now.Account.MarginRatio), ratio(in, a.Then.Account.MarginRatio))
		}
	}
	return row{key: string(m.Venue), segs: []pane.Segment{
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
		return []row{{key: "value at risk", segs: []pane.Segment{{Text: "value at risk", Style: theme.Header}, {Text: v.Why, Style: theme.Unknown}}}}
	}
	rows := []row{{key: "value at risk", segs: []pane.Segment{
		{Text: "value at risk", Style: theme.Header},
		{Text: "by the past " + in.Count(float64(v.Days)) + " days", Style: theme.Muted, Rank: 1},
		{Text: limited(v), Style: theme.Muted, Rank: 2},
	}}}
	for _, x := range v.Rows {
		rows = append(rows, row{indent: 2, segs: []pane.Segment{
			{Text: in.Text(x.Confidence*100, pane.Format{}) + " %, " + in.Count(float64(x.HorizonDays)) + " d", Style: theme.Label},
			{Text: in.Dollars(x.Historical), Style: theme.Strong},
			{Text: "beyond it " + in.Dollars(x.HistoricalES), Style: theme.Label, Rank: 1},
			{Text: "if normal " + in.Dollars(x.Parametric), Style: theme.Muted, Rank: 2},
		}})
	}
	for _, line := range pane.Wrap(v.Basis, w-2) {
		rows = append(rows, row{indent: 2, segs: []pane.Segment{{Text: line, Style: theme.Muted}}})
	}
	return rows
}

func limited(v *model.VaRView) string {
	if v.LimitedBy == "" {
		return ""
	}
	return "no more: " + string(v.LimitedBy) + " begins there"
}
