package strategy

import (
	"slices"

	"eddy/model"
)

// maxBars bounds a series in memory: at one hour a bar, two and a quarter
// years.
const maxBars = 20_000

// series is the closed bars of one coin at one interval, oldest first, no
// moment twice. A missing bar is simply not there.
type series struct {
	bars    []model.Bar
	most    int // bars kept; 0: maxBars
	near    int // where a bar was looked for last
	changes int // so far
}

// putResult says what a bar did to a series.
type putResult uint8

const (
	putNothing   putResult = iota // it was there already
	putAppended                   // it is the newest
	putFilled                     // it filled a hole
	putCorrected                  // it replaced a different bar of the same time
)

// put stores a closed bar in its place.
func (s *series) put(b model.Bar) putResult {
	at, found := s.find(b.OpenTime)
	if found && s.bars[at] == b {
		return putNothing
	}
	s.changes++
	switch {
	case at == len(s.bars):
		s.bars = append(s.bars, b)
		s.trim()
		return putAppended
	case !found:
		s.bars = slices.Insert(s.bars, at, b)
		return putFilled
	default:
		s.bars[at] = b
		return putCorrected
	}
}

// has tells whether there is a bar that opens at t.
func (s *series) has(t model.Millis) bool {
	_, found := s.find(t)
	return found
}

// find returns where the bar that opens at t is, or would be. The past of a venue
// comes in its order, and over that of another: most bars are where the last one
// was, or the one behind it.
func (s *series) find(t model.Millis) (at int, found bool) {
	if n := len(s.bars); n == 0 || t > s.bars[n-1].OpenTime {
		return n, false
	}
	for at := s.near; at < min(s.near+2, len(s.bars)); at++ {
		if s.bars[at].OpenTime == t {
			s.near = at
			return at, true
		}
	}
	s.near, found = slices.BinarySearchFunc(s.bars, t, func(x model.Bar, m model.Millis) int {
		return int(x.OpenTime - m)
	})
	return s.near, found
}

// trim drops the oldest tenth when the series is full, so that a bar costs
// O(1) on average.
func (s *series) trim() {
	most := s.most
	if most == 0 {
		most = maxBars
	}
	if len(s.bars) > most {
		s.bars = slices.Delete(s.bars, 0, max(1, most/10))
	}
}

func (s *series) first() (model.Bar, bool) {
	if len(s.bars) == 0 {
		return model.Bar{}, false
	}
	return s.bars[0], true
}

func (s *series) last() (model.Bar, bool) {
	if len(s.bars) == 0 {
		return model.Bar{}, false
	}
	return s.bars[len(s.bars)-1], true
}

// cursor walks a series by time.
type cursor struct {
	bars []model.Bar
}

// at returns the bar that opens at t and moves past everything older.
func (c *cursor) at(t model.Millis) (model.Bar, bool) {
	for len(c.bars) > 0 && c.bars[0].OpenTime < t {
		c.bars = c.bars[1:]
	}
	if len(c.bars) == 0 || c.bars[0].OpenTime != t {
		return model.Bar{}, false
	}
	return c.bars[0], true
}

// partial is a longer bar growing out of hours.
type partial struct {
	bar   model.Bar
	begun bool
	hours int // folded in
}

// fold adds a closed hour; an hour of the next span starts the bar afresh.
func (p *partial) fold(hour model.Bar, step model.Interval) {
	start := hour.OpenTime.Floor(step)
	if !p.begun || p.bar.OpenTime != start {
		p.bar = hour
		p.bar.OpenTime, p.bar.Interval, p.begun, p.hours = start, step, true, 1
		return
	}
	p.hours++
	p.bar.High = max(p.bar.High, hour.High)
	p.bar.Low = min(p.bar.Low, hour.Low)
	p.bar.Close = hour.Close
	p.bar.Volume += hour.Volume
	p.bar.HasVolume = p.bar.HasVolume && hour.HasVolume
}

// take returns the bar that opened at t, if any hour of it was seen.
func (p *partial) take(t model.Millis) (model.Bar, bool) {
	if !p.begun || p.bar.OpenTime != t {
		return model.Bar{}, false
	}
	return p.bar, true
}
