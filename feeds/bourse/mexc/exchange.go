// Package mexc speaks the protocol of MEXC's perpetual contracts over a market
// of the embedded exchange: one websocket with tickers, prices, funding, books
// and klines, and the REST calls that go with it (venue page mexc).
//
// It is as unforgiving as the venue: sizes count contracts, acknowledgements
// name no contract, an unknown method is not answered at all, a client that
// does not ping is cut after a minute although data flow, and refusals of REST
// come with HTTP 200.
package mexc

import (
	"math"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"eddy/feeds/bourse/gate"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Rules are the venue's rules for sockets. It sends no pings; that the client
// has to is in session.go. Of requests 20 a second were seen to work, and no
// more is believed to (venue page, §3).
var Rules = gate.Rules{MessagesPerSecond: 20}

// Traits are how the venue differs from the market: a little off in price, a
// wider spread, a quarter of its trading.
var Traits = market.Traits{Seed: 0x3e, BasisBp: 2.5, Spread: 1.5, Turnover: 0.25}

// Exchange is the venue. It satisfies gate.Protocol.
type Exchange struct {
	view   *market.View
	now    func() time.Time // wall clock
	coins  []contract
	coinOf map[string]int // by symbol

	hub    *gate.Hub[topic, *session]
	steps  [len(klineSteps)]atomic.Int32 // subscriptions to klines of each length
	limits *gate.Quota

	mu       sync.Mutex // of what follows
	sessions map[*session]bool
	told     []tally // of each coin
}

// contract is a coin in the venue's words.
type contract struct {
	market.Listing
	symbol, base string
	size         float64 // coins in one contract
	decimals     int     // of sizes in contracts
}

// tally is what was told of a coin's funding, how often of its mark, and which
// version of its book.
type tally struct {
	marks   int
	funding model.Millis // the settlement last told of
	version int64
}

// New returns the venue over its view of a market; now is the wall clock, for
// limits.
func New(view *market.View, now func() time.Time) *Exchange {
	x := &Exchange{
		view: view, now: now, hub: gate.NewHub[topic, *session](), limits: gate.NewQuota(limitSpan, now),
		coinOf: make(map[string]int), sessions: make(map[*session]bool),
	}
	for i, l := range view.Coins() {
		c := newContract(l)
		x.coins = append(x.coins, c)
		x.coinOf[c.symbol] = i
	}
	x.told = make([]tally, len(x.coins))
	return x
}

// sizes are the contract sizes that are written down, as powers of ten (venue
// page, §4).
var sizes = map[model.Asset]int{"BTC": -4, "ETH": -2, "SHIB": 3, "PEPE": 7}

// bases are the coins whose contracts have another name (venue page, §7).
var bases = map[model.Asset]string{"FIL": "FILECOIN", "PUMP": "PUMPFUN", "TRUMP": "TRUMPOFFICIAL"}

// newContract gives a coin its name and the size of its contract: one lot, where
// none is written down.
func newContract(l market.Listing) contract {
	power, known := sizes[l.Asset]
	if !known {
		power = -l.LotDecimals
	}
	base, renamed := bases[l.Asset]
	if !renamed {
		base = string(l.Asset)
	}
	return contract{
		Listing: l, symbol: base + "_USDT", base: base,
		size: math.Pow10(power), decimals: max(l.LotDecimals+power, 0),
	}
}

// contracts turns coins into contracts.
func (c *contract) contracts(coins float64) float64 { return coins / c.size }

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

// TooMany answers a request beyond the limit: with HTTP 200 and the refusal
// inside, as the venue does.
func (x *Exchange) TooMany(w http.ResponseWriter) { refuse(w, tooFrequent) }
