package market

import "eddy/model"

// Day holds the figures of the last 24 hours.
type Day struct {
	From, At        model.Millis
	Open, High, Low float64
	Last, LastQty   float64
	Volume, Quote   float64 // coins, US dollars
}

const dayMs = model.Millis(24 * 3600 * 1000)

// Day returns a coin's 24-hour figures at a change, and false where it has not
// traded in that time. Of the candle that the window cuts it takes prices
// whole and volume in proportion.
func (v *View) Day(ch Change) (Day, bool) {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	if state, _ := v.status(ch.Coin, ch.At); state != Trading {
		return Day{}, false
	}
	p, trading := v.last(ch)
	if !trading {
		return Day{}, false
	}
	q := v.book(ch, p)
	d := Day{From: ch.At - dayMs, At: ch.At, Last: q.Last, LastQty: q.LastQty, High: q.Last, Low: q.Last}
	first, pos := v.stage.position(d.From)
	last, _ := v.stage.position(ch.At)
	for at := max(first, 0); at <= last; at++ {
		v.addCandle(&d, ch, at, at == first, pos/knots)
	}
	if d.Open == 0 {
		d.Open = d.Last
	}
	return d, true
}

// addCandle adds candle number at to the day; of the first one only what lies
// behind the share cut.
func (v *View) addCandle(d *Day, ch Change, at int, first bool, cut float64) {
	c := v.stage.series[ch.Coin].candle(at)
	if !c.Traded() {
		return
	}
	keep := 1.0
	if at == v.stage.bar {
		_, pos := v.stage.position(ch.At)
		c = v.stage.paths[ch.Coin].cut(0, pos, v.stage.series[ch.Coin].PriceDecimals)
	}
	if first {
		keep = 1 - cut
		c.Open += float64((c.Close - c.Open) * cut)
		c.Open = Round(c.Open, v.stage.series[ch.Coin].PriceDecimals)
	}
	if d.Open == 0 {
		d.Open = v.price(ch.Coin, c.Open)
	}
	d.High = max(d.High, v.price(ch.Coin, c.High))
	d.Low = min(d.Low, v.price(ch.Coin, c.Low))
	d.Volume += c.Volume * keep * v.traits.Turnover
	d.Quote += c.Quote() * keep * v.traits.Turnover
}
