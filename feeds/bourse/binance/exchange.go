// Package binance speaks the protocol of Binance's USD-M futures over a market
// of the embedded exchange: combined and plain websocket streams on two
// routes, and the REST calls that go with them (venue page binance).
//
// It is as unforgiving as the venue: a stream asked for on the wrong route or
// in the wrong case is acknowledged and then silent for ever, a client that
// says more than ten things a second is cut, and REST counts weights.
package binance

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Rules are the venue's rules for sockets (venue page, §5).
var Rules = gate.Rules{
	PingEvery:         3 * time.Minute,
	PongWithin:        10 * time.Minute,
	MessagesPerSecond: 10,
	Lifetime:          24 * time.Hour,
}

// Traits are how the venue differs from the market: not at all, it is the one
// the figures were measured on.
var Traits = market.Traits{Seed: 0xb1, Spread: 1, Turnover: 1}

// Exchange is the venue. It satisfies gate.Protocol.
type Exchange struct {
	view          *market.View
	coins         []market.Listing
	symbols       []string       // of each coin
	streamSymbols []string       // likewise in lower case, as streams name them
	coinOf        map[string]int // by symbol
	lower         map[string]int // by symbol in lower case, as streams name it

	hub   *gate.Hub[topic, *session]
	steps [len(klineSteps)]atomic.Int32 // sockets that want klines of each length

	weights *weights

	mu       sync.Mutex // of what Tick keeps
	pulse    cadence
	updateID []int64 // of the book, for each coin
}

// New returns the venue over its view of a market; now is the wall clock, for
// request limits.
func New(view *market.View, now func() time.Time) *Exchange {
	x := &Exchange{
		view: view, coins: view.Coins(), hub: gate.NewHub[topic, *session](),
		coinOf: make(map[string]int), lower: make(map[string]int), weights: newWeights(now),
	}
	x.updateID = make([]int64, len(x.coins))
	x.pulse.marks = make([]int, len(x.coins))
	for i, c := range x.coins {
		s := string(c.Asset) + "USDT"
		x.symbols = append(x.symbols, s)
		x.coinOf[s] = i
		x.streamSymbols = append(x.streamSymbols, strings.ToLower(s))
		x.lower[strings.ToLower(s)] = i
	}
	return x
}

// Endpoints returns the configuration keys of the venue and what they are, for
// a server at host and port.
func Endpoints(address string) [][2]string {
	return [][2]string{
		{"rest", "http://" + address},
		{"ws_public", "ws://" + address + "/public"},
		{"ws_market", "ws://" + address + "/market"},
	}
}

// Steps returns the lengths of bars that somebody listens to.
func (x *Exchange) Steps() []model.Interval {
	var out []model.Interval
	for i, k := range klineSteps {
		if x.steps[i].Load() > 0 {
			out = append(out, k.step)
		}
	}
	return out
}

// TooMany answers a request beyond the limit.
func (x *Exchange) TooMany(w http.ResponseWriter) { x.weights.refuse(w) }
