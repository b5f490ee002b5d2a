package mexc

import (
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// fundingEvery is how often funding is told, in marks of a coin, of which there
// is one a second: the venue's minute is shortened, since market time may run
// fast here.
const fundingEvery = 10

// Tick tells subscribers what has changed and cuts the sockets that broke a
// rule. Ticks come from one goroutine.
func (x *Exchange) Tick(_ time.Duration, changes []market.Change) {
	x.cutOver()
	x.mu.Lock()
	defer x.mu.Unlock()
	moved := x.allTickers(changes)
	for _, ch := range changes {
		switch ch.Kind {
		case market.BarClosed:
			x.sendKline(ch, ch.Step)
		case market.BarMoved:
			for i, k := range klineSteps {
				if x.steps[i].Load() > 0 {
					x.sendKline(ch, k.step)
				}
			}
		case market.QuoteMoved:
			x.tell(topic{stream: fullDepth, coin: ch.Coin}, push{at: ch.At}, func(b []byte) []byte { return x.appendDepth(b, ch) })
			if ch.Factor != 0 { // a bad print must be seen
				x.sendTicker(ch)
			}
		case market.MarkMoved:
			x.sendMark(ch)
		}
	}
	x.sendAll(moved)
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

func (x *Exchange) sendTicker(ch market.Change) {
	x.tell(topic{stream: ticker, coin: ch.Coin}, push{at: ch.At}, func(b []byte) []byte { return x.appendTicker(b, ch) })
}

// sendMark tells what is told about once a second, and now and then funding.
func (x *Exchange) sendMark(ch market.Change) {
	x.sendTicker(ch)
	m, ok := x.view.Mark(ch)
	if !ok {
		return
	}
	t := &x.told[ch.Coin]
	x.tell(topic{stream: fairPrice, coin: ch.Coin}, push{at: ch.At}, func(b []byte) []byte { return x.appendPrice(b, ch.Coin, m.Mark) })
	x.tell(topic{stream: indexPrice, coin: ch.Coin}, push{at: ch.At}, func(b []byte) []byte { return x.appendPrice(b, ch.Coin, m.Index) })
	if t.marks%fundingEvery == 0 || t.funding != m.Next {
		x.tell(topic{stream: fundingRate, coin: ch.Coin}, push{at: ch.At}, func(b []byte) []byte { return x.appendFunding(b, ch.Coin, m) })
		t.funding = m.Next
	}
	t.marks++
}

// allTickers returns the changes that tickers tells of, one for each coin.
func (x *Exchange) allTickers(changes []market.Change) (moved []market.Change) {
	if len(x.hub.Sessions(topic{stream: tickers})) == 0 {
		return nil
	}
	for _, ch := range changes {
		if ch.Kind == market.DayMoved {
			moved = append(moved, ch)
		}
	}
	return moved
}

// sendAll tells of the contracts that have changed, in one frame.
func (x *Exchange) sendAll(moved []market.Change) {
	if len(moved) == 0 {
		return
	}
	x.tell(topic{stream: tickers}, push{at: moved[0].At}, func(b []byte) []byte {
		return appendList(b, len(moved), func(b []byte, i int) []byte { return x.appendShort(b, moved[i]) })
	})
}

// appendList writes a list of rows; those that have nothing to tell are left
// out.
func appendList(b []byte, n int, row func([]byte, int) []byte) []byte {
	b = append(b, '[')
	empty := true
	for i := range n {
		before := len(b)
		if !empty {
			b = append(b, ',')
		}
		start := len(b)
		if b = row(b, i); len(b) == start {
			b = b[:before]
			continue
		}
		empty = false
	}
	return append(b, ']')
}

// sendKline tells of a bar. Its last word, at its close, no client may miss:
// the venue says it again by going on, but only with the next trade.
func (x *Exchange) sendKline(ch market.Change, step model.Interval) {
	for i, k := range klineSteps {
		if k.step != step {
			continue
		}
		t := topic{stream: kline, coin: ch.Coin, step: i}
		x.tell(t, push{ch.At, ch.Kind == market.BarClosed}, func(b []byte) []byte {
			bar, ok := x.view.Bar(ch, step)
			if !ok {
				return b
			}
			return x.appendKline(b, t, bar)
		})
	}
}

// push is when something came about, and whether it must not be lost.
type push struct {
	at   model.Millis
	keep bool
}

// tell encodes a push once and sends it to everyone who asked for the topic.
// encode appends the data, or nothing when there are none.
func (x *Exchange) tell(t topic, p push, encode func([]byte) []byte) {
	sessions := x.hub.Sessions(t)
	if len(sessions) == 0 {
		return
	}
	body := x.frame(t, p.at, encode)
	if body == nil {
		return
	}
	for _, s := range sessions {
		s.conn.Send(gate.Frame{Data: body, Keep: p.keep})
	}
}

// frame writes the frame of a topic, nil when it has nothing to tell. Data come
// before the channel they belong to.
func (x *Exchange) frame(t topic, at model.Millis, encode func([]byte) []byte) []byte {
	b := append(make([]byte, 0, 640), '{')
	if t.stream != tickers {
		b = append(append(append(b, `"symbol":"`...), x.coins[t.coin].symbol...), `",`...)
	}
	b = append(b, `"data":`...)
	start := len(b)
	if b = encode(b); len(b) == start {
		return nil
	}
	b = append(append(append(b, `,"channel":"push.`...), streamNames[t.stream]...), '"')
	return append(appendTime(append(b, `,"ts":`...), at), '}')
}

// first sends what a new subscription gets at once.
func (x *Exchange) first(s *session, t topic) {
	x.mu.Lock()
	defer x.mu.Unlock()
	body := x.frame(t, x.view.Now(), func(b []byte) []byte { return x.present(b, t) })
	if body != nil {
		s.conn.Send(gate.Frame{Data: body, Keep: true})
	}
}

// present appends the data of a topic as things stand.
func (x *Exchange) present(b []byte, t topic) []byte {
	ch := market.Change{Kind: market.MarkMoved, Coin: t.coin, At: x.view.Now()}
	switch t.stream {
	case ticker:
		return x.appendTicker(b, ch)
	case tickers:
		return appendList(b, len(x.coins), func(b []byte, coin int) []byte {
			return x.appendShort(b, market.Change{Kind: market.DayMoved, Coin: coin, At: ch.At})
		})
	case fullDepth:
		return x.appendDepth(b, ch)
	case kline:
		ch.Kind = market.BarMoved
		if bar, ok := x.view.Bar(ch, klineSteps[t.step].step); ok {
			return x.appendKline(b, t, bar)
		}
		return b
	}
	m, ok := x.view.Mark(ch)
	switch {
	case !ok:
		return b
	case t.stream == fairPrice:
		return x.appendPrice(b, t.coin, m.Mark)
	case t.stream == indexPrice:
		return x.appendPrice(b, t.coin, m.Index)
	default:
		return x.appendFunding(b, t.coin, m)
	}
}
