package tui

import (
	"slices"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/pane/rotation"
)

// desk is what the reader has chosen to look at, and how.
type desk struct {
	focus layout.Pane
	zoom  bool
	help  bool

	timeframe model.Interval // of the rotation graph, 0 = the snapshot's own
	tail      int            // points of its tails, 0 = the usual

	scroll   [layout.PaneCount + 1]int // rows scrolled down, by pane; 0 is the help
	overflow [layout.PaneCount + 1]int // how far each can be scrolled, as drawn last
}

// focusOn moves the focus; focusing the focused pane again zooms it.
func (d *desk) focusOn(p layout.Pane) {
	if d.focus == p {
		d.zoom = !d.zoom
		return
	}
	d.focus = p
}

// step moves the focus to a neighbour in the order of the digits.
func (d *desk) step(by int) {
	d.focus = layout.Pane((int(d.focus)-1+by+layout.PaneCount)%layout.PaneCount + 1)
}

// back undoes the topmost of help and zoom.
func (d *desk) back() {
	if d.help {
		d.help = false
		return
	}
	d.zoom = false
}

// scrolled is the pane that the scroll keys move.
func (d *desk) scrolled() layout.Pane {
	if d.help {
		return layout.NoPane
	}
	return d.focus
}

// scrollBy moves the focused pane's rows and stops at both ends.
func (d *desk) scrollBy(rows int) {
	p := d.scrolled()
	d.scroll[p] = min(max(d.scroll[p]+rows, 0), d.overflow[p])
}

// nextTimeframe goes round the bar lengths the rotation graph comes in.
func (d *desk) nextTimeframe(s *model.Snapshot) {
	steps := rotation.Timeframes(s)
	if len(steps) == 0 {
		return
	}
	now := d.timeframe
	if now == 0 {
		now = s.Timeframe
	}
	d.timeframe = steps[(slices.Index(steps, now)+1)%len(steps)]
}

// growTail makes the rotation graph's tails longer or shorter.
func (d *desk) growTail(by int) {
	n := d.tail
	if n == 0 {
		n = rotation.DefaultTail
	}
	d.tail = min(max(n+by, rotation.MinTail), rotation.MaxTail)
}
