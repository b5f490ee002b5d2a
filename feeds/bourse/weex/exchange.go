// Package weex speaks the protocol of WEEX's USDT-margined contracts (V3) over
// a market of the embedded exchange: one websocket with tickers, books of
// fifteen or two hundred levels as snapshot and changes, and bars, and the REST
// calls that go with it (venue page weex).
//
// It is as unforgiving as the venue: best bid and ask by themselves, marks and
// trades are refused as streams, the sixth refusal closes the socket, so does
// asking too often or hearing nothing, pings want an answer in words, and
// whoever asks too much by REST waits ten seconds. Trades, which the venue
// streams, are not served.
package weex

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Rules are the venue's rules for sockets that do not depend on what is said.
var Rules = gate.Rules{}

// Traits are how the venue differs from the market: prices further off than on
// the large venues, a wider spread, and open interest that its trading does
// not explain.
var Traits = market.Traits{Seed: 0x3ee, BasisBp: 4, Spread: 1.8, Turnover: 0.3}

// socketPath is where the public streams are.
const socketPath = "/v3/ws/public"

// Exchange is the venue. It satisfies gate.Protocol.
type Exchange struct {
	view    *market.View
	coins   []market.Listing
	symbols []string       // of each coin
	coinOf  map[string]int // by symbol

	hub     *gate.Hub[topic, *session]
	steps   [len(klineSteps)]atomic.Int32 // sockets that want bars of each length
	weights *weights

	mu       sync.Mutex // of what Tick and sessions keep
	wall     time.Duration
	sessions []*session
	tickers  []pending // of each coin
	books    [len(depths)][]ladder
}

// New returns the venue over its view of a market; now is the wall clock, for
// request limits.
func New(view *market.View, now func() time.Time) *Exchange {
	x := &Exchange{
		view: view, coins: view.Coins(), hub: gate.NewHub[topic, *session](),
		coinOf: make(map[string]int), weights: &weights{now: now},
	}
	x.tickers = make([]pending, len(x.coins))
	for i := range x.books {
		x.books[i] = make([]ladder, len(x.coins))
	}
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

// TooMany answers a request beyond the limit of the venue, which does not say
// how long to wait.
func (x *Exchange) TooMany(w http.ResponseWriter) { tooMany(w) }
