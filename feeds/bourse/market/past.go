package market

import "eddy/model"

// Payment is a settlement that took place and the mark it was paid at.
type Payment struct {
	Settlement
	Mark float64 // 0 where nothing had traded yet
}

// Payments returns a coin's funding payments up to now, oldest first. A coin
// without funding has none.
func (v *View) Payments(q Span) []Payment {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	ser := v.stage.series[q.Coin]
	end := v.stage.now
	if q.To.Known() {
		end = min(end, q.To)
	}
	if state, off := v.status(q.Coin, v.stage.now); state == Closed {
		end = min(end, off)
	}
	lo, hi := ser.settlementAt(q.From), ser.settledBy(end)
	if lo >= hi {
		return nil
	}
	if hi-lo > q.Limit {
		if q.Newest {
			lo = hi - q.Limit
		} else {
			hi = lo + q.Limit
		}
	}
	out := make([]Payment, 0, hi-lo)
	for _, s := range ser.Settlements[lo:hi] {
		out = append(out, Payment{s, v.closeBefore(q.Coin, s.Due())})
	}
	return out
}

// OpenInterest returns a coin's open interest now, in coins, and false where
// it is not known or older than a day.
func (v *View) OpenInterest(coin int) (Holding, bool) {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	if state, _ := v.status(coin, v.stage.now); state != Trading {
		return Holding{}, false
	}
	h, ok := v.holding(coin, v.stage.now)
	h.Time = v.stage.now
	return h, ok
}

// holding returns the newest open interest at or before t.
func (v *View) holding(coin int, t model.Millis) (Holding, bool) {
	all := v.stage.series[coin].Holdings
	lo, hi := 0, len(all)
	for lo < hi {
		mid := (lo + hi) / 2
		if all[mid].Time <= t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 || t-all[lo-1].Time > dayMs {
		return Holding{}, false
	}
	h := all[lo-1]
	h.Coins = Round(h.Coins*v.traits.Turnover, v.stage.series[coin].LotDecimals)
	return h, true
}

// HoldingValue is open interest in coins and in US dollars at a moment.
type HoldingValue struct {
	Holding
	USD float64
}

// OpenInterestHistory returns open interest at each round step of [from, to]
// up to now, oldest first. Moments at which it is not known are left out.
func (v *View) OpenInterestHistory(coin int, step model.Interval, from, to model.Millis) []HoldingValue {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	all := v.stage.series[coin].Holdings
	if len(all) == 0 {
		return nil
	}
	to = min(to, v.stage.now)
	at := StepStart(max(from, all[0].Time), step)
	if at < max(from, all[0].Time) {
		at = StepEnd(at, step)
	}
	var out []HoldingValue
	for ; at <= to; at = StepEnd(at, step) {
		if h, ok := v.holding(coin, at); ok {
			p := v.closeBefore(coin, at)
			out = append(out, HoldingValue{Holding{at, h.Coins}, h.Coins * p})
		}
	}
	return out
}

// closeBefore returns the last price paid at a moment on the source's grid.
func (v *View) closeBefore(coin int, t model.Millis) float64 {
	for at := v.stage.cal.Index(t - 1); at >= 0; at-- {
		if c := v.stage.series[coin].candle(at); c.Traded() {
			return v.price(coin, c.Close)
		}
	}
	return 0
}

// FundingIntervals returns the hours between a coin's settlements as they
// stand, and whether they ever changed since the first. ok is false for a
// coin without funding.
func (v *View) FundingIntervals(coin int) (hours float64, changed, ok bool) {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	ser := v.stage.series[coin]
	k := min(ser.settlementAt(v.stage.now), len(ser.Settlements)-1)
	if k < 0 {
		return 0, false, false
	}
	hours = ser.Settlements[k].IntervalH
	for _, s := range ser.Settlements[:k] {
		changed = changed || s.IntervalH != hours
	}
	return hours, changed, hours > 0
}
