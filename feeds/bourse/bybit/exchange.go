// Package bybit speaks the protocol of Bybit's linear contracts (v5) over a
// market of the embedded exchange: one websocket with tickers as snapshots and
// deltas, books and klines, and the REST calls that go with it (venue page
// bybit).
//
// It is as unforgiving as the venue: one topic that does not exist, or is
// subscribed already, refuses the whole request; snapshots come before the
// acknowledgement; refusals of REST come with HTTP 200; a client that asks too
// fast is shut out for ten minutes; and one that says nothing for as long is
// cut.
package bybit

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Rules are the venue's rules for sockets (venue page, §4). It sends no pings.
var Rules = gate.Rules{PongWithin: 10 * time.Minute}

// Traits are how the venue differs from the market: prices a little off, a
// wider spread, about half the trading of the largest venue.
var Traits = market.Traits{Seed: 0xb2, BasisBp: 2, Spread: 1.2, Turnover: 0.5}

// socketPath is where linear contracts are spoken of; the category is known
// from the connection alone.
const socketPath = "/v5/public/linear"

// Exchange is the venue. It satisfies gate.Protocol.
type Exchange struct {
	view    *market.View
	coins   []market.Listing
	symbols []string       // of each coin
	coinOf  map[string]int // by symbol

	hub   *gate.Hub[topic, *session]
	steps [len(klineSteps)]atomic.Int32 // sockets that want klines of each length
	limit *limit
	conns atomic.Uint64 // for connection ids

	mu       sync.Mutex // of what Tick and subscriptions keep
	sheets   []sheet    // what each coin's ticker has told
	updates  []int64    // of each coin's book
	sequence []int64    // of each coin's ticker
}

// New returns the venue over its view of a market; now is the wall clock, for
// request limits.
func New(view *market.View, now func() time.Time) *Exchange {
	x := &Exchange{
		view: view, coins: view.Coins(), hub: gate.NewHub[topic, *session](),
		coinOf: make(map[string]int), limit: &limit{now: now},
	}
	n := len(x.coins)
	x.sheets, x.updates, x.sequence = make([]sheet, n), make([]int64, n), make([]int64, n)
	for i, c := range x.coins {
		s := string(c.Asset) + "USDT"
		x.symbols = append(x.symbols, s)
		x.coinOf[s] = i
	}
	return x
}

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

// TooMany answers a request beyond the limit of its endpoint: with HTTP 200 and
// the refusal inside, as the venue does.
func (x *Exchange) TooMany(w http.ResponseWriter) {
	x.writeBody(w, struct{}{}, &refusal{10006, "Too many visits!"})
}
