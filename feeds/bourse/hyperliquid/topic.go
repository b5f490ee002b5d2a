package hyperliquid

import (
	"encoding/json"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// channel is a sort of stream.
type channel uint8

// The streams served.
const (
	assetContext channel = iota
	bestBidAsk
	depth
	candles
	trades
	allMids
)

// channels are the streams by the type a subscription names.
var channels = map[string]channel{
	"activeAssetCtx": assetContext, "bbo": bestBidAsk, "l2Book": depth, "candle": candles, "trades": trades, "allMids": allMids,
}

// topic is one stream of one coin, or of all.
type topic struct {
	channel channel
	coin    int
	step    int // index into candleSteps
}

// candleSteps are the lengths of bars in the venue's words.
var candleSteps = [...]struct {
	name string
	step model.Interval
}{
	{"1m", model.Minute1}, {"3m", 3 * model.Minute1}, {"5m", 5 * model.Minute1},
	{"15m", 15 * model.Minute1}, {"30m", 30 * model.Minute1},
	{"1h", model.Hour1}, {"2h", 2 * model.Hour1}, {"4h", model.Hour4},
	{"8h", 8 * model.Hour1}, {"12h", 12 * model.Hour1},
	{"1d", model.Day1}, {"3d", 3 * model.Day1}, {"1w", model.Week1}, {"1M", market.Month1},
}

// candleStep returns the index of a length of bars.
func candleStep(name string) (int, bool) {
	for i, k := range candleSteps {
		if k.name == name {
			return i, true
		}
	}
	return 0, false
}

// subscription is what a client names.
type subscription struct {
	Type     string `json:"type"`
	Coin     string `json:"coin"`
	Interval string `json:"interval"`
}

// verdict is what becomes of a subscription.
type verdict uint8

const (
	served    verdict = iota
	malformed         // answered with an error
	poison            // kills the socket
)

// find looks a subscription up. Names are compared letter by letter; one that
// is not listed kills the socket (venue page, §2).
func (x *Exchange) find(s subscription) (topic, verdict) {
	ch, known := channels[s.Type]
	if !known {
		return topic{}, malformed
	}
	t := topic{channel: ch}
	if ch == candles {
		if t.step, known = candleStep(s.Interval); !known {
			return topic{}, malformed
		}
	}
	if ch == allMids {
		return t, served
	}
	if t.coin, known = x.coinOf[s.Coin]; !known || !x.listed(t.coin) {
		return topic{}, poison
	}
	return t, served
}

// echo returns the subscription as the venue repeats it, defaults filled in.
func (s subscription) echo(ch channel) []byte {
	fields := map[channel]any{
		candles: struct {
			Type     string `json:"type"`
			Coin     string `json:"coin"`
			Interval string `json:"interval"`
		}{s.Type, s.Coin, s.Interval},
		depth: struct {
			Type     string `json:"type"`
			Coin     string `json:"coin"`
			Figures  *int   `json:"nSigFigs"`
			Mantissa *int   `json:"mantissa"`
			Fast     bool   `json:"fast"`
		}{Type: s.Type, Coin: s.Coin},
		allMids: struct {
			Type string  `json:"type"`
			Dex  *string `json:"dex"`
		}{Type: s.Type},
	}
	v, special := fields[ch]
	if !special {
		v = struct {
			Type string `json:"type"`
			Coin string `json:"coin"`
		}{s.Type, s.Coin}
	}
	b, err := json.Marshal(v)
	if err != nil {
		return []byte("null") // strings always marshal
	}
	return b
}
