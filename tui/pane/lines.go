package pane

import (
	"eddy/tui/grid"
	"eddy/tui/theme"
)

// Line is a line of what is told of one thing: a word at the left and what it
// says. One in strong ink without the word is a heading and begins at the edge.
type Line struct {
	Head string
	Text string
	Ink  grid.Style

	Draw func(row grid.Area) // draws the line instead; nil: its words do
	Key  string              // what it is about, of a table's row among lines that are none
}

func (l *Line) isHeading() bool { return l.Head == "" && l.Ink == theme.Strong }

// Lines draws what is told of one thing inside a pane's frame: a is the pane, head
// the room for the words at the left. What is too long is broken at blanks.
func Lines(a, inner grid.Area, in Input, head int, lines []Line) (overflow int) {
	lines = broken(lines, inner.W(), head)
	return in.Rows(a, inner, List{
		N: len(lines), Still: true,
		Key:  func(i int) string { return lines[i].Key },
		Draw: func(row grid.Area, i int) { lines[i].draw(row, in, head) },
	}).Overflow
}

func (l *Line) draw(row grid.Area, in Input, head int) {
	if l.Draw != nil {
		l.Draw(row)
		return
	}
	x := head
	if l.isHeading() {
		x = 0
	}
	row.TextFit(0, 0, head-1, theme.Header, l.Head, in.Theme.Glyphs.Ellipsis)
	row.TextFit(x, 0, max(row.W()-x, 0), l.Ink, l.Text, in.Theme.Glyphs.Ellipsis)
}

// leastRoom is the least that a text is broken to: below it the pane cuts.
const leastRoom = 8

// broken breaks what is too long at blanks; what follows has no word at the left.
func broken(lines []Line, w, head int) []Line {
	out := make([]Line, 0, len(lines))
	for _, l := range lines {
		room := w - head
		if l.isHeading() {
			room = w
		}
		parts := Wrap(l.Text, max(room, leastRoom))
		if len(parts) == 0 {
			out = append(out, l)
			continue
		}
		for i, part := range parts {
			if l.Text = part; i > 0 {
				l.Head, l.Key = "", ""
			}
			out = append(out, l)
		}
	}
	return out
}
