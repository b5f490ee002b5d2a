package weex

import (
	"time"

	"eddy/model"
)

// The real exchange (venues/weex §1).
const (
	defaultRest = "https://api-contract.weex.com"
	defaultWS   = "wss://ws-contract.weex.com/v3/ws/public"
)

// REST paths.
const (
	pathExchangeInfo  = "/capi/v3/market/exchangeInfo"
	pathPremiumIndex  = "/capi/v3/market/premiumIndex"
	pathKlines        = "/capi/v3/market/klines"
	pathHistoryKlines = "/capi/v3/market/historyKlines"
	pathFundingRate   = "/capi/v3/market/fundingRate"
	pathOpenInterest  = "/capi/v3/market/openInterest"
)

// What requests weigh (venues/weex §5).
const (
	weightList     = 1
	weightKlines   = 1
	weightHistory  = 5
	weightFunding  = 5
	weightInterest = 2
)

// Endings of the streams that are asked for, behind the symbol.
const (
	tickerEnding = "@ticker"
	bookEnding   = "@depth15"
	barsEnding   = "@kline_1h_LAST_PRICE"
)

// Limits (venues/weex §2, §5).
const (
	contractsPerLine = 30                     // of three streams each: 100 streams are allowed on a connection
	maxLines         = 10                     // half of the 20 connections an address may have
	sendEvery        = 100 * time.Millisecond // no limit is documented; this is no burden
	pingEvery        = 25 * time.Second       // keeps a quiet line from looking dead
	readTimeout      = 60 * time.Second       // pings are answered every 25 s
	frameLimit       = 4 << 20                // a snapshot of bars is about 100 KB
	healEvery        = 30 * time.Second       // for one book
	healsMost        = 60                     // books on one connection: 240 operations an hour are allowed, a heal takes two
	perSecond        = 30                     // weight; 500 in 10 s are allowed for the address, which other programs may share
	weightBurst      = 100
	weightAlarm      = 50 // of what remains by the venue's own count: pause
	weightPause      = 3 * time.Second
	banned           = 10 * time.Second // after 429, which does not say so
	remainingField   = "X-Remaining-Weight-10s"
)

// baseInterval is the length of the live bars; longer ones are derived from
// them by the engine.
const baseInterval = model.Hour1
