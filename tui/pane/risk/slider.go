package risk

import (
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/margin/whatif"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// Rail tells where the slider was drawn, so that the mouse can drag it: the
// line and the columns of the terminal. A rail of no width was not drawn.
type Rail struct {
	X, Y, W int
	track   *whatif.Track
}

// Holds tells whether a place lies on the rail.
func (r *Rail) Holds(x, y int) bool { return r.W > 0 && y == r.Y && x >= r.X && x < r.X+r.W }

// At returns the leverage a column stands for, kept on the rail.
func (r *Rail) At(x int) (decimal.Decimal, bool) {
	if r.W <= 0 || r.track == nil {
		return decimal.Zero, false
	}
	best, gap := r.track.Levels[0], math.MaxInt
	for _, l := range r.track.Levels {
		if d := abs(r.X + column(r.track, l, r.W) - x); d < gap {
			best, gap = l, d
		}
	}
	return best, true
}

func abs(v int) int { return max(v, -v) }

// column is where a leverage stands on a rail of w cells. The scale is
// logarithmic: from 1x to 2x is as far as from 25x to 50x.
func column(t *whatif.Track, lever decimal.Decimal, w int) int {
	most := math.Log(t.Max.InexactFloat64())
	if most <= 0 || w < 2 {
		return 0
	}
	share := math.Log(max(lever.InexactFloat64(), 1)) / most
	return min(int(math.Round(share*float64(w-1))), w-1)
}

// label is the width of the words before the figures.
const label = 13

// DrawSlider draws the leg the reader asks about, i of the scenario, and tells
// where its rail stands.
func DrawSlider(a grid.Area, in pane.Input, sc *Scenario, i int) (overflow int, rail Rail) {
	if i < 0 || i >= len(sc.Legs) {
		inner := pane.Frame(a, in, pane.Title{Name: "Leverage"})
		pane.Say(inner, in, theme.Muted, noLegs(in.Snap))
		return 0, rail
	}
	l := &sc.Legs[i]
	edge := pane.Title{Name: "Leverage", Note: subject(in, l)}
	if in.Framed {
		edge.Right = holds(l)
	}
	inner := pane.Frame(a, in, edge)
	if l.Now == nil {
		pane.Say(inner, in, theme.Unknown, name(l.Row)+" cannot be worked out: "+why(sc, l))
		return 0, rail
	}
	rail = drawRail(inner.Row(0), in, sc, i)
	rest := inner.Sub(0, 1, inner.W(), inner.H()-1)
	rows := sc.rows(in, i, rest)
	return in.Page(a, rest, len(rows), func(line grid.Area, k int) { rows[k].draw(line, in) }), rail
}

// subject says which leg it is, and how old its mark.
func subject(in pane.Input, l *LegState) string {
	mode := l.Row.MarginMode
	if l.Change.Mode != margin.NoMode {
		mode = fact(in, mode, l.Change.Mode.String())
	}
	dot := in.Theme.Glyphs.Dot
	text := name(l.Row) + dot + string(l.Row.Venue) + dot + mode + dot + "mark " + in.Price(l.Row.Mark)
	if why := pane.Why(l.Row.Mark); why != "" {
		text += ", " + why
	}
	return text
}

// holds says what stays while the leverage moves.
func holds(l *LegState) string {
	if l.Change.Hold == margin.HoldMargin {
		return "the margin stays"
	}
	return "the size stays"
}

func why(sc *Scenario, l *LegState) string {
	if l.Account < 0 {
		return "no account holds it"
	}
	return sc.Accounts[l.Account].Why
}

// drawRail draws the slider itself: how far it goes, where it stands, the
// playbook's cap and the point where the stop passes liquidation.
func drawRail(line grid.Area, in pane.Input, sc *Scenario, i int) Rail {
	line.TextFit(0, 0, label-1, theme.Header, "leverage", in.Theme.Glyphs.Ellipsis)
	l := &sc.Legs[i]
	at := l.Leverage()
	track, ok := sc.Track(i)
	if !ok {
		line.TextFit(label, 0, max(line.W()-label, 0), theme.Label, times(in, at)+", how far it can go is not known", in.Theme.Glyphs.Ellipsis)
		return Rail{}
	}
	left, right := "1x ", " "+in.Text(track.Max.InexactFloat64(), pane.Format{Suffix: "x"})
	shown := "  " + times(in, at)
	w := line.W() - label - len(left) - len(right) - max(len(shown), 8)
	if w < 8 {
		line.TextFit(label, 0, max(line.W()-label, 0), theme.Strong, times(in, at)+" of at most"+right, in.Theme.Glyphs.Ellipsis)
		return Rail{}
	}
	x := line.Text(label, 0, theme.Muted, left)
	drawTrack(line.Sub(x, 0, w, 1), in, track, at)
	end := line.Text(x+w, 0, theme.Muted, right)
	line.Text(end, 0, theme.Strong, shown)
	return Rail{X: line.X() + x, Y: line.Y(), W: w, track: track}
}

// marks are the signs on the rail: the playbook's cap, and where the stop comes
// too late.
func marks(in pane.Input) (limit, late rune) {
	if in.Theme.Glyphs.IsASCII {
		return ':', 'X'
	}
	return '┊', '╳'
}

func drawTrack(a grid.Area, in pane.Input, t *whatif.Track, at decimal.Decimal) {
	g, w := in.Theme.Glyphs, a.W()
	here := column(t, at, w)
	offered := w
	if t.Offered.Valid && t.Offered.Decimal.LessThan(t.Max) {
		offered = column(t, t.Offered.Decimal, w)
	}
	for x := range w {
		switch {
		case x > offered:
			a.Set(x, 0, theme.Muted, g.Flat)
		case x < here:
			a.Set(x, 0, theme.BarFill, g.Thin[8])
		default:
			a.Set(x, 0, theme.BarTrack, g.Rail)
		}
	}
	limit, late := marks(in)
	if c, ok := in.Snap.Portfolio.LeverageCap.Value(); ok && decimal.NewFromFloat(c).LessThanOrEqual(t.Max) {
		a.Set(column(t, decimal.NewFromFloat(c), w), 0, theme.Warn, limit)
	}
	if t.Late.Valid {
		a.Set(column(t, t.Late.Decimal, w), 0, theme.Critical, late)
	}
	a.Set(here, 0, theme.Strong, g.Head)
}

// sliderRow is a line below the rail: a word and phrases.
type sliderRow struct {
	head  string
	segs  []pane.Segment
	cells *shocks // in place of segs
	part  int
}

func (r *sliderRow) draw(line grid.Area, in pane.Input) {
	line.TextFit(0, 0, label-1, theme.Header, r.head, in.Theme.Glyphs.Ellipsis)
	if r.cells != nil {
		r.cells.draw(line, in, r.part)
		return
	}
	pane.Segments(line, in, label, r.segs)
}

// rows are the figures of leg i, worked out once for a room.
func (sc *Scenario) rows(in pane.Input, i int, room grid.Area) []sliderRow {
	t := &sc.told
	if t.rows == nil || t.leg != i || t.theme != in.Theme || t.w != room.W() || t.h != room.H() {
		*t = told{leg: i, theme: in.Theme, w: room.W(), h: room.H()}
		t.rows = spread(sliderRows(in, sc, i), room.W()-label, room.H())
	}
	return t.rows
}

// spread gives phrases that would leave a line too short for them a line of their
// own, as long as there are lines to spare.
func spread(rows []sliderRow, w, lines int) []sliderRow {
	for i := 0; i < len(rows) && len(rows) < lines; i++ {
		if n := pane.Fitting(rows[i].segs, w); n < len(rows[i].segs) {
			rest := sliderRow{segs: rows[i].segs[n:]}
			rows[i].segs = rows[i].segs[:n:n]
			rows = slices.Insert(rows, i+1, rest)
		}
	}
	return rows
}

// sliderRows are the figures of leg i.
func sliderRows(in pane.Input, sc *Scenario, i int) []sliderRow {
	l := &sc.Legs[i]
	rows := []sliderRow{{segs: legend(in, sc, i)}}
	if l.Then == nil {
		return append(rows, sliderRow{head: "refused", segs: []pane.Segment{{Text: why(sc, l), Style: theme.Critical}}})
	}
	rows = append(rows, liquidationRow(in, sc, l), marginRow(in, l), accountRow(in, sc, l), fundingRow(in, l))
	rows = append(rows, firstRows(in, sc, l)...)
	cells := newShocks(in, sc, l)
	return append(rows, sliderRow{head: "shock", cells: cells, part: shockHead}, sliderRow{head: "this leg", cells: cells, part: shockLeg}, sliderRow{head: "account", cells: cells, part: shockAccount}, sliderRow{head: "liquidated", cells: cells, part: shockGone})
}

// legend says what the marks on the rail mean, at which leverage.
func legend(in pane.Input, sc *Scenario, i int) []pane.Segment {
	limit, late := marks(in)
	var segs []pane.Segment
	l := &sc.Legs[i]
	if c, ok := in.Snap.Portfolio.LeverageCap.Value(); ok {
		st := theme.Muted
		text := string(limit) + " cap " + in.Text(c, pane.Format{Suffix: "x"})
		switch l.Leverage().Cmp(decimal.NewFromFloat(c)) {
		case 1:
			st, text = theme.Warn, text+", over it"
		case 0:
			text += ", at it" // the handle covers the mark
		}
		segs = append(segs, pane.Segment{Text: text, Style: st, Rank: 2})
	}
	t, ok := sc.Track(i)
	switch {
	case !ok:
	case !l.input.Stop.Valid:
		segs = append(segs, pane.Segment{Text: "no stop: liquidation is the only one", Style: theme.Warn, Rank: 1})
	case t.Late.Valid:
		st := theme.Muted
		if l.Then != nil && l.Then.Stop.State == margin.StopAfter {
			st = theme.Critical
		}
		segs = append(segs, pane.Segment{Text: string(late) + " from " + times(in, t.Late.Decimal) + " liquidation before the stop", Style: st})
	default:
		segs = append(segs, pane.Segment{Text: "no leverage puts liquidation before the stop", Style: theme.Muted})
	}
	if ok && t.Offered.Valid && t.Offered.Decimal.LessThan(t.Max) {
		segs = append(segs, pane.Segment{Text: "offered up to " + times(in, t.Offered.Decimal) + " at this margin", Style: theme.Muted, Rank: 3})
	}
	return segs
}

// liquidationRow tells the price, and how far it is in percent, in daily ranges
// and in the worst hour of thirty days.
func liquidationRow(in pane.Input, sc *Scenario, l *LegState) sliderRow {
	price := fact(in, liquidation(in, l, l.Now, sc), liquidation(in, l, l.Then, sc))
	if !l.Then.Liquidation.Price.Valid && l.Then.Liquidation.State != margin.LiqPassed {
		return sliderRow{head: "liquidation", segs: []pane.Segment{{Text: price, Style: theme.Strong}, {Text: "no price of this coin alone liquidates it", Style: theme.Muted, Rank: 1}}}
	}
	st := dangerOf(l.Then)
	if l.Then.Liquidation.State == margin.LiqPassed {
		return sliderRow{head: "liquidation", segs: []pane.Segment{{Text: price, Style: st}, {Text: "at once: " + pastWords(in, l.Then), Style: st}}}
	}
	segs := []pane.Segment{{Text: price, Style: st}, {Text: distance(in, l.Then), Style: st}}
	if n := within(in, l.Then, l.Row.ATRPct); n != "" {
		segs = append(segs, pane.Segment{Text: n + " ATR", Style: theme.Label, Rank: 1})
	} else if w := l.Row.ATRPct.Why(); w != "" {
		segs = append(segs, pane.Segment{Text: "? ATR: " + w, Style: theme.Unknown, Rank: 3})
	}
	return sliderRow{head: "liquidation", segs: append(segs, worstHour(in, l))}
}

// pastWords says by how much the mark is past liquidation.
func pastWords(in pane.Input, leg *margin.Leg) string {
	text, past := "", false
	if d := leg.Liquidation.DistancePct; d.Valid {
		text, past = pane.PastLiquidation(in, num(d.Decimal))
	}
	if !past {
		return "past liquidation"
	}
	return text
}

// worstHour measures the distance by the worst hour against the leg in thirty
// days; below 1, such an hour liquidates it.
func worstHour(in pane.Input, l *LegState) pane.Segment {
	n := within(in, l.Then, l.Row.WorstHourPct)
	if n == "" {
		if w := l.Row.WorstHourPct.Why(); w != "" {
			return pane.Segment{Text: "? worst hour: " + w, Style: theme.Unknown, Rank: 2}
		}
		return pane.Segment{}
	}
	u, _ := l.Row.WorstHourPct.Value() // known: within has divided by it
	s := pane.Segment{Text: n + "x the worst hour in 30 d", Style: theme.Label, Rank: 2}
	if l.Then.Liquidation.DistancePct.Decimal.InexactFloat64() < u {
		s.Style = theme.Critical
	}
	return s
}

// A leg is in danger below near percent to its liquidation, and worth an eye
// below wary, as in the liquidation pane.
const (
	near = 5
	wary = 15
)

func dangerOf(leg *margin.Leg) grid.Style {
	d := leg.Liquidation.DistancePct
	switch {
	case leg.Liquidation.State == margin.LiqPassed:
		return theme.BadgeAlarm
	case !d.Valid:
		return theme.Label
	case d.Decimal.LessThan(decimal.NewFromInt(near)):
		return theme.Critical
	case d.Decimal.LessThan(decimal.NewFromInt(wary)):
		return theme.Warn
	default:
		return theme.Good
	}
}

func marginRow(in pane.Input, l *LegState) sliderRow {
	return sliderRow{head: "margin", segs: []pane.Segment{
		{Text: fact(in, dollars(in, l.Now.InitialMargin), dollars(in, l.Then.InitialMargin)), Style: theme.Strong},
		{Text: "notional " + fact(in, dollars(in, l.Now.Notional), dollars(in, l.Then.Notional)), Style: theme.Label, Rank: 1},
		{Text: "maintenance " + fact(in, dollars(in, l.Now.Maintenance), dollars(in, l.Then.Maintenance)), Style: theme.Muted, Rank: 3},
		{Text: holds(l), Style: theme.Muted, Rank: 2},
		{Text: "bracket " + in.Count(float64(l.Then.Bracket)), Style: theme.Muted, Rank: 4},
	}}
}

func accountRow(in pane.Input, sc *Scenario, l *LegState) sliderRow {
	a := &sc.Accounts[l.Account]
	free := pane.Segment{Text: "free " + fact(in, dollars(in, a.Now.Cross.Free), dollars(in, a.Then.Cross.Free)), Style: theme.Label, Rank: 1}
	if a.Then.Cross.Free.IsNegative() {
		free.Text, free.Style = dollars(in, a.Then.Cross.Free.Neg())+" more than its wallet has", theme.Critical
	}
	return sliderRow{head: "margin ratio", segs: []pane.Segment{
		{Text: fact(in, ratio(in, a.Now.Account.MarginRatio), ratio(in, a.Then.Account.MarginRatio)), Style: theme.Strong},
		free,
		{Text: a.Input.Stale, Style: theme.Stale, Rank: 2},
	}}
}

func fundingRow(in pane.Input, l *LegState) sliderRow {
	row := sliderRow{head: "funding"}
	now, then := l.Now.FundingPerDay, l.Then.FundingPerDay
	if !then.Valid {
		reason := l.Row.FundingPerDay.Why()
		if l.Row.FundingPerDay.State() != model.NumNotApplicable {
			reason = "? " + reason
		}
		row.segs = []pane.Segment{{Text: strings.TrimSpace(reason), Style: theme.Unknown}}
		return row
	}
	word := "a day, you receive"
	if then.Decimal.IsNegative() {
		word = "a day, you pay"
	}
	cents := func(d decimal.NullDecimal) string {
		return in.Text(d.Decimal.InexactFloat64(), pane.Format{Decimals: 2, Signed: true})
	}
	row.segs = []pane.Segment{
		{Text: fact(in, cents(now), cents(then)) + " " + word, Style: theme.Signed(then.Decimal.InexactFloat64())},
		{Text: "at today's rate " + percent(in, then.Decimal.Shift(2).DivRound(decimal.Max(l.Then.Notional, decimal.New(1, 0)), 4), pane.Format{Decimals: 3, Signed: true}) + " a day", Style: theme.Muted, Rank: 2},
	}
	return row
}
