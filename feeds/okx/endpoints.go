package okx

import (
	"time"

	"eddy/model"
)

// The real exchange (venues/okx §1). Bars have a socket of their own; asked for
// on the other one they are refused.
const (
	defaultRest       = "https://www.okx.com"
	defaultWSPublic   = "wss://ws.okx.com:8443/ws/v5/public"
	defaultWSBusiness = "wss://ws.okx.com:8443/ws/v5/business"
)

// REST paths.
const (
	pathInstruments  = "/api/v5/public/instruments"
	pathCandles      = "/api/v5/market/candles"
	pathOldCandles   = "/api/v5/market/history-candles"
	pathSettlements  = "/api/v5/public/funding-rate-history"
	pathInterestHist = "/api/v5/rubik/stat/contracts/open-interest-history"
)

// Limits of a socket (venues/okx §2 and §4). Subscriptions are counted by the
// hour and connection, 480 of them, so they go out in few requests.
const (
	sendEvery    = 200 * time.Millisecond
	topicsAtOnce = 200              // an argument is below 100 bytes; a request may have 64 KB
	pingEvery    = 20 * time.Second // the venue cuts after 30 silent seconds
	readTimeout  = 45 * time.Second // two pings unanswered
	frameLimit   = 4 << 20
)

// Limits of REST are counted by path in two seconds: 40 requests for candles,
// 20 for most, 10 for the history of open interest (venues/okx §5). The paths
// that are asked often have a pool each that stays just below; the client's own
// limit bounds them together.
const (
	candlesPool  = 18 // requests a second
	oldBarsPool  = 8  // the same
	interestPool = 4  // the same
	poolBurst    = 1
	weightLimit  = 30 // all requests, a second
	weightBurst  = 10
	limitedPause = 2 * time.Second // when the venue says "too many" and not for how long
)

// What one request gives at most (venues/okx §5).
const (
	mostCandles    = 300
	latestCandles  = 1440 // what candles reaches; the rest is for history-candles
	mostOldCandles = 100
	mostRows       = 100
)

// baseInterval is the length of the live bars; longer ones are derived from
// them by the engine.
const baseInterval = model.Hour1

// barName returns a length in the venue's words, for the lengths that are
// loaded. A plain 1D would open at midnight in Hong Kong.
func barName(step model.Interval) string {
	switch step {
	case model.Minute1:
		return "1m"
	case model.Hour1:
		return "1H"
	case model.Hour4:
		return "4H"
	case model.Week1:
		return "1Wutc"
	default:
		return "1Dutc"
	}
}
