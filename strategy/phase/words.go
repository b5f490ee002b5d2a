package phase

import (
	"math"
	"strconv"
	"strings"
)

// show writes a feature's value as people read it.
func (f Feature) show(x float64) string { return f.showFine(x, 0) }

// showFine is show with more decimals than usual.
func (f Feature) showFine(x float64, more int) string {
	switch f {
	case Volatility, Breadth:
		return percent(x, more, false)
	case Momentum:
		return number(x, 2+more, true)
	case Funding:
		return number(x, 1+more, true) + " bp"
	default:
		return percent(x, 1+more, true)
	}
}

// showLevel writes a threshold of a feature: as few digits as tell it.
func (f Feature) showLevel(x float64) string {
	switch f {
	case Momentum:
		return trimmed(x, 3, "")
	case Funding:
		return trimmed(x, 2, " bp")
	default:
		return trimmed(100*x, 2, " %")
	}
}

// label names a feature in a threshold of several.
func (f Feature) label() string {
	switch f {
	case Trend:
		return "EMA50/200"
	case Distance:
		return "price/EMA200"
	case Slope:
		return "slope"
	case Momentum:
		return "z28"
	default:
		return f.String()
	}
}

// threshold says from where on a factor votes for its term, and where its vote
// is full.
func (c Factor) threshold() string {
	sign := "> "
	if c.To < c.From {
		sign = "< "
	}
	if c.Size {
		sign = "within ± "
		if c.To > c.From {
			sign = "beyond ± "
		}
	}
	return sign + c.Feature.showLevel((c.From+c.To)/2) + ", full at " + c.Feature.showLevel(c.To)
}

// percent writes a fraction in percent, with a sign when asked.
func percent(x float64, decimals int, signed bool) string {
	return number(100*x, decimals, signed) + " %"
}

// number writes x with fixed decimals and a real minus sign. A value that rounds
// to zero has no sign.
func number(x float64, decimals int, signed bool) string {
	s := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	zero := strings.Trim(s, "0.") == ""
	switch {
	case zero || x > 0 && !signed:
		return s
	case x > 0:
		return "+" + s
	default:
		return "−" + s
	}
}

// trimmed writes x with at most so many decimals and a unit.
func trimmed(x float64, decimals int, unit string) string {
	s := number(x, decimals, false)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s + unit
}
