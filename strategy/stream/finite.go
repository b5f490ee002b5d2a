package stream

import "fmt"

// maxPeriod bounds windows, so that a slip in a file cannot ask for gigabytes.
const maxPeriod = 1_000_000

// finite tells whether x is neither NaN nor infinite: the difference of such a
// number with itself is not zero.
func finite(x float64) bool { return x-x == 0 }

// defined hides v unless it is ready and a number.
func defined(v float64, ready bool) (float64, bool) {
	if !ready || !finite(v) {
		return 0, false
	}
	return v, true
}

// checkPeriod refuses windows shorter than least or absurdly long.
func checkPeriod(what string, n, least int) error {
	if n < least || n > maxPeriod {
		return fmt.Errorf("stream: %s: period %d is outside %d..%d", what, n, least, maxPeriod)
	}
	return nil
}
