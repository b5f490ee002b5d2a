package guide

import (
	"strconv"
	"strings"

	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// The size of the guide where the terminal has it.
const (
	wide = 76
	high = 18
)

// View draws the step the reader is on.
func (g *guide) View() string {
	sheet := g.screen.Begin(g.w, g.h)
	in := pane.Input{Theme: g.theme, Focused: true, Framed: true}
	w, h := min(wide, g.w), min(high, g.h)
	box := sheet.Sub((g.w-w)/2, (g.h-h)/2, w, h)
	title := pane.Title{Name: "eddy", Note: "the first start"}
	if g.offer.Again {
		title.Note = "settings"
	}
	if !g.isLast() {
		at, of := g.place()
		title.Right = strconv.Itoa(at) + " of " + strconv.Itoa(of)
	}
	inner := pane.Frame(box, in, title)
	if g.isLast() {
		g.drawSummary(inner, in)
	} else {
		g.drawQuestion(inner, in, &g.steps[g.step])
	}
	g.drawKeys(inner)
	return g.screen.String()
}

// drawQuestion lists the choices.
func (g *guide) drawQuestion(a grid.Area, in pane.Input, q *question) {
	ell := in.Theme.Glyphs.Ellipsis
	a.TextFit(0, 1, a.W(), theme.Strong, q.title, ell)
	a.TextFit(0, 2, a.W(), theme.Muted, q.note, ell)
	if len(q.chosen()) == 0 {
		a.Row(2).Clear()
		a.TextFit(0, 2, a.W(), theme.Warn, "at least one has to be on", ell)
	}
	names := 0
	for _, c := range q.list {
		names = max(names, grid.Width(c.Value))
	}
	first := max(q.at-(a.H()-6), 0)
	for i := first; i < len(q.list) && 4+i-first < a.H()-1; i++ {
		line := a.Row(4 + i - first)
		line.Text(1, 0, theme.Key, q.mark(i))
		line.Text(5, 0, theme.Label, q.list[i].Value)
		line.TextFit(7+names, 0, max(line.W()-7-names, 0), theme.Muted, q.list[i].Text, ell)
		if i == q.at {
			line.Select()
		}
	}
}

// mark is the sign before a choice: one of several, or the one.
func (q *question) mark(i int) string {
	switch on := q.list[i].On; {
	case q.many && on:
		return "[x]"
	case q.many:
		return "[ ]"
	case on:
		return "(x)"
	default:
		return "( )"
	}
}

// drawSummary shows what was chosen and where it will be kept.
func (g *guide) drawSummary(a grid.Area, in pane.Input) {
	ans := g.answers()
	watches := strings.Join(ans.Venues, ", ")
	if ans.Demo {
		watches = "a demo market inside the program"
	}
	a.Text(0, 1, theme.Strong, "Enter keeps this and opens the desk.")
	for i, l := range [][2]string{{"watches", watches}, {"rules", ans.Playbook}, {"futures", ans.Profile}, {"kept in", g.offer.Path}} {
		a.Text(0, 3+i, theme.Muted, l[0])
		a.TextFit(10, 3+i, max(a.W()-10, 0), theme.Label, l[1], in.Theme.Glyphs.Ellipsis)
	}
	a.TextFit(0, 8, a.W(), theme.Muted, g.later(), in.Theme.Glyphs.Ellipsis)
}

// later says how the answers come to hold, or where to change them.
func (g *guide) later() string {
	if g.offer.Again {
		return "The desk opens anew with it; everything else in the file stays."
	}
	return "Everything can be changed later: key C on the desk, or this file."
}

// drawKeys names the keys on the last line.
func (g *guide) drawKeys(a grid.Area) {
	keys := [][2]string{{"enter", "go on"}, {"esc", "leave, keep nothing"}}
	if g.offer.Again {
		keys[1][1] = "back, change nothing"
	}
	if g.isLast() {
		keys[0][1] = "keep it"
	} else if g.steps[g.step].many {
		keys = append([][2]string{{"space", "on or off"}}, keys...)
	}
	if g.step > 0 {
		keys = append(keys, [2]string{"left", "back"})
	}
	x := 0
	for _, k := range keys {
		x = a.Text(x, a.H()-1, theme.Key, k[0])
		x = a.Text(x+1, a.H()-1, theme.Hint, k[1]) + 2
	}
}
