package strategy

import (
	"slices"
	"time"

	"eddy/model"
)

// cutGrace is how long after its end, in market time, an hour waits for coins
// that have not closed it yet. Venues send the closing bar up to a few seconds
// late (venues/binance.md: 0.2 to over 2 s).
const cutGrace = 20 * time.Second

// silentCuts is after how many hours without a bar a coin no longer holds up
// the others.
const silentCuts = 3

// onBar takes a bar from a venue. Every venue's bars are kept until the cut;
// the coin's own is its owner's, or another's where the owner is silent.
func (e *Engine) onBar(a *assetState, venue int, ev *model.Event) {
	b := ev.Bar
	if b.Interval != model.Hour1 || !b.Consistent() {
		e.refused++
		return
	}
	if a.owner < 0 {
		a.owner = venue
	}
	if !b.Closed {
		if b.OpenTime >= e.hour && !e.toCome(b) {
			a.live[venue].open, a.live[venue].heard = b, ev.Received
		}
		return
	}
	e.onClosedHour(a, venue, b)
}

// onClosedHour files a closed hour: the one all coins are waiting for goes to
// the cut, an older one fills or corrects the past, a newer one means that the
// cut is overdue.
func (e *Engine) onClosedHour(a *assetState, venue int, b model.Bar) {
	if e.hour == 0 || b.OpenTime < e.hour || e.catchingUp() {
		e.fileLate(a, venue, b)
		return
	}
	if e.toCome(b) {
		e.refused++
		return
	}
	for e.hour < b.OpenTime {
		e.cut()
	}
	live := &a.live[venue]
	if !live.waits && venue == a.owner {
		e.waiting++
	}
	live.pending, live.waits = b, true
	if e.waiting >= e.expected {
		e.cut()
	}
}

// toCome tells whether an hour begins later than the market's next: the venue's
// clock or data is wrong.
func (e *Engine) toCome(b model.Bar) bool {
	return e.hour != 0 && b.OpenTime > e.market.now.Add(model.Hour1.Duration())
}

// fileLate files an hour of the past: the owner's word replaces what is there,
// another venue's only fills a hole.
func (e *Engine) fileLate(a *assetState, venue int, b model.Bar) {
	if venue != a.owner && a.hours.has(b.OpenTime) {
		return
	}
	if a.hours.put(b) != putNothing && e.hour != 0 {
		e.lateBars++
		e.dirty = true
	}
}

// onOverdue closes the hour when its grace has run out, unless the model stands
// where the stored past ended and the hours since are on their way.
func (e *Engine) onOverdue() {
	if !e.catchingUp() {
		e.cutOverdue()
	}
}

// cutOverdue closes the hour when its grace has run out.
func (e *Engine) cutOverdue() {
	for e.hour != 0 && e.market.now >= e.hour.Add(model.Hour1.Duration()+cutGrace) {
		e.cut()
	}
}

// cut closes the current hour for all coins at once and, at their ends, the
// four hours and the day it belongs to. Coins without a bar are missing in it.
func (e *Engine) cut() {
	hour, end := e.hour, e.hour.Add(model.Hour1.Duration())
	e.expected = 0
	for i := range e.assets {
		a := &e.assets[i]
		if b, ok := a.closedHour(hour); ok {
			a.grow(b)
			a.silent = 0
		} else {
			a.silent++
		}
		a.endHour(hour)
		if a.silent < silentCuts && len(a.hours.bars) > 0 {
			e.expected++
		}
	}
	e.waiting = 0
	e.hour, e.hourly.end = end, 0
	whole := end == end.Floor(model.Day1)
	if whole {
		e.reviewSeats(end, e.ended(end))
	}
	e.closeSpan(&e.pulse, end, e.ended(end))
	if end == end.Floor(model.Hour4) {
		e.closeSpan(&e.fast, end, e.ended(end))
	}
	if whole {
		e.keepDays(end.Add(-model.Day1.Duration()))
		e.closeSpan(&e.slow, end, e.ended(end))
	}
}

// grow adds a closed hour to the coin's hours and to the longer bars that are
// made of them. It touches nothing but these.
func (a *assetState) grow(hour model.Bar) {
	a.hours.put(hour)
	a.one.fold(hour, model.Hour1)
	a.four.fold(hour, model.Hour4)
	a.day.fold(hour, model.Day1)
}

// ended is a coin's bar of a length that ended at a moment.
type ended func(step model.Interval, coin int) coinBar

// ended reads the bars that ended out of the coins' hours.
func (e *Engine) ended(end model.Millis) ended {
	return func(step model.Interval, coin int) coinBar {
		return e.assets[coin].ended(step, end)
	}
}

func (a *assetState) ended(step model.Interval, end model.Millis) coinBar {
	p := a.growing(step)
	b, ok := p.take(end.Add(-step.Duration()))
	return coinBar{bar: b, thin: ok && a.thin(p, step), ok: ok}
}

// closedHour returns the coin's bar for an hour: its owner's, else that of the
// first other venue that closed it.
func (a *assetState) closedHour(hour model.Millis) (model.Bar, bool) {
	at := -1
	for i := range a.live {
		if b := &a.live[i]; b.waits && b.pending.OpenTime == hour && (at < 0 || i == a.owner) {
			at = i
		}
	}
	if at < 0 {
		return model.Bar{}, false
	}
	return a.live[at].pending, true
}

// endHour forgets what the venues said about an hour that is over.
func (a *assetState) endHour(hour model.Millis) {
	for i := range a.live {
		b := &a.live[i]
		b.waits = b.waits && b.pending.OpenTime > hour
		if b.open.OpenTime <= hour {
			b.open = model.Bar{}
		}
	}
}

// keepDays files the day that just ended for every coin.
func (e *Engine) keepDays(day model.Millis) {
	for i := range e.assets {
		a := &e.assets[i]
		if b, ok := a.day.take(day); ok {
			a.putDay(b)
			a.markDay(&a.day)
		}
	}
}

// onHistory files a stretch of the past and marks the model for a rebuild.
func (e *Engine) onHistory(a *assetState, venue int, h *model.History) {
	if len(h.Bars) > 0 {
		if a.owner < 0 || venue < a.owner {
			a.owner = venue
		}
		e.fileBars(a, venue, h)
	}
	before := a.funding()
	changed := a.settled[venue].load(h.Funding)
	if used := a.funding(); used != before || changed && used == &a.settled[venue] {
		e.refine()
	}
	if a.interest[venue].add(h.OpenInterest...) {
		e.refine()
	}
}

// refine notes that funding or open interest of the past came, which are to be
// built in some time.
func (e *Engine) refine() {
	if e.refined == 0 {
		e.refined = e.clock
	}
}

// fileBars files bars of the past: the owner's replace what is there, another
// venue's only fill holes.
func (e *Engine) fileBars(a *assetState, venue int, h *model.History) {
	var to *series
	switch h.Interval {
	case model.Hour1:
		to = &a.hours
	case model.Day1:
		to = &a.days
	default:
		return
	}
	if len(to.bars) == 0 {
		to.bars = slices.Grow(to.bars, len(h.Bars))
	}
	for _, b := range h.Bars {
		if !b.Consistent() || b.Interval != h.Interval {
			e.refused++
			continue
		}
		if venue != a.owner && to.has(b.OpenTime) {
			continue
		}
		b.Closed = true
		if to == &a.days {
			delete(a.made, b.OpenTime) // the venue's own word
		}
		if to.put(b) != putNothing {
			e.dirty = true
		}
	}
}
