package strategy

import (
	"sync"

	"eddy/model"
)

// dayReplay measures the coins on the days of the past. It looks at nothing that
// a close of the daily model changes (see closing), so it may run ahead of them.
type dayReplay struct {
	e           *Engine
	cursors     []cursor
	bars        []coinBar // of the day at hand
	next, today model.Millis
}

// replayedDay is a day on which every coin was measured.
type replayedDay struct {
	end model.Millis
	closing
}

// dayStretch is a run of days that is handed on at once.
type dayStretch struct {
	days []replayedDay
	used int
}

func newDayStretch(coins int) *dayStretch {
	s := &dayStretch{days: make([]replayedDay, stretchMoments)}
	for i := range s.days {
		s.days[i].closing = newClosing(model.Day1, coins)
	}
	return s
}

// newDayReplay begins with the first day any coin has.
func newDayReplay(e *Engine) *dayReplay {
	p := &dayReplay{e: e, cursors: make([]cursor, len(e.assets)), bars: make([]coinBar, len(e.assets)), today: e.hour.Floor(model.Day1)}
	p.next = p.today
	for i := range e.assets {
		p.cursors[i] = cursor{e.assets[i].days.bars}
		if b, ok := e.assets[i].days.first(); ok {
			p.next = min(p.next, b.OpenTime.Floor(model.Day1))
		}
	}
	return p
}

// replayDays runs the days of the past through the daily model, which closes
// them beside who measures the coins.
func (e *Engine) replayDays() {
	const spare = 3 // one is filled, one waits, one is being closed
	free, full := make(chan *dayStretch, spare), make(chan *dayStretch, spare)
	for range spare {
		free <- newDayStretch(len(e.assets))
	}
	var measuring sync.WaitGroup
	measuring.Go(func() {
		defer close(full)
		for p := newDayReplay(e); p.next < p.today; {
			s := <-free
			p.fill(s)
			full <- s
		}
	})
	for s := range full {
		for i := range s.used {
			day := &s.days[i]
			e.slow.closing, day.closing = day.closing, e.slow.closing
			e.commitSpan(&e.slow, day.end)
		}
		free <- s
	}
	measuring.Wait()
}

// fill measures the days that follow. Those before the first print of anything
// are skipped.
func (p *dayReplay) fill(s *dayStretch) {
	for s.used = 0; s.used < len(s.days) && p.next < p.today; {
		if p.measure(&s.days[s.used]) {
			s.used++
		}
	}
}

// measure measures the next day, if any coin has had a bar by then.
func (p *dayReplay) measure(day *replayedDay) bool {
	e, s, opening := p.e, &p.e.slow, p.next
	p.next = opening.Add(model.Day1.Duration())
	day.end = p.next
	for i := range p.bars {
		b, ok := p.cursors[i].at(opening)
		p.bars[i] = coinBar{bar: b, thin: e.assets[i].patched[opening], ok: ok}
		day.take(i, &p.bars[i])
		s.begun = s.begun || ok
	}
	if !s.begun {
		return false
	}
	s.followMarket(&day.closing, &p.bars[s.benchAt[0]])
	for i := range p.bars {
		e.measure(s, i, &p.bars[i], day.end, &day.closing)
	}
	return true
}
