package pane

import (
	"math"
	"strconv"
	"unicode/utf8"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/theme"
)

// Format is how a column of numbers is written. Every number of a column has
// the same decimals and ends in the same cell, so points stand under points.
type Format struct {
	Decimals int
	Signed   bool    // a plus before what is above zero
	Scale    float64 // the number is multiplied by it; 0 counts as 1
	Suffix   string  // directly behind the digits
}

// AppendNumber writes v. What rounds to zero has no sign.
func AppendNumber(dst []byte, v float64, f Format, minus rune) []byte {
	if f.Scale != 0 {
		v *= f.Scale
	}
	size := math.Abs(v)
	half := 0.5 / math.Pow10(f.Decimals)
	switch {
	case size < half:
		size = 0
	case v < 0:
		dst = utf8.AppendRune(dst, minus)
	case f.Signed:
		dst = append(dst, '+')
	}
	dst = strconv.AppendFloat(dst, size, 'f', f.Decimals, 64)
	return append(dst, f.Suffix...)
}

// Text returns v in a format.
func (in Input) Text(v float64, f Format) string {
	return string(AppendNumber(make([]byte, 0, 24), v, f, in.Theme.Glyphs.Minus))
}

// Or returns n in a format, or what it is instead of a number: "?" when it is
// not known, "n/a" when it does not apply, a trailing "~" when it is stale.
func (in Input) Or(n model.Num, f Format) string {
	v, ok := n.Value()
	switch {
	case ok && n.Fresh():
		return in.Text(v, f)
	case ok:
		return in.Text(v, f) + "~"
	case n.State() == model.NumNotApplicable:
		return "n/a"
	default:
		return "?"
	}
}

// Number writes n so that its last digit stands before column end. A stale
// number is dimmed and followed by "~"; an unknown one is "?" under the ones; one
// that does not apply is "n/a". The style is that of a fresh number.
func (in Input) Number(a grid.Area, end, y int, st grid.Style, n model.Num, f Format) {
	v, ok := n.Value()
	if !ok {
		in.absent(a, end, y, n, f)
		return
	}
	if !n.Fresh() {
		a.Set(end, y, theme.Stale, '~')
	}
	st = in.Ink(st, n)
	var space [32]byte
	b := AppendNumber(space[:0], v, f, in.Theme.Glyphs.Minus)
	a.Bytes(end-utf8.RuneCount(b), y, st, b)
}

// Ink returns the style of what stands for n beside its number, such as a bar: the
// given one where n is fresh, a dim one where it is old.
func (in Input) Ink(st grid.Style, n model.Num) grid.Style {
	if !n.Fresh() || in.Faded {
		return theme.Stale
	}
	return st
}

// absent writes the sign of a number that is not there.
func (in Input) absent(a grid.Area, end, y int, n model.Num, f Format) {
	ones := end - 1 - len(f.Suffix)
	if f.Decimals > 0 {
		ones -= f.Decimals + 1
	}
	switch n.State() {
	case model.NumNotApplicable:
		a.Text(end-3, y, theme.Muted, "n/a")
	case model.NumUnknown:
		a.Set(ones, y, theme.Unknown, '?')
	default:
		a.Set(ones, y, theme.Muted, '?')
	}
}

// Change writes an arrow at column x and the number without its sign's help
// before column end: direction shows in arrow, sign and colour.
func (in Input) Change(a grid.Area, x, end, y int, n model.Num, f Format) {
	v, ok := n.Value()
	if ok {
		arrow, st := in.direction(v, f)
		st = in.Ink(st, n)
		a.Set(x, y, st, arrow)
		in.Number(a, end, y, st, n, f)
		return
	}
	in.Number(a, end, y, theme.Muted, n, f)
}

// direction returns the arrow and the colour of a change as it is rounded.
func (in Input) direction(v float64, f Format) (rune, grid.Style) {
	g := in.Theme.Glyphs
	scale := f.Scale
	if scale == 0 {
		scale = 1
	}
	switch half := 0.5 / math.Pow10(f.Decimals); {
	case v*scale >= half:
		return g.Up, theme.Gain
	case v*scale <= -half:
		return g.Down, theme.Loss
	default:
		return g.Flat, theme.Flat
	}
}

// Why returns the first reason among numbers that are wanted and not known, or
// stale.
func Why(nums ...model.Num) string {
	for _, n := range nums {
		if s := n.State(); (s == model.NumUnknown || s == model.NumStale) && n.Why() != "" {
			return n.Why()
		}
	}
	return ""
}
