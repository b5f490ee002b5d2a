package backtest

import (
	"math"
	"strconv"
	"strings"
)

// money writes a price or an amount with the digits it needs.
func money(v float64) string {
	switch a := math.Abs(v); {
	case a >= 1000:
		return grouped(strconv.FormatFloat(v, 'f', 0, 64))
	case a >= 1:
		return strconv.FormatFloat(v, 'f', 2, 64)
	default:
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
}

// grouped sets commas between thousands.
func grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}
