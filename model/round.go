package model

import (
	"math"
	"strconv"
)

// asWritten rounds to 15 significant digits, which is more than any venue
// writes and what a float64 always holds: 0.0013 over a million is 1.3e-9 and
// not 1.2999999999999999e-9. It does not allocate.
func asWritten(v float64) float64 {
	if a := math.Abs(v); a >= leastQuick && a < mostQuick {
		return math.Copysign(quickly(a), v)
	}
	var buf [32]byte
	text := strconv.AppendFloat(buf[:0], v, 'e', 14, 64)
	rounded, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return v // infinite or not a number, which the caller refuses
	}
	return rounded
}

// Between these the powers of ten that quickly works with are exact.
const (
	leastQuick = 1e-7
	mostQuick  = 1e15
)

// quickly is asWritten without the detour over text, which takes ten times as
// long. What is a figure of at most 15 digits but for the error of one division
// is off by less than half of the last digit once moved before the point, so
// that the whole number is right; dividing two exact numbers rounds it once.
func quickly(a float64) float64 {
	e2 := int(math.Float64bits(a)>>52) - 1023
	p := 14 - e2*1233>>12 // 1233/4096: the logarithm of two; never too small
	moved := a * powers[p]
	if moved >= mostQuick {
		p--
		moved = a * powers[p]
	}
	return float64(uint64(moved+0.5)) / powers[p]
}

// powers are the powers of ten that a float64 holds exactly.
var powers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}
