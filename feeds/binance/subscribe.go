package binance

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// stream is one kind of stream: its ending after the symbol, the row it counts
// under in health, and how long it may be silent. Mark prices come every
// second; the others wait for trades, which a quiet coin may lack for a while.
type stream struct {
	ending  string
	group   string
	silence time.Duration
}

var (
	publicStreams = []stream{{"@bookTicker", "book", 2 * time.Minute}}
	marketStreams = []stream{
		{"@markPrice@1s", "mark", 10 * time.Second},
		{"@ticker", "ticker", 2 * time.Minute},
		{"@kline_1h", "bars", 10 * time.Minute},
	}
)

// news is the stream of listings, delistings and changed leverage brackets, of
// every contract there is. It may be silent for days.
var news = wire.Topic{Name: "!contractInfo", Group: "news"}

// topics names the streams of contracts, the most important contract first.
// Silence of a contract that was only guessed at is no fault: an unknown name
// is acknowledged like any other and never heard of again.
func topics(streams []stream, of []model.Instrument, guessed bool) []wire.Topic {
	list := make([]wire.Topic, 0, len(streams)*len(of))
	for _, in := range of {
		for _, s := range streams {
			t := wire.Topic{
				Name: lowerASCII(in.Symbol) + s.ending, Group: s.group, MaxSilence: s.silence,
				Symbol: in.Symbol, Asset: in.Asset,
			}
			if guessed {
				t.MaxSilence = 0
			}
			list = append(list, t)
		}
	}
	return list
}

// lowerASCII lowers Latin letters and leaves everything else as it is: stream
// names of 币安人生USDT and its like are compared byte by byte, and what
// Unicode calls lower case there is not known.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// isData tells data, which come with the name of their stream, from answers to
// requests.
func isData(frame []byte) bool { return bytes.Contains(frame, []byte(`"stream":`)) }

// subscribe renders requests for streams.
func subscribe(names []string) [][]byte { return requests("SUBSCRIBE", names) }

// unsubscribe renders requests to stop streams.
func unsubscribe(names []string) [][]byte { return requests("UNSUBSCRIBE", names) }

// requests renders one request for every hundred names. The id only has to be
// an unsigned integer; answers are the same for all.
func requests(method string, names []string) [][]byte {
	var frames [][]byte
	for chunk := range slices.Chunk(names, topicsAtOnce) {
		frame, err := json.Marshal(command{method, chunk, len(frames) + 1})
		if err != nil {
			continue // cannot happen: names are text
		}
		frames = append(frames, frame)
	}
	return frames
}

// command is a client frame.
type command struct {
	Method string   `json:"method"`
	Params []string `json:"params"`
	ID     int      `json:"id"`
}
