package sector

import (
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// column is one figure of the table of members.
type column struct {
	head  string
	width int // with the gap before it
	rank  int // 1 is the last to leave when it gets narrow
	of    func(*model.MemberView) model.Num
	f     pane.Format
	sign  bool // it is won or lost
}

var columns = []column{
	{"weight %", 10, 1, func(m *model.MemberView) model.Num { return m.Weight }, pane.Format{Decimals: 1, Scale: 100}, false},
	{"1d %", 8, 3, func(m *model.MemberView) model.Num { return m.Return1dPct }, pane.Format{Decimals: 1, Signed: true}, true},
	{"28d %", 9, 4, func(m *model.MemberView) model.Num { return m.Return28dPct }, pane.Format{Decimals: 1, Signed: true}, true},
	{"adds 28d", 11, 2, func(m *model.MemberView) model.Num { return m.ContributionPct }, pane.Format{Decimals: 2, Signed: true}, true},
	{"mom", 8, 5, func(m *model.MemberView) model.Num { return m.Momentum }, pane.Format{Decimals: 2, Signed: true}, true},
	{"without it", 12, 6, func(m *model.MemberView) model.Num { return m.Without }, pane.Format{Decimals: 2, Signed: true}, false},
}

// orders are the columns the table can be ordered by: every figure, and the name.
var orders = func() []pane.Order[*model.MemberView] {
	list := make([]pane.Order[*model.MemberView], 0, len(columns)+1)
	for _, c := range columns {
		list = append(list, pane.Order[*model.MemberView]{Head: c.head, Of: c.of})
	}
	return append(list, pane.Order[*model.MemberView]{Head: "name", Words: func(m *model.MemberView) string { return string(m.Asset) }})
}()

// Behind the figures stand, in words, a member's quadrant on the rotation graph
// and how it is, where there is room for them.
const (
	quadrantWidth = 11
	lastWidth     = 18
)

// widths are the columns' in cells, the gap before each included; 0 for those
// that have no room.
type widths struct {
	figures        []int
	quadrant, last int
}

// DrawMembers draws the sector's members.
func DrawMembers(a grid.Area, in pane.Input) int {
	v := Of(in.Snap, in.Subject)
	if v == nil {
		inner := pane.Frame(a, in, pane.Title{Name: "Members"})
		pane.Wait(inner, in, "waiting for the first sector index")
		return 0
	}
	list := pane.Pick(&in, pane.Refs(v.MemberDetail), func(m *model.MemberView) string { return string(m.Asset) }, orders)
	inner := pane.Frame(a, in, pane.Title{Name: "Members", Note: "what each adds to " + v.Sector})
	if len(v.MemberDetail) == 0 {
		pane.Say(inner, in, theme.Muted, noDetail(v))
		return 0
	}
	names := 6
	for _, m := range list {
		names = max(names, grid.Width(string(m.Asset)))
	}
	names = min(names, max(inner.W()-12, 6))
	cols := choose(inner.W() - names - 1)
	drawHead(inner.Row(0), in, names, cols)
	return in.Rows(a, inner, pane.List{
		Top: 1, N: len(list),
		Key:  func(i int) string { return string(list[i].Asset) },
		Draw: func(line grid.Area, i int) { drawMember(line, in, list[i], names, cols) },
	}).Overflow
}

// noDetail names the members where no figures are told of them.
func noDetail(v *model.SectorView) string {
	if why := pane.Why(v.Momentum, v.Index); why != "" {
		return v.Sector + ": " + why
	}
	names := make([]string, len(v.Members))
	for i, a := range v.Members {
		names[i] = string(a)
	}
	if len(names) == 0 {
		return "no venue lists a member of " + v.Sector
	}
	return "members " + strings.Join(names, ", ") + ": their parts are told from the first daily close on"
}

// choose gives w cells to the columns, by rank, and then to the words.
func choose(w int) widths {
	cols := widths{figures: make([]int, len(columns))}
	for rank := 1; rank <= len(columns); rank++ {
		for i := range columns {
			if columns[i].rank == rank && columns[i].width <= w {
				cols.figures[i] = columns[i].width
				w -= columns[i].width
			}
		}
	}
	if w >= quadrantWidth {
		cols.quadrant = quadrantWidth
		w -= quadrantWidth
	}
	if w >= lastWidth {
		cols.last = w
	}
	return cols
}

func drawHead(row grid.Area, in pane.Input, x int, cols widths) {
	for i, c := range columns {
		if cols.figures[i] == 0 {
			continue
		}
		x += cols.figures[i]
		in.Head(row, x, c.head)
	}
	if cols.quadrant > 0 {
		row.Text(x+2, 0, theme.Header, "quadrant")
	}
	if cols.last > 0 {
		row.Text(x+cols.quadrant+2, 0, theme.Header, "stands")
	}
}

func drawMember(row grid.Area, in pane.Input, m *model.MemberView, x int, cols widths) {
	st := theme.Label
	if m.Stale {
		st = theme.Stale
	}
	ell := in.Theme.Glyphs.Ellipsis
	row.TextFit(0, 0, x, st, string(m.Asset), ell)
	for i, c := range columns {
		if cols.figures[i] == 0 {
			continue
		}
		x += cols.figures[i]
		n := c.of(m)
		ink := theme.Label
		if c.sign {
			ink = theme.Signed(n.Or(0))
		}
		in.Number(row, x, 0, ink, n, c.f)
	}
	if cols.quadrant > 0 {
		text, ink := quadrant(in.Snap, m)
		row.Text(x+2, 0, ink, text)
	}
	if cols.last > 0 {
		text, ink := stands(m)
		row.TextFit(x+cols.quadrant+2, 0, cols.last-2, ink, text, ell)
	}
}

// quadrant is where the coin itself is on the rotation graph.
func quadrant(s *model.Snapshot, m *model.MemberView) (string, grid.Style) {
	v := pane.Coin(s, m.Asset)
	if v == nil || v.Quadrant == model.QuadrantUnknown {
		return "?", theme.Unknown
	}
	return string(v.Quadrant), theme.Quadrant(v.Quadrant, 0)
}

// stands says in words how a member is: a state other than active, a stale
// price, or on which side of its average it trades.
func stands(m *model.MemberView) (string, grid.Style) {
	switch {
	case m.Stale:
		return "price is stale", theme.Stale
	case m.State != "" && m.State != "active":
		return m.State, theme.Warn
	case m.AboveEMA == nil:
		return "EMA50 not known", theme.Unknown
	case *m.AboveEMA:
		return "above its EMA50", theme.Gain
	default:
		return "below its EMA50", theme.Loss
	}
}
