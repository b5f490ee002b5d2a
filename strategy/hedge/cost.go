package hedge

import "math"

// Rehedge is the cost of trading a hedge from one notional to another: fee and
// half the spread on the difference (analytics §7). Impact is left out: at a
// private person's size it is below either.
func Rehedge(from, to, fee, halfSpread float64) float64 {
	return math.Abs(to-from) * (fee + halfSpread)
}

// CarryPerDay is what a short of a notional receives in a day of settlements at
// rate per interval of so many hours; below zero it pays (C-15: a short
// receives positive funding and pays negative). ok is false without an
// interval.
func CarryPerDay(short, rate, intervalH float64) (perDay float64, ok bool) {
	if !(intervalH > 0) {
		return 0, false
	}
	return short * rate * 24 / intervalH, true
}

// CarryAPR is the simple yearly rate of CarryPerDay, as a fraction of the
// notional (margin §6).
func CarryAPR(rate, intervalH float64) (apr float64, ok bool) {
	if !(intervalH > 0) {
		return 0, false
	}
	return rate * 8760 / intervalH, true
}
