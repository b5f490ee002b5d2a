package strategy

import (
	"math"
	"time"

	"eddy/model"
)

// assetState is everything the engine keeps about one coin.
type assetState struct {
	asset         model.Asset
	sector, child string

	quotes []quote   // one for each venue of the engine
	listed []listing // by each venue

	price accepted

	owner  int       // the venue whose bars are this coin's bars; -1: none yet
	live   []liveBar // of each venue
	hours  series    // closed bars of one hour
	days   series    // closed bars of one day
	one    partial   // the hour that closed last
	four   partial
	day    partial
	silent int // cuts in a row without a bar

	made    map[model.Millis]bool // days filed from hours, which a late hour makes anew
	patched map[model.Millis]bool // days made of fewer hours than a day has

	settled  []fundingTrail  // of each venue, see funding
	interest []interestTrail // likewise
}

// liveBar is what one venue says about the hour that is running.
type liveBar struct {
	open    model.Bar    // unfinished
	heard   model.Millis // local clock of open
	pending model.Bar    // closed and waiting for the cut
	waits   bool
}

// accepted is the coin's own price with bad ticks kept out.
type accepted struct {
	value     float64
	from      uint8 // venues in the median, a bit each
	at        model.Millis
	candidate float64 // a jump that waits for a second word
	candAt    model.Millis
	refused   uint64
}

// Bad-tick rule of analytics §2.6: a move of more than 20 % waits for a second
// tick within 10 s that lies within 2 % of the first.
const (
	jumpLimit     = 0.20
	confirmWithin = 10 * time.Second
	confirmNear   = 0.02
)

// offer proposes a new price and tells whether it was taken.
func (p *accepted) offer(price float64, from uint8, now model.Millis) bool {
	if p.value > 0 && math.Abs(math.Log(price/p.value)) > jumpLimit && !p.confirms(price, now) {
		p.candidate, p.candAt = price, now
		p.refused++
		return false
	}
	p.value, p.from, p.at, p.candidate = price, from, now, 0
	return true
}

// confirms tells whether price says the same as the jump before it.
func (p *accepted) confirms(price float64, now model.Millis) bool {
	return p.candidate > 0 && now.Sub(p.candAt) <= confirmWithin &&
		math.Abs(price/p.candidate-1) <= confirmNear
}

// reprice takes the venues' newest consensus.
func (a *assetState) reprice(now model.Millis) {
	if price, from, ok := consensus(a.quotes, now); ok {
		a.price.offer(price, from, now)
	}
}

// isListed tells whether the coin can be had: some venue lists it, or, where
// no list could be read, some venue gave bars for it. A coin that was listed
// while the program runs stays: leaving it out afterwards would change the past
// of its sector; it is suspended when its bars end.
func (a *assetState) isListed() bool {
	for i := range a.listed {
		if a.listed[i].ever {
			return true
		}
	}
	return len(a.hours.bars) > 0 || len(a.days.bars) > 0
}

// preview returns what the coin trades at in the bar that opened at since: the
// close of the running hour, else of the newest closed one that reaches into
// the bar or ends where it begins. The running hour is the owner's while that
// venue speaks, else that of the first one that does.
func (a *assetState) preview(since, now model.Millis) (float64, bool) {
	if a.owner >= 0 {
		if b := a.running(since, now); b != nil {
			return b.open.Close, true
		}
	}
	last, ok := a.hours.last()
	if !ok {
		last, ok = a.days.last() // of a market recorded by days
	}
	if ok && last.End() >= since {
		return last.Close, true
	}
	return 0, false
}

// openBarSilence is how long a running hour is believed without a word.
const openBarSilence = time.Minute

func (a *assetState) running(since, now model.Millis) *liveBar {
	var fallback *liveBar
	for i := range a.live {
		b := &a.live[i]
		if b.open.Close <= 0 || b.open.OpenTime < since {
			continue
		}
		fresh := now.Sub(b.heard) <= openBarSilence
		if fresh && i == a.owner {
			return b
		}
		if fallback == nil && (fresh || i == a.owner) {
			fallback = b
		} else if fallback != nil && fresh && now.Sub(fallback.heard) > openBarSilence {
			fallback = b
		}
	}
	return fallback
}
