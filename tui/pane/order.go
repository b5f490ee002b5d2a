package pane

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/theme"
)

// Sort is how a table is ordered: by one of the columns it offers, counted from
// 1; 0 is the order it comes in.
type Sort struct {
	By      int
	Reverse bool
}

// Order is a column a table can be ordered by: a figure, the highest first, or
// words, from A on.
type Order[T any] struct {
	Head  string
	Of    func(T) model.Num
	Words func(T) string // in place of Of
}

// arranged is what became of a table's rows, for its title and its head.
type arranged struct {
	hidden int    // rows without the filter's word
	by     string // the column that orders it; "" = it is in its own order
	falls  bool   // the highest, or Z, comes first
	turned string // which end comes first, where that is not the usual one
}

// words are what a title says of the rows in at most w cells: the filter, how many
// it leaves out, and the order, whose arrow stands for words that have no room.
func (in *Input) words(w int) string {
	t, text := &in.arranged, ""
	if in.Filter != "" {
		text = "/" + in.Filter
		if t.hidden > 0 {
			text += ", " + strconv.Itoa(t.hidden) + " hidden"
		}
	}
	if t.by == "" {
		return text
	}
	if text != "" {
		text += in.Theme.Glyphs.Dot
	}
	text += "by " + t.by
	if long := text + t.turned; grid.Width(long) <= w {
		return long
	}
	return text + " " + string(in.arrow())
}

// arrow points up where the lowest, or A, comes first.
func (in *Input) arrow() rune {
	if in.arranged.falls {
		return in.Theme.Glyphs.Down
	}
	return in.Theme.Glyphs.Up
}

// Pick returns the rows whose text holds the filter's word, in the order the
// reader asked for, and tells by which columns there is one. What is not known
// comes last either way; equal rows stay as they come. It works on the slice it is
// given, and goes before Frame, whose title says what became of the rows.
func Pick[T any](in *Input, rows []T, text func(T) string, orders []Order[T]) []T {
	if len(rows) == 0 {
		return rows
	}
	if in.Track != nil {
		for i := range orders {
			in.Track.Sorts = append(in.Track.Sorts, orders[i].Head)
		}
	}
	if in.Filter != "" {
		rows = slices.DeleteFunc(rows, func(r T) bool { return !in.Keeps(text(r)) })
	}
	if by := in.Sort.By; by > 0 && by <= len(orders) {
		o := &orders[by-1]
		in.arranged.by, in.arranged.falls, in.arranged.turned = o.Head, (o.Words != nil) == in.Sort.Reverse, o.turned(in.Sort.Reverse)
		slices.SortStableFunc(rows, func(a, b T) int { return o.compare(a, b, in.Sort.Reverse) })
	}
	return rows
}

// turned says which end comes first, where that is not the usual one.
func (o *Order[T]) turned(reverse bool) string {
	switch {
	case !reverse:
		return ""
	case o.Words != nil:
		return ", Z first"
	default:
		return ", lowest first"
	}
}

func (o *Order[T]) compare(a, b T, reverse bool) int {
	if o.Words != nil {
		x, y := strings.ToLower(o.Words(a)), strings.ToLower(o.Words(b))
		return knownFirst(x != "", y != "", strings.Compare(x, y), reverse)
	}
	x, knowsX := o.Of(a).Value()
	y, knowsY := o.Of(b).Value()
	return knownFirst(knowsX, knowsY, cmp.Compare(y, x), reverse)
}

// knownFirst turns a comparison round where that is asked for, and puts what is
// known first in any case.
func knownFirst(x, y bool, order int, reverse bool) int {
	switch {
	case x != y && x:
		return -1
	case x != y:
		return 1
	case reverse:
		return -order
	default:
		return order
	}
}

// Matches tells whether one of the texts of a row holds the filter's word.
func (in *Input) Matches(texts ...string) bool {
	if in.Filter == "" {
		return true
	}
	for _, text := range texts {
		if strings.Contains(strings.ToLower(text), in.Filter) {
			return true
		}
	}
	return false
}

// Keeps is Matches for a row that is left out where it does not: the title counts
// those.
func (in *Input) Keeps(texts ...string) bool {
	keeps := in.Matches(texts...)
	if !keeps {
		in.arranged.hidden++
	}
	return keeps
}

// Rank is a severity as a figure, the worst the highest.
func Rank(s model.Severity) model.Num {
	at := slices.Index([]model.Severity{model.Info, model.Warning, model.Critical}, s)
	if at < 0 {
		return model.Unknown("")
	}
	return model.Known(float64(at))
}

// Refs are pointers to all of a list, which Pick may leave out and put in another
// order without moving what they point to.
func Refs[T any](list []T) []*T {
	refs := make([]*T, len(list))
	for i := range list {
		refs[i] = &list[i]
	}
	return refs
}

// Head writes the name of a column of figures so that it ends before column end.
// Where the table is ordered by it, an arrow says so, and which way: the style
// alone would not.
func (in *Input) Head(row grid.Area, end int, name string) { in.HeadAs(row, end, name, name) }

// HeadAs is Head for a column whose name has no room as it is.
func (in *Input) HeadAs(row grid.Area, end int, name, shown string) {
	in.head(row, end-grid.Width(shown), name, shown)
}

// WordHead is Head for a column of words, which begins at column x.
func (in *Input) WordHead(row grid.Area, x int, name string) { in.head(row, x, name, name) }

func (in *Input) head(row grid.Area, x int, name, shown string) {
	if t := in.Track; t != nil {
		if i := slices.Index(t.Sorts, name); i >= 0 {
			t.heads = append(t.heads, headed{row.X() + x, row.Y(), grid.Width(shown), i + 1})
		}
	}
	if name != in.arranged.by {
		row.Text(x, 0, theme.Header, shown)
		return
	}
	row.Set(x-1, 0, theme.Key, in.arrow())
	row.Text(x, 0, theme.Key, shown)
}
