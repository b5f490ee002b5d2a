package weex

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// streamKind is one kind of stream: its ending after the symbol, the row it
// counts under in health, and how long it may be silent. Index and book of a
// coin nearly always move; bars wait for trades.
type streamKind struct {
	ending  string
	group   string
	silence time.Duration
}

var streams = []streamKind{
	{tickerEnding, "ticker", time.Minute},
	{bookEnding, "book", time.Minute},
	{barsEnding, "bars", 15 * time.Minute},
}

// The contracts everyone trades never rest.
var busiest = []model.Asset{"BTC", "ETH"}

const busiestSilence = 10 * time.Second

// topics names the streams of contracts, the most important contract first.
// Silence of a contract that was only guessed at is no fault.
func topics(of []model.Instrument, guessed bool) []wire.Topic {
	list := make([]wire.Topic, 0, len(streams)*len(of))
	for _, in := range of {
		for _, s := range streams {
			t := wire.Topic{Name: in.Symbol + s.ending, Group: s.group, MaxSilence: s.silence, Symbol: in.Symbol, Asset: in.Asset}
			switch {
			case guessed:
				t.MaxSilence = 0
			case s.group != "bars" && slices.Contains(busiest, in.Asset):
				t.MaxSilence = busiestSilence
			}
			list = append(list, t)
		}
	}
	return list
}

// command is a client frame.
type command struct {
	Method string   `json:"method"`
	Params []string `json:"params,omitempty"`
	ID     int      `json:"id"`
}

// Ids of frames whose answer needs no care; requests for streams count from
// one.
const carelessID = 1_000_000

// render writes a client frame.
func render(c command) []byte {
	frame, err := json.Marshal(c)
	if err != nil {
		return nil // cannot happen: all of it is text and a number
	}
	return frame
}

// ping renders the keep-alive, pong the answer to the venue's own.
func ping() []byte { return render(command{Method: "PING", ID: carelessID}) }
func pong() []byte { return render(command{Method: "PONG", ID: carelessID}) }

// unsubscribe renders a request to stop streams.
func unsubscribe(names []string) [][]byte {
	return [][]byte{render(command{"UNSUBSCRIBE", names, carelessID})}
}

// bySymbol cuts a list of streams where the symbol changes: a refusal costs
// all that was asked for with it, which is to be one contract.
func bySymbol(names []string) [][]string {
	var chunks [][]string
	for i, name := range names {
		if i > 0 && symbolOf(name) == symbolOf(names[i-1]) {
			last := &chunks[len(chunks)-1]
			*last = append(*last, name)
			continue
		}
		chunks = append(chunks, []string{name})
	}
	return chunks
}

// symbolOf returns whose stream a name is.
func symbolOf(name string) string {
	symbol, _, _ := strings.Cut(name, "@")
	return symbol
}
