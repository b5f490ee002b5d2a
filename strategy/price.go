package strategy

import (
	"math"

	"eddy/model"
)

// outlierShare refuses a venue's price that lies this far from the median of
// all venues, unless only two venues speak (analytics §2.6 allows 20 % for a
// tick in time; across venues at the same moment 2 % is what mark and index
// may differ by).
const outlierShare = 0.02

// maxVenues bounds the venues one coin can have prices from.
const maxVenues = 8

// consensus returns the median of the venues' reference prices with outliers
// refused, and a bit for each venue that is in it.
func consensus(quotes []quote, now model.Millis) (price float64, from uint8, ok bool) {
	var prices [maxVenues]float64
	var venues [maxVenues]uint8
	n := 0
	for i := range quotes {
		if p, fresh := quotes[i].reference(now); fresh && n < maxVenues {
			prices[n], venues[n] = p, uint8(i)
			n++
		}
	}
	if n == 0 {
		return 0, 0, false
	}
	mid := median(prices, n)
	if n > 2 {
		kept := 0
		for i := 0; i < n; i++ {
			if math.Abs(prices[i]/mid-1) <= outlierShare {
				prices[kept], venues[kept] = prices[i], venues[i]
				kept++
			}
		}
		if kept > 0 && kept < n {
			n = kept
			mid = median(prices, n)
		}
	}
	for i := 0; i < n; i++ {
		from |= 1 << venues[i]
	}
	return mid, from, true
}

// median of the first n values; the array is a copy, so sorting it in place
// harms nobody.
func median(v [maxVenues]float64, n int) float64 {
	for i := 1; i < n; i++ {
		for j := i; j > 0 && v[j] < v[j-1]; j-- {
			v[j], v[j-1] = v[j-1], v[j]
		}
	}
	if n%2 == 1 {
		return v[n/2]
	}
	return (v[n/2-1] + v[n/2]) / 2
}
