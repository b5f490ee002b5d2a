package pane

import (
	"math"
	"strconv"

	"eddy/model"
)

// Price returns a price with as many decimals as its size asks for: 97,213 but
// 2,501.20 and 0.00001234.
func (in Input) Price(n model.Num) string {
	v, ok := n.Value()
	if !ok {
		return in.Or(n, Format{})
	}
	text := in.grouped(v, decimalsOf(v))
	if !n.Fresh() {
		text += "~"
	}
	return text
}

// decimalsOf returns how many decimals a price is read with: about five digits
// in all.
func decimalsOf(v float64) int {
	switch a := math.Abs(v); {
	case a >= 10_000 || a == 0:
		return 0
	case a >= 1_000:
		return 1
	case a >= 1:
		return 2
	default:
		return min(4+int(-math.Floor(math.Log10(a)))-1, 12)
	}
}

// Level returns where an index stands, with thousands apart.
func (in Input) Level(v float64) string { return in.grouped(v, 1) }

// Dollars returns an amount of money in whole dollars with thousands apart.
func (in Input) Dollars(n model.Num) string {
	v, ok := n.Value()
	if !ok {
		return in.Or(n, Format{})
	}
	return in.grouped(v, 0)
}

// grouped writes v with a comma between thousands.
func (in Input) grouped(v float64, decimals int) string {
	digits := strconv.AppendFloat(make([]byte, 0, 24), math.Abs(v), 'f', decimals, 64)
	whole := len(digits)
	if decimals > 0 {
		whole -= decimals + 1
	}
	out := make([]byte, 0, 32)
	if v < 0 {
		out = append(out, string(in.Theme.Glyphs.Minus)...)
	}
	for i, c := range digits {
		if i > 0 && i < whole && (whole-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, c)
	}
	return string(out)
}

// Brief returns a count in at most six cells: 9,999, 12.3k, 4.5M.
func (in Input) Brief(v float64) string {
	one := Format{Decimals: 1}
	switch {
	case v < 10_000:
		return in.Count(v)
	case v < 1_000_000:
		one.Suffix = "k"
		return in.Text(v/1_000, one)
	case v < 1_000_000_000:
		one.Suffix = "M"
		return in.Text(v/1_000_000, one)
	default:
		one.Suffix = "G"
		return in.Text(v/1_000_000_000, one)
	}
}

// Count returns a whole number with thousands apart.
func (in Input) Count(v float64) string { return in.grouped(v, 0) }
