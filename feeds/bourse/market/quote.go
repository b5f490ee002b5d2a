package market

import "eddy/model"

// Quote is the best of a venue's book and its last trade at a moment. Sizes
// count coins.
type Quote struct {
	At             model.Millis
	Last, LastQty  float64
	Bid, Ask       float64
	BidQty, AskQty float64
}

// Quote returns a coin's book at a change, and false where there is no
// trading. A change that spoils prices spoils all of them.
func (v *View) Quote(ch Change) (Quote, bool) {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	if state, _ := v.status(ch.Coin, ch.At); state != Trading {
		return Quote{}, false
	}
	p, trading := v.last(ch)
	if !trading {
		return Quote{}, false
	}
	return v.book(ch, p), true
}

// last returns the source's price at a change.
func (v *View) last(ch Change) (float64, bool) {
	p, trading := ch.Price, true
	if p == 0 {
		p, trading = v.stage.priceAt(ch.Coin, ch.At)
	}
	if ch.Factor != 0 {
		p *= ch.Factor
	}
	return p, trading
}

// Half-spreads by turnover of a day, basis points (analytics §7).
var halfSpreads = [...]struct{ above, bp float64 }{{1e9, 0.5}, {1e8, 1}, {20e6, 2}, {5e6, 4}, {0, 8}}

// illiquid is the turnover below which quotes jitter by quoteNoiseBp
// (analytics §9.6).
const (
	illiquid     = 20e6
	quoteNoiseBp = 5
)

// book lays a bid and an ask around price p of the source. The last price lies
// between them and all three on the tick.
func (v *View) book(ch Change, p float64) Quote {
	ser := v.stage.series[ch.Coin]
	n := noiseFor(v.traits.Seed, ch.Coin, int(ch.At/1000))
	tick := 1 / pow10[ser.PriceDecimals]
	last := v.price(ch.Coin, Round(p, ser.PriceDecimals))
	half, mid := last*v.halfSpread(ser.TurnoverUSD)*1e-4, last
	wobble := n.bell()
	if c := ser.candle(v.stage.bar); ser.TurnoverUSD < illiquid && c.High > c.Low {
		mid += last * wobble * quoteNoiseBp * 1e-4
	}
	q := Quote{At: ch.At, Last: last}
	q.Bid = max(min(roundDown(mid-half, ser.PriceDecimals), last), tick)
	q.Ask = max(roundDown(mid+half, ser.PriceDecimals)+tick, last, q.Bid+tick)
	q.Ask = Round(q.Ask, ser.PriceDecimals)
	// A side shows about half a second's worth of the day's turnover.
	depth := ser.TurnoverUSD * v.traits.Turnover / 172_800 / last
	lot := func(share float64) float64 {
		return max(Round(depth*share, ser.LotDecimals), 1/pow10[ser.LotDecimals])
	}
	q.BidQty, q.AskQty, q.LastQty = lot(0.2+2*n.uniform()), lot(0.2+2*n.uniform()), lot(0.05+n.uniform()/4)
	return q
}

func (v *View) halfSpread(turnover float64) float64 {
	for _, row := range halfSpreads {
		if turnover >= row.above {
			return row.bp * v.traits.Spread
		}
	}
	return halfSpreads[len(halfSpreads)-1].bp * v.traits.Spread
}

// Mark is the mark and index price of a coin at a moment and the funding that
// rides with them.
type Mark struct {
	At          model.Millis
	Mark, Index float64

	HasFunding bool
	Rate       float64 // fraction per interval, as it stands for Next
	Next       model.Millis
	IntervalH  float64
}

// frozenFor is how long a delisted contract keeps its last mark (venue page
// binance, gotcha 11).
const frozenFor = model.Millis(3600 * 1000)

// Mark returns a coin's mark at a change, and false where there is none. Just
// after a delisting the mark stands still and there is no funding.
func (v *View) Mark(ch Change) (Mark, bool) {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	state, off := v.status(ch.Coin, ch.At)
	if state == Pending || state == Closed && ch.At-off > frozenFor {
		return Mark{}, false
	}
	at := ch.At
	if state == Closed {
		at = off - 1
	}
	p, trading := v.stage.priceAt(ch.Coin, at)
	if p == 0 || !trading && state == Trading {
		return Mark{}, false
	}
	m := Mark{At: ch.At, Mark: p * v.factor[ch.Coin]}
	m.Index = m.Mark
	if state == Trading {
		v.addFunding(&m, ch.Coin)
	}
	return m, true
}

// addFunding fills in funding and the index that belongs to it. The running
// rate goes evenly from the last one charged to the one that will be charged,
// as an average over the interval does on a venue.
func (v *View) addFunding(m *Mark, coin int) {
	ser := v.stage.series[coin]
	k := ser.settlementAt(m.At)
	if k >= len(ser.Settlements) {
		return
	}
	next := ser.Settlements[k]
	prev := next
	if k > 0 {
		prev = ser.Settlements[k-1]
	}
	w := 1.0
	if span := float64(next.Due() - prev.Due()); span > 0 {
		w = min(max(float64(m.At-prev.Due())/span, 0), 1)
	}
	m.HasFunding = true
	m.Rate = Round(prev.Rate+float64((next.Rate-prev.Rate)*w), 8)
	m.Next, m.IntervalH = next.Due(), next.IntervalH
	m.Index = m.Mark / (1 + prev.Premium + float64((next.Premium-prev.Premium)*w))
}
