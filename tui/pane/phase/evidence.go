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
// of all rows. Two values in one take what they need more from their own words.
type columns struct {
	text      int // room for the words
	whole     int // digits before the point, so that points stand under points
	value     int // a single value in all
	threshold int
	vote      int // cells of the vote's bar, 0 where there is no room
	source    int // room for where the rule comes from, 0 where there is none
}

const (
	gap       = 2
	voteWidth = 8
	voteTotal = voteWidth + len(" 100 %") + gap
	leastText = 18 // words are cut to this before the threshold leaves
)

// measure finds the widths for a pane of w cells. The words and the value come
// first, then the threshold down to its first clause, the vote, the whole
// threshold, the source.
func measure(in pane.Input, evidence []model.Evidence, w int) columns {
	c, words := extent(in, evidence)
	room := w - len("+ ") - c.value - gap
	c.text = min(words.text, max(room-gap-words.clause, min(leastText, room)), max(room, 1))
	room -= c.text + gap
	switch {
	case room >= words.threshold+gap+voteTotal:
		c.threshold, c.vote = words.threshold, voteWidth
	case room >= words.clause+gap+voteTotal:
		c.threshold, c.vote = room-gap-voteTotal, voteWidth
	case room >= words.clause:
		c.threshold = min(room, words.threshold)
	default:
		c.text = min(words.text, c.text+room)
	}
	if rest := room - c.threshold - gap - voteTotal; c.vote > 0 && rest >= len("S0-PHASE-2") {
		c.source = rest
	}
	return c
}

// longest are the widest texts of a list of evidence.
type longest struct{ text, threshold, clause int }

// extent measures the parts whose width the texts alone decide.
func extent(in pane.Input, evidence []model.Evidence) (c columns, words longest) {
	after := 0
	for i := range evidence {
		e := &evidence[i]
		words.text = max(words.text, grid.Width(e.Text))
		if e.State == model.EvidenceUnknown {
			continue
		}
		if s := shown(in, e); !isPair(s) {
			whole := wholePart(s)
			c.whole = max(c.whole, whole)
			after = max(after, grid.Width(s)-whole)
		}
		words.threshold = max(words.threshold, grid.Width(e.Threshold))
		words.clause = max(words.clause, grid.Width(clause(e.Threshold)))
	}
	c.value = c.whole + after
	return c, words
}

// clause returns the first part of a threshold such as "< 0 %, full at -5 %".
func clause(threshold string) string {
	first, _, _ := strings.Cut(threshold, ",")
	return first
}

// shown returns the value as people read it.
func shown(in pane.Input, e *model.Evidence) string {
	if e.Shown != "" {
		return e.Shown
	}
	return in.Or(e.Value, pane.Format{Decimals: 2, Signed: true})
}

// isPair tells whether two figures stand in the place of one.
func isPair(shown string) bool { return strings.Contains(shown, " · ") }

// wholePart returns the cells of a figure before its decimal point, or before
// its unit where it has no point.
func wholePart(s string) int {
	if i := strings.IndexAny(s, ". "); i >= 0 {
		return grid.Width(s[:i])
	}
	return grid.Width(s)
}

// valueAt is the column at which a value begins.
func (c columns) valueAt(shown string) int {
	if isPair(shown) {
		return 2 + c.text + gap + c.value - grid.Width(shown)
	}
	return 2 + c.text + gap + c.whole - wholePart(shown)
}

// split breaks the words of a piece of evidence where its value begins; there is a
// rest only of words that have no room.
func (c columns) split(in pane.Input, e *model.Evidence) (words, rest string) {
	room := min(c.valueAt(shown(in, e))-gap-2, c.text)
	if e.State == model.EvidenceUnknown || grid.Width(e.Text) <= room {
		return e.Text, ""
	}
	parts := pane.Wrap(e.Text, max(room, 1))
	return parts[0], strings.Join(parts[1:], " ")
}

// draw writes one piece of evidence: which way it points, what it is, its value
// and threshold, and where there is room how strongly it votes. rested tells that
// what the words have no room for stands on the next line.
func (c columns) draw(line grid.Area, in pane.Input, e *model.Evidence, rested bool) {
	g := in.Theme.Glyphs
	mark, st := g.For, theme.Gain
	switch e.State {
	case model.EvidenceAgainst:
		mark, st = g.Against, theme.Loss
	case model.EvidenceUnknown:
		mark, st = g.Missing, theme.Unknown
	}
	line.Set(0, 0, st, mark)
	if e.State == model.EvidenceUnknown {
		x := line.TextFit(2, 0, c.text, theme.Label, e.Text, g.Ellipsis) + 2
		line.TextFit(x, 0, max(line.W()-x, 0), theme.Unknown, unknownWords(e), g.Ellipsis)
		return
	}
	s := shown(in, e)
	at := c.valueAt(s)
	words := e.Text
	if rested {
		words, _ = c.split(in, e)
	}
	line.TextFit(2, 0, min(at-gap-2, c.text), theme.Label, words, g.Ellipsis)
	line.Text(at, 0, theme.Strong, s)
	x := 2 + c.text + gap + c.value + gap
	threshold := e.Threshold
	if grid.Width(threshold) > c.threshold {
		threshold = clause(threshold)
	}
	line.TextFit(x, 0, c.threshold, theme.Muted, threshold, g.Ellipsis)
	if c.vote > 0 {
		c.drawVote(line, in, e, x+c.threshold+gap, st)
	}
}

func (c columns) drawVote(line grid.Area, in pane.Input, e *model.Evidence, x int, st grid.Style) {
	chart.Bar(line.Sub(x, 0, c.vote, 1), e.Vote.Or(0), in.Thin(st))
	line.TextRight(x+voteTotal-gap, 0, theme.Muted, in.Text(e.Weight*100, pane.Format{Suffix: " %"}))
	line.TextFit(x+voteTotal, 0, c.source, theme.Muted, e.Source, in.Theme.Glyphs.Ellipsis)
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
