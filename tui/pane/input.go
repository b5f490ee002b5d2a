package pane

import (
	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/theme"
)

// Input is everything a pane may look at. Panes never ask the time, the network
// or the disk; two equal inputs give two equal pictures.
type Input struct {
	Snap  *model.Snapshot // never nil
	Theme *theme.Theme

	Focused bool
	Framed  bool // a border all around, else a title rule on top
	Scroll  int  // the first row wanted; panes clamp it

	Cursor int    // the row the reader is on, counted from 1 in what is shown; 0 = none
	On     string // what that row was about when it was drawn last, wherever it stands now; "" = Cursor alone says it
	Filter string // only rows whose name holds it, in lower case; "" = all
	Sort   Sort   // how a table is ordered
	Track  *Track // told what was drawn; nil = nobody asks

	arranged arranged // set by Pick

	Faded bool // what is drawn stands on old data: its figures are dimmed

	Subject string // the sector a view is about

	Skipped []model.Skipped // legs the reader left out of plans, oldest first

	Timeframe model.Interval // of the rotation graph; 0 = the snapshot's own
	Tail      int            // points of the rotation graph's tails
	Back      int            // closed bars before the newest the rotation graph shows
	Highlight string         // what the rotation graph brings out; "" = all alike
	Parts     Parts          // what it shows
	Group     string         // the sector whose members it shows
}

// Draw draws a pane, frame included, and returns how many rows of content there
// are beyond what it shows: how far one can scroll.
type Draw func(a grid.Area, in Input) (overflow int)

// View draws one pane by itself and returns exactly h lines of exactly w cells.
func View(draw Draw, in Input, w, h int) []string {
	return grid.Lines(w, h, in.Theme.Look(), func(a grid.Area) { draw(a, in) })
}
