package strategy

import "eddy/model"

// moment is what ended with a frame of a recording: the bars of four hours or of
// a day, and where a day ended with the four hours, both. Spans close on it; they
// read no bars from anywhere else.
type moment struct {
	end    model.Millis
	frames []endedBar // by coin of the engine; bars of four hours
	days   []endedBar // likewise; of the moment only where a day ends
	prices []float64  // by coin of the recording; 0 where the last bar is missing
}

// endedBar is a coin's bar, if it has one.
type endedBar struct {
	bar      model.Bar
	thin, ok bool
}

func newMoment(r *Recorded) moment {
	n := len(r.e.assets)
	m := moment{days: make([]endedBar, n), prices: make([]float64, len(r.coins))}
	if r.step == model.Hour1 {
		m.frames = make([]endedBar, n)
	}
	return m
}

// see takes what a coin's bars stand at, right after the last bar before end was
// filed.
func (m *moment) see(r *Recorded, k int, end model.Millis) {
	c := &r.coins[k]
	a := &r.e.assets[c.at]
	m.end, m.prices[k] = end, 0
	if c.last.Close > 0 && c.last.End() == end {
		m.prices[k] = c.last.Close
	}
	if r.step == model.Hour1 {
		f := &m.frames[c.at]
		f.bar, f.thin, f.ok = a.ended(model.Hour4, end)
	}
	if end == end.Floor(model.Day1) {
		d := &m.days[c.at]
		d.bar, d.thin, d.ok = a.ended(model.Day1, end)
	}
}

// bar is a coin's bar that ended with the moment.
func (m *moment) bar(step model.Interval, coin int) (model.Bar, bool, bool) {
	f := &m.days
	if step == model.Hour4 {
		f = &m.frames
	} else if m.end != m.end.Floor(model.Day1) {
		return model.Bar{}, false, false
	}
	e := &(*f)[coin]
	return e.bar, e.thin, e.ok
}
