package mexc

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// stream is one kind of stream, the row it counts under in health, and how long
// it may be silent. Tickers come every one to three seconds, funding about once
// a minute; bars wait for trades, which a quiet coin may lack for a while.
type stream struct {
	name    string
	group   string
	silence time.Duration
}

// streams are in the order in which they are asked for: prices of every
// contract come before the bars of any.
var streams = []stream{
	{streamNames[tickerChannel], "ticker", time.Minute},
	{streamNames[klineChannel], "bars", 15 * time.Minute},
	{streamNames[fundingChannel], "funding", 5 * time.Minute},
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
			t := wire.Topic{Name: TopicName(s.name, in.Symbol), Group: s.group, MaxSilence: s.silence, Symbol: in.Symbol, Asset: in.Asset}
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

// param is what a request is about.
type param struct {
	Symbol   string `json:"symbol"`
	Interval string `json:"interval,omitempty"`
}

// command is a client frame.
type command struct {
	Method string `json:"method"`
	Param  *param `json:"param,omitempty"`
}

// subscribe renders requests for streams, one contract each.
func subscribe(names []string) [][]byte { return requests("sub.", names) }

// unsubscribe renders requests to stop streams.
func unsubscribe(names []string) [][]byte { return requests("unsub.", names) }

// ping renders the keep-alive.
func ping() []byte { return render(command{Method: "ping"}) }

func requests(verb string, names []string) [][]byte {
	frames := make([][]byte, 0, len(names))
	for _, name := range names {
		stream, symbol, _ := strings.Cut(name, ":")
		p := param{Symbol: symbol}
		if stream == streamNames[klineChannel] {
			p.Interval = nameOf(baseInterval)
		}
		if frame := render(command{Method: verb + stream, Param: &p}); frame != nil {
			frames = append(frames, frame)
		}
	}
	return frames
}

// render writes a client frame.
func render(c command) []byte {
	frame, err := json.Marshal(c)
	if err != nil {
		return nil // cannot happen: all of it is text
	}
	return frame
}
