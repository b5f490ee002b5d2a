package backtest

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"eddy/model"
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

// percent writes a fraction as a signed percentage.
func percent(v float64) string { return fmt.Sprintf("%+.1f%%", v*100) }

// unsigned is a fraction that has no sign, such as a volatility, in percent.
func unsigned(n model.Num) string {
	if v, ok := n.Value(); ok {
		return fmt.Sprintf("%.1f%%", v*100)
	}
	return pct(n)
}

// pct is percent of a figure that may not be known.
func pct(n model.Num) string {
	if v, ok := n.Value(); ok {
		return percent(v)
	}
	return "n/a"
}

// two writes a figure with two decimals.
func two(n model.Num) string {
	if v, ok := n.Value(); ok {
		return fmt.Sprintf("%.2f", v)
	}
	return "n/a"
}
