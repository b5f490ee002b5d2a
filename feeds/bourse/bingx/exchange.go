// Package bingx speaks the protocol of BingX's linear contracts over a market
// of the embedded exchange: one websocket on which every frame of the server is
// packed, and the REST calls that go with it (venue page bingx).
//
// It is as peculiar as the venue: its own Ping is a packed word and wants a
// plain Pong, six of them unanswered end the socket; one request asks for one
// topic, and a list of them gets no answer at all; answers name the request and
// not the topic; a refused topic may still leak a frame; bars never say that
// they are closed; index price, funding and open interest are told by REST
// alone, whose refusals come with HTTP 200.
package bingx

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Rules are the venue's rules for sockets (venue page, §3): fewer than ten
// requests a second, the pong that may come between them not counted.
var Rules = gate.Rules{MessagesPerSecond: 10}

// Traits are how the venue differs from the market: prices a little off, a
// wider spread, a tenth of the trading of the largest venue.
var Traits = market.Traits{Seed: 0xb6, BasisBp: 3, Spread: 1.6, Turnover: 0.1}

// socketPath is where linear contracts are spoken of.
const socketPath = "/swap-market"

// Exchange is the venue. It satisfies gate.Protocol.
type Exchange struct {
	view    *market.View
	coins   []market.Listing
	symbols []string       // of each coin
	coinOf  map[string]int // by symbol

	hub   *gate.Hub[topic, *session]
	steps [len(klineSteps)]atomic.Int32 // sockets that want klines of each length
	limit *limit
	ids   atomic.Int64 // update ids of best bids and asks

	mu       sync.Mutex // of what follows
	wall     time.Duration
	sessions []*session

	packing sync.Mutex // of packer
	packer  packer
}

// New returns the venue over its view of a market; now is the wall clock, for
// request limits.
func New(view *market.View, now func() time.Time) *Exchange {
	x := &Exchange{
		view: view, coins: view.Coins(), hub: gate.NewHub[topic, *session](),
		coinOf: make(map[string]int), limit: newLimit(now),
	}
	x.ids.Store(firstID)
	for i, c := range x.coins {
		s := string(c.Asset) + "-USDT"
		x.symbols = append(x.symbols, s)
		x.coinOf[s] = i
	}
	return x
}

// firstID is an update id of the size the venue's have.
const firstID = 309_000_000

// Endpoints returns the configuration keys of the venue and what they are, for
// a server at host and port.
func Endpoints(address string) [][2]string {
	return [][2]string{
		{"rest", "http://" + address},
		{"ws", "ws://" + address + socketPath},
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

// TooMany answers a request beyond the limit of its endpoint. The venue does not
// say for how long.
func (x *Exchange) TooMany(w http.ResponseWriter) {
	writeBody(w, http.StatusTooManyRequests, envelope{Code: tooMany.Code, Msg: tooMany.Msg})
}
