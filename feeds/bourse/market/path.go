package market

// A candle is cut into knots; prices run straight from one to the next.
const (
	knots    = 360 // 10 s apart in a bar of one hour
	lastMove = 354 // from here on the price rests at the close
)

// path is the price inside one candle: from the open to one extreme, to the
// other, to the close, every one of the four hit exactly.
type path struct {
	price   [knots + 1]float64
	turn    [2]int // the knots of the two extremes
	candle  Candle
	defined bool // false in a step without a trade
}

// turns returns the knots where a candle reaches its two extremes. The first
// number is common to all coins of the step, so that they turn at about the
// same time, as coins do.
func turns(seed uint64, coin, candle int) (first, second int) {
	common := noiseFor(seed, -2, candle)
	own := noiseFor(seed, coin, candle)
	first = common.between(40, 140) + own.between(-20, 20)
	second = common.between(200, 320) + own.between(-20, 20)
	return first, second
}

// extremes returns a candle's two extremes in the order its path meets them:
// against the bar's direction first.
func extremes(c Candle) (first, second float64) {
	if c.Close >= c.Open {
		return c.Low, c.High
	}
	return c.High, c.Low
}

// fill draws the path of candle number at of a coin.
func (p *path) fill(cal Calendar, coin, at int, c Candle, decimals int) {
	p.candle, p.defined = c, c.Traded()
	if !p.defined {
		return
	}
	p.turn[0], p.turn[1] = turns(cal.Seed, coin, at)
	n := noiseFor(cal.Seed^0x5bd1e995, coin, at)
	x1, x2 := extremes(c)
	p.price[0] = c.Open
	p.bridge(&n, 0, p.turn[0], x1, decimals)
	p.bridge(&n, p.turn[0], p.turn[1], x2, decimals)
	p.bridge(&n, p.turn[1], lastMove, c.Close, decimals)
	for k := lastMove + 1; k <= knots; k++ {
		p.price[k] = c.Close
	}
}

// bridge walks from knot a, already set, to knot b at price end, inside the
// candle's range.
func (p *path) bridge(n *noise, a, b int, end float64, decimals int) {
	c := p.candle
	// A bridge of 360 steps of this size spans about the bar's range.
	sd := float64((c.High - c.Low) * 0.03)
	x := p.price[a]
	for k := a + 1; k < b; k++ {
		left := float64(b - k + 1)
		x += float64((end-x)/left) + float64(sd*n.bell())
		x = min(max(x, c.Low), c.High)
		p.price[k] = Round(x, decimals)
	}
	p.price[b] = end
}

// at returns the price at position pos, 0 to knots.
func (p *path) at(pos float64) float64 {
	k := int(pos)
	if k >= knots {
		return p.price[knots]
	}
	return p.price[k] + float64((p.price[k+1]-p.price[k])*(pos-float64(k)))
}

// cut returns the part of the candle between two positions. Volume comes in
// evenly until the price rests.
func (p *path) cut(from, to float64, decimals int) Candle {
	c := Candle{Open: Round(p.at(from), decimals), Close: Round(p.at(to), decimals)}
	c.High, c.Low = max(c.Open, c.Close), min(c.Open, c.Close)
	for k := int(from) + 1; float64(k) <= to; k++ {
		c.High, c.Low = max(c.High, p.price[k]), min(c.Low, p.price[k])
	}
	c.Volume = p.candle.Volume * (traded(to) - traded(from))
	return c
}

// traded returns the share of a candle's volume that has traded at a position.
func traded(pos float64) float64 { return min(pos/lastMove, 1) }
