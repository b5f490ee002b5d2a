// Package phase is the pane that says why the market is in the phase it is in:
// the evidence, what would flip it, and how the other phases score.
package phase

import (
	"math"
	"strconv"

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
	pairRow
	fixedRow // how many inputs cannot flip the phase alone
	cycleHead
	cycleRow
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
	rows := compose(in.Snap, inner.H())
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
			f := &p.Flips[r.at]
			drawFlip(line, in, f.ToPhase, f.Distance, f.Text)
		case pairRow:
			f := p.FlipPair
			drawFlip(line, in, f.ToPhase, f.Distance, f.Text)
		case fixedRow:
			line.TextFit(2, 0, max(line.W()-2, 0), theme.Muted, fixedText(p, r.at), in.Theme.Glyphs.Ellipsis)
		case cycleHead:
			line.Text(0, 0, theme.Header, "states beside the phase")
		case cycleRow:
			drawCycle(line, in, &in.Snap.Cycles[r.at], cycleNames(in.Snap.Cycles, inner.W()))
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

// composer collects rows, with air and headings between the groups where there
// is room.
type composer struct {
	rows []row
	airy bool
}

func (c *composer) group(head kind) {
	if !c.airy {
		return
	}
	if len(c.rows) > 0 {
		c.rows = append(c.rows, row{blankRow, 0})
	}
	c.rows = append(c.rows, row{head, 0})
}

func (c *composer) add(k kind, at int) { c.rows = append(c.rows, row{k, at}) }

// compose lists the rows: why, what would change it, how the phases score, and
// the states beside the phase.
func compose(s *model.Snapshot, h int) []row {
	p := &s.Phase
	flips, fixed := movable(p)
	n := len(p.Evidence) + len(flips) + len(order) + len(s.Cycles) + 8
	c := composer{rows: make([]row, 0, n), airy: n <= h}
	for i := range p.Evidence {
		c.add(evidenceRow, i)
	}
	if len(p.Flips) > 0 {
		c.group(flipHead)
		for _, i := range flips {
			c.add(flipRow, i)
		}
		if p.FlipPair != nil {
			c.add(pairRow, 0)
		}
		if fixed > 0 {
			c.add(fixedRow, fixed)
		}
	}
	if hasScores(p) {
		c.group(scoreHead)
		for i := range order {
			c.add(scoreRow, i)
		}
	}
	if len(s.Cycles) > 0 {
		c.group(cycleHead)
		for i := range s.Cycles {
			c.add(cycleRow, i)
		}
	}
	return c.rows
}

// movable lists the inputs that can flip the phase by themselves, and counts the
// others.
func movable(p *model.PhaseView) (flips []int, fixed int) {
	for i := range p.Flips {
		if _, ok := p.Flips[i].Needs.Value(); ok {
			flips = append(flips, i)
		} else {
			fixed++
		}
	}
	return flips, fixed
}

func fixedText(p *model.PhaseView, fixed int) string {
	if fixed == len(p.Flips) {
		return "no input can flip it alone"
	}
	return "the other " + strconv.Itoa(fixed) + " inputs cannot flip it alone"
}

// cycleNames is the room for the names of the states beside the phase in w cells.
func cycleNames(cycles []model.CycleView, w int) int {
	longest := 0
	for i := range cycles {
		longest = max(longest, grid.Width(cycles[i].Name))
	}
	return min(longest, max(w/3, 12))
}

// drawCycle writes a state beside the phase, and for how long it has been so.
func drawCycle(line grid.Area, in pane.Input, c *model.CycleView, names int) {
	line.TextFit(0, 0, names, theme.Muted, c.Name, in.Theme.Glyphs.Ellipsis)
	x := names + 1
	if c.Why != "" {
		line.TextFit(x, 0, max(line.W()-x, 0), theme.Unknown, c.Why, in.Theme.Glyphs.Ellipsis)
		return
	}
	text := c.State
	if days, ok := c.AgeDays.Value(); ok {
		text += in.Theme.Glyphs.Dot + strconv.Itoa(int(days)) + " d"
	}
	if c.Candidate != "" {
		text += in.Theme.Glyphs.Dot + c.Candidate + " " + strconv.Itoa(c.CandidateCount) + " of " + strconv.Itoa(c.CandidateNeeds)
	}
	line.TextFit(x, 0, max(line.W()-x, 0), theme.Label, text, in.Theme.Glyphs.Ellipsis)
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
func drawFlip(line grid.Area, in pane.Input, to model.Phase, distance model.Num, text string) {
	x := line.Text(0, 0, theme.Muted, in.Theme.Glyphs.Arrow)
	line.Text(x+1, 0, theme.Phase(to), string(to))
	end := line.W()
	if d, ok := distance.Value(); ok && line.W() > 30 { // without days enough there is no unit to measure it in
		far := in.Text(math.Abs(d), pane.Format{Decimals: 1, Suffix: " sd"})
		line.TextRight(end, 0, theme.Label, far)
		end -= grid.Width(far) + 1
	}
	line.TextFit(x+6, 0, max(end-x-6, 0), theme.Label, text, in.Theme.Glyphs.Ellipsis)
}
