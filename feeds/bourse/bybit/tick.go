package bybit

import (
	"slices"
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Tick tells subscribers what has changed. Ticks come from one goroutine.
func (x *Exchange) Tick(_ time.Duration, changes []market.Change) {
	x.mu.Lock()
	defer x.mu.Unlock()
	var moved []int // coins whose ticker has something to tell
	before := make(map[int]sheet)
	for _, ch := range changes {
		switch ch.Kind {
		case market.BarClosed:
			x.sendKline(ch, ch.Step)
		case market.BarMoved:
			x.sendOpenKlines(ch)
		case market.QuoteMoved, market.MarkMoved, market.DayMoved:
			if ch.Kind == market.QuoteMoved {
				x.tell(topic{stream: book, coin: ch.Coin}, false, func() []byte { return x.appendBook(nil, ch) })
			}
			if len(x.hub.Sessions(topic{stream: tickers, coin: ch.Coin})) == 0 {
				continue
			}
			if _, noted := before[ch.Coin]; !noted {
				before[ch.Coin] = x.sheets[ch.Coin]
				moved = append(moved, ch.Coin)
			}
			x.fill(ch)
		}
	}
	for _, coin := range moved {
		x.sendDelta(coin, before[coin])
	}
}

// fill brings a coin's sheet up to date with a change.
func (x *Exchange) fill(ch market.Change) {
	s := &x.sheets[ch.Coin]
	switch ch.Kind {
	case market.QuoteMoved:
		x.fillQuote(s, ch)
	case market.MarkMoved:
		x.fillMark(s, ch)
	case market.DayMoved:
		x.fillDay(s, ch)
	}
}

// sendDelta tells what has changed on a coin's sheet, if anything has.
func (x *Exchange) sendDelta(coin int, before sheet) {
	now := x.sheets[coin]
	if now == before {
		return
	}
	x.tell(topic{stream: tickers, coin: coin}, true, func() []byte {
		return x.appendTicker(nil, coin, tickerFrame{kind: "delta", now: now, before: before})
	})
}

// tell encodes a frame once and sends it to everyone who asked for the topic.
// A ticker's delta must not be left out for a slow client: no later one would
// repeat what it said.
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

func (x *Exchange) sendKline(ch market.Change, step model.Interval) {
	i := slices.IndexFunc(klineSteps[:], func(k struct {
		name string
		step model.Interval
	}) bool {
		return k.step == step
	})
	if i < 0 {
		return
	}
	t := topic{stream: kline, coin: ch.Coin, step: i}
	x.tell(t, ch.Kind == market.BarClosed, func() []byte {
		bar, ok := x.view.Bar(ch, step)
		if !ok {
			return nil
		}
		return x.appendKline(nil, t, bar)
	})
}

func (x *Exchange) sendOpenKlines(ch market.Change) {
	for i, k := range klineSteps {
		if x.steps[i].Load() > 0 {
			x.sendKline(ch, k.step)
		}
	}
}
