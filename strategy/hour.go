package strategy

import (
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

// onBar takes a bar from a venue.
func (e *Engine) onBar(a *assetState, venue int, ev *model.Event) {
	b := ev.Bar
	if b.Interval != model.Hour1 || !b.Consistent() {
		return
	}
	if a.owner < 0 {
		a.owner = venue
	}
	if a.owner != venue {
		return
	}
	if !b.Closed {
		if b.OpenTime >= e.hour {
			a.open = b
		}
		return
	}
	e.onClosedHour(a, b)
}

// onClosedHour files a closed hour: the one all coins are waiting for goes to
// the cut, an older one fills or corrects the past, a newer one means that the
// cut is overdue.
func (e *Engine) onClosedHour(a *assetState, b model.Bar) {
	if e.hour == 0 || b.OpenTime < e.hour {
		if r := a.hours.put(b); r != putNothing && e.hour != 0 {
			e.lateBars++
			e.dirty = true
		}
		return
	}
	if b.OpenTime > e.market.now.Add(model.Hour1.Duration()) {
		return // a bar from the future; the venue's clock or data is wrong
	}
	for e.hour < b.OpenTime {
		e.cut()
	}
	if !a.waits {
		e.waiting++
	}
	a.pending, a.waits = b, true
	if e.waiting >= e.expected {
		e.cut()
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
		if a.waits && a.pending.OpenTime == hour {
			a.hours.put(a.pending)
			a.four.fold(a.pending, model.Hour4)
			a.day.fold(a.pending, model.Day1)
			a.silent = 0
		} else {
			a.silent++
		}
		a.waits = false
		if a.open.OpenTime <= hour {
			a.open = model.Bar{}
		}
		if a.silent < silentCuts && len(a.hours.bars) > 0 {
			e.expected++
		}
	}
	e.waiting = 0
	e.hour = end
	if end == end.Floor(model.Hour4) {
		e.closeSpan(&e.fast, end.Add(-model.Hour4.Duration()))
	}
	if end == end.Floor(model.Day1) {
		e.keepDays(end.Add(-model.Day1.Duration()))
		e.closeSpan(&e.slow, end.Add(-model.Day1.Duration()))
	}
}

// keepDays files the day that just ended for every coin.
func (e *Engine) keepDays(day model.Millis) {
	for i := range e.assets {
		a := &e.assets[i]
		if b, ok := a.day.take(day); ok {
			a.days.put(b)
		}
	}
}

// onHistory files a stretch of the past and marks the model for a rebuild.
func (e *Engine) onHistory(a *assetState, venue int, h *model.History) {
	if len(h.Bars) > 0 {
		if a.owner < 0 || venue < a.owner {
			a.owner = venue
		}
		if a.owner == venue {
			e.fileBars(a, h)
		}
	}
	for _, f := range h.Funding {
		a.funding.add(f)
		e.dirty = true
	}
	a.addOpenInterest(h.OpenInterest)
}

func (e *Engine) fileBars(a *assetState, h *model.History) {
	var to *series
	switch h.Interval {
	case model.Hour1:
		to = &a.hours
	case model.Day1:
		to = &a.days
	default:
		return
	}
	for _, b := range h.Bars {
		if !b.Consistent() || b.Interval != h.Interval {
			e.refused++
			continue
		}
		b.Closed = true
		if to.put(b) != putNothing {
			e.dirty = true
		}
	}
}
