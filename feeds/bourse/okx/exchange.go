// Package okx speaks the protocol of OKX's derivatives over a market of the
// embedded exchange: the public and the business websocket, and the REST calls
// that go with them (venue page okx).
//
// It is as unforgiving as the venue: bars are refused on the public socket and
// everything else on the other, the index goes by the name of a pair, sizes
// count contracts, a socket that hears nothing and says nothing for 30 seconds
// is cut, and every path of REST counts its own requests.
package okx

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

// Rules are the venue's rules for sockets. It has no pings of its own and no
// lifetime; what it has is in session.go (venue page, §4).
var Rules = gate.Rules{}

// Traits are how the venue differs from the market: a little off in price, with
// a third of its trading.
var Traits = market.Traits{Seed: 0x0c, BasisBp: 1.5, Spread: 1.2, Turnover: 0.35}

// Exchange is the venue. It satisfies gate.Protocol.
type Exchange struct {
	view    *market.View
	now     func() time.Time // wall clock
	coins   []contract
	coinOf  map[string]int // by the name of the swap
	indexOf map[string]int // by the name of the index

	hub    *gate.Hub[topic, *session]
	steps  [len(barSteps)]atomic.Int32 // subscriptions to bars of each length
	limits *gate.Quota

	mu       sync.Mutex // of what follows
	sessions map[*session]bool
	dialled  []time.Time
	told     []tally // of each coin
}

// contract is a coin in the venue's words.
type contract struct {
	market.Listing
	swap, index string
	size        float64 // coins in one contract
	decimals    int     // of sizes in contracts
}

// tally is what was told of a coin's funding and how often of its mark.
type tally struct {
	marks   int
	funding model.Millis // the settlement last told of
}

// New returns the venue over its view of a market; now is the wall clock, for
// limits.
func New(view *market.View, now func() time.Time) *Exchange {
	x := &Exchange{
		view: view, now: now, hub: gate.NewHub[topic, *session](), limits: gate.NewQuota(limitSpan, now),
		coinOf: make(map[string]int), indexOf: make(map[string]int), sessions: make(map[*session]bool),
	}
	for i, l := range view.Coins() {
		c := newContract(l)
		x.coins = append(x.coins, c)
		x.coinOf[c.swap], x.indexOf[c.index] = i, i
	}
	x.told = make([]tally, len(x.coins))
	return x
}

// sizes are the contract sizes that are written down (venue page, §5).
var sizes = map[model.Asset]int{"BTC": -2, "ETH": -1, "DOGE": 3, "SHIB": 6}

// newContract gives a coin its names and the size of its contract: of the usual
// sort, larger for coins whose price has many decimals.
func newContract(l market.Listing) contract {
	power, known := sizes[l.Asset]
	if !known {
		power = max(l.PriceDecimals-3, 0)
	}
	index := string(l.Asset) + "-USDT"
	return contract{
		Listing: l, swap: index + "-SWAP", index: index,
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
		{"ws_public", "ws://" + address + publicPath},
		{"ws_business", "ws://" + address + businessPath},
	}
}

// Steps returns the lengths of bars that somebody listens to.
func (x *Exchange) Steps() []model.Interval {
	var out []model.Interval
	for i, b := range barSteps {
		if x.steps[i].Load() > 0 {
			out = append(out, b.step)
		}
	}
	return out
}

// TooMany answers a request beyond the limit.
func (x *Exchange) TooMany(w http.ResponseWriter) { tooMany(w) }
