package tui

import (
	"slices"

	"eddy/tui/layout"
	"eddy/tui/pane"
)

// desk is what the reader has chosen to look at, and how.
type desk struct {
	view  layout.View
	from  layout.View                       // where esc goes back to after going deeper; NoView = nowhere
	left  layout.Pane                       // the pane of this view enter went out of; NoPane = none
	focus [layout.ViewCount + 1]layout.Pane // of each view; NoPane = its first
	zoom  bool
	help  bool

	subject string // the sector the Sector view is about
	graph

	helpScroll list
	lists      [layout.PaneCount + 1]list
}

// list is how far the reader has come in one pane.
type list struct {
	scroll   int    // rows scrolled down
	overflow int    // how far it can be scrolled, as drawn last
	cursor   int    // the row the reader is on
	on       string // what that row was about as drawn last, while the cursor is
	onAt     int    // still where it was then
	seen     bool   // the reader has been on its rows; before, it shows what comes first
	sort     pane.Sort
	filter   string
}

// focused is the pane that has the keys.
func (d *desk) focused() layout.Pane {
	if p := d.focus[d.view]; p != layout.NoPane {
		return p
	}
	return d.view.Panes()[0]
}

// open shows a view. Opening the one on show changes nothing.
func (d *desk) open(v layout.View) {
	d.help = false
	if !v.Exists() || v == d.view {
		return
	}
	d.view, d.from, d.left, d.zoom = v, layout.NoView, layout.NoPane, false
}

// deeper shows a view that esc leaves again.
func (d *desk) deeper(v layout.View) {
	from := d.view
	if !v.Exists() || v == from {
		return
	}
	d.open(v)
	d.from = from
}

// focusOn moves the focus within the view.
func (d *desk) focusOn(p layout.Pane) {
	if slices.Contains(d.view.Panes(), p) {
		d.focus[d.view], d.left = p, layout.NoPane
	}
}

// enter moves the focus to a pane that tells more, which esc leaves again.
func (d *desk) enter(p layout.Pane) {
	from := d.focused()
	d.focusOn(p)
	d.left = from
}

// step moves the focus to a neighbour in the order of the view.
func (d *desk) step(by int) {
	panes := d.view.Panes()
	at := slices.Index(panes, d.focused())
	d.focusOn(panes[(at+by+len(panes))%len(panes)])
}

// back undoes the topmost of help, filter, having gone deeper into the graph
// or another pane, zoom and having gone deeper into another view.
func (d *desk) back() {
	l := d.list()
	switch {
	case d.help:
		d.help = false
	case l.filter != "":
		l.filter = ""
	case d.focused() == layout.Rotation && d.above != nil:
		d.up(l)
	case d.left != layout.NoPane:
		d.focusOn(d.left)
	case d.zoom:
		d.zoom = false
	case d.from != layout.NoView:
		d.open(d.from)
	}
}

// list is what the scroll keys move: the help, else the focused pane's.
func (d *desk) list() *list {
	if d.help {
		return &d.helpScroll
	}
	return &d.lists[d.focused()]
}

// top takes the reader to the first row, whatever it is about.
func (l *list) top() { l.cursor, l.scroll, l.on = 0, 0, "" }

// order puts the rows into the order of a column, the other way round where they
// are in it.
func (l *list) order(by int) {
	l.sort = pane.Sort{By: by, Reverse: l.sort.By == by && !l.sort.Reverse}
	l.top()
}

// about is what the row the reader is on was about; "" after the cursor moved,
// and before there was one.
func (l *list) about() string {
	if l.cursor != l.onAt || !l.seen {
		return ""
	}
	return l.on
}

// goTo takes the reader to the row about something, wherever it stands.
func (l *list) goTo(key string) { l.on, l.onAt, l.seen = key, l.cursor, true }

// drawn keeps which row the reader is on.
func (l *list) drawn(t *pane.Track) {
	if t.On >= 0 && t.On < len(t.Keys) {
		l.cursor, l.onAt, l.on = t.On, t.On, t.Keys[t.On]
	}
}

// follow finds the row the reader is on among rows that are not drawn yet, for
// what tells of it beside them; -1 where there are none.
func (l *list) follow(keys []string) int {
	if len(keys) == 0 {
		return -1
	}
	at := slices.Index(keys, l.about())
	if at < 0 {
		at = min(max(l.cursor, 0), len(keys)-1)
	}
	l.cursor = at
	l.goTo(keys[at])
	return at
}

// move takes the reader n rows on: the cursor where the pane has rows to be on,
// else the picture. Both stop at the ends.
func (l *list) move(n, rows int) {
	if rows > 0 {
		l.cursor = min(max(l.cursor+n, 0), rows-1)
		return
	}
	l.scroll = min(max(l.scroll+n, 0), l.overflow)
}
