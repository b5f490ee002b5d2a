package strategy

import "eddy/model"

// moment is what ended with a frame of a recording: the bars of four hours or of
// a day, and where a day ended with the four hours, both. Spans close on it; they
// read nothing of a coin from anywhere else.
type moment struct {
	end      model.Millis
	fast     momentSpan // bars of four hours
	slow     momentSpan // bars of a day; of the moment only where a day ends
	measured bool       // its coins are measured before it is committed
	begun    bool       // some coin has had a bar

	// By coin of the recording:
	prices   []float64 // 0 where the last bar is missing
	interest []float64 // newest open interest in coins, 0 when none was told
}

// momentSpan is what a span closes on.
type momentSpan struct {
	bars []coinBar // by coin of the engine
	closing
}

func newMoment(r *Recorded) moment {
	n := len(r.e.assets)
	m := moment{prices: make([]float64, len(r.coins)), interest: make([]float64, len(r.coins))}
	m.slow = momentSpan{make([]coinBar, n), newClosing(model.Day1, n)}
	if r.step == model.Hour1 {
		m.fast = momentSpan{make([]coinBar, n), newClosing(model.Hour4, n)}
	}
	return m
}

// whole tells whether a day ended with the moment.
func (m *moment) whole() bool { return m.end == m.end.Floor(model.Day1) }

// see takes what a coin's bars stand at, right after the last one before the
// moment was filed.
func (m *moment) see(r *Recorded, k int) {
	c := &r.coins[k]
	a := &r.e.assets[c.at]
	m.prices[k] = 0
	if c.last.Close > 0 && c.last.End() == m.end {
		m.prices[k] = c.last.Close
	}
	if r.step == model.Hour1 {
		m.fast.bars[c.at] = a.ended(model.Hour4, m.end)
	}
	if m.whole() {
		m.slow.bars[c.at] = a.ended(model.Day1, m.end)
	}
}

// hearInterest takes the open interest told of every coin.
func (m *moment) hearInterest(r *Recorded) {
	for k := range r.coins {
		m.interest[k] = r.coins[k].interest
	}
}

// bar is a coin's bar that ended with the moment.
func (m *moment) bar(step model.Interval, coin int) coinBar {
	switch {
	case step == model.Hour4:
		return m.fast.bars[coin]
	case m.whole():
		return m.slow.bars[coin]
	default:
		return coinBar{}
	}
}

// begin begins the closings of the moment's spans; the first benchmark coin was
// seen.
func (m *moment) begin(r *Recorded) {
	first := r.e.benchmark[0]
	if r.step == model.Hour1 {
		r.e.fast.followMarket(&m.fast.closing, &m.fast.bars[first])
	}
	if m.whole() {
		r.e.slow.followMarket(&m.slow.closing, &m.slow.bars[first])
	}
}

// measure measures a coin in the moment's spans.
func (m *moment) measure(r *Recorded, k int) {
	e, at := r.e, r.coins[k].at
	m.interest[k] = r.coins[k].interest
	if !m.begun {
		return
	}
	if r.step == model.Hour1 {
		m.fast.take(at, &m.fast.bars[at])
		e.measure(&e.fast, at, &m.fast.bars[at], m.end, &m.fast.closing)
	}
	if m.whole() {
		m.slow.take(at, &m.slow.bars[at])
		e.measure(&e.slow, at, &m.slow.bars[at], m.end, &m.slow.closing)
	}
}

// close closes a span on its part of a moment. Where the coins were measured, the
// two swap their closings: the span may look at its own until the next.
func (r *Recorded) close(s *span, m *moment, part *momentSpan) {
	if !m.measured {
		r.e.closeSpan(s, m.end, m.bar)
		return
	}
	if !m.begun {
		return
	}
	s.closing, part.closing = part.closing, s.closing
	s.begun = true
	r.e.commitSpan(s, m.end)
}
