package weex

import (
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// How often streams speak, wall time (venue page, §3).
const (
	tickerEvery = 300 * time.Millisecond
	bookEvery   = 500 * time.Millisecond
)

// Tick tells subscribers what has changed. wall is the time since the market
// began. Ticks come from one goroutine.
func (x *Exchange) Tick(wall time.Duration, all []market.Change) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.wall = wall
	for _, ch := range all {
		switch ch.Kind {
		case market.BarClosed:
			x.sendBars(ch, ch.Step)
		case market.BarMoved:
			x.sendOpenBars(ch)
		case market.QuoteMoved:
			x.note(ch)
			for i := range x.books {
				p := &x.books[i][ch.Coin].pending
				p.change, p.due = ch, true
			}
		case market.MarkMoved, market.DayMoved:
			if p := &x.tickers[ch.Coin]; !p.due {
				x.note(ch)
			}
		}
	}
	x.flush()
	x.attend()
}

// note makes a coin's ticker due. What a quote says of prices outlives what
// only the clock has changed.
func (x *Exchange) note(ch market.Change) {
	p := &x.tickers[ch.Coin]
	p.change, p.due = ch, true
}

// flush sends the tickers and books that are due.
func (x *Exchange) flush() {
	for coin := range x.coins {
		if x.turn(&x.tickers[coin], tickerEvery) {
			ch := x.tickers[coin].change
			x.tell(topic{coin: coin}, false, func() []byte { return x.appendTicker(nil, ch) })
		}
		for i := range x.books {
			t := topic{stream: depth, coin: coin, which: i}
			if len(x.hub.Sessions(t)) > 0 && x.turn(&x.books[i][coin].pending, bookEvery) {
				x.tell(t, false, func() []byte { return x.bookChange(t) })
			}
		}
	}
}

// turn tells whether a stream has something to say and may.
func (x *Exchange) turn(p *pending, every time.Duration) bool {
	if !p.due || p.told != 0 && x.wall-p.told < every {
		return false
	}
	p.due, p.told = false, x.wall
	return true
}

// tell encodes a frame once and sends it to everyone who asked for the topic.
func (x *Exchange) tell(t topic, keep bool, encode func() []byte) {
	sessions := x.hub.Sessions(t)
	if len(sessions) == 0 {
		return
	}
	data := encode()
	if data == nil {
		return
	}
	for _, s := range sessions {
		s.conn.Send(gate.Frame{Data: data, Keep: keep})
	}
}

// sendBars sends a coin's bar of one length.
func (x *Exchange) sendBars(ch market.Change, step model.Interval) {
	for i, k := range klineSteps {
		if k.step != step {
			continue
		}
		for _, mark := range [...]bool{false, true} {
			t := topic{stream: kline, coin: ch.Coin, which: i, mark: mark}
			x.tell(t, ch.Kind == market.BarClosed, func() []byte {
				bar, ok := x.view.Bar(ch, step)
				if !ok {
					return nil
				}
				return x.appendBars(nil, t, barsFrame{"kline", []market.Bar{bar}})
			})
		}
	}
}

func (x *Exchange) sendOpenBars(ch market.Change) {
	for i, k := range klineSteps {
		if x.steps[i].Load() > 0 {
			x.sendBars(ch, k.step)
		}
	}
}
