package bybit

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// streamKind is one kind of stream: what stands before the symbol, the row it
// counts under in health, and how long it may be silent. A ticker speaks
// whenever any of its figures moves, of which the index nearly always does.
type streamKind struct {
	prefix  string
	group   string
	silence time.Duration
}

var streams = []streamKind{
	{"tickers.", "ticker", 30 * time.Second},
	{"kline.60.", "bars", 10 * time.Minute},
}

// Tickers of the contracts everyone trades never rest (venues/bybit §4).
var busiest = []model.Asset{"BTC", "ETH"}

const busiestSilence = 10 * time.Second

// topics names the streams of contracts, the most important contract first.
// Silence of a contract that was only guessed at is no fault.
func topics(of []model.Instrument, guessed bool) []wire.Topic {
	list := make([]wire.Topic, 0, len(streams)*len(of))
	for _, in := range of {
		for _, s := range streams {
			t := wire.Topic{Name: s.prefix + in.Symbol, Group: s.group, MaxSilence: s.silence, Symbol: in.Symbol, Asset: in.Asset}
			switch {
			case guessed:
				t.MaxSilence = 0
			case s.group == "ticker" && slices.Contains(busiest, in.Asset):
				t.MaxSilence = busiestSilence
			}
			list = append(list, t)
		}
	}
	return list
}

// command is a client frame.
type command struct {
	ID   string   `json:"req_id"`
	Op   string   `json:"op"`
	Args []string `json:"args,omitempty"`
}

// render writes a client frame.
func render(op, id string, args []string) []byte {
	frame, err := json.Marshal(command{id, op, args})
	if err != nil {
		return nil // cannot happen: all of it is text
	}
	return frame
}

// ping renders the keep-alive.
func ping() []byte { return render("ping", "ping", nil) }

// unsubscribe renders requests to stop streams. Their answers need no care: a
// topic that was not subscribed is answered with yes.
func unsubscribe(names []string) [][]byte {
	var frames [][]byte
	for chunk := range slices.Chunk(names, topicsAtOnce) {
		frames = append(frames, render("unsubscribe", "u"+strconv.Itoa(len(frames)+1), chunk))
	}
	return frames
}
