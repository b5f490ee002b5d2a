// Package hyperliquid speaks the protocol of Hyperliquid's first dex over a
// market of the embedded exchange: one websocket and POST /info (venue page
// hyperliquid).
//
// It is as unforgiving as the venue: a subscription to a name it does not know
// kills the socket without a word, a socket to which nothing was sent for a
// minute is closed, and everything is counted by address: connections,
// subscriptions, messages and the weight of requests.
package hyperliquid

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Rules are the venue's rules for sockets: it pings nobody and expects none.
// What it limits by the minute is counted by the exchange.
var Rules = gate.Rules{}

// Limits by address (venue page, §4). Everyone on loopback is one client.
const (
	mostConnections   = 10
	newConnections    = 30   // a minute
	mostSubscriptions = 1000 // on all sockets together
	mostMessages      = 2000 // a minute
	idleLimit         = time.Minute
)

// Traits are how the venue differs from the market: about a third of its
// turnover, and prices some basis points off.
var Traits = market.Traits{Seed: 0x47, BasisBp: 2, Spread: 1.2, Turnover: 0.35}

// Exchange is the venue. It satisfies gate.Protocol.
type Exchange struct {
	view   *market.View
	coins  []contract
	coinOf map[string]int // by name

	hub    *gate.Hub[topic, *session]
	steps  [len(candleSteps)]atomic.Int32 // sockets that want bars of each length
	limits *limits

	mu       sync.Mutex
	sessions []*session
	passed   time.Duration // wall time since the market began

	frozen []atomic.Pointer[market.Mark] // the last mark of each coin
}

// New returns the venue over its view of a market; now is the wall clock, for
// limits.
func New(view *market.View, now func() time.Time) *Exchange {
	x := &Exchange{
		view: view, hub: gate.NewHub[topic, *session](), coinOf: make(map[string]int), limits: newLimits(now),
	}
	for i, c := range view.Coins() {
		x.coins = append(x.coins, newContract(c))
		x.coinOf[x.coins[i].name] = i
	}
	x.frozen = make([]atomic.Pointer[market.Mark], len(x.coins))
	return x
}

// Endpoints returns the configuration keys of the venue and what they are, for
// a server at host and port.
func Endpoints(address string) [][2]string {
	return [][2]string{{"rest", "http://" + address}, {"ws", "ws://" + address + "/ws"}}
}

// Steps returns the lengths of bars that somebody listens to.
func (x *Exchange) Steps() []model.Interval {
	var out []model.Interval
	for i, k := range candleSteps {
		if x.steps[i].Load() > 0 {
			out = append(out, k.step)
		}
	}
	return out
}

// TooMany answers a request beyond the limit.
func (x *Exchange) TooMany(w http.ResponseWriter) { tooMany(w) }

// listed tells whether a coin is in the universe: from its first trade on, for
// good.
func (x *Exchange) listed(coin int) bool {
	state, _ := x.view.Status(coin)
	return state != market.Pending
}

// delisted tells whether a coin was taken off.
func (x *Exchange) delisted(coin int) bool {
	state, _ := x.view.Status(coin)
	return state == market.Closed
}
