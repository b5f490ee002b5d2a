package hyperliquid

import (
	"time"

	"eddy/model"
)

// The real exchange (venues/hyperliquid §1). Everything by REST is a question
// posted to one path.
const (
	defaultRest = "https://api.hyperliquid.xyz"
	defaultWS   = "wss://api.hyperliquid.xyz/ws"
	pathInfo    = "/info"
)

// Limits by address, which other programs may share (venues/hyperliquid §4, §5).
const (
	maxTopics   = 900                    // of 1000 subscriptions on all sockets together
	sendEvery   = 40 * time.Millisecond  // 1500 messages a minute of the 2000 allowed
	pingEvery   = 30 * time.Second       // the venue closes a line on which it was silent for 60 s
	readTimeout = 60 * time.Second       // pongs come twice in that time
	frameLimit  = 4 << 20                // the largest frame known is about 116 KB
	firstRetry  = 500 * time.Millisecond // at most 30 new connections a minute: see config.go

	minuteWeight = 1200
	weightBurst  = 240
	weightRate   = (0.8*minuteWeight - weightBurst) / 60 // a second: no minute sees more than 0.8 of the limit
)

// Weights of questions.
const (
	usualWeight    = 20
	lightWeight    = 2
	candleRowsUnit = 60 // rows of bars for one more of weight
	fundingRows    = 20 // the same of settlements
)

// baseInterval is the length of the live bars; longer ones are derived from
// them by the engine.
const baseInterval = model.Hour1
