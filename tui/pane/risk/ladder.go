package risk

import (
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// DrawLadder draws every leg on one scale of percent from its mark: where it is
// liquidated, where its stop stands, and where it would be with what is asked.
func DrawLadder(a grid.Area, in pane.Input, sc *Scenario) int {
	list := Order(&in, sc)
	inner := pane.Frame(a, in, pane.Title{Name: "Ladder", Note: ladderNote(in)})
	if len(sc.Legs) == 0 {
		pane.Say(inner, in, theme.Muted, noLegs(in.Snap))
		return 0
	}
	names := 0
	for _, l := range list {
		names = max(names, grid.Width(name(l.Row)))
	}
	names = min(names, max(inner.W()-20, 6))
	scale := ladderScale(list)
	drawScale(inner.Row(0).Sub(names+1, 0, inner.W()-names-1, 1), in, scale)
	return in.Rows(a, inner, pane.List{
		Top: 1, N: len(list),
		Key: func(i int) string { return list[i].Key },
		Draw: func(row grid.Area, i int) {
			row.TextFit(0, 0, names, theme.Label, name(list[i].Row), in.Theme.Glyphs.Ellipsis)
			drawRung(row.Sub(names+1, 0, row.W()-names-1, 1), in, list[i], scale)
		},
	}).Overflow
}

// ladderNote says what is shown, and by which signs.
func ladderNote(in pane.Input) string {
	_, liquidation := marks(in)
	return "percent from the mark, " + string(in.Theme.Glyphs.Target) + " stop, " + string(liquidation) + " liquidation"
}

// ladderScale is how far the ladder reaches to both sides, in percent: to the
// farthest liquidation, within reason.
func ladderScale(list []*LegState) float64 {
	most := 20.0
	for _, l := range list {
		if v, ok := l.Row.DistancePct.Value(); ok {
			most = max(most, v)
		}
	}
	for _, tidy := range []float64{20, 30, 40, 50, 75} {
		if most <= tidy {
			return tidy
		}
	}
	return 100
}

func drawScale(a grid.Area, in pane.Input, scale float64) {
	f := pane.Format{Signed: true}
	a.Text(0, 0, theme.Header, in.Text(-scale, f))
	a.Text(a.W()/2, 0, theme.Header, "0")
	a.TextRight(a.W(), 0, theme.Header, in.Text(scale, f))
}

// drawRung draws one leg. Where nothing liquidates it, it says so.
func drawRung(a grid.Area, in pane.Input, l *LegState, scale float64) {
	g := in.Theme.Glyphs
	a.Repeat(0, 0, a.W(), theme.BarTrack, g.Rail)
	at := func(pct float64) int { return chart.Column(pct, -scale, scale, a.W()) }
	if stop, ok := l.Row.Stop.Value(); ok {
		if mark, known := l.Row.Mark.Value(); known && mark > 0 {
			a.Set(at((stop/mark-1)*100), 0, theme.Warn, g.Target)
		}
	}
	a.Set(at(0), 0, theme.Strong, g.Head)
	if l.Then == nil {
		a.TextFit(0, 0, a.W(), theme.Unknown, pane.Why(l.Row.DistancePct), g.Ellipsis)
		return
	}
	_, late := marks(in)
	d := l.Then.Liquidation.DistancePct
	if !d.Valid {
		return
	}
	pct := d.Decimal.InexactFloat64()
	if l.Then.Liquidation.Falling {
		pct = -pct
	}
	if pct > scale { // a long's is never below −100 %
		a.TextRight(a.W(), 0, dangerOf(l.Then), " "+in.Text(pct, pane.Format{Signed: true, Suffix: " % "})+g.Arrow)
		return
	}
	a.Set(at(pct), 0, dangerOf(l.Then), late)
}
