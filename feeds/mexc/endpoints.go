package mexc

import (
	"time"

	"eddy/model"
)

// The real exchange (venues/mexc §1): REST and websocket are on two hosts.
const (
	defaultRest = "https://api.mexc.com"
	defaultWS   = "wss://contract.mexc.com/edge"
)

// REST paths.
const (
	pathInstruments = "/api/v1/contract/detail"
	pathFunding     = "/api/v1/contract/funding_rate"
	pathSettlements = "/api/v1/contract/funding_rate/history"
	pathKline       = "/api/v1/contract/kline/" // and the symbol
)

// Limits of a socket (venues/mexc §2 and §3). None are published; 150
// subscriptions and 20 requests in a second were seen to work. What does not
// fit goes over a further socket.
const (
	mostTopics  = 150
	sendEvery   = 60 * time.Millisecond
	pingEvery   = 15 * time.Second // the venue cuts at 60 s without, even while data flow
	readTimeout = 45 * time.Second // three pings unanswered
)

// Limits of REST (venues/mexc §6): 20 requests in two seconds for each path but
// the list of contracts, which has 10 and is asked for once an hour. The paths
// that are asked often have a pool each that stays just below; the client's own
// limit bounds them together.
const (
	pathPool       = 9 // requests a second
	pathBurst      = 2
	requestsLimit  = 20 // all requests, a second
	requestsAtOnce = 4
	limitedPause   = 2 * time.Second // when the venue says "too frequent" and not for how long
)

// Codes of refusals that come with HTTP 200.
const (
	tooFrequent = 510
	noContract  = 1001
)

// What one request gives at most (venues/mexc §6).
const (
	mostBars        = 2000
	settlementsBack = 30 // ten days at the usual interval
)

// baseInterval is the length of the live bars; longer ones are derived from
// them by the engine.
const baseInterval = model.Hour1
