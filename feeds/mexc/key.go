package mexc

import "eddy/feeds/scan"

// keys remember in which order the venue writes.
type keys struct{ envelope, row *scan.Names }

func newKeys() keys {
	return keys{envelope: scan.NewNames(envelopeKeys...), row: scan.NewNames(rowKeys...)}
}

// The places of the keys of data. Rows of all channels and REST calls share
// them, since no key means two things.
const (
	keySymbol = iota
	keyLast
	keyChange
	keyFair
	keyIndex
	keyDayVolume
	keyTurnover
	keyTimestamp
	keyBid
	keyAsk
	keyHeld
	keyFunding
	keyPrice
	keyRate
	keyNextSettle
	keyInterval
	keyT
	keyOpen
	keyEnd
	keyHigh
	keyLow
	keyVolume
	keyOther
	keyPaid
	keySide
	keyAsks
	keyBids
	keyIdx
	keyCycle
	keySettled
	keySize
	keyState
	keyResults
	keyTime
)

// rowKeys are the keys of data: those that are wanted, at their places, and
// those that pushes carry besides.
var rowKeys = append([]string{
	keySymbol: "symbol", keyTimestamp: "timestamp",
	keyLast: "lastPrice", keyBid: "bid1", keyAsk: "ask1",
	keyFair: "fairPrice", keyIndex: "indexPrice", keyIdx: "idxPrice", keyPrice: "price",
	keyHeld: "holdVol", keyTurnover: "amount24", keyDayVolume: "volume24", keyChange: "riseFallRate",
	keyFunding: "fundingRate", keyRate: "rate", keyNextSettle: "nextSettleTime",
	keyCycle: "collectCycle", keySettled: "settleTime",
	keyInterval: "interval", keyT: "t", keyOpen: "o", keyEnd: "c", keyHigh: "h", keyLow: "l",
	keyVolume: "q", keyOther: "v", keyPaid: "p", keySide: "T",
	keyAsks: "asks", keyBids: "bids",
	keySize: "contractSize", keyState: "state", keyResults: "resultList", keyTime: "time",
}, "high24Price", "lower24Price", "maxBidPrice", "minAskPrice", "riseFallValue", "riseFallRates",
	"riseFallRatesOfTimezone", "zone", "a", "ro", "rc", "rh", "rl", "O", "M", "i", "cts", "version", "begin", "end")

// The places of the keys of envelopes.
const (
	envSymbol = iota
	envData
	envChannel
	envStamp
	envSuccess
	envCode
	envMessage
	envMsg
	envMethod
	envSpot
)

// envelopeKeys are the keys of envelopes at their places.
var envelopeKeys = []string{
	envSymbol: "symbol", envData: "data", envChannel: "channel", envStamp: "ts",
	envSuccess: "success", envCode: "code", envMessage: "message", envMsg: "msg",
	envMethod: "method", envSpot: "c",
}
