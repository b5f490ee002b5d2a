package binance

import (
	"time"

	"eddy/model"
)

// The real exchange (venues/binance §1). Best bid and ask have a route of their
// own since 2026-04-23; a stream asked for on the other one is acknowledged and
// then silent for ever.
const (
	defaultRest     = "https://fapi.binance.com"
	defaultWSPublic = "wss://fstream.binance.com/public"
	defaultWSMarket = "wss://fstream.binance.com/market"
	combinedPath    = "/stream" // events come with the name of their stream
)

// REST paths.
const (
	pathExchangeInfo = "/fapi/v1/exchangeInfo"
	pathFundingInfo  = "/fapi/v1/fundingInfo"
	pathFundingRate  = "/fapi/v1/fundingRate"
	pathKlines       = "/fapi/v1/klines"
	pathOpenInterest = "/fapi/v1/openInterest"
	pathInterestHist = "/futures/data/openInterestHist"
)

// Limits (venues/binance §5, §6).
const (
	maxStreams      = 1024                   // on one socket
	sendEvery       = 150 * time.Millisecond // 10 client frames a second are allowed, pongs included
	topicsAtOnce    = 100                    // in one request; 1024 names in one frame have been refused
	lifetime        = 23 * time.Hour         // the venue cuts after 24
	readTimeout     = 60 * time.Second       // data flows all the time; server pings come every 3 min
	frameLimit      = 4 << 20                // the largest array is about 250 KB
	minuteWeight    = 2400                   // where exchangeInfo does not tell
	weightShare     = 0.8                    // of the limit that is used: other programs share the address
	weightBurst     = 1200                   // granted at once, within that: the past of 80 coins
	weightAlarm     = 0.9                    // of the limit by the venue's own count: pause
	weightPause     = 10 * time.Second
	fundingPool     = 500.0 / 300 // requests a second to fundingRate and fundingInfo: 500 in 5 minutes
	fundingBurst    = 100
	usedWeightField = "X-Mbx-Used-Weight-1m"
)

// klineWeight returns the weight of a request for so many bars.
func klineWeight(limit int) int {
	switch {
	case limit < 100:
		return 1
	case limit < 500:
		return 2
	case limit <= 1000:
		return 5
	default:
		return 10
	}
}

// baseInterval is the length of the live bars; longer ones are derived from
// them by the engine.
const baseInterval = model.Hour1
