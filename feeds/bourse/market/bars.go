package market

import "eddy/model"

// Bar is a bar as a venue serves it.
type Bar struct {
	model.Bar
	End   model.Millis // first moment after the bar
	Quote float64      // volume in US dollars
}

// Span asks for what a coin has of the past. Bars are those that open at or
// after From and before To; payments are those due at or after From and up to
// To. There are at most Limit of them, the newest ones when Newest is set.
// From and To may be 0 for no bound.
type Span struct {
	Coin     int
	Step     model.Interval
	From, To model.Millis
	Limit    int
	Newest   bool
}

// Bars returns the bars of a span, oldest first, the open one last. Steps
// without a trade have no bar. Bars finer than the source's own step exist
// only since market time began: there they follow the path of prices.
func (v *View) Bars(q Span) []Bar {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	r := v.reader(q.Coin, q.Step)
	from, to := r.bounds(q)
	var out []Bar
	if q.Newest {
		for open := StepStart(to-1, q.Step); open >= from && len(out) < q.Limit; open = StepStart(open-1, q.Step) {
			out = r.appendBar(out, open)
		}
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
		return out
	}
	open := StepStart(from, q.Step)
	if open < from {
		open = StepEnd(open, q.Step)
	}
	for ; open < to && len(out) < q.Limit; open = StepEnd(open, q.Step) {
		out = r.appendBar(out, open)
	}
	return out
}

// Bar returns the bar that ends at a close, or the open one at any other
// change, and false when it has not traded.
func (v *View) Bar(ch Change, step model.Interval) (Bar, bool) {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	if state, off := v.status(ch.Coin, ch.At); state == Pending || state == Closed && ch.At > off {
		return Bar{}, false
	}
	r := v.reader(ch.Coin, step)
	at := ch.At
	if ch.Kind == BarClosed {
		at--
	}
	return r.bar(StepStart(at, step))
}

// reader reads bars of one length and keeps the path of the candle it is in.
type reader struct {
	v     *View
	coin  int
	step  model.Interval
	stop  model.Millis // now, or when the coin was taken off
	spare *path
	held  int // the candle spare belongs to
}

func (v *View) reader(coin int, step model.Interval) *reader {
	r := &reader{v: v, coin: coin, step: step, stop: v.stage.now}
	if state, off := v.status(coin, r.stop); state == Closed {
		r.stop = off
	}
	return r
}

// bounds narrows a span to what can exist: from the coin's first candle to now
// or its delisting.
func (r *reader) bounds(q Span) (from, to model.Millis) {
	s := r.v.stage
	from, to = max(q.From, StepStart(s.begin[r.coin], q.Step)), min(s.now+1, r.stop+1)
	if r.finer() {
		from = max(from, s.cal.From)
	}
	if q.To.Known() {
		to = min(to, q.To)
	}
	return from, to
}

// finer tells whether the bars are shorter than the source's.
func (r *reader) finer() bool { return r.step > 0 && r.step < r.v.stage.cal.Step }

func (r *reader) appendBar(out []Bar, open model.Millis) []Bar {
	if b, ok := r.bar(open); ok {
		return append(out, b)
	}
	return out
}

// bar builds the bar that opens at open from what has traded so far.
func (r *reader) bar(open model.Millis) (Bar, bool) {
	end := StepEnd(open, r.step)
	c := r.sum(open, min(end, r.stop))
	if !c.Traded() {
		return Bar{}, false
	}
	b := Bar{End: end, Quote: c.Quote() * r.v.traits.Turnover}
	b.Bar = model.Bar{
		OpenTime: open, Interval: r.step,
		Open: r.v.price(r.coin, c.Open), High: r.v.price(r.coin, c.High),
		Low: r.v.price(r.coin, c.Low), Close: r.v.price(r.coin, c.Close),
		Volume: c.Volume * r.v.traits.Turnover, HasVolume: true,
		Closed: end <= r.v.stage.now,
	}
	return b, true
}

// sum joins the candles, or the part of one, between two moments.
func (r *reader) sum(from, to model.Millis) Candle {
	s := r.v.stage
	ser := s.series[r.coin]
	at, pos := s.position(from)
	if r.finer() {
		return r.part(at, pos, to)
	}
	var total Candle
	for ; s.cal.Opening(at) < to || s.cal.Opening(at) == from; at++ {
		c := ser.candle(at)
		if s.cal.Opening(at+1) > r.stop {
			c = r.part(at, 0, r.stop)
		}
		total = join(total, c)
	}
	return total
}

// part returns the trading of candle at from a position to a moment.
func (r *reader) part(at int, pos float64, to model.Millis) Candle {
	s := r.v.stage
	ser := s.series[r.coin]
	if c := ser.candle(at); !c.Traded() {
		return c
	}
	p := &s.paths[r.coin]
	if at != s.bar {
		if r.spare == nil || r.held != at {
			r.spare, r.held = new(path), at
			r.spare.fill(s.cal, r.coin, at, ser.candle(at), ser.PriceDecimals)
		}
		p = r.spare
	}
	end, endPos := s.position(to)
	if end > at {
		endPos = knots
	}
	return p.cut(pos, endPos, ser.PriceDecimals)
}

// join appends candle c to the bar total.
func join(total, c Candle) Candle {
	switch {
	case !c.Traded():
		return total
	case !total.Traded():
		return c
	}
	total.High, total.Low = max(total.High, c.High), min(total.Low, c.Low)
	total.Close = c.Close
	total.Volume += c.Volume
	return total
}
