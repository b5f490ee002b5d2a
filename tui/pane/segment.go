package pane

import (
	"slices"

	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/theme"
)

// Segment is a phrase of a line. Where the line is too short the segments of
// the highest rank leave first; rank 0 stays.
type Segment struct {
	Text  string
	Style grid.Style
	Rank  int
	Tight bool // follows the one before without a gap
	Part  bool // is one thing with the one before and takes it along
}

// segmentGap is the blank between two phrases.
const segmentGap = 2

// Segments writes the phrases that fit from column x on and returns the column
// after the last one. It reorders nothing; it may shorten the slice it is given.
func Segments(a grid.Area, in Input, x int, segs []Segment) int {
	segs = slices.DeleteFunc(segs, func(s Segment) bool { return s.Text == "" })
	for segmentsWidth(segs) > a.W()-x {
		last := -1
		for i := range segs {
			if segs[i].Rank > 0 && (last < 0 || segs[i].Rank >= segs[last].Rank) {
				last = i
			}
		}
		if last < 0 {
			break
		}
		first := last
		if segs[last].Part {
			first = max(last-1, 0)
		}
		segs = slices.Delete(segs, first, last+1)
	}
	for i, s := range segs {
		if i > 0 && !s.Tight {
			x += segmentGap
		}
		x = a.TextFit(x, 0, max(a.W()-x, 0), s.Style, s.Text, in.Theme.Glyphs.Ellipsis)
	}
	return x
}

// Fitting counts the phrases from the first on that fit a width together, and the
// first in any case.
func Fitting(segs []Segment, w int) int {
	for n := len(segs); n > 1; n-- {
		if segmentsWidth(segs[:n]) <= w {
			return n
		}
	}
	return min(len(segs), 1)
}

func segmentsWidth(segs []Segment) int {
	w := 0
	for _, s := range segs {
		if s.Text == "" {
			continue
		}
		if w > 0 && !s.Tight {
			w += segmentGap
		}
		w += grid.Width(s.Text)
	}
	return w
}

// Fill returns the look of a bar in a colour.
func (in Input) Fill(ink grid.Style) chart.Fill {
	g := in.Theme.Glyphs
	return chart.Fill{Eighths: &g.Eighths, Track: g.Track, Ink: ink, Behind: theme.BarTrack}
}

// Thin returns the look of a bar as thin as a line, for bars that stand close
// above each other.
func (in Input) Thin(ink grid.Style) chart.Fill {
	g := in.Theme.Glyphs
	return chart.Fill{Eighths: &g.Thin, Track: g.Rail, Ink: ink, Behind: theme.BarTrack}
}
