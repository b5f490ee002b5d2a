// Package steps draws a plan while it is stepped through: its legs on one side,
// the leg the reader is on beside them with what it does, costs and breaks.
package steps

import (
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// State is what there is to draw.
type State struct {
	Plan *model.Plan // nil: none yet
	At   int         // the leg the reader is on; -1: the filter leaves none
	Said string      // what the last key came to
	Bad  bool        // it was refused
}

// leg is the one the reader is on, nil when there is none.
func (s *State) leg() *model.PlanLeg {
	if s.Plan == nil || s.At < 0 || s.At >= len(s.Plan.Legs) {
		return nil
	}
	return &s.Plan.Legs[s.At]
}

// why says why there is nothing to step through.
func (s *State) why(in pane.Input) string {
	switch {
	case s.Plan == nil && s.Said != "":
		return s.Said
	case s.Plan == nil:
		return pane.Waiting(in.Snap, "no plan yet: it needs prices and a portfolio")
	case s.Plan.Why != "":
		return s.Plan.Why
	case len(s.Plan.Legs) > 0:
		return "the filter hides every leg: esc shows all"
	default:
		return s.Plan.Nothing()
	}
}

// DrawLegs draws the list of legs, and below it what was refused.
func DrawLegs(a grid.Area, in pane.Input, s *State) (overflow int) {
	list := Legs(&in, s.Plan)
	inner := pane.Frame(a, in, pane.Title{Name: "Plan", Note: heading(in, s)})
	if inner.Empty() {
		return 0
	}
	if s.Plan == nil || len(s.Plan.Legs) == 0 {
		return drawNone(inner, in, s)
	}
	if inner.H() > 3 {
		pane.Segments(inner.Sub(0, inner.H()-1, inner.W(), 1), in, 0, tally(in, s))
		inner = inner.Sub(0, 0, inner.W(), inner.H()-1)
	}
	legs := s.Plan.Legs
	asides := asidesOf(s.Plan, inner.W())
	below := min(len(asides), max(inner.H()-len(legs), inner.H()/3))
	top := inner.Sub(0, 0, inner.W(), inner.H()-below)
	win := in.Rows(a, top, pane.List{
		N: len(list), Key: func(i int) string { return list[i].ID },
		Draw: func(row grid.Area, i int) { drawRow(row, in, list[i], list[i] == s.leg()) },
	})
	drawAsides(inner.Sub(0, inner.H()-below, inner.W(), below), in, asides)
	return win.Overflow
}

// legOrders are what the legs can be listed by beside the order they are taken in.
var legOrders = []pane.Order[*model.PlanLeg]{
	{Head: "size", Of: func(l *model.PlanLeg) model.Num { return model.Known(l.Notional.InexactFloat64()) }},
	{Head: "cost", Of: func(l *model.PlanLeg) model.Num { return model.Known(l.Cost.Total().InexactFloat64()) }},
	{Head: "edge", Of: func(l *model.PlanLeg) model.Num { return l.Edge }},
	{Head: "action", Words: doing},
	{Head: "coin", Words: func(l *model.PlanLeg) string { return string(l.Asset) }},
	{Head: "bucket", Words: func(l *model.PlanLeg) string { return l.Bucket }},
	{Head: "state", Words: func(l *model.PlanLeg) string { return l.Status }},
}

// Legs lists the legs that pass the filter: in the order they are taken, or as the
// reader ordered them. A nil plan has none.
func Legs(in *pane.Input, p *model.Plan) []*model.PlanLeg {
	if p == nil {
		return nil
	}
	return pane.Pick(in, pane.Refs(p.Legs), func(l *model.PlanLeg) string {
		return doing(l) + " " + string(l.Asset) + " " + l.Bucket + " " + l.Status
	}, legOrders)
}

// drawNone says why there are no legs, and below it what was refused.
func drawNone(a grid.Area, in pane.Input, s *State) (overflow int) {
	if s.Plan == nil || s.Plan.Why != "" || len(s.Plan.Refused) == 0 {
		pane.Say(a, in, theme.Muted, s.why(in))
		return 0
	}
	lines := pane.Wrap(s.why(in), a.W())
	for i, line := range lines {
		a.Text(0, i, theme.Strong, line)
	}
	top := min(len(lines)+1, a.H())
	drawAsides(a.Sub(0, top, a.W(), a.H()-top), in, asidesOf(s.Plan, a.W()))
	return 0
}

// heading is what a plan is of and for. The shorter and more telling part comes
// first: the end is cut where there is little room.
func heading(in pane.Input, s *State) string {
	if s.Plan == nil {
		return ""
	}
	name := strings.TrimSpace(s.Plan.Playbook + " " + s.Plan.Stage)
	if s.Plan.Procedure != "" {
		name = s.Plan.Procedure
	}
	if s.Plan.WhatIf {
		name = "what if: " + name
	}
	if s.Plan.Why != "" && s.Plan.Equity.IsZero() {
		return name // what it is worth was not found out
	}
	worth := "$" + in.Dollars(model.Known(s.Plan.Equity.InexactFloat64()))
	if w := model.Without(s.Plan.Unpriced); w != "" {
		worth += " without " + w
	}
	return worth + in.Theme.Glyphs.Dot + name
}

// tally counts what was decided, and where there is room says what the change of
// spot costs.
func tally(in pane.Input, s *State) []pane.Segment {
	t := s.Plan.Totals
	open := t.Open(len(s.Plan.Legs))
	dot := in.Theme.Glyphs.Dot
	counts := in.Count(float64(t.Accepted)) + " accepted" + dot + in.Count(float64(t.Skipped)) + " skipped" + dot + in.Count(float64(open)) + " open"
	penalty := "penalty $" + in.Dollars(model.Known(t.PenaltyUSD.InexactFloat64()))
	return []pane.Segment{seg(counts, theme.Header, 0), seg(penalty, theme.Label, 1)}
}

// drawRow draws a leg in one line: its state, what it does, how much.
func drawRow(row grid.Area, in pane.Input, l *model.PlanLeg, here bool) {
	mark, st := state(in, l)
	x := row.Text(0, 0, theme.Key, pointer(in, here))
	row.Set(x, 0, st, mark)
	name := theme.Label
	if here {
		name = theme.Strong
	}
	if l.Status == model.LegSkipped {
		name = theme.Muted
	}
	money := "$" + in.Dollars(model.Known(l.Notional.InexactFloat64()))
	end := row.W()
	row.TextRight(end, 0, name, money)
	room := max(end-grid.Width(money)-x-4, 0)
	text := in.Count(float64(l.N)) + " " + doing(l) + " " + string(l.Asset) + "  "
	bucket := l.Bucket
	if grid.Width(text)+grid.Width(bucket) > room {
		bucket = pane.ShortSector(in.Snap, bucket)
	}
	row.TextFit(x+2, 0, room, name, text+bucket, in.Theme.Glyphs.Ellipsis)
}

func pointer(in pane.Input, here bool) string {
	switch {
	case !here:
		return "  "
	case in.Theme.Glyphs.IsASCII:
		return "> "
	default:
		return "▶ "
	}
}

// state is the sign of a leg's status; a leg a rule speaks against is marked
// until it is decided.
func state(in pane.Input, l *model.PlanLeg) (rune, grid.Style) {
	g := in.Theme.Glyphs
	switch {
	case l.Status == model.LegAccepted:
		return g.Yes, theme.Good
	case l.Status == model.LegSkipped:
		return g.Flat, theme.Muted
	case broken(l, true):
		return g.No, theme.Critical
	case broken(l, false):
		return g.Bang, theme.Warn
	case l.Status == model.LegEdited:
		return g.Developing, theme.Key
	default:
		return ' ', theme.Plain
	}
}

// broken tells whether a guard of a leg fails, hard or soft.
func broken(l *model.PlanLeg, hard bool) bool {
	for i := range l.Guards {
		if !l.Guards[i].Passed && l.Guards[i].Hard == hard {
			return true
		}
	}
	return false
}

func doing(l *model.PlanLeg) string { return strings.TrimSpace(l.Action + " " + l.Side) }
