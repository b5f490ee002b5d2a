package pane

import (
	"strconv"

	"eddy/tui/grid"
)

// Track is what a pane tells of the rows it drew, so that keys and the mouse
// find them.
type Track struct {
	Keys  []string // what each row is about, in the order they are shown
	Top   int      // the line of the terminal on which the first shown row stands
	First int      // the first row shown
	Shown int      // how many are
	High  int      // lines each takes
	On    int      // the row the reader is on, -1 for none
	Still bool     // the reader is never on a row: the keys scroll
	Sorts []string // the columns the table can be ordered by
	heads []headed
}

// headed is where on the terminal the name of a column stands that a table can be
// ordered by.
type headed struct{ x, y, w, by int }

// Reset forgets the rows and keeps the memory.
func (t *Track) Reset() { *t = Track{Keys: t.Keys[:0], Sorts: t.Sorts[:0], heads: t.heads[:0], On: -1} }

// OrderAt returns which order the column has whose name stands at a place on the
// terminal; 0 is none.
func (t *Track) OrderAt(x, y int) (by int) {
	for _, h := range t.heads {
		if y == h.y && x >= h.x && x < h.x+h.w {
			return h.by
		}
	}
	return 0
}

// At returns the row that stands on a line of the terminal.
func (t *Track) At(y int) (row int, ok bool) {
	if t.High == 0 || t.Still || y < t.Top || y >= t.Top+t.Shown*t.High {
		return 0, false
	}
	return t.First + (y-t.Top)/t.High, true
}

// List is a table's rows.
type List struct {
	Top   int                        // the line of the inner area on which the first stands
	N     int                        // how many there are
	High  int                        // lines each takes; 0 = 1
	Still bool                       // lines to read, with headings between: the reader is on none of them
	Key   func(i int) string         // what a row is about; "" = it is a line beside the rows
	Draw  func(row grid.Area, i int) // row is as high as a row
}

// Rows draws as many rows of a list as fit inside a pane, with the reader's own in
// sight and marked, tells on the pane's edge which they are, and returns that.
// Where the filter leaves none, it says so.
func (in *Input) Rows(a, inner grid.Area, l List) Window {
	high := max(l.High, 1)
	room := (inner.H() - l.Top) / high
	first, cursor := in.Scroll, in.cursor(l)
	if cursor >= 0 && room > 0 {
		first = min(max(first, cursor-room+1), cursor)
	}
	if l.N == 0 && in.Filter != "" && room > 0 {
		Note(inner, *in, l.Top, "no row holds "+strconv.Quote(in.Filter)+": esc shows all")
	}
	win := Scrolled(first, l.N, room)
	for i := win.First; i < win.Last; i++ {
		row := inner.Sub(0, l.Top+(i-win.First)*high, inner.W(), high)
		l.Draw(row, i)
		if in.Focused && i == cursor {
			row.Row(0).Select()
		}
	}
	in.track(inner, l, win, cursor)
	scrollMark(a, *in, win, l.N)
	return win
}

// Page is Rows for what is read and holds no rows: n lines that the keys scroll. It
// returns how many there are beyond those on show.
func (in *Input) Page(a, inner grid.Area, n int, draw func(line grid.Area, i int)) (overflow int) {
	return in.Rows(a, inner, List{N: n, Still: true, Key: func(int) string { return "" }, Draw: draw}).Overflow
}

// cursor is the row the reader is on, -1 for none. It stays with what the row is
// about when live figures change the order: enter must open what the eye is on.
func (in *Input) cursor(l List) int {
	at := min(in.Cursor, l.N) - 1
	if l.Still {
		return -1
	}
	if in.On == "" || at < 0 || l.Key(at) == in.On {
		return at
	}
	for i := range l.N {
		if l.Key(i) == in.On {
			return i
		}
	}
	return at
}

func (in *Input) track(inner grid.Area, l List, win Window, cursor int) {
	t := in.Track
	if t == nil {
		return
	}
	t.Top, t.First, t.Shown, t.High = inner.Y()+l.Top, win.First, win.Last-win.First, max(l.High, 1)
	t.On, t.Still = cursor, l.Still
	for i := range l.N {
		if key := l.Key(i); key != "" || !l.Still {
			t.Keys = append(t.Keys, key)
		}
	}
}
