package phase

import (
	"strings"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// columns are the places of an evidence row's parts, wide enough for the widest
// of all rows.
type columns struct {
	text      int // room for the words
	whole     int // digits before the point, so that points stand under points
	value     int // the value in all
	threshold int
	vote      int // cells of the vote's bar, 0 where there is no room
}

// From these widths on a row shows the vote's bar and weight, and its source.
const (
	voteFrom   = 52
	sourceFrom = 76
	voteWidth  = 8
)

// measure finds the widths for a pane of w cells.
func measure(in pane.Input, evidence []model.Evidence, w int) columns {
	var c columns
	after := 0
	longest := 0
	for i := range evidence {
		e := &evidence[i]
		longest = max(longest, grid.Width(e.Text))
		if e.State == model.EvidenceUnknown {
			continue
		}
		s := shown(in, e)
		whole := wholePart(s)
		c.whole = max(c.whole, whole)
		after = max(after, grid.Width(s)-whole)
		c.threshold = max(c.threshold, grid.Width(e.Threshold))
	}
	c.value = c.whole + after
	c.threshold = min(c.threshold, 14)
	if w >= voteFrom {
		c.vote = voteWidth
	}
	room := w - 2 - c.value - 2 - c.threshold - 2
	if c.vote > 0 {
		room -= c.vote + 7
	}
	c.text = min(longest, max(room, 8))
	return c
}

// shown returns the value as people read it.
func shown(in pane.Input, e *model.Evidence) string {
	if e.Shown != "" {
		return e.Shown
	}
	return in.Or(e.Value, pane.Format{Decimals: 2, Signed: true})
}

// wholePart returns the cells of a figure before its decimal point, or before
// its unit where it has no point.
func wholePart(s string) int {
	if i := strings.IndexAny(s, ". "); i >= 0 {
		return grid.Width(s[:i])
	}
	return grid.Width(s)
}

// draw writes one piece of evidence: which way it points, what it is, its value
// and threshold, and where there is room how strongly it votes.
func (c columns) draw(line grid.Area, in pane.Input, e *model.Evidence) {
	g := in.Theme.Glyphs
	mark, st := g.For, theme.Gain
	switch e.State {
	case model.EvidenceAgainst:
		mark, st = g.Against, theme.Loss
	case model.EvidenceUnknown:
		mark, st = g.Missing, theme.Unknown
	}
	line.Set(0, 0, st, mark)
	x := line.TextFit(2, 0, c.text, theme.Label, e.Text, g.Ellipsis) + 2
	if e.State == model.EvidenceUnknown {
		line.TextFit(x, 0, max(line.W()-x, 0), theme.Unknown, unknownWords(e), g.Ellipsis)
		return
	}
	x = 2 + c.text + 2
	s := shown(in, e)
	line.Text(x+c.whole-wholePart(s), 0, theme.Strong, s)
	x += c.value + 2
	line.TextFit(x, 0, min(c.threshold, max(line.W()-x, 0)), theme.Muted, e.Threshold, g.Ellipsis)
	if c.vote > 0 {
		c.drawVote(line, in, e, x+c.threshold+2, st)
	}
}

func (c columns) drawVote(line grid.Area, in pane.Input, e *model.Evidence, x int, st grid.Style) {
	chart.Bar(line.Sub(x, 0, c.vote, 1), e.Vote.Or(0), in.Thin(st))
	line.TextRight(x+c.vote+5, 0, theme.Muted, in.Text(e.Weight*100, pane.Format{Suffix: " %"}))
	x += c.vote + 7
	if line.W() >= sourceFrom {
		line.TextFit(x, 0, max(line.W()-x, 0), theme.Muted, e.Source, in.Theme.Glyphs.Ellipsis)
	}
}

func unknownWords(e *model.Evidence) string {
	if why := e.Value.Why(); why != "" {
		return why
	}
	return "not known, its weight goes to the others"
}

// drawScore writes one phase's score, and where the open bar would take it.
func drawScore(line grid.Area, in pane.Input, p *model.PhaseView, ph model.Phase) {
	st, ink := theme.Muted, theme.Axis
	if ph == p.Phase {
		st, ink = theme.Phase(ph), theme.Phase(ph)
	} else if ph == p.Candidate {
		st, ink = theme.Label, theme.Phase(ph)
	}
	line.Text(0, 0, st, string(ph))
	n := p.Scores[ph]
	score, ok := n.Value()
	if !ok {
		line.TextFit(6, 0, max(line.W()-6, 0), theme.Unknown, pane.Why(n), in.Theme.Glyphs.Ellipsis)
		return
	}
	f := pane.Format{Decimals: 2}
	in.Number(line, 10, 0, theme.Label, n, f)
	bar := min(max(line.W()-28, 0), 40)
	chart.Bar(line.Sub(12, 0, bar, 1), score, in.Thin(ink))
	if d, ok := p.Developing[ph].Value(); ok && line.W() >= 40 {
		x := 12 + bar + 2
		x = line.Text(x, 0, theme.Muted, "open bar ")
		line.Text(x, 0, theme.Signed(float64(int(d*100+0.5)-int(score*100+0.5))), in.Text(d, f))
	}
}
