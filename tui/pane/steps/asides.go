package steps

import (
	"fmt"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// aside is a line of what stands below the legs: what was refused, and what is to
// be known of the whole plan.
type aside struct {
	text   string
	isHead bool
	starts bool // the first line of an entry
}

// asidesOf lists what was refused with why and the figure, then the notes that
// belong to no leg, wrapped to a width.
func asidesOf(p *model.Plan, w int) []aside {
	var out []aside
	add := func(text string) {
		for i, line := range pane.Wrap(text, max(w-2, 1)) {
			out = append(out, aside{text: line, starts: i == 0})
		}
	}
	for i := range p.Legs {
		if l := &p.Legs[i]; l.Of > 1 {
			out = append(out, aside{text: "purchases", isHead: true})
			add(trancheWords(l))
			break
		}
	}
	if len(p.Refused) > 0 {
		out = append(out, aside{text: "refused", isHead: true})
	}
	for _, r := range p.Refused {
		text := r.What + ": " + r.Why + ": " + r.Figure
		if r.Source != "" {
			text += " [" + r.Source + "]"
		}
		add(text)
	}
	if notes := loose(p); len(notes) > 0 {
		out = append(out, aside{text: "notes", isHead: true})
		for _, n := range notes {
			add(n.ID + ": " + n.Text)
		}
	}
	return out
}

// trancheWords says which part of the purchases is due, and when the next is.
func trancheWords(l *model.PlanLeg) string {
	text := fmt.Sprintf("tranche %d of %d", l.Tranche, l.Of)
	if l.Next.Known() {
		text += ", the next not before " + l.Next.Time().UTC().Format("2006-01-02 15:04 UTC")
	}
	return text
}

// loose are the notes that are told beside no leg.
func loose(p *model.Plan) []model.PlanNote {
	var out []model.PlanNote
	for _, n := range p.Notes {
		told := false
		for i := range p.Legs {
			told = told || isOf(&n, &p.Legs[i])
		}
		if !told {
			out = append(out, n)
		}
	}
	return out
}

// drawAsides writes as much as there is room for, whole entries, and says how many
// lines are left out.
func drawAsides(a grid.Area, in pane.Input, list []aside) {
	if a.Empty() {
		return
	}
	fit := len(list)
	if fit > a.H() {
		fit = a.H() - 1
		for fit > 0 && !list[fit].starts && !list[fit].isHead {
			fit-- // half an entry says nothing
		}
		if fit > 0 && list[fit-1].isHead {
			fit-- // nor does a heading of nothing
		}
	}
	for i := range fit {
		x, st := 2, theme.Muted
		switch l := &list[i]; {
		case l.isHead:
			x, st = 0, theme.Header
		case l.starts:
			x = 1
		}
		a.Text(x, i, st, list[i].text)
	}
	if fit < len(list) {
		a.TextFit(0, fit, a.W(), theme.Muted, more(in, list[fit:]), in.Theme.Glyphs.Ellipsis)
	}
}

// more says what of the list is out of sight.
func more(in pane.Input, rest []aside) string {
	n := 0
	for i := range rest {
		if rest[i].starts {
			n++
		}
	}
	return strings.TrimSpace(in.Count(float64(n)) + " more refused or noted: z shows them")
}
