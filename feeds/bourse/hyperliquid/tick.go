package hyperliquid

import (
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// How often the slow streams speak, wall time (venue page, §3).
const (
	depthEvery = 5400 * time.Millisecond
	midsEvery  = 5 * time.Second
)

// Tick tells subscribers what has changed. wall is the time since the market
// began. Ticks come from one goroutine.
func (x *Exchange) Tick(wall time.Duration, changes []market.Change) {
	x.mu.Lock()
	before := x.passed
	x.passed = wall
	x.mu.Unlock()
	for _, ch := range changes {
		switch ch.Kind {
		case market.BarClosed:
			x.sendCandle(ch, ch.Step, wall)
		case market.BarMoved:
			x.sendOpenCandles(ch, wall)
		case market.QuoteMoved:
			x.tell(topic{channel: bestBidAsk, coin: ch.Coin}, wall, false, func(b []byte) []byte { return x.appendBest(b, ch) })
			x.tell(topic{channel: trades, coin: ch.Coin}, wall, false, func(b []byte) []byte { return x.appendTrade(b, ch) })
		case market.MarkMoved:
			x.tell(topic{channel: assetContext, coin: ch.Coin}, wall, false, func(b []byte) []byte { return x.appendContextFrame(b, ch) })
		}
	}
	if len(changes) > 0 && begins(before, wall, midsEvery) {
		x.tell(topic{channel: allMids}, wall, false, x.appendMids)
	}
	if len(changes) > 0 && begins(before, wall, depthEvery) {
		x.sendDepths(wall)
	}
	x.closeIdle(wall)
}

// begins tells whether a round multiple of a span lies in (before, now].
func begins(before, now, span time.Duration) bool { return before/span != now/span }

// tell encodes an event once and sends it to everyone who asked for the topic.
// encode appends the event, or nothing when there is none to tell.
func (x *Exchange) tell(t topic, wall time.Duration, keep bool, encode func([]byte) []byte) {
	sessions := x.hub.Sessions(t)
	if len(sessions) == 0 {
		return
	}
	frame := encode(make([]byte, 0, 512))
	if len(frame) == 0 {
		return
	}
	for _, s := range sessions {
		s.send(gate.Frame{Data: frame, Keep: keep}, wall)
	}
}

// sendCandle tells a bar. Nothing in it says whether it is closed; what a
// closed one came to is kept for clients that are slow.
func (x *Exchange) sendCandle(ch market.Change, step model.Interval, wall time.Duration) {
	for i, k := range candleSteps {
		if k.step != step {
			continue
		}
		x.tell(topic{channel: candles, coin: ch.Coin, step: i}, wall, ch.Kind == market.BarClosed, func(b []byte) []byte {
			if bar, ok := x.view.Bar(ch, step); ok {
				b = append(b, `{"channel":"candle","data":`...)
				return append(x.appendCandle(b, ch.Coin, i, bar), '}')
			}
			return b
		})
		return
	}
}

func (x *Exchange) sendOpenCandles(ch market.Change, wall time.Duration) {
	for i, k := range candleSteps {
		if x.steps[i].Load() > 0 {
			x.sendCandle(ch, k.step, wall)
		}
	}
}

func (x *Exchange) sendDepths(wall time.Duration) {
	now := x.view.Now()
	for coin := range x.coins {
		ch := market.Change{Kind: market.QuoteMoved, Coin: coin, At: now}
		x.tell(topic{channel: depth, coin: coin}, wall, false, func(b []byte) []byte { return x.appendDepth(b, ch) })
	}
}

// closeIdle closes sockets to which nothing was sent for too long.
func (x *Exchange) closeIdle(wall time.Duration) {
	x.mu.Lock()
	var idle []*session
	for _, s := range x.sessions {
		if wall-time.Duration(s.sent.Load()) > idleLimit {
			idle = append(idle, s)
		}
	}
	x.mu.Unlock()
	for _, s := range idle {
		s.conn.Cut()
	}
}
