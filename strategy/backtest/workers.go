package backtest

import "runtime"

// Workers is how many may work at once: n, or as many as there are processors
// when n is 0 or less. It changes no result.
func Workers(n int) int {
	if n <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}
