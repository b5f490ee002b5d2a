package okx

import (
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// How often the slower channels speak, in marks of a coin, of which there is
// one a second (venue page, §3: 5 to 10 seconds and 30 to 90; the second is
// shortened, since market time may run fast here).
const (
	interestEvery = 5
	fundingEvery  = 10
)

// Tick tells subscribers what has changed and cuts the sockets that broke a
// rule. Ticks come from one goroutine.
func (x *Exchange) Tick(_ time.Duration, changes []market.Change) {
	x.cutOver()
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, ch := range changes {
		switch ch.Kind {
		case market.BarClosed:
			x.sendBar(ch, ch.Step)
		case market.BarMoved:
			for i, b := range barSteps {
				if x.steps[i].Load() > 0 {
					x.sendBar(ch, b.step)
				}
			}
		case market.QuoteMoved:
			x.tell(topic{stream: bestBidAsk, coin: ch.Coin}, false, func(b []byte) []byte { return x.appendBest(b, ch) })
			x.tell(topic{stream: tickers, coin: ch.Coin}, false, func(b []byte) []byte { return x.appendTicker(b, ch) })
		case market.MarkMoved:
			x.sendMark(ch)
		}
	}
}

// cutOver cuts the sockets whose time is over.
func (x *Exchange) cutOver() {
	now := x.now()
	x.mu.Lock()
	var over []*session
	for s := range x.sessions {
		if s.over(now) {
			over = append(over, s)
		}
	}
	x.mu.Unlock()
	for _, s := range over {
		s.conn.Cut()
	}
}

// sendMark tells mark and index and, now and then, funding and open interest.
func (x *Exchange) sendMark(ch market.Change) {
	m, ok := x.view.Mark(ch)
	if !ok {
		return
	}
	t := &x.told[ch.Coin]
	x.tell(topic{stream: markPrice, coin: ch.Coin}, false, func(b []byte) []byte { return x.appendMark(b, ch.Coin, m) })
	x.tell(topic{stream: indexTickers, coin: ch.Coin}, false, func(b []byte) []byte { return x.appendIndex(b, ch.Coin, m) })
	if t.marks%interestEvery == 0 {
		x.tell(topic{stream: openInterest, coin: ch.Coin}, false, func(b []byte) []byte { return x.appendInterest(b, ch.Coin) })
	}
	if t.marks%fundingEvery == 0 || t.funding != m.Next {
		x.tell(topic{stream: fundingRate, coin: ch.Coin}, false, func(b []byte) []byte { return x.appendFunding(b, ch.Coin, m) })
		t.funding = m.Next
	}
	t.marks++
}

func (x *Exchange) sendBar(ch market.Change, step model.Interval) {
	for i, b := range barSteps {
		if b.step != step {
			continue
		}
		x.tell(topic{stream: candle, coin: ch.Coin, step: i}, ch.Kind == market.BarClosed, func(out []byte) []byte {
			if bar, ok := x.view.Bar(ch, step); ok {
				return x.appendBar(out, ch.Coin, bar)
			}
			return out
		})
	}
}

// tell encodes a push once and sends it to everyone who asked for the topic.
// encode appends the row, or nothing when there is none to tell.
func (x *Exchange) tell(t topic, keep bool, encode func([]byte) []byte) {
	sessions := x.hub.Sessions(t)
	if len(sessions) == 0 {
		return
	}
	body := x.push(t, encode)
	if body == nil {
		return
	}
	for _, s := range sessions {
		s.conn.Send(gate.Frame{Data: body, Keep: keep})
		s.touch()
	}
}

// push writes the frame of a topic, nil when it has nothing to tell.
func (x *Exchange) push(t topic, encode func([]byte) []byte) []byte {
	channel, inst := x.names(t)
	head := `{"arg":{"channel":"` + channel + `","instId":"` + inst + `"},"data":[`
	b := encode(append(make([]byte, 0, 512), head...))
	if len(b) == len(head) {
		return nil
	}
	return append(b, `]}`...)
}

// first sends what a new subscription gets at once.
func (x *Exchange) first(s *session, t topic) {
	body := x.push(t, func(b []byte) []byte { return x.present(b, t) })
	if body != nil {
		s.conn.Send(gate.Frame{Data: body, Keep: true})
	}
}

// present appends the row of a topic as things stand.
func (x *Exchange) present(b []byte, t topic) []byte {
	ch := market.Change{Kind: market.QuoteMoved, Coin: t.coin, At: x.view.Now()}
	switch t.stream {
	case tickers:
		return x.appendTicker(b, ch)
	case bestBidAsk:
		return x.appendBest(b, ch)
	case openInterest:
		return x.appendInterest(b, t.coin)
	case candle:
		ch.Kind = market.BarMoved
		if bar, ok := x.view.Bar(ch, barSteps[t.step].step); ok {
			return x.appendBar(b, t.coin, bar)
		}
		return b
	}
	ch.Kind = market.MarkMoved
	m, ok := x.view.Mark(ch)
	switch {
	case !ok:
		return b
	case t.stream == markPrice:
		return x.appendMark(b, t.coin, m)
	case t.stream == indexTickers:
		return x.appendIndex(b, t.coin, m)
	default:
		return x.appendFunding(b, t.coin, m)
	}
}
