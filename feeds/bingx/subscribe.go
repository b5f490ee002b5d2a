package bingx

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// stream is one kind of stream: its ending after the symbol, the row it counts
// under in health, and how long it may be silent. Tickers and marks come about
// once a second; bars wait for trades, which a quiet coin may lack for a while.
type stream struct {
	ending  string
	group   string
	silence time.Duration
}

// streams are in the order in which they are asked for: prices of every
// contract come before the bars of any. A ticker carries the best bid and ask
// as often as bookTicker does, and fresher (venues/bingx §4).
var streams = []stream{
	{"@ticker", "ticker", time.Minute},
	{"@kline_1h", "bars", 15 * time.Minute},
	{"@markPrice", "mark", time.Minute},
}

// assetsPerSocket is how many contracts fit on one socket.
var assetsPerSocket = mostTopics / len(streams)

// Tickers of the contracts everyone trades never rest.
var busiest = []model.Asset{"BTC", "ETH"}

const busiestSilence = 15 * time.Second

// topics names the streams of contracts, the most important contract first.
// Silence of a contract that was only guessed at is no fault.
func topics(of []model.Instrument, guessed bool) []wire.Topic {
	list := make([]wire.Topic, 0, len(streams)*len(of))
	for i, s := range streams {
		for _, in := range of {
			t := wire.Topic{Name: in.Symbol + s.ending, Group: s.group, MaxSilence: s.silence, Symbol: in.Symbol, Asset: in.Asset}
			switch {
			case guessed:
				t.MaxSilence = 0
			case i == 0 && slices.Contains(busiest, in.Asset):
				t.MaxSilence = busiestSilence
			}
			list = append(list, t)
		}
	}
	return list
}

// command is a client frame, about one topic.
type command struct {
	ID      string `json:"id"`
	ReqType string `json:"reqType"`
	Topic   string `json:"dataType"`
}

// subscribe renders requests for streams, one each.
func subscribe(names []string) [][]byte { return requests("sub", names) }

// unsubscribe renders requests to stop streams.
func unsubscribe(names []string) [][]byte { return requests("unsub", names) }

func requests(verb string, names []string) [][]byte {
	frames := make([][]byte, 0, len(names))
	for _, name := range names {
		frame, err := json.Marshal(command{requestID(verb, name), verb, name})
		if err != nil {
			continue // cannot happen: all of it is text
		}
		frames = append(frames, frame)
	}
	return frames
}

// requestID returns the id of a request in the shape of a UUID. It follows from
// the topic, which the answer does not name.
func requestID(verb, topic string) string {
	sum := sha256.Sum256([]byte(verb + " " + topic))
	s := hex.EncodeToString(sum[:16])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
