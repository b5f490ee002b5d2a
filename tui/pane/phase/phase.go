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
	restRow          // what the words of the row above have no room for
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

// row is one line of the pane: a kind, which of them, and what it is about.
type row struct {
	kind kind
	at   int
	key  string
	rest string // of a restRow
}

// order is the phases as they follow each other in a cycle.
var order = [...]model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear}

// Draw draws the pane.
func Draw(a grid.Area, in pane.Input) int {
	p := &in.Snap.Phase
	evidence := pane.Pick(&in, pane.Refs(p.Evidence), textOf, evidenceOrders)
	size := pane.Inner(a, in)
	cols := measure(in, p.Evidence, size.W())
	rows := compose(&in, cols, evidence, size.H())
	inner := pane.Frame(a, in, title(in, p))
	if len(rows) == 0 && in.Filter == "" {
		pane.Say(inner, in, theme.Muted, waiting(in.Snap))
		return 0
	}
	return in.Rows(a, inner, pane.List{
		N: len(rows), Still: true,
		Key: func(i int) string { return rows[i].key },
		Draw: func(line grid.Area, i int) {
			if r := rows[i]; r.kind == evidenceRow {
				cols.draw(line, in, evidence[r.at], i+1 < len(rows) && rows[i+1].kind == restRow)
			} else {
				r.draw(line, in, p)
			}
		},
	}).Overflow
}

// evidenceOrders are the columns the evidence can be ordered by; what would flip
// the phase keeps the order of how near it is.
var evidenceOrders = []pane.Order[*model.Evidence]{
	{Head: "vote", Of: func(e *model.Evidence) model.Num { return e.Vote }},
	{Head: "weight", Of: func(e *model.Evidence) model.Num { return model.Known(e.Weight) }},
	{Head: "for and against", Of: stand},
	{Head: "name", Words: func(e *model.Evidence) string { return e.Text }},
}

func textOf(e *model.Evidence) string { return e.Text + " " + e.Threshold + " " + e.Source }

// stand is where a piece of evidence stands, what speaks for the phase the highest.
func stand(e *model.Evidence) model.Num {
	switch e.State {
	case model.EvidenceFor:
		return model.Known(1)
	case model.EvidenceAgainst:
		return model.Known(-1)
	default:
		return model.Unknown("")
	}
}

// draw writes a row below the evidence.
func (r *row) draw(line grid.Area, in pane.Input, p *model.PhaseView) {
	switch r.kind {
	case restRow:
		line.TextFit(2, 0, max(line.W()-2, 0), theme.Label, r.rest, in.Theme.Glyphs.Ellipsis)
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
		drawCycle(line, in, &in.Snap.Cycles[r.at], cycleNames(in.Snap.Cycles, line.W()))
	case scoreHead:
		line.Text(0, 0, theme.Header, "how every phase scores")
	case scoreRow:
		drawScore(line, in, p, order[r.at])
	}
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

// composer collects the rows that pass the filter, with air and headings between
// the groups where there is room.
type composer struct {
	in      *pane.Input
	rows    []row
	airy    bool
	heading kind // of the group that begins with the next row; blankRow = it has begun
}

func (c *composer) group(head kind) { c.heading = head }

// add adds a row with what is written on it.
func (c *composer) add(r row, texts ...string) {
	if !c.in.Keeps(texts...) {
		return
	}
	if c.airy && c.heading != blankRow {
		if len(c.rows) > 0 {
			c.rows = append(c.rows, row{kind: blankRow})
		}
		c.rows = append(c.rows, row{kind: c.heading})
	}
	c.heading = blankRow
	c.rows = append(c.rows, r)
}

// compose lists the rows: why, what would change it, how the phases score, and
// the states beside the phase.
func compose(in *pane.Input, cols columns, evidence []*model.Evidence, h int) []row {
	s := in.Snap
	p := &s.Phase
	flips, fixed := movable(p)
	n := len(p.Evidence) + len(flips) + len(order) + len(s.Cycles) + 9
	c := composer{in: in, rows: make([]row, 0, n), airy: n <= h, heading: blankRow}
	for i, e := range evidence {
		c.rows = append(c.rows, row{kind: evidenceRow, at: i, key: e.ID})
		if _, rest := cols.split(*in, e); rest != "" && c.airy {
			c.rows = append(c.rows, row{kind: restRow, rest: rest})
		}
	}
	c.addFlips(p, flips, fixed)
	if hasScores(p) {
		c.group(scoreHead)
		for i, ph := range order {
			c.add(row{kind: scoreRow, at: i, key: string(ph)}, string(ph), ph.Word())
		}
	}
	c.group(cycleHead)
	for i := range s.Cycles {
		y := &s.Cycles[i]
		c.add(row{kind: cycleRow, at: i, key: y.Name}, y.Name, y.State)
	}
	return c.rows
}

// addFlips lists what would flip the phase, the nearest first.
func (c *composer) addFlips(p *model.PhaseView, flips []int, fixed int) {
	c.group(flipHead)
	for _, i := range flips {
		f := &p.Flips[i]
		c.add(row{kind: flipRow, at: i, key: f.ID}, string(f.ToPhase), f.Text)
	}
	if f := p.FlipPair; f != nil && len(p.Flips) > 0 {
		c.add(row{kind: pairRow, key: "pair"}, string(f.ToPhase), f.Text)
	}
	if fixed > 0 {
		c.add(row{kind: fixedRow, at: fixed, key: "fixed"}, "inputs cannot flip it alone")
	}
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
