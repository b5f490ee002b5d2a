package bybit

import (
	"time"

	"eddy/model"
)

// The real exchange (venues/bybit §1). The topics of linear contracts and of
// spot have the same names: which is meant is known from the address alone.
const (
	defaultRest = "https://api.bybit.com"
	defaultWS   = "wss://stream.bybit.com/v5/public/linear"
)

// REST paths, and the category of everything asked for.
const (
	pathInstruments  = "/v5/market/instruments-info"
	pathKline        = "/v5/market/kline"
	pathFunding      = "/v5/market/funding/history"
	pathOpenInterest = "/v5/market/open-interest"
	category         = "linear"
)

// Limits (venues/bybit §2, §4, §5).
const (
	maxArgs           = 21000                  // characters of topics on one connection
	longestTopic      = 40                     // characters, of orderbook.1.1000000BABYDOGEUSDT and its like
	topicsAtOnce      = 20                     // in one request: one bad topic refuses all of them
	sendEvery         = 100 * time.Millisecond // no limit is documented; this is no burden
	pingEvery         = 20 * time.Second       // the venue cuts after about 10 min without
	readTimeout       = 60 * time.Second       // pings are answered every 20 s
	frameLimit        = 4 << 20                // frames are below 2 KB
	requestsPerSecond = 60                     // half of the 600 in 5 s that are allowed
	requestsAtOnce    = 60
	shutOut           = 10 * time.Minute // after "access too frequent" everything is to stop for so long
	visitsPause       = 5 * time.Second  // after "Too many visits!", the length of the window
	tooManyVisits     = 10006
	badRequest        = 10001 // parameters the venue does not accept, an unknown symbol among them
)

// baseInterval is the length of the live bars; longer ones are derived from
// them by the engine.
const baseInterval = model.Hour1
