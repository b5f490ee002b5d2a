package strategy

import (
	"sync"

	"eddy/model"
	"eddy/strategy/sector"
)

// rebuild runs all closed bars through fresh models, the same way they would
// have come live. It happens when history arrives, never on a tick.
func (e *Engine) rebuild() {
	e.dirty, e.refined, e.rebuilt, e.told.stale = false, 0, e.clock, true
	e.planning.coins = nil // its statistics are of the past that was known
	e.roster = e.cfg.Universe.Resolve(func(a model.Asset) bool { return e.assets[e.index[a]].isListed() })
	pulse, fast, stood := e.pulse, e.fast, e.hourly
	if err := e.buildModels(); err != nil {
		e.fault = err.Error()
		return
	}
	e.fault = ""
	e.tellAges()
	e.resetPhase()
	e.setHour()
	if e.hour == 0 {
		e.dirty = len(e.backfill) > 0 && !e.backfillDone() // days alone wait for hours until it is sure that none come
		return
	}
	e.refoldDays()
	if err := e.planSeats(); err != nil {
		e.fault = err.Error()
		return
	}
	e.quiet = true // the past raises no alerts
	var hours sync.WaitGroup
	if e.hourly = e.hourlyBase(); e.hourly.same(&stood) {
		e.pulse, e.fast = pulse, fast
	} else {
		hours.Go(e.refoldHours)
	}
	e.replayDays()
	hours.Wait()
	e.quiet = false
}

// buildModels makes models of every timeframe that have seen no bar yet.
func (e *Engine) buildModels() error {
	pulse, err := newSpan(model.Hour1, e)
	if err != nil {
		return err
	}
	fast, err := newSpan(model.Hour4, e)
	if err != nil {
		return err
	}
	slow, err := newSpan(model.Day1, e)
	if err != nil {
		return err
	}
	e.pulse, e.fast, e.slow, e.hourly = pulse, fast, slow, hourly{}
	if e.board, err = newBoard(e); err != nil {
		return err
	}
	e.inputs.follow(e.board)
	e.tides, err = newTides(e)
	return err
}

// tellAges tells the indices that stand on hours since when each coin has been
// trading: its hours reach back only weeks, and a coin whose hours begin a
// little after the others' must not be taken for a new listing (analytics §2.5).
func (e *Engine) tellAges() {
	for _, s := range [...]*span{&e.pulse, &e.fast} {
		for _, t := range s.tracks {
			for i, at := range t.pool {
				if first, ok := e.assets[at].days.first(); ok {
					t.index.SetFirst(i, first.End())
				}
			}
		}
	}
}

// setHour finds the hour that is running: the one after the newest closed hour
// of any coin.
func (e *Engine) setHour() {
	for i := range e.assets {
		if last, ok := e.assets[i].hours.last(); ok && last.End() > e.hour && !e.catchingUp() {
			e.hour = last.End()
		}
	}
	if e.hour == 0 && e.backfillDone() {
		e.hour = e.daysEnd()
	}
	e.expected, e.waiting = 0, 0
	for i := range e.assets {
		a := &e.assets[i]
		a.filePending(e.hour)
		if a.owner >= 0 && a.live[a.owner].waits {
			e.waiting++
		}
		last, ok := a.hours.last()
		if !ok {
			last, ok = a.days.last()
		}
		a.silent = silentCuts
		if ok && last.End() >= e.hour {
			a.silent = 0
			e.expected++
		}
	}
}

// filePending files the hours that closed before the running one and waited for
// the other coins.
func (a *assetState) filePending(running model.Millis) {
	for v := range a.live {
		b := &a.live[v]
		if !b.waits || b.pending.OpenTime >= running {
			continue
		}
		if !a.hours.has(b.pending.OpenTime) {
			a.hours.put(b.pending)
		}
		b.waits = false
	}
}

// daysEnd returns the end of the newest day of any coin, 0 where there is none.
// A market that was recorded by days has no hours before the first one that is
// played.
func (e *Engine) daysEnd() (end model.Millis) {
	for i := range e.assets {
		if last, ok := e.assets[i].days.last(); ok {
			end = max(end, last.End())
		}
	}
	return end
}

// refoldDays makes the days that hours give and files those that ended, leaving
// the running day of each coin folded.
func (e *Engine) refoldDays() {
	for i := range e.assets {
		a := &e.assets[i]
		a.day, a.patched = partial{}, nil
		for _, b := range a.hours.bars {
			if b.OpenTime < e.hour && b.OpenTime == b.OpenTime.Floor(model.Hour1) {
				a.foldDay(b)
			}
		}
		if a.day.begun && a.day.bar.OpenTime < e.hour.Floor(model.Day1) {
			a.fileDay(&a.day) // it ended with the last hour there is
		}
	}
}

// foldDay grows the running day; a day that is complete and not yet filed from
// the venue's own daily bars is filed from its hours.
func (a *assetState) foldDay(hour model.Bar) {
	if a.day.begun && a.day.bar.OpenTime != hour.OpenTime.Floor(model.Day1) {
		a.fileDay(&a.day)
	}
	a.day.fold(hour, model.Day1)
}

// fileDay files a day made of hours where the venue gave none. A day that
// began before the first hour there is stays out: it would lack its morning.
func (a *assetState) fileDay(day *partial) {
	if first, ok := a.hours.first(); !ok || first.OpenTime > day.bar.OpenTime {
		return
	}
	a.markDay(day)
	if !a.days.has(day.bar.OpenTime) || a.made[day.bar.OpenTime] {
		a.putDay(day.bar)
	}
}

// putDay files a day that is made of hours.
func (a *assetState) putDay(day model.Bar) {
	if a.made == nil {
		a.made = make(map[model.Millis]bool)
	}
	a.made[day.OpenTime] = true
	a.days.put(day)
}

// markDay notes a day that lacks hours.
func (a *assetState) markDay(day *partial) {
	if !a.thin(day, model.Day1) {
		return
	}
	if a.patched == nil {
		a.patched = make(map[model.Millis]bool)
	}
	a.patched[day.bar.OpenTime] = true
}

// closeSpan commits the bar that ended at end.
func (e *Engine) closeSpan(s *span, end model.Millis, bars ended) {
	e.pushSpan(s, end, func(i int) coinBar { return bars(s.step, i) })
}

// growing is the coin's bar of a length that its hours make up.
func (a *assetState) growing(step model.Interval) *partial {
	switch step {
	case model.Hour1:
		return &a.one
	case model.Hour4:
		return &a.four
	default:
		return &a.day
	}
}

// pushSpan measures the coins in the bar that ended at end and commits it. Bars
// before the first print of anything are skipped.
func (e *Engine) pushSpan(s *span, end model.Millis, bar func(coin int) coinBar) {
	for i := range s.closes {
		b := bar(i)
		s.take(i, &b)
		s.begun = s.begun || b.ok
	}
	if !s.begun {
		return
	}
	if len(s.coins) > 0 {
		e.measureAll(s, end, bar)
	}
	e.commitSpan(s, end)
}

// measureAll measures every coin in the bar at hand.
func (e *Engine) measureAll(s *span, end model.Millis, bar func(coin int) coinBar) {
	first := bar(s.benchAt[0])
	s.followMarket(&s.closing, &first)
	for i := range s.coins {
		b := bar(i)
		e.measure(s, i, &b, end, &s.closing)
	}
}

// commitSpan commits a bar of which the coins were measured and lets the phase
// and the alerts see it.
func (e *Engine) commitSpan(s *span, end model.Millis) {
	if e.seating != nil {
		s.follow(e.seating.plan, end)
	}
	s.push(end)
	if s.step == model.Day1 {
		e.board.push(e)
		e.pushPhase(s.end)
		e.pushTides()
	}
	if !e.quiet && !s.graphOnly() {
		e.onSpanClosed(s)
	}
}

// previewCloses fills dst with what every coin trades at in the bar that
// opened at since.
func (e *Engine) previewCloses(dst []sector.Close, since model.Millis) {
	for i := range e.assets {
		price, ok := e.assets[i].preview(since, e.clock)
		dst[i] = sector.Close{Price: price, OK: ok}
	}
}
