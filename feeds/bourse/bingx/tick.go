package bingx

import (
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Tick tells subscribers what has changed and asks them for their pongs. Ticks
// come from one goroutine.
func (x *Exchange) Tick(wall time.Duration, changes []market.Change) {
	x.ping(wall)
	for _, ch := range changes {
		switch ch.Kind {
		case market.BarClosed:
			x.sendKline(ch, ch.Step)
		case market.BarMoved:
			x.sendOpenKlines(ch)
		case market.QuoteMoved:
			for _, s := range [...]stream{bookTicker, lastPrice} {
				t := topic{stream: s, coin: ch.Coin}
				x.tell(t, false, func() []byte { return x.quoteFrame(t, ch) })
			}
			if ch.Factor != 0 { // a bad print must be seen
				x.sendTicker(ch)
			}
		case market.MarkMoved:
			t := topic{stream: markPrice, coin: ch.Coin}
			x.tell(t, false, func() []byte { return x.markFrame(t, ch) })
			x.sendTicker(ch) // once a second too
		}
	}
}

func (x *Exchange) sendTicker(ch market.Change) {
	t := topic{stream: ticker, coin: ch.Coin}
	x.tell(t, false, func() []byte { return x.tickerFrame(t, ch) })
}

func (x *Exchange) sendOpenKlines(ch market.Change) {
	for i, k := range klineSteps {
		if x.steps[i].Load() > 0 {
			x.sendKline(ch, k.step)
		}
	}
}

// sendKline tells of a bar. Its last figures, at its close, no client may miss.
func (x *Exchange) sendKline(ch market.Change, step model.Interval) {
	for i, k := range klineSteps {
		if k.step != step {
			continue
		}
		t := topic{stream: kline, coin: ch.Coin, step: i}
		x.tell(t, ch.Kind == market.BarClosed, func() []byte {
			bar, ok := x.view.Bar(ch, step)
			if !ok {
				return nil
			}
			return x.klineFrame(t, bar)
		})
	}
}

// tell encodes and packs a frame once and sends it to everyone who asked for the
// topic.
func (x *Exchange) tell(t topic, keep bool, encode func() []byte) {
	sessions := x.hub.Sessions(t)
	if len(sessions) == 0 {
		return
	}
	data := x.packed(encode())
	if data == nil {
		return
	}
	for _, s := range sessions {
		s.conn.Send(gate.Frame{Data: data, Binary: true, Keep: keep})
	}
}
