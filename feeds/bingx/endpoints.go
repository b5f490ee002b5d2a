package bingx

import (
	"time"

	"eddy/model"
)

// The real exchange (venues/bingx §1).
const (
	defaultRest = "https://open-api.bingx.com"
	defaultWS   = "wss://open-api-swap.bingx.com/swap-market"
)

// REST paths.
const (
	pathTime        = "/openApi/swap/v2/server/time"
	pathInstruments = "/openApi/swap/v2/quote/contracts"
	pathPremium     = "/openApi/swap/v2/quote/premiumIndex"
	pathTickers     = "/openApi/swap/v2/quote/ticker"
	pathInterest    = "/openApi/swap/v2/quote/openInterest"
	pathSettlements = "/openApi/swap/v2/quote/fundingRate"
	pathKlines      = "/openApi/swap/v3/quote/klines"
)

// Limits of a socket (venues/bingx §2 and §3). Subscribing takes one request a
// topic, fewer than ten a second; whether sockets share that is not known, so
// two of them stay below it together. What does not fit goes over a further
// socket.
const (
	mostTopics  = 200
	sendEvery   = 250 * time.Millisecond
	readTimeout = 20 * time.Second // the venue pings every 5 s
)

// Limits of REST (venues/bingx §6): headers advertise 500 requests of one
// endpoint in 10 s, other sources one a second for everything. About five a
// second in all is what the venue page plans for. Where the header says that much
// is left it may be ten, the most that any other source allows; where it says
// that little is left, possibly because other programs share the address,
// requests pause.
const (
	requestsLimit  = 5
	requestsAtOnce = 20
	remainField    = "X-Ratelimit-Requests-Remain"
	generousLimit  = 10
	manyLeft       = 250
	fewLeft        = 25
	fewLeftPause   = 5 * time.Second
	limitedPause   = 10 * time.Second
	bannedPause    = 5 * time.Minute // by report; the venue does not say
)

// Codes of refusals, which come with HTTP 200.
const (
	codeNoAPI     = "100400"
	codeLimited   = "100410"
	codeParameter = "109400"
	codePaused    = "109415"
	codeSymbol    = "109425"
)

// What one request gives at most (venues/bingx §6).
const (
	mostBars        = 1440
	settlementsBack = 30 // ten days at the usual interval
)

// baseInterval is the length of the live bars; longer ones are derived from
// them by the engine.
const baseInterval = model.Hour1
