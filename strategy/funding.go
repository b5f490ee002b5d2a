package strategy

import (
	"slices"
	"time"

	"eddy/model"
)

// fundingCap keeps absurd prints out of the means: 300 bp per eight hours
// (analytics §8.3).
const fundingCap = 0.03

// maxFunding bounds the settlements kept for a coin: a year of eight-hourly
// ones.
const maxFunding = 1100

// fundingTrail is a contract's past settlements on an eight-hour basis, oldest
// first.
type fundingTrail struct {
	points []model.FundingPoint // Rate is per eight hours here
	rates  []float64            // of the points, side by side
	last   model.FundingPoint   // the rate announced for the settlement ahead
	loaded bool                 // the venue told of settlements before it was listened to
}

// funding returns the settlements of one contract of the coin: its owner's or,
// where that venue told of none in the past, those of the first one that did.
// Those of two venues are not mixed: each settles at moments of its own, and a
// rate is unusual against the contract's own ones (analytics §8.3).
func (a *assetState) funding() *fundingTrail {
	owner := max(a.owner, 0)
	if a.settled[owner].loaded {
		return &a.settled[owner]
	}
	for v := range a.settled {
		if a.settled[v].loaded {
			return &a.settled[v]
		}
	}
	return &a.settled[owner]
}

// load files settlements of the past and tells whether they changed anything.
func (t *fundingTrail) load(points []model.FundingPoint) (changed bool) {
	for _, p := range points {
		if t.add(p) {
			t.loaded, changed = true, true
		}
	}
	return changed
}

// add files a settlement and tells whether it was not known yet.
func (t *fundingTrail) add(p model.FundingPoint) bool {
	hours := p.IntervalH
	if hours <= 0 {
		hours = 8 // the rule of the venue whose history tells no interval (binance.md §9)
	}
	p.Rate = min(max(p.Rate*8/hours, -fundingCap), fundingCap)
	if n := len(t.points); n > 0 && n < maxFunding && p.Time > t.points[n-1].Time {
		t.points, t.rates = append(t.points, p), append(t.rates, p.Rate) // the newest of all: nothing to look for
		return true
	}
	at, found := slices.BinarySearchFunc(t.points, p.Time, func(x model.FundingPoint, m model.Millis) int {
		return int(x.Time - m)
	})
	if found {
		known := t.points[at] == p
		t.points[at], t.rates[at] = p, p.Rate
		return !known
	}
	t.points, t.rates = slices.Insert(t.points, at, p), slices.Insert(t.rates, at, p.Rate)
	if len(t.points) > maxFunding {
		t.points, t.rates = slices.Delete(t.points, 0, maxFunding/10), slices.Delete(t.rates, 0, maxFunding/10)
	}
	return true
}

// announce notes the rate that will be charged at next. When next moves on,
// the rate announced before was settled.
func (t *fundingTrail) announce(rate, hours float64, next model.Millis) {
	if t.last.Time != 0 && next > t.last.Time {
		t.add(t.last)
	}
	t.last = model.FundingPoint{Time: next, Rate: rate, IntervalH: hours}
}

// mean returns the mean rate per eight hours of the settlements in (from, to].
func (t *fundingTrail) mean(from, to model.Millis) (float64, bool) {
	sum, n := 0.0, 0
	for i := t.upTo(to) - 1; i >= 0 && t.points[i].Time > from; i-- {
		sum += t.points[i].Rate
		n++
	}
	if n == 0 {
		return 0, false
	}
	return sum / float64(n), true
}

// upTo counts the settlements up to and at a moment; most ask for now, or for a
// time before the first.
func (t *fundingTrail) upTo(to model.Millis) int {
	n := len(t.points)
	switch {
	case n == 0 || t.points[n-1].Time <= to:
		return n
	case to < t.points[0].Time:
		return 0
	}
	at, _ := slices.BinarySearchFunc(t.points, to+1, func(x model.FundingPoint, m model.Millis) int {
		return int(x.Time - m)
	})
	return at
}

// within returns the rates of the settlements in (from, to], oldest first; they
// are only to be read.
func (t *fundingTrail) within(from, to model.Millis) []float64 {
	return t.rates[t.upTo(from):t.upTo(to)]
}

const week = 7 * 24 * time.Hour

// weekBps is the mean of the last seven days in basis points per eight hours.
func (t *fundingTrail) weekBps(at model.Millis) (float64, bool) {
	mean, ok := t.mean(at.Add(-week), at)
	return mean * 1e4, ok
}

// heat returns the market's seven-day mean funding in basis points per eight
// hours at the last close of a day: the benchmark coins weighted by open
// interest, or evenly where that is not known (analytics §4.2).
func (e *Engine) heat() model.Num {
	return e.heatOf(func(i int) (bps, usd float64) {
		c := &e.slow.said[i]
		return c.funding7d, c.size
	})
}

// heatNow is heat with the open day.
func (e *Engine) heatNow() model.Num {
	at := e.market.now
	return e.heatOf(func(i int) (bps, usd float64) {
		a := &e.assets[i]
		return orNaN(a.funding().weekBps(at)), orNaN(a.sizeAt(at, e.slow.said[i].last))
	})
}

func (e *Engine) heatOf(coin func(i int) (bps, usd float64)) model.Num {
	var mean weighted
	for _, i := range e.benchmark {
		if bps, usd := coin(i); bps == bps {
			mean.add(bps, usd, usd == usd)
		}
	}
	bps, ok := mean.mean()
	return numOr(bps, ok, "no settlements of the last seven days")
}

// size is a coin's open interest in dollars over all venues.
func (a *assetState) size(now model.Millis) (usd float64, known bool) {
	for i := range a.quotes {
		if v, ok := a.quotes[i].openInterestUSD(a.price.value, now); ok {
			usd, known = usd+v, true
		}
	}
	return usd, known
}
