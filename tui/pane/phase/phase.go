// Package phase is the pane that says why the market is in the phase it is in:
// the evidence, what would flip it, and how the other phases score.
package phase

import (
	"math"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// kind says what a row of the pane shows.
type kind uint8

const (
	evidenceRow kind = iota
	flipHead
	flipRow
	scoreHead
	scoreRow
	blankRow
)

// row is one line of the pane: a kind and which of them.
type row struct {
	kind kind
	at   int
}

// order is the phases as they follow each other in a cycle.
var order = [...]model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear}

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	p := &in.Snap.Phase
	inner := pane.Frame(a, in, title(in, p))
	rows := compose(p, inner.H())
	if len(rows) == 0 {
		pane.Say(inner, in, theme.Muted, waiting(in.Snap))
		return 0
	}
	win := pane.Scrolled(in.Scroll, len(rows), inner.H())
	cols := measure(in, p.Evidence, inner.W())
	for i := win.First; i < win.Last; i++ {
		line := inner.Row(i - win.First)
		switch r := rows[i]; r.kind {
		case evidenceRow:
			cols.draw(line, in, &p.Evidence[r.at])
		case flipHead:
			line.Text(0, 0, theme.Header, "what would flip it, nearest first")
		case flipRow:
			drawFlip(line, in, &p.Flips[r.at])
		case scoreHead:
			line.Text(0, 0, theme.Header, "how every phase scores")
		case scoreRow:
			drawScore(line, in, p, order[r.at])
		}
	}
	pane.ScrollMark(a, in, win, len(rows))
	return win.Overflow
}

func title(in pane.Input, p *model.PhaseView) pane.Title {
	t := pane.Title{Name: "Why " + p.Phase.Word()}
	if p.Phase == "" {
		t.Name = "Phase"
	}
	if cov, ok := p.Coverage.Value(); ok && cov < 0.995 {
		t.Note = "evidence " + in.Text(cov*100, pane.Format{Suffix: " %"}) + " known"
	}
	return t
}

func waiting(s *model.Snapshot) string {
	if s.Phase.Why != "" {
		return pane.PhaseWaits(s)
	}
	return pane.Waiting(s, "waiting for daily bars of the market index")
}

// compose lists the rows, with air and headings between the groups where there
// is room.
func compose(p *model.PhaseView, h int) []row {
	rows := make([]row, 0, len(p.Evidence)+len(p.Flips)+len(order)+4)
	for i := range p.Evidence {
		rows = append(rows, row{evidenceRow, i})
	}
	airy := len(p.Evidence)+len(p.Flips)+len(order)+4 <= h
	group := func(head kind) {
		switch {
		case airy && len(rows) > 0:
			rows = append(rows, row{blankRow, 0}, row{head, 0})
		case airy:
			rows = append(rows, row{head, 0})
		}
	}
	if len(p.Flips) > 0 {
		group(flipHead)
		for i := range p.Flips {
			rows = append(rows, row{flipRow, i})
		}
	}
	if hasScores(p) {
		group(scoreHead)
		for i := range order {
			rows = append(rows, row{scoreRow, i})
		}
	}
	return rows
}

func hasScores(p *model.PhaseView) bool {
	for _, ph := range order {
		if _, ok := p.Scores[ph].Value(); ok {
			return true
		}
	}
	return false
}

// drawFlip writes what would turn the phase into which, and how far off that is.
func drawFlip(line grid.Area, in pane.Input, f *model.Flip) {
	x := line.Text(0, 0, theme.Muted, in.Theme.Glyphs.Arrow)
	line.Text(x+1, 0, theme.Phase(f.ToPhase), string(f.ToPhase))
	end := line.W()
	if d, ok := f.Distance.Value(); ok && line.W() > 30 {
		text := in.Text(math.Abs(d), pane.Format{Decimals: 1, Suffix: " sd"})
		line.TextRight(end, 0, theme.Label, text)
		end -= grid.Width(text) + 1
	}
	line.TextFit(x+6, 0, max(end-x-6, 0), theme.Label, f.Text, in.Theme.Glyphs.Ellipsis)
}
