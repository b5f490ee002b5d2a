package market

// noise is a small stream of random numbers (splitmix64, S. Vigna's public
// domain generator) that costs nothing to start, so that every candle of every
// coin can have its own and be drawn again at any time.
type noise uint64

// noiseFor returns the stream of one candle of one coin.
func noiseFor(seed uint64, coin, candle int) noise {
	n := noise(seed ^ uint64(coin+1)*0x9e3779b97f4a7c15 ^ uint64(int64(candle))*0xd1b54a32d192ed03)
	n.next()
	return n
}

func (n *noise) next() uint64 {
	*n += 0x9e3779b97f4a7c15
	z := uint64(*n)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// uniform returns a number in [0, 1).
func (n *noise) uniform() float64 { return float64(n.next()>>11) / (1 << 53) }

// bell returns a number of mean 0 and variance 1, nearly normal and within
// ±3: the sum of three uniform ones, which needs no function whose last digit
// differs between machines.
func (n *noise) bell() float64 {
	return float64((n.uniform() + n.uniform() + n.uniform() - 1.5) * 2)
}

// between returns an integer in [lo, hi].
func (n *noise) between(lo, hi int) int { return lo + int(n.next()%uint64(hi-lo+1)) }
