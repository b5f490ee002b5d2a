package pane

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
)

// Sort is how a table is ordered: by one of the columns it offers, counted from
// 1; 0 is the order it comes in.
type Sort struct {
	By      int
	Reverse bool
}

// Words says how a table is ordered, given the columns it offers; "" where it is in
// the order it comes in.
func (s Sort) Words(columns []string) string {
	if s.By < 1 || s.By > len(columns) {
		return ""
	}
	words := "by " + columns[s.By-1]
	if s.Reverse {
		words += ", lowest first"
	}
	return words
}

// Track is what a pane tells of the rows it drew, so that keys and the mouse
// find them.
type Track struct {
	Keys  []string // what each row is about, in the order they are shown
	Top   int      // the line of the terminal on which the first shown row stands
	First int      // the first row shown
	Shown int      // how many are
	High  int      // lines each takes
	On    int      // the row the reader is on, -1 for none
	Sorts []string // the columns the table can be ordered by
}

// Reset forgets the rows and keeps the memory.
func (t *Track) Reset() { *t = Track{Keys: t.Keys[:0], On: -1} }

// At returns the row that stands on a line of the terminal.
func (t *Track) At(y int) (row int, ok bool) {
	if t.High == 0 || y < t.Top || y >= t.Top+t.Shown*t.High {
		return 0, false
	}
	return t.First + (y-t.Top)/t.High, true
}

// SortBy orders rows by a figure, the highest first, or the lowest with reverse.
// Rows whose figure is not known come last either way; equal rows keep their
// order.
func SortBy[T any](rows []T, reverse bool, of func(T) model.Num) {
	slices.SortStableFunc(rows, func(a, b T) int {
		x, knowsX := of(a).Value()
		y, knowsY := of(b).Value()
		switch {
		case knowsX != knowsY:
			if knowsX {
				return -1
			}
			return 1
		case reverse:
			return cmp.Compare(x, y)
		default:
			return cmp.Compare(y, x)
		}
	})
}

// Matches tells whether a row of that name passes the filter.
func (in *Input) Matches(name string) bool {
	return in.Filter == "" || strings.Contains(strings.ToLower(name), in.Filter)
}

// List is a table's rows.
type List struct {
	Top  int                        // the line of the inner area on which the first stands
	N    int                        // how many there are
	High int                        // lines each takes; 0 = 1
	Key  func(i int) string         // what a row is about
	Draw func(row grid.Area, i int) // row is as high as a row
}

// Rows draws as many rows of a list as fit, with the reader's own in sight and
// marked, and returns which are shown. Where the filter leaves none, it says so.
func (in *Input) Rows(inner grid.Area, l List) Window {
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
	in.track(inner, l, win)
	if in.Track != nil {
		in.Track.On = cursor
	}
	return win
}

// cursor is the row the reader is on. It stays with what the row is about when
// live figures change the order: enter must open what the eye is on.
func (in *Input) cursor(l List) int {
	at := min(in.Cursor, l.N) - 1
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

func (in *Input) track(inner grid.Area, l List, win Window) {
	t := in.Track
	if t == nil {
		return
	}
	t.Top, t.First, t.Shown, t.High = inner.Y()+l.Top, win.First, win.Last-win.First, max(l.High, 1)
	for i := range l.N {
		t.Keys = append(t.Keys, l.Key(i))
	}
}
